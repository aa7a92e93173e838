"""From a dry run's good rows to signed batches: documents first, then only what the chain does not have yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.assets import commands
from ledger.assets.commands import NewAsset
from ledger.chain.client import Call, Chain
from ledger.chain.sender import Sender
from ledger.documents.store import Documents
from ledger.intake.plan import Plan
from ledger.kit.ids import PartyId, asset_id

__all__ = ["Progress", "prepare", "sign"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one collective's rows are: signed of those that the chain lacked when it began."""

    signed: int
    total: int


def prepare(documents: Documents, plan: Plan) -> list[NewAsset]:
    """Keep every row's document, with its salts, and return the rows for the contract. Asked again, the same rows."""
    roots = documents.put_all([(row.document(), row.natural) for row in plan.rows])
    by_key = {row.natural: root for row, root in zip(plan.rows, roots, strict=True)}
    return plan.new_assets(lambda row: by_key[row.natural])


def sign(chain: Chain, sender: Sender, collective: PartyId, documents: Documents, plan: Plan) -> Iterator[Progress]:
    """Register what is missing, a hundred rows to a transaction, and yield after each; then later codes of the same
    things. Stopped anywhere it can simply run again: ids follow from the rows. ContractError, NodeDown.
    """
    rows = prepare(documents, plan)
    todo = commands.missing(chain, rows)
    yield Progress(0, len(todo))
    signed = 0
    for call in commands.register(chain.deployment.chain_id, collective, todo) if todo else ():
        sender.send(call)
        signed += len(call.args[1])
        yield Progress(signed, len(todo))
    for _ in sender.send_all(_codes(chain, collective, plan)):
        pass


def _codes(chain: Chain, collective: PartyId, plan: Plan) -> list[Call]:
    """Further codes of a row become aliases of its asset; those that the chain has are left out."""
    chain_id = chain.deployment.chain_id
    wanted = {
        asset_id(chain_id, key): (asset_id(chain_id, row.natural), key) for row in plan.rows for key in row.naturals[1:]
    }
    known = commands.registered(chain, list(wanted))
    return [commands.code(collective, asset, key) for alias, (asset, key) in wanted.items() if alias not in known]
