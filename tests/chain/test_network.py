"""Network profiles."""

from pathlib import Path

import pytest

from ledger.chain import network
from ledger.chain.errors import NetworkInvalid, NetworkUnknown

GOOD = (network.FOLDER / "embedded.toml").read_text("utf-8")


@pytest.mark.parametrize("name", network.names())
def test_every_committed_profile_is_read(name: str) -> None:
    assert network.load(name).name == name


def test_chain_ids_are_never_shared() -> None:
    ids = [network.load(name).chain_id for name in network.names()]
    assert len(set(ids)) == len(ids)


def test_a_publicity_day_is_a_day_except_where_networks_are_tested() -> None:
    days = {name: network.load(name).delays.publicity_day for name in network.names()}
    assert days == {"embedded": 86_400, "county": 86_400, "test": 1}


@pytest.mark.parametrize("name", ["nowhere", "../embedded", ""])
def test_an_unknown_profile_is_named_with_those_there_are(name: str) -> None:
    with pytest.raises(NetworkUnknown, match="embedded"):
        network.load(name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("chain_id = 31337", ""),
        ("chain_id = 31337", 'chain_id = "31337"'),
        ("chain_id = 31337", "chain_id = true"),
        ("confirmations = 0", "confirmations = -1"),
        ('consensus = "anvil"', 'consensus = "pow"'),
        ('gas = "free"', 'gas = "cheap"'),
        ("filing = 604_800", ""),
        ("filing = 604_800", "filing = 604_800\nfilling = 1"),
        ("[delays]", "delays"),
    ],
)
def test_a_profile_with_a_wrong_value_is_refused(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    (tmp_path / "county.toml").write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(NetworkInvalid, match="county"):
        network.load("county", tmp_path)
