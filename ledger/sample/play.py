"""The story that `ledger up` plays once on a new embedded chain whose genesis lies 120 days back."""

from collections.abc import Callable

from ledger.chain import blocks, clock
from ledger.chain.keystore import DemoKeystores
from ledger.chain.network import Network
from ledger.chain.node import Node
from ledger.chain.rpc import Rpc
from ledger.documents.store import Documents
from ledger.kit.home import Home
from ledger.sample.messy import write_messy
from ledger.sample.play_business import business
from ledger.sample.play_founding import found
from ledger.sample.play_register import register
from ledger.sample.record import Played, record_path
from ledger.sample.stage import DAY, Stage
from ledger.sample.world import generate
from ledger.store.db import office_url
from ledger.store.filings import Filings
from ledger.store.office import open_office
from ledger.vault.vault import Vault

__all__ = ["DAYS", "genesis", "play"]

DAYS = 120
"""How long ago the sample's chain began."""

Tell = Callable[[str, dict[str, object]], None]


def genesis() -> int:
    """When a sample's chain must begin, UTC seconds."""
    return clock.wall() - DAYS * DAY


def play(home: Home, node: Node, network: Network, tell: Tell) -> Played:
    """Found the ledger and play the whole story; at its end the chain follows the wall clock.

    The record is written last: what has none was interrupted and is begun anew. DemoKeystoreRefused off 31337.
    """
    office = open_office(office_url(home))
    with node.rpc() as rpc:
        stage = Stage(
            rpc=rpc,
            network=network,
            keys=DemoKeystores(home.keystores, rpc),
            documents=Documents(office),
            private=Documents(office, Vault(office, home.vault_key)),
            filings=Filings(office, network.chain_id),
            world=generate(),
            tell=tell,
            started=_genesis_time(rpc),
            today=clock.wall(),
        )
        deployment = found(stage)
        register(stage, home.root / "workbooks")
        write_messy(home.root / "workbooks" / "messy.xlsx")
        asset = business(stage)
    node.catch_up()
    deployment.save(home.chain / "deployment.json")
    played = Played("0x" + asset.hex(), stage.story)
    played.save(record_path(home))
    return played


def _genesis_time(rpc: Rpc) -> int:
    first = blocks.block(rpc, 0)
    assert first is not None, "every chain has a genesis"
    return first.time
