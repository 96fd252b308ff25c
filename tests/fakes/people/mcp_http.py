"""Our server over HTTP, started as a process of its own, and the SDK's client for it."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import httpx2
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from tests.fakes.people.mcp_agent import OURSELVES, Agent, command
from tests.fakes.programs.apps import end
from tests.fakes.waiting import line_of


@dataclass(frozen=True, slots=True)
class HttpServer:
    url: str
    token: str
    process: subprocess.Popen[str]

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://").partition("/")[0]


@contextmanager
def http_server(surroundings: Mapping[str, str], *flags: str) -> Iterator[HttpServer]:
    words = command(surroundings, "--http", "--port", "0", *flags)
    with subprocess.Popen(words, env=dict(surroundings), stdout=subprocess.PIPE, text=True) as process:
        try:
            url = line_of(process.stdout).strip()
            token = line_of(process.stdout).strip()
            yield HttpServer(url, token.removeprefix("token "), process)
        finally:
            end(process)


@asynccontextmanager
async def http_agent(server: HttpServer, **headers: str) -> AsyncIterator[Agent]:
    login = {"Authorization": f"Bearer {server.token}", **headers}
    async with httpx2.AsyncClient(headers=login, timeout=120) as http:
        transport = streamable_http_client(server.url, http_client=http)
        async with Client(transport, client_info=OURSELVES, mode="auto") as client:
            yield Agent(client)
