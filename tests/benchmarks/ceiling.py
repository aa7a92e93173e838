"""The peer: raw ``eth_getLogs`` over HTTP, parsed and dropped. What any mirror must do at the very least.

python -m tests.benchmarks.ceiling URL FIRST LAST
"""

import asyncio
import sys
import time
from collections.abc import Iterator

import aiohttp
import orjson

CHUNK = 100
"""Blocks of a request."""
IN_FLIGHT = 4


async def read(url: str, first: int, last: int) -> tuple[int, float]:
    """Return how many logs there are in these blocks, both included, and how many seconds it took to have them."""
    waiting = iter(range(first, last + 1, CHUNK))
    started = time.perf_counter()
    async with aiohttp.ClientSession() as session:
        counts = await asyncio.gather(*(_reader(session, url, waiting, last) for _ in range(IN_FLIGHT)))
    return sum(counts), time.perf_counter() - started


async def _reader(session: aiohttp.ClientSession, url: str, waiting: Iterator[int], last: int) -> int:
    count = 0
    for start in waiting:
        span = {"fromBlock": hex(start), "toBlock": hex(min(last, start + CHUNK - 1))}
        body = orjson.dumps({"jsonrpc": "2.0", "id": start, "method": "eth_getLogs", "params": [span]})
        async with session.post(url, data=body, headers={"content-type": "application/json"}) as response:
            count += len(orjson.loads(await response.read())["result"])
    return count


if __name__ == "__main__":
    begun = time.process_time()
    print(*asyncio.run(read(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))), time.process_time() - begun)
