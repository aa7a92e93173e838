"""What a check is and what it says.

A check is one function: it takes the patient and yields what it found, nothing if all is well. The cases that it may
name are data beside it, each with its state and with what to type; the sentences are ``doctor.<check>.<case>``. So the
table in docs/doctor.md is made from the same rows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ledger.doctor.patient import Patient
from ledger.kit.errors import LedgerError
from ledger.kit.locale import Lang, say


class State(StrEnum):
    """How it stands."""

    OK = "ok"
    WARNING = "warning"
    """Nothing is broken yet, or only by its date: somebody should act."""
    FAULT = "fault"
    UNSEEN = "unseen"
    """Could not be looked at; the reason says why."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that may be wrong. ``command``: what to type, its blanks filled with the fields; words in capitals are
    the reader's to fill. Empty where nothing typed here mends it: the sentence says who acts."""

    state: State
    command: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong. ``since``: UTC seconds, None where nothing tells; ``block``: where it began."""

    case: str
    since: int | None = None
    block: int | None = None
    fields: Mapping[str, object] = field(default_factory=dict)


Look = Callable[[Patient], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, what it may find, and the function that looks."""

    name: str
    cases: Mapping[str, Case]
    look: Look


def check(**cases: Case) -> Callable[[Look], Check]:
    """Declare a check, named like its function, with everything that it may find."""
    return lambda look: Check(look.__name__, cases, look)


def warning(command: str = "") -> Case:
    """Return a case that warns."""
    return Case(State.WARNING, command)


def fault(command: str = "") -> Case:
    """Return a case that is a fault."""
    return Case(State.FAULT, command)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check says. ``case`` is empty where all is well and where it could not look (``why``)."""

    check: str
    state: State
    case: str = ""
    since: int | None = None
    block: int | None = None
    command: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    why: LedgerError | None = None

    def title(self, lang: Lang) -> str:
        """Return what was looked at."""
        return say(f"doctor.{self.check}.title", lang)

    def says(self, lang: Lang) -> str:
        """Return the sentence; empty where all is well."""
        if self.why is not None:
            return self.why.say(lang)
        fields = {name: _said(value, lang) for name, value in self.fields.items()}
        return say(f"doctor.{self.check}.{self.case}", lang, **fields) if self.case else ""

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """Return it for JSON."""
        row: dict[str, Any] = {"check": self.check, "title": self.title(lang), "state": self.state.value}
        if self.state is State.OK:
            return row
        if self.why is not None:
            return row | {"why": self.why.code, "says": self.says(lang)}
        found = {"case": self.case, "since": self.since, "block": self.block, "says": self.says(lang)}
        return row | found | {"type": self.command or None, "fields": {k: str(v) for k, v in self.fields.items()}}


def _said(value: object, lang: Lang) -> object:
    """An error is said in the reader's language: what happened, for what to do is said by who names it."""
    return value.say(lang).partition("\n")[0] if isinstance(value, LedgerError) else value
