"""How fast the line takes what is sent is the kernel's word."""

import asyncio
import socket
import struct
import sys

import pytest

from desktop_agent.model.caps import Timeouts
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.upload_rate import TcpSocket, UploadRate
from tests.fakes.script import says
from tests.fakes.scripted_server import ScriptedServer


class Measured:
    """A connection as the kernel tells of it: Linux's `struct tcp_info`, version 4.10 and later."""

    def __init__(self, acked: int, busy_us: int) -> None:
        self._info = struct.pack("=120xQ40xQ24x", acked, busy_us)

    def getsockopt(self, _level: int, _name: int, size: int) -> bytes:
        return self._info[:size]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux measures it")
def test_the_rate_of_an_upload_is_what_the_kernel_has_counted() -> None:
    rate = UploadRate()
    known = []

    for connection in (Measured(500_000, 0), Measured(2_000_000, 4_000_000), Measured(2_000_100, 0)):
        rate.note(connection)
        known.append(rate.bytes_per_s)

    assert known == [None, 500_000, 500_000]
    assert rate.most_bytes() == pytest.approx(500_000 * 0.15 * 3 / 4)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux measures it")
def test_what_the_kernel_counts_is_asked_after_each_answer() -> None:
    asked: list[object] = []

    class Rate(UploadRate):
        def note(self, connection: TcpSocket | None) -> None:
            assert connection is not None
            sent = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 128)
            asked.append(struct.unpack_from("=Q", sent, 120)[0])

    with ScriptedServer([says("One.")], strict=False) as server:
        asyncio.run(_ask(Client(endpoint(server.base_url), {}, Timeouts(), rate=Rate())))

    assert asked == [pytest.approx(300, abs=250)]  # a request with an empty body


def test_a_line_of_which_the_kernel_says_nothing_leaves_pictures_as_they_are() -> None:
    rate = UploadRate()
    ours, theirs = socket.socketpair()

    with ours, theirs:
        for connection in (None, ours):
            rate.note(connection)

    assert rate.bytes_per_s is None


async def _ask(one: Client) -> None:
    async with one.create(b"{}", "idem-1", stream=True) as answer:
        await answer.read()
    await one.close()
