"""The record of what was played on this machine: whose story, its steps, the altered cell."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import orjson

from ledger.kit.home import Home

__all__ = ["Played", "altered", "load", "record_path"]


@dataclass(frozen=True)
class Played:
    """What was played. `asset`: 0x-hex, the asset that the story is about. `story`: time (UTC seconds), the step's
    sentence without `cli.play.`, its fields. `altered`: the cell that the demo changed by hand, None before it did.
    """

    asset: str
    story: list[tuple[int, str, dict[str, object]]]
    altered: dict[str, Any] | None = None

    def save(self, path: Path) -> None:
        """Write the record; a reader sees the old one or the new one."""
        draft = path.with_suffix(".draft")
        draft.write_bytes(orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2))
        draft.replace(path)

    @classmethod
    def read(cls, row: dict[str, Any]) -> Self:
        """From JSON."""
        return cls(row["asset"], [(time, step, fields) for time, step, fields in row["story"]], row["altered"])


def record_path(home: Home) -> Path:
    """Where the record of the play lies."""
    return home.root / "sample.json"


def load(home: Home) -> Played | None:
    """Return what was played here; None if nothing was."""
    path = record_path(home)
    return Played.read(orjson.loads(path.read_bytes())) if path.exists() else None


def altered(home: Home) -> dict[str, Any] | None:
    """Return the cell that the demo changed by hand (table, key, column, before, after); None if it did not."""
    played = load(home)
    return None if played is None else played.altered
