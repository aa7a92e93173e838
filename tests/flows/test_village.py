"""A village's story on the embedded node, which is stopped and started amid it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.county import County
from tests.flows.village import lives

pytestmark = pytest.mark.node


def test_a_village_register_goes_in_and_lives(county: County, whole: Callable[[], None], tmp_path: Path) -> None:
    def restarted() -> None:
        """Nothing is lost, its clock goes on."""
        before = county.now()
        county.node.stop()
        county.node.start()
        assert county.now() >= before

    lives(county, whole, tmp_path, restarted)
