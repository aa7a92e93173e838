"""Since when: what files tell of the past. UTC seconds, None where there is no file."""

from collections.abc import Iterable
from pathlib import Path


def written(path: Path) -> int | None:
    """When its content was last written."""
    return int(path.stat().st_mtime) if path.exists() else None


def changed(path: Path) -> int | None:
    """When its owner, its rights or its content were last changed."""
    return int(path.stat().st_ctime) if path.exists() else None


def last(*times: int | None) -> int | None:
    """The latest of those that are known."""
    return max((one for one in times if one is not None), default=None)


def first(times: Iterable[int | None]) -> int | None:
    """The earliest of those that are known."""
    return min((one for one in times if one is not None), default=None)
