"""What an event costs when there are a hundred times as many: made chains of three sizes, one after the other."""

import shutil
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import Figure, Say, at_most, plain
from tests.benchmarks.making import PER_BLOCK
from tests.benchmarks.running import STORES, ceiling, served, stores, worker

LIMIT = 1.2


def measure(folder: Path, sizes: tuple[int, ...], rounds: int, say: Say) -> list[Figure]:
    """Cost of the largest chain's events over the smallest's, in the mirror's seconds and in times the ceiling."""
    costs: dict[str, list[float]] = {store: [] for store in STORES}
    figures: list[Figure] = []
    with stores() as places:
        for size in sizes:
            say(f"making a chain of {size:,} events (generated data, served by a made node)")
            with served(folder / f"made-{size}", size) as node:
                peers = [ceiling(node, size // PER_BLOCK) for _ in range(rounds)]
                figures.append(
                    plain(
                        f"raw eth_getLogs, {size:,} events, µs an event",
                        [median(clock for clock, _ in peers) / size * 1e6],
                    )
                )
                for store in STORES:
                    found = []
                    # The smallest is over in a moment, so it is measured often.
                    for _ in range(rounds if size > sizes[0] else 3 * rounds):
                        say(f"mirror of {size:,} events, {store}")
                        place = places(store, folder)
                        found.append(worker("mirror", folder / f"made-{size}", node, place.mirror, place.office))
                        for path in folder.glob("mirror-*"):
                            path.unlink()
                    costs[store].append(median(one["seconds"] / one["events"] for one in found))
                    named = f"mirror of {size:,} events, {store}, cold"
                    figures.append(plain(f"{named}, µs an event", [costs[store][-1] * 1e6]))
                    used = [one["cpu"] / one["events"] * 1e6 for one in found]
                    figures.append(plain(f"{named}, µs of the indexer's processor an event", used))
                    figures.append(plain(f"{named}, peak memory, MB", [one["peak"] for one in found]))
            shutil.rmtree(folder / f"made-{size}")
    for store in STORES:
        change = costs[store][-1] / costs[store][0]
        figures.append(at_most(f"growth, {store}, cost of an event, {sizes[-1]:,} over {sizes[0]:,}", [change], LIMIT))
    return figures
