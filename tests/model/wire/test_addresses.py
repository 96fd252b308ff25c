"""Where a connection leads: names that are none, and a name for this computer that somebody else answers to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from desktop_agent.core.errors import ModelError, SettingsError, UnreachableError
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.wire.client import Client
from tests.fakes.script import says
from tests.fakes.scripted_server import ScriptedServer

QUICK = Timeouts(connect_s=1.0, idle_s=1.0, total_s=2.0, tries=1)


@dataclass
class Elsewhere(httpx.AsyncBaseTransport):
    """Connects to another address than the name's own, tells of it as httpcore does, and notes what is sent then."""

    address: str
    closed: bool = False
    sent: list[bytes] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for event in ("connection.connect_tcp.started", "connection.connect_tcp.complete"):
            await request.extensions["trace"](event, {"return_value": self})
        self.sent.append(await request.aread())
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))

    def get_extra_info(self, name: str) -> Any:  # noqa: ANN401 - as in httpcore
        return {"server_addr": (self.address, 8000)}[name]

    async def aclose(self) -> None:
        self.closed = True


def asked(url: str, transport: httpx.AsyncBaseTransport | None = None) -> int:
    async def ask() -> int:
        client = Client(endpoint(url), {"Authorization": "Bearer k"}, QUICK, transport=transport)
        try:
            async with client.create(b'{"input": []}', "key", stream=False) as answer:
                return answer.status
        finally:
            await client.close()

    return asyncio.run(ask())


@pytest.mark.parametrize("url", ["https://xn--a/v1", "https://xn--0x7f.1", "https://[::1]x/v1"])
def test_a_name_that_is_none_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(SettingsError, match="base URL") as error:
        asked(url)
    assert error.value.hint


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", "fe80::7%eth0"])
def test_a_localhost_that_is_another_computer_gets_neither_key_nor_picture(address: str) -> None:
    there = Elsewhere(address)

    with pytest.raises(ModelError, match="localhost resolves to another computer") as error:
        asked("http://localhost:8000/v1", there)
    assert not isinstance(error.value, UnreachableError)
    assert there.sent == []
    assert there.closed


@pytest.mark.parametrize("address", ["127.1.2.3", "::1"])
def test_a_localhost_that_is_this_computer_is_asked(address: str) -> None:
    there = Elsewhere(address)

    assert asked("http://localhost:8000/v1", there) == 200
    assert there.sent == [b'{"input": []}']


def test_every_connection_to_a_localhost_is_looked_at() -> None:
    told: list[str] = []

    async def note(event: str, info: Mapping[str, Any]) -> None:
        told.append(event)
        if event == "connection.connect_tcp.complete":
            told.append(info["return_value"].get_extra_info("server_addr")[0])

    async def ask(url: str) -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(url, extensions={"trace": note})

    with ScriptedServer([says("Hello.")]) as server:
        asyncio.run(ask(f"{server.base_url.replace('127.0.0.1', 'localhost')}/responses/x"))
        assert told[:3] == ["connection.connect_tcp.started", "connection.connect_tcp.complete", "127.0.0.1"]
        assert asked(server.base_url.replace("127.0.0.1", "localhost")) == 400
