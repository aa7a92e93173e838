"""From a dry run's good rows to signed batches: documents first, then only what the chain does not have yet."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ledger.assets import commands
from ledger.assets.commands import NewAsset
from ledger.chain.client import Call, Chain
from ledger.chain.errors import ContractError, TransactionFailed
from ledger.chain.rows import batches
from ledger.chain.sender import Sender
from ledger.documents.store import Documents
from ledger.intake.plan import Plan
from ledger.kit.ids import PartyId, asset_id

__all__ = ["Progress", "prepare", "sign"]

_PATIENCE = 60.0
"""Seconds for what another import has sent, and the chain refuses ours for, to be mined."""
Row = TypeVar("Row")


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
    things. Stopped anywhere it can simply run again: ids follow from the rows. What another import of the same rows
    registers meanwhile is left out. ContractError, NodeDown.
    """
    rows = prepare(documents, plan)
    todo = commands.missing(chain, rows)
    chain_id = chain.deployment.chain_id
    yield Progress(0, len(todo))
    signed = 0
    for part in batches(todo) if todo else ():
        signed += _complete(
            part,
            lambda rows: [sender.send(call) for call in commands.register(chain_id, collective, rows)],
            lambda rows: commands.missing(chain, rows),
        )
        yield Progress(signed, len(todo))
    _complete(
        _codes(chain, collective, plan),
        lambda calls: list(sender.send_all(calls)),
        lambda _: _codes(chain, collective, plan),
    )


def _complete(
    wanted: Sequence[Row], send: Callable[[Sequence[Row]], object], missing: Callable[[Sequence[Row]], Sequence[Row]]
) -> int:
    """Send what is wanted; when it is refused because another import was quicker, what of it is still missing.

    Returns how many were sent here. A refusal is raised when the chain lacks as much as before for a minute.
    """
    until = time.monotonic() + _PATIENCE
    while wanted:
        try:
            send(wanted)
        except (ContractError, TransactionFailed) as error:
            if isinstance(error, ContractError) and error.code != "AssetExists":
                raise
            left = missing(wanted)
            if len(left) == len(wanted):
                # Refused for what is sent and not yet mined.
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            wanted = left
        else:
            return len(wanted)
    return 0


def _codes(chain: Chain, collective: PartyId, plan: Plan) -> list[Call]:
    """Further codes of a row become aliases of its asset; those that the chain has are left out."""
    chain_id = chain.deployment.chain_id
    wanted = {
        asset_id(chain_id, key): (asset_id(chain_id, row.natural), key) for row in plan.rows for key in row.naturals[1:]
    }
    known = commands.registered(chain, list(wanted))
    return [commands.code(collective, asset, key) for alias, (asset, key) in wanted.items() if alias not in known]
