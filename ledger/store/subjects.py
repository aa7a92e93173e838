"""Whose dossier each event enters, and what its record there is (docs/rules.md, dossiers).

The committed table ``chain-config/subjects.toml`` says, for every event, what one of its topics holds.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


def subject_in(place: Place, topics: bytes) -> bytes:
    """Return the subject that an event's joined topics name: one byte of kind, the id, zeros, 32 bytes in all."""
    word = topics[32 * place.topic : 32 * place.topic + 32]
    if place.of == _THING:
        register = int.from_bytes(word[16:18]) >= FIRST_REGISTER
        kind, width = (SubjectKind.RIGHT, 22) if register else (SubjectKind.ASSET, 16)
    else:
        kind, width = _WHOLE[place.of]
    return (bytes([kind]) + word[:width]).ljust(32, b"\0")


def record_of(subject: bytes, writer: bytes, block: int, time: int, topics: bytes, data: bytes) -> bytes:
    """Return the record of a raw log whose topics are joined."""
    return dossier.record(Subject(subject), writer, block, time, topics[:32], keccak(topics[32:] + data))
