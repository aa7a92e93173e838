"""The whole story of a village on four validators: officers' keys come out of keystores, gas is paid, blocks come when
they come, days of publicity are seconds. It is the story of the embedded node, line for line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.shire import Shire
from tests.flows.village import lives

pytestmark = [pytest.mark.node, pytest.mark.slow]


def test_a_village_lives_on_four_validators(cluster: Cluster, shire: Shire, tmp_path: Path) -> None:
    victim = cluster.validators[3]

    def restarted() -> None:
        """A validator is killed and comes back while the others go on."""
        victim.kill()
        cluster.advance(cluster.others(victim), 2)
        victim.start()
        cluster.whole()

    lives(shire, shire.whole, tmp_path, restarted)
