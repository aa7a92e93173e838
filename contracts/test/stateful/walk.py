"""One run: a hundred steps of random acts by random people while time passes, each judged by the model beforehand.

An act that breaks no rule must succeed; one that breaks a rule must be refused, and by the name of a rule it breaks.
"""

import copy
from collections import Counter
from random import Random
from typing import Any

from contracts.test.deployment import CAPABILITIES
from contracts.test.stateful import (
    changes,
    land,
    loans,
    moves,
    officers,
    people,
    publicity,
    seals,
    servicing,
    terms,
    titles,
)
from contracts.test.stateful.book import Book, Party, Posting
from contracts.test.stateful.play import DRAWS, PAIRS, RULES, Call, Judged, Stage, nothing
from contracts.test.world import World
from ledger.chain.errors import ContractError
from ledger.kit.keccak import keccak
from ledger.kit.numbers import Capability

CONCEPTS = (people, officers, land, publicity, titles, terms, seals, moves, loans, servicing, changes)
"""Each says how its acts are drawn and what the rules say of them."""
FILING = 604_800
DRAWN = [act for act, weight in DRAWS for _ in range(weight)]


class Fault(Exception):
    """The contracts did what the rules forbid, or refused what they permit: the call, and the steps before it."""


class Walk:
    """`permitted`: only acts that break no rule are tried, so any refusal is a fault."""

    def __init__(self, world: World, book: Book, seed: int, *, permitted: bool) -> None:
        self.stage = Stage(copy.deepcopy(book), world, Random(seed))
        self.permitted = permitted
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.under_pause: Counter[str] = Counter()
        self.last: list[Call] = []
        self.trail: list[str] = []
        self.drawn = DRAWN

    def go(self, steps: int) -> None:
        for _ in range(steps):
            self.step()

    def step(self) -> None:
        s = self.stage
        s.book.now = s.world.now()
        if s.chance(0.12):
            self.time_passes()
        for _ in range(500):
            call = s.pick(self.drawn)(s)
            if call is None:
                continue
            if not self.permitted and s.chance(0.5):
                call = self.spoiled(call)
            if self.attempt(call):
                return
        raise Fault("nothing can be done any more")

    def time_passes(self) -> None:
        """Some days, or to the very second at which something ends."""
        s = self.stage
        moments = [row.until for row in s.book.rights.values()] + [row.until for row in s.book.orders.values()]
        moments += [row.until for row in s.book.postings.values()]
        moments += [offer.terms["until"] for offer in (*s.book.offers.values(), *s.book.transfers.values())]
        moments += [row.deadline for row in s.book.assets.values()] + [ready for _, ready in s.book.handovers.values()]
        ahead = sorted(moment for moment in set(moments) if s.book.now + 5 < moment < s.book.now + 60 * 86_400)
        seconds = s.dice.randint(1, 9 * 86_400)
        if ahead and s.chance(0.6):
            seconds = s.pick(ahead[:3]) - s.book.now - s.dice.randint(1, 3)
        s.book.now = s.world.chain.travel(max(1, seconds))

    def attempt(self, call: Call) -> bool:
        """File and send it; False when it was not tried after all."""
        s, judged = self.stage, Judged(self.stage, call)
        if self.permitted and not self._allowed(call):
            return False
        if call.maker is not None:
            self._send(
                Call("Postings", "file", [s.world.chain.places[call.contract], keccak(judged.data)], call.maker), judged
            )
            if s.chance(0.02) and not self.permitted:
                s.world.chain.travel(FILING)
        self._send(call, judged)
        self.last = [*self.last[-9:], call]
        return True

    def _allowed(self, call: Call) -> bool:
        """Whether it would break no rule, were it filed and sent now."""
        s = self.stage
        judged, now = Judged(s, call), s.book.now
        s.book.now = s.world.now() + 1
        pair = f"{call.contract}.{call.function}" in PAIRS
        filings = dict(s.book.filings)
        if pair:
            if call.maker is None or s.book.active(call.maker):
                return False
            s.book.now += 1
            s.book.filings[judged.filed(s.book.postings[call.maker].party)] = (call.maker, s.book.now + FILING)
        wrong, _ = RULES[f"{call.contract}.{call.function}"](judged, *call.args)
        s.book.filings, s.book.now = filings, now
        return not wrong | self._silent(call)

    def _send(self, call: Call, judged: Judged) -> None:
        """One transaction: judged, sent, compared."""
        s, chain = self.stage, self.stage.world.chain
        s.book.now = chain.now() + 1
        name = f"{call.contract}.{call.function}"
        filing = call.function == "file"
        wrong, then = self._file(call, judged) if filing else RULES[name](judged, *call.args)
        wrong |= self._silent(call)
        data, paused = Judged(s, call).data, s.book.paused
        self.trail.append(f"{s.book.now} {name} by {call.sender.hex()[:8]}: {sorted(wrong) or 'permitted'}")
        try:
            chain.raw(chain.places[call.contract], data, call.sender)
        except ContractError as error:
            if error.code not in wrong:
                raise self._fault(call, f"refused with {error.code} {dict(error.fields)}", wrong) from error
            self.refused[f"{name} {error.code}"] += 1
            return
        if wrong:
            raise self._fault(call, "succeeded", wrong)
        then()
        if name in PAIRS:
            del s.book.filings[judged.used]
        if not filing:
            self.done[name] += 1
            self.under_pause.update([name] * paused)

    def _silent(self, call: Call) -> set[str]:
        """A contract that is not enrolled writes into no dossier, so none of its acts happens."""
        named = call.contract.startswith("Mortgages")
        return {"NotEnrolled"} if named and not self.stage.book.may(call.contract, Capability.APPEND) else set()

    def _file(self, call: Call, judged: Judged) -> tuple[set[str], Any]:
        """Anybody with a posting states an intention; a colleague's open one of the same call stands in the way."""
        book = self.stage.book
        if wrong := book.active(call.sender):
            return wrong, nothing
        filed = judged.filed(book.postings[call.sender].party)
        maker, expiry = book.filings.get(filed, (b"", 0))
        if maker and maker != call.sender and expiry > book.now:
            wrong.add("FilingExists")
        now = book.now
        return wrong, (lambda: book.filings.update({filed: (call.sender, now + FILING)})) if not wrong else nothing

    def _fault(self, call: Call, what: str, wrong: set[str]) -> Fault:
        shown = "\n".join([f"{call.contract}.{call.function} {what}", str(call.args), *self.trail[-12:]])
        return Fault(f"{shown}\nThe rules say: {sorted(wrong) or 'permitted'}")

    # what a wrong hand, or a slip of it, sends

    def spoiled(self, call: Call) -> Call:
        """The call with one thing wrong, mostly; or an old one again."""
        s, how = self.stage, self.stage.dice.randrange(8)
        call = Call(call.contract, call.function, copy.deepcopy(call.args), call.sender, call.maker)
        if how == 0:
            call.sender = s.pick([*s.book.postings, s.salt()[:20]])
        elif how == 1 and call.maker is not None:
            call.maker = s.pick([*s.book.postings, s.salt()[:20], call.sender])
        elif how == 2 and call.maker is not None:
            call.maker = None
        elif how == 3 and self.last:
            call = s.pick(self.last)
        else:
            self._spoil(call)
        return call

    def _spoil(self, call: Call) -> None:
        """Another value of the same sort in one place of the arguments, at any depth."""
        s, at, row = self.stage, self.stage.dice.randrange(len(call.args)), call.args
        holder: Any = row
        while isinstance(holder[at], dict | list) and holder[at]:
            holder = holder[at]
            at = s.pick(list(holder)) if isinstance(holder, dict) else s.dice.randrange(len(holder))
            if isinstance(holder, list) and s.chance(0.3):
                holder.append(copy.deepcopy(holder[at])) if s.chance(0.5) else holder.pop(at)
                return
        holder[at] = self._other(holder[at])

    def _other(self, value: Any) -> Any:
        s = self.stage
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return s.pick([0, max(0, value - 1), value + 1, s.book.now + 2 if value > 10**9 else 1])
        if isinstance(value, list):
            return value
        if len(value) == 16:
            pool = [*s.book.parties, *s.book.assets] if value in s.book.parties else [*s.book.assets]
            return s.pick([each for each in pool if (each in s.book.parties) == (value in s.book.parties)] or [value])
        if len(value) == 20:
            return s.pick([*s.book.postings, bytes(20)])
        book = s.book
        pools: list[list[bytes]] = [
            list(pool) for pool in (book.rights, book.mortgages, book.offers, book.transfers, book.orders)
        ]
        return s.pick(s.pick([pool for pool in pools if value in pool] or [[bytes(32)]]))


