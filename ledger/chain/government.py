"""Who governs the system itself, as OpenZeppelin's AccessManager holds it after deployment.

The governor (the bureau) acts after a delay that everybody can see: it schedules a call, waits, then sends it. The
guardian (the regulator) cancels what is scheduled and can pause all but releasing acts at once. Each role's accounts
are changed by the governor, after the delay, unless the guardian cancels. Nobody holds the manager's admin role: which
function asks for which role is fixed with the deployment.
"""

from collections.abc import Mapping

from ledger.chain.abi import Abi, selector
from ledger.chain.client import Call, Chain
from ledger.kit.numbers import Capability

ADMIN = 0
GOVERNOR = 1
GUARDIAN = 2

_MANAGER = "AccessManager"

FUNCTIONS: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    GOVERNOR: {
        "Enrolments": ("enrol", "close"),
        "Kinds": ("setAssetKind", "setRightKind", "setPartyKind", "setOrderKind"),
        "Parties": ("admit",),
        "Postings": ("admit", "recode"),
        # The manager itself asks for a role's admin here; the row tells it whose guardian may cancel.
        _MANAGER: ("grantRole", "revokeRole"),
    },
    GUARDIAN: {"Postings": ("pause",)},
}
"""Every function that the system's government alone may call, by role and contract."""

CAPABILITIES: Mapping[str, int] = {
    "Parties": Capability.APPEND,
    "Postings": Capability.APPEND,
    "Assets": Capability.APPEND,
    "Rights": Capability.APPEND,
    "Orders": Capability.APPEND | Capability.LOCK,
    "Mortgages": Capability.APPEND | Capability.LOCK,
    "Transfers": Capability.APPEND | Capability.MOVE | Capability.LOCK,
}
"""What each contract may do to the others."""


def appointments(governor: bytes, guardian: bytes, delay: int) -> list[Call]:
    """Gives the roles. The delay (seconds) holds at once because it comes with the first grant."""
    return [
        _manage("grantRole", GOVERNOR, governor, delay),
        _manage("grantRole", GUARDIAN, guardian, 0),
        _manage("labelRole", GOVERNOR, "governor"),
        _manage("labelRole", GUARDIAN, "guardian"),
    ]


def constitution(chain: Chain) -> list[Call]:
    """Fixes what the roles may do and who changes them."""
    rows = [
        _manage("setTargetFunctionRole", chain.address(contract), _selectors(chain.abi, contract, names), role)
        for role, functions in FUNCTIONS.items()
        for contract, names in functions.items()
    ]
    return [
        *rows,
        *(_manage("setRoleAdmin", role, GOVERNOR) for role in FUNCTIONS),
        *(_manage("setRoleGuardian", role, GUARDIAN) for role in FUNCTIONS),
    ]


def abdication(deployer: bytes) -> Call:
    """The deployer gives the manager's admin role back; nobody has it afterwards."""
    return _manage("renounceRole", ADMIN, deployer)


def scheduled(chain: Chain, call: Call) -> Call:
    """What the governor sends first; after the delay it sends `call` itself, within a week."""
    return _manage("schedule", chain.target(call), chain.encode(call), 0)


def cancelled(chain: Chain, governor: bytes, call: Call) -> Call:
    """What the guardian sends to stop a scheduled call."""
    return _manage("cancel", governor, chain.target(call), chain.encode(call))


def faults(chain: Chain, deployer: bytes, governor: bytes, guardian: bytes, delay: int) -> list[str]:
    """What is not as it must be after a deployment; nothing, if all is well."""
    powers = [(ADMIN, deployer), (GOVERNOR, deployer), (GUARDIAN, deployer)]
    expected = dict.fromkeys(powers, (False, 0))
    expected |= {(ADMIN, governor): (False, 0), (ADMIN, guardian): (False, 0)}
    expected |= {(GOVERNOR, governor): (True, delay), (GUARDIAN, guardian): (True, 0)}
    found = chain.views([_manage("hasRole", role, account) for role, account in expected])
    wrong = [
        f"role {role} of 0x{account.hex()}: {have}"
        for ((role, account), want), have in zip(expected.items(), found, strict=True)
        if have != want
    ]
    for role, functions in FUNCTIONS.items():
        for contract, names in functions.items():
            for name, code in zip(names, _selectors(chain.abi, contract, names), strict=True):
                target = chain.address(contract)
                if chain.view(_MANAGER, "getTargetFunctionRole", target, code) != role:
                    wrong.append(f"{contract}.{name} is not of role {role}")
        for question, answer in (("getRoleAdmin", GOVERNOR), ("getRoleGuardian", GUARDIAN)):
            if chain.view(_MANAGER, question, role) != answer:
                wrong.append(f"{question} of role {role}")
    for contract, mask in CAPABILITIES.items():
        if chain.view("Enrolments", "capabilities", chain.address(contract)) != mask:
            wrong.append(f"capabilities of {contract}")
    if any(chain.view("Postings", "posting", deployer)["party"]):
        wrong.append("the deployer is posted")
    return wrong


def _manage(function: str, *args: object) -> Call:
    return Call(_MANAGER, function, args)


def _selectors(abi: Abi, contract: str, names: tuple[str, ...]) -> list[bytes]:
    return [selector(abi.function(contract, name)) for name in names]
