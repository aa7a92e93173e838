"""Imports killed at random moments, and two at once (`scripts/torture import` does more of it)."""

import pytest

from tests.faults.command import torture
from tests.flows.conftest import Sample

pytestmark = pytest.mark.node


def test_every_row_is_on_the_chain_once_whatever_becomes_of_the_importers(sample: Sample) -> None:
    told = torture("import", "--count", "3", "--home", str(sample.shell.home))
    assert "every row once, every document there" in told
    sample.shell.run("rebuild")
    sample.shell.run("verify")
