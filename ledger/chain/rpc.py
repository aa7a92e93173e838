"""JSON-RPC to a node over HTTP: single calls and batches, typed errors."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from types import TracebackType
from typing import Any, Self

import orjson

from ledger.chain.errors import NodeBehind, NodeDown, NodeGarbled, NodeRefused, WrongChain
from ledger.chain.http import Http, HttpFailed

Request = tuple[str, Sequence[Any]]
"""Method and parameters."""
_BUSY = (429, 502, 503, 504)
"""HTTP states of a node or gateway that has no answer now."""


class Rpc:
    """A connection to one node. Safe to share between threads."""

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self.url = url
        self._ids = count(1)
        self._http = Http(url, timeout)

    def call(self, method: str, *params: Any) -> Any:
        """The result of one call.

        NodeDown if nobody answers, NodeGarbled if it is no answer, NodeRefused if the node answers with an error.
        """
        result = self.settle([(method, params)])[0]
        if isinstance(result, NodeRefused):
            raise result
        return result

    def batch(self, requests: Sequence[Request]) -> list[Any]:
        """The results in the order of the requests; the first refusal is raised."""
        results = self.settle(requests)
        for result in results:
            if isinstance(result, NodeRefused):
                raise result
        return results

    def settle(self, requests: Sequence[Request]) -> list[Any]:
        """Like `batch`, but a refusal stands in the list in its place."""
        if not requests:
            return []
        ids = [next(self._ids) for _ in requests]
        body = [
            {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
            for number, (method, params) in zip(ids, requests, strict=True)
        ]
        found = self._sorted(requests[0][0], ids, self._post(body if len(body) > 1 else body[0]))
        return [
            _refusal(method, found[number]) if "error" in found[number] else found[number]["result"]
            for number, (method, _) in zip(ids, requests, strict=True)
        ]

    def number(self, method: str, *params: Any) -> int:
        """The result of one call that is a number."""
        result = self.call(method, *params)
        with self.sense():
            return int(result, 16)

    @contextmanager
    def sense(self) -> Iterator[None]:
        """Around what reads results: a value that is missing or of another type is a NodeGarbled."""
        try:
            yield
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise NodeGarbled(self.url, f"{type(error).__name__} {error}"[:100]) from error

    def expect_chain(self, chain_id: int) -> None:
        """WrongChain unless the node serves this chain."""
        if (found := self.chain_id()) != chain_id:
            raise WrongChain(self.url, chain_id, found)

    def expect_height(self, number: int) -> None:
        """NodeBehind unless the node knows block `number`."""
        if (found := self.height()) < number:
            raise NodeBehind(number, found)

    def chain_id(self) -> int:
        """The chain's id, as the node says."""
        return self.number("eth_chainId")

    def height(self) -> int:
        """Number of the newest block."""
        return self.number("eth_blockNumber")

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _post(self, body: Any) -> Any:
        try:
            status, content = self._http.post(orjson.dumps(body))
        except HttpFailed as error:
            raise NodeDown(self.url) from error
        if status in _BUSY:
            raise NodeGarbled(self.url, f"HTTP {status}")
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise NodeGarbled(self.url, f"HTTP {status}") from error

    def _sorted(self, method: str, ids: list[int], answers: Any) -> dict[int, dict[str, Any]]:
        """Every request's answer by its id: all of them, and no others."""
        if isinstance(answers, dict) and answers.get("id") is None and "error" in answers:
            raise _refusal(method, answers)  # the request as a whole was refused
        rows = [answers] if isinstance(answers, dict) else answers
        with self.sense():
            found = {row["id"]: row for row in rows if "error" in row or "result" in row}
        if len(rows) != len(ids) or found.keys() != set(ids):
            raise NodeGarbled(self.url, "the answers are to other questions")
        return found


def _refusal(method: str, answer: dict[str, Any]) -> NodeRefused:
    error = answer["error"] if isinstance(answer["error"], dict) else {"message": answer["error"]}
    number = error.get("code", 0)
    return NodeRefused(
        method, str(error.get("message", "")), number if isinstance(number, int) else 0, _revert_data(error.get("data"))
    )


def _revert_data(data: Any) -> bytes | None:
    # Besu and go-ethereum give hex; older nodes wrap it ("Reverted 0x…" or an object with `data`).
    if isinstance(data, dict):
        data = data.get("data")
    if not isinstance(data, str) or "0x" not in data:
        return None
    try:
        return bytes.fromhex(data[data.index("0x") + 2 :])
    except ValueError:
        return None
