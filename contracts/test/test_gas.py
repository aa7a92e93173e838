"""What acts cost and how large the code is, against gas.toml: rows of rules §13 and nothing dropped for them.

    a row of gas.toml
    ├── measured: a batch of 100 for what has a batch, else 100 calls, each with another holder; within 0.5 %
    ├── a bar passed ──────── fails, unless the row itemises by rule what goes beyond
    ├── asset with right ──── never beyond the hard bar, itemised or not
    └── a row that the measurement does not know, or the other way round, fails
    a size: exactly what contracts/abi says

`python -m contracts.test.measure` writes the measured column anew.
"""

import tomllib
from typing import Any

import pytest

from contracts.test.measure import TABLE, measure, sizes
from contracts.test.world import World

WRITTEN: dict[str, Any] = tomllib.loads(TABLE.read_text("utf-8"))
WITHIN = 0.005


def test_acts_cost_what_the_table_says(world: World) -> None:
    measured = measure(world)
    assert measured.keys() == WRITTEN["gas"].keys()
    off = {
        name: (gas, WRITTEN["gas"][name]["measured"])
        for name, gas in measured.items()
        if abs(gas - WRITTEN["gas"][name]["measured"]) > WITHIN * gas
    }
    assert off == {}, "measured, written: run python -m contracts.test.measure and say why it changed"


def test_code_is_as_large_as_the_table_says() -> None:
    assert sizes() == {name: row["measured"] for name, row in WRITTEN["size"].items()}


@pytest.mark.parametrize("name", [name for part in ("gas", "size") for name in WRITTEN[part]])
def test_what_goes_beyond_a_bar_is_itemised(name: str) -> None:
    row = WRITTEN["gas"].get(name) or WRITTEN["size"][name]
    beyond = row["measured"] - row.get("bar", row["measured"])
    if beyond > 0:
        assert sum(row.get("items", {}).values()) >= beyond, f"{name} is {beyond} beyond its bar and not itemised"


def test_an_asset_with_its_right_never_passes_the_hard_bar() -> None:
    row = WRITTEN["gas"]["asset with right"]
    assert row["measured"] <= row["hard_bar"] == 114_000
