"""From rows that can be imported to rows that can be signed: pure, so that an interrupted import simply runs again.

Batches of a hundred, and what the chain has already, are the business of `ledger.assets.commands`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from ledger.assets.commands import NewAsset
from ledger.intake.rows import AssetRow

__all__ = ["Plan", "plans"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows of one collective, by its credit code: a transaction acts for one party."""

    owner: str
    rows: tuple[AssetRow, ...]

    def new_assets(self, document: Callable[[AssetRow], bytes]) -> list[NewAsset]:
        """The rows for the contract. `document` gives the root of a row's record document, which the office store
        holds with its salts before anything is signed, and gives the same root when it is asked again.
        """
        return [NewAsset(row.natural, row.kind, row.jurisdiction, row.quantity, document(row)) for row in self.rows]


def plans(rows: Iterable[AssetRow]) -> list[Plan]:
    """One plan for each collective, by credit code; within it the rows stay in the order of the file."""
    by_owner = sorted(rows, key=lambda row: row.owner.code)
    return [Plan(owner, tuple(group)) for owner, group in groupby(by_owner, key=lambda row: row.owner.code)]
