"""Mirror, rebuild and verify of a made chain, against raw ``eth_getLogs`` of the same node in the same minute."""

from pathlib import Path

from tests.benchmarks.figures import Figure, Say, at_least, at_most, plain
from tests.benchmarks.making import PER_BLOCK
from tests.benchmarks.running import STORES, ceiling, served, stores, worker

LIMITS = {"postgresql": 8, "sqlite": 10}
"""Mirror: how many times the ceiling."""
Rounds = dict[str, list[dict[str, float]]]


def measure(folder: Path, events: int, rounds: int, say: Say) -> list[Figure]:
    """Every round measures the ceiling, then each store; what is compared was measured side by side."""
    say(f"making a chain of {events:,} events (generated data, served by a made node)")
    taken: dict[str, Rounds] = {store: {"mirror": [], "rebuild": [], "verify": []} for store in STORES}
    ceilings: list[tuple[float, float]] = []
    with served(folder / "made", events) as node, stores() as places:
        for number in range(rounds):
            ceilings.append(ceiling(node, events // PER_BLOCK))
            for store in STORES:
                place = places(store, folder)
                for what, found in taken[store].items():
                    say(f"round {number + 1} of {rounds}: {what}, {store}")
                    found.append(worker(what, folder / "made", node, place.mirror, place.office))
    figures = [
        plain(
            "raw eth_getLogs, aiohttp + orjson, 4 in flight, made node, events/s",
            _rates(events, [clock for clock, _ in ceilings]),
        )
    ]
    for store in STORES:
        figures += _figures(store, taken[store], ceilings)
    return figures


def _figures(store: str, taken: Rounds, ceilings: list[tuple[float, float]]) -> list[Figure]:
    made, again, checked = taken["mirror"], taken["rebuild"], taken["verify"]
    events = int(made[0]["events"])
    ratios = [one["seconds"] / clock for one, (clock, _) in zip(made, ceilings, strict=True)]
    busy = [one["cpu"] / cpu for one, (_, cpu) in zip(made, ceilings, strict=True)]
    whole = [one["whole"] for one in again]
    return [
        at_most(f"mirror, {store}, cold, times raw eth_getLogs", ratios, LIMITS[store]),
        plain(f"mirror, {store}, cold, processor time of the indexer, times the same", busy),
        plain(f"mirror, {store}, cold, events/s", _rates(events, [one["seconds"] for one in made])),
        at_most(f"mirror, {store}, peak memory of the indexer, MB", [one["peak"] for one in made], 250),
        at_least(
            f"rebuild, {store}, from stored events, events/s", _rates(events, [one["seconds"] for one in again]), 50_000
        ),
        plain(
            f"rebuild, {store}, from stored events, events per second of the indexer's processor",
            _rates(events, [one["cpu"] for one in again]),
        ),
        plain(f"rebuild, {store}, with the chain read again and heads compared, events/s", _rates(events, whole)),
        plain(f"rebuild, {store}, peak memory, MB", [one["peak"] for one in again]),
        at_least(
            f"verify, complete, {store}, the mirror's side, subjects/s",
            [one["subjects"] / one["seconds"] for one in checked],
            5_000,
        ),
        plain(
            f"verify, complete, {store}, all in all, subjects/s", [one["subjects"] / one["whole"] for one in checked]
        ),
        plain(f"verify, complete, {store}, peak memory, MB", [one["peak"] for one in checked]),
    ]


def _rates(events: int, seconds: list[float]) -> list[float]:
    return [events / one for one in seconds]
