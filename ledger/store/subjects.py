"""Whose dossier each event enters, and what its record there is (docs/rules.md, dossiers).

The committed table ``chain-config/subjects.toml`` says, for every event, what one of its topics holds.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ledger.kit import dossier
from ledger.kit.home import ROOT
from ledger.kit.ids import Subject
from ledger.kit.keccak import keccak
from ledger.kit.numbers import FIRST_REGISTER, SubjectKind
from ledger.store.errors import SchemaWrong

PATH = ROOT / "chain-config" / "subjects.toml"
_WHOLE = {"asset": (SubjectKind.ASSET, 16), "party": (SubjectKind.PARTY, 16)}
_WHOLE |= {"budget": (SubjectKind.BUDGET, 31), "resolution": (SubjectKind.RESOLUTION, 31)}
_THING = "thing"


@dataclass(frozen=True)
class Place:
    """Where an event names its subject: ``of`` is asset, party, budget, resolution, or thing (a right or an id derived
    from one); ``topic`` 1 to 3."""

    of: str
    topic: int


@dataclass(frozen=True)
class Subjects:
    """The table. ``none``: events, or patterns with a star for contract or event, that enter no dossier, and why."""

    places: Mapping[str, Place]
    none: Mapping[str, str]

    def is_none(self, event: str) -> bool:
        """Whether the closed list names the event."""
        contract, _, name = event.partition(".")
        return any(word in self.none for word in (event, f"{contract}.*", f"*.{name}"))


def load(path: Path = PATH) -> Subjects:
    """Read the committed table."""
    read = tomllib.loads(path.read_text("utf-8"))
    return Subjects({event: Place(**row) for event, row in read["subjects"].items()}, read["none"])


def check_subjects(events: Iterable[str], subjects: Subjects) -> None:
    """Raise SchemaWrong unless every event stands in exactly one of the two lists."""
    problems: list[str] = []
    for event in events:
        if (event in subjects.places) == subjects.is_none(event):
            problems.append(f"{event}: must be in exactly one of subjects and none of subjects.toml")
    for event, place in subjects.places.items():
        if place.topic not in (1, 2, 3) or (place.of not in _WHOLE and place.of != _THING):
            problems.append(f"{event}: unknown kind of subject or topic")
    if problems:
        raise SchemaWrong(problems)


Finder = Callable[[bytes], bytes]
"""Takes an event's joined topics, gives the subject that they name."""


@cache
def finder(place: Place) -> Finder:
    """Return what finds the subject of one event: one byte of kind, the id, zeros, 32 bytes in all."""
    begin = 32 * place.topic
    if place.of == _THING:
        whole, register = _cutter(SubjectKind.ASSET, begin, 16), _cutter(SubjectKind.RIGHT, begin, 22)
        first = FIRST_REGISTER.to_bytes(2, "big")
        return lambda topics: (register if topics[begin + 16 : begin + 18] >= first else whole)(topics)
    kind, width = _WHOLE[place.of]
    return _cutter(kind, begin, width)


def _cutter(kind: SubjectKind, begin: int, width: int) -> Finder:
    first, end, rest = bytes([kind]), begin + width, bytes(31 - width)
    return lambda topics: first + topics[begin:end] + rest


def subject_in(place: Place, topics: bytes) -> bytes:
    """Return the subject that an event's joined topics name."""
    return finder(place)(topics)


def record_of(subject: bytes, writer: bytes, block: int, time: int, topics: bytes, data: bytes) -> bytes:
    """Return the record of a raw log whose topics are joined."""
    return dossier.record(Subject(subject), writer, block, time, topics[:32], keccak(topics[32:] + data))
