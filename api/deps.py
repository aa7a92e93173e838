"""What every route asks for: the desk, one state of the mirror, the reader's language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.web.words import Words
from ledger.audit.verify import Verdict
from ledger.desks.names import Names
from ledger.desks.opening import Desk
from ledger.kit.locale import LANGS, Lang
from ledger.parties import queries as parties
from ledger.store.view import View

COOKIE = "lang"


@dataclass(frozen=True)
class Reading:
    """One request: what it reads from, and the words in which it answers."""

    desk: Desk
    view: View
    words: Words

    @property
    def names(self) -> Names:
        """Names of things."""
        return self.desk.names

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.words.lang

    def meet(self, ids: Iterable[bytes]) -> None:
        """Learn who these parties are, so that the words can name them."""
        unknown = set(ids) - self.words.people.keys()
        if unknown:
            self.words.people |= parties.some(self.view, unknown)

    def verdict(self) -> Verdict | None:
        """What ``verify`` found when it last ran."""
        return self.desk.verdict()


def language(request: Request) -> Lang:
    """Return what the address asks for, else what the cookie remembers, else Chinese."""
    for asked in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        for lang in LANGS:
            if asked == lang:
                return lang
    return "zh"


def reading(request: Request) -> Iterator[Reading]:
    """Open one state of the mirror for the length of a request. MirrorMissing."""
    desk: Desk = request.app.state.desk
    with desk.view() as view:
        yield Reading(desk, view, Words(language(request), desk.names))


Read = Annotated[Reading, Depends(reading)]
