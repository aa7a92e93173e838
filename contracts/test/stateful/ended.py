"""A run that has ended, as the checks see it."""

from dataclasses import dataclass, field
from typing import Any

from contracts.test.heads import Heads, Log
from contracts.test.invariants import Event
from contracts.test.stateful.walk import Walk
from contracts.test.world import World


@dataclass
class Ended:
    """A run that has ended: the model, and everything that was logged since the first block."""

    walk: Walk
    world: World
    logs: list[Log]
    happened: list[Event]
    heads: Heads
    stored: dict[bytes, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rights = list(self.walk.stage.book.rights)
        rows = self.world.chain.read_many("Rights", "right", [(right,) for right in rights])
        self.stored = dict(zip(rights, rows, strict=True))

    def named(self, *names: str) -> list[dict[str, Any]]:
        return [args for name, args in self.happened if name in names]
