"""Reads the application in this process, as a browser would: the same requests, cookies kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx
from fastapi import FastAPI


class Reader:
    """One reader of the application. A fault of ours is an answer, too, as behind a server."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._cookies = httpx.Cookies()

    def get(self, address: str, params: Mapping[str, str | int] | None = None) -> httpx.Response:
        """Ask for an address; filters may stand in it or in ``params``."""
        return self._ask("GET", address, params)

    def post(self, address: str) -> httpx.Response:
        """Try to write."""
        return self._ask("POST", address, None)

    def _ask(self, method: str, address: str, params: Mapping[str, str | int] | None) -> httpx.Response:
        return asyncio.run(self._send(method, address, params))

    async def _send(self, method: str, address: str, params: Mapping[str, str | int] | None) -> httpx.Response:
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://ledger", cookies=self._cookies) as client:
            answer = await client.request(method, address, params=params)
            self._cookies.update(client.cookies)
            return answer
