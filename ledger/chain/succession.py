"""An acting contract is succeeded: a new one is placed and enrolled, the old one closed; the old lives until its last
record is closed (docs/rules.md, contracts that come and go).

Three steps, so that everybody sees it coming: `place` the new contract, the governor schedules `calls` and sends them
after the delay, and the record of the deployment is exchanged for `record`'s answer.
"""

from ledger.chain import government
from ledger.chain.abi import load
from ledger.chain.client import Call, Chain
from ledger.chain.codec import encode
from ledger.chain.deploy import constructors
from ledger.chain.deployment import Deployment, code_hashes
from ledger.chain.errors import CallUnknown, DeploymentFailed
from ledger.chain.network import Network
from ledger.chain.signer import Signer, Transaction
from ledger.chain.wallet import Wallet

ACTING = ("Mortgages", "Transfers")
"""What can be succeeded; the kernel is frozen."""


def place(chain: Chain, network: Network, name: str, deployer: Signer | None = None) -> bytes:
    """Place a new contract of this name beside today's; its address. It may do nothing yet.

    CallUnknown for a contract of the kernel. `deployer`: any key, funded where gas is paid.
    """
    if name not in ACTING:
        raise CallUnknown(name)
    contract = load().contract(name)
    args = constructors(bytes(20), dict(chain.deployment.addresses), network.delays)[name]
    creation = Transaction(None, contract.bytecode + encode(contract.constructor, args))
    receipt = Wallet(chain.rpc, network, deployer or Signer.random()).send([creation])[0]
    if receipt.contract is None:
        raise DeploymentFailed(f"{name} was not placed")
    return receipt.contract


def calls(chain: Chain, name: str, successor: bytes) -> list[Call]:
    """What the governor schedules, and sends after the delay: the new one in, the old one closed."""
    return [
        Call("Enrolments", "enrol", (successor, government.CAPABILITIES[name])),
        Call("Enrolments", "close", (chain.address(name),)),
    ]


def record(chain: Chain, name: str, successor: bytes) -> Deployment:
    """The record from now on; `save` it wherever the old one lies. DeploymentFailed unless the chain has agreed."""
    held = chain.view("Enrolments", "capabilities", successor)
    if held != government.CAPABILITIES[name]:
        raise DeploymentFailed(f"0x{successor.hex()} is not enrolled as {name}")
    return chain.deployment.succeeded(name, successor, code_hashes(chain.rpc, [successor])[successor])
