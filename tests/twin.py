"""A view of two databases at once: whatever is asked is asked of both, and both must say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table

from ledger.store.view import View


@dataclass(frozen=True, slots=True)
class Twin(View):
    """The first one's answers, once the other has given the same."""

    other: View

    @classmethod
    def of(cls, one: View, other: View) -> Twin:
        """Both must be at the same block."""
        assert (one.chain_id, one.block, one.now) == (other.chain_id, other.block, other.now)
        return cls(one.connection, one.chain_id, one.block, one.now, one.decoder, other)

    def one(self, table: Table, *where: ColumnElement[bool]) -> Row[Any] | None:
        """As both have it."""
        found = View.one(self, table, *where)
        assert View.one(self.other, table, *where) == found
        return found

    def rows(self, query: Select[Any]) -> list[Row[Any]]:
        """As both have them: in the same order where the query asks for one."""
        mine, theirs = View.rows(self, query), View.rows(self.other, query)
        if query._order_by_clauses:
            assert theirs == mine
        else:
            assert sorted(map(repr, theirs)) == sorted(map(repr, mine))
        return mine
