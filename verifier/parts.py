"""Parts of a JSON value by their type. ValueError for any other."""

from typing import Any


def text(value: Any) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value:
        raise ValueError("text")
    return value


def whole(value: Any, least: int = 0) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ValueError("number")
    return value


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("flag")
    return value


def rows(value: Any) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise ValueError("list")
    return value


def named(value: Any) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise ValueError("object")
    return value
