"""What was measured, beside its bar: a line of a table, or JSON."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """``name`` says what, of which store, cold or warm; ``bar`` is what must hold, empty where nothing must."""

    name: str
    value: float
    bar: str = ""
    good: bool = True

    def line(self) -> str:
        """The figure as people read it."""
        word = "    " if not self.bar else "ok  " if self.good else "SLOW"
        return f"{word} {self.name:<88} {self.value:>11,.2f}   {self.bar}"

    def as_dict(self) -> dict[str, object]:
        """The figure for JSON."""
        return asdict(self)


Say = Callable[[str], None]
"""Takes a line about what is being done, for those who wait."""


def at_most(name: str, values: Sequence[float], limit: float) -> Figure:
    """The median of these values, which must not be above the limit."""
    return Figure(name, median(values), f"<= {limit:,g}", median(values) <= limit)


def at_least(name: str, values: Sequence[float], limit: float) -> Figure:
    """The median of these values, which must not be below the limit."""
    return Figure(name, median(values), f">= {limit:,g}", median(values) >= limit)


def plain(name: str, values: Sequence[float]) -> Figure:
    """The median of these values, for the record."""
    return Figure(name, median(values))
