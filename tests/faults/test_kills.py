"""A few dozen of the thousand kills (`scripts/torture kills`): nothing is lost, doubled or wrong."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.command import torture

pytestmark = pytest.mark.node
KILLS = {"sqlite": 30, "postgresql": 12}


@pytest.mark.parametrize(("database", "count"), KILLS.items())
def test_an_indexer_killed_at_random_moments_ends_with_the_fold_from_genesis(
    tool: Callable[[str], Path], request: pytest.FixtureRequest, database: str, count: int
) -> None:
    tool("anvil")
    if database == "postgresql":
        request.getfixturevalue("postgres")  # skips where there is none
    told = torture("kills", "--count", str(count), "--database", database)
    assert re.search(rf"seed \d+\n{count} kills .* digest == fold from genesis", told)