def opening(world: World) -> Book:
    """What the model knows of the county of `World` before anything happens."""
    book = Book(now=world.now(), enrolled={name: int(mask) for name, mask in CAPABILITIES.items()})
    for actor in world.cast.values():
        book.parties[actor.id] = Party(actor.kind, actor.area, 0)
        for officer in sorted(
            {actor.admin, *(each for at in range(len(actor.bundles)) for each in _pair(actor.name, at))}
        ):
            row = world.postings.posting(officer)
            book.postings[officer] = Posting(row["party"], row["area"], row["until"], row["roles"])
    return book


def prepared(world: World, book: Book) -> Book:
    """The book after first rights and mortgages came into being by permitted acts: a run has something to act on."""
    walk = Walk(world, book, 0, permitted=True)
    concepts = {each.__name__ for each in (land, publicity, titles, terms)}
    walk.drawn = [act for act in DRAWN if act.__module__ in concepts and act is not land.draw_reassign]
    while len(walk.stage.book.rights) < 14:
        walk.step()
    walk.drawn += [loans.draw_propose, loans.draw_accept] * 30
    while len(walk.stage.book.mortgages) < 8:
        if len(walk.stage.book.mortgages) == 4 and "Mortgages2" not in walk.stage.book.enrolled:
            grown = int(Capability.APPEND | Capability.LOCK)
            walk.attempt(walk.stage.govern("Enrolments", "enrol", world.chain.places["Mortgages2"], grown))
        walk.step()
    return walk.stage.book


def _pair(name: str, at: int) -> list[bytes]:
    return [keccak(f"{name} {at} {who}".encode())[:20] for who in ("maker", "checker")]
