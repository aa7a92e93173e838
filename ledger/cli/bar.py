"""How far a long command has come: a bar with the time left on a terminal, a line for each phase elsewhere."""

import sys
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self

import click

from ledger.cli.command import Io


class Bar(AbstractContextManager["Bar"]):
    """On stderr. ``area``: where the phases have their sentences; with --json nothing is shown."""

    def __init__(self, io: Io, area: str) -> None:
        self._io = io
        self._area = area
        self._phase = ""
        self._bar: Any = None

    def __call__(self, phase: str, done: int, total: int) -> None:
        """``done`` of ``total`` in this phase; of 0 it is a remark."""
        if self._io.json:
            return
        if phase != self._phase:
            self._end()
            self._phase = phase
            words = self._io.say(f"{self._area}.{phase}")
            if not total:
                self._io.note(words)
            elif sys.stderr.isatty():
                self._bar = click.progressbar(length=total, label=words, file=sys.stderr, show_pos=True)
                self._bar.__enter__()
            else:
                self._io.note(self._io.say(f"{self._area}.phase", phase=words, total=total))
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
