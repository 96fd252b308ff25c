"""A D-Bus that refuses, ends or is not there; and a loop on a thread of its own."""

import asyncio
import gc
import socket
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.lib.dbus import DAEMON, BusError, LoopThread, call, connect, connected, disconnect, session_address
from tests.fakes.desktops.private_bus import private_bus

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no D-Bus")


async def _once_round() -> None:
    done = asyncio.Event()
    asyncio.get_running_loop().call_soon(done.set)
    await done.wait()


@pytest.mark.program
@pytest.mark.parametrize("asks", [True, False])
def test_a_bus_that_ends_in_the_middle_of_a_question_leaves_no_traceback(
    caplog: pytest.LogCaptureFixture, *, asks: bool
) -> None:
    from dbus_fast import Message

    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--print-address", "--nofork", "--address=unix:tmpdir=/tmp"],
        stdout=subprocess.PIPE,
        text=True,
    )

    async def ask() -> None:
        assert daemon.stdout is not None
        bus = await connect(daemon.stdout.readline().strip())
        daemon.kill()
        daemon.wait()
        question = Message("org.example.None", "/", "org.example", "Ask")
        with pytest.raises(OSError):  # noqa: PT011 - whatever the system calls it
            await asyncio.wait_for(bus.call(question) if asks else bus.send(question), 5)
        del bus
        gc.collect()
        await _once_round()

    try:
        asyncio.run(ask())
    finally:
        daemon.kill()
        daemon.communicate()

    assert [] == [record for record in caplog.records if record.name == "asyncio"]


@pytest.mark.program
def test_what_a_service_refuses_comes_with_its_own_name_and_words() -> None:
    async def ask(address: str) -> BusError:
        async with connected(address) as bus:
            with pytest.raises(BusError) as raised:
                await call(bus, DAEMON, "GetConnectionUnixUser", "s", ["org.example.Nobody"])
            return raised.value

    with private_bus() as environment:
        refusal = asyncio.run(ask(session_address(environment)))

    assert "org.freedesktop.DBus.Error.NameHasNoOwner" == refusal.name
    assert "org.example.Nobody" in refusal.text


def test_a_loop_thread_ends_what_is_under_way_and_does_one_last_thing() -> None:
    done: list[str] = []
    begun = threading.Event()

    async def waits() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            done.append("called off")

    async def last() -> None:
        done.append("last")

    thread = LoopThread("test")
    thread.start()
    work = thread.begin(waits())
    begun.wait()

    thread.end(last)
    thread.end(last)

    assert work.cancelled()
    assert ["called off", "last"] == sorted(done)


@pytest.mark.program
def test_a_cancelled_call_closes_its_connection(recwarn: pytest.WarningsRecorder) -> None:
    begun = threading.Event()

    async def waits(address: str) -> None:
        async with connected(address):
            begun.set()
            await asyncio.Event().wait()

    with private_bus() as environment:
        thread = LoopThread("test")
        thread.start()
        thread.begin(waits(session_address(environment)))
        begun.wait()
        thread.end()
        gc.collect()

    assert [] == [str(one.message) for one in recwarn if one.category is ResourceWarning]


@pytest.mark.program
def test_a_thread_ends_although_somebody_waits_for_the_end_of_its_connection() -> None:
    with private_bus() as environment:
        thread = LoopThread("waiting for the end")
        thread.start()
        bus = thread.do(connect(session_address(environment)))
        thread.begin(bus.wait_for_disconnect())
        thread.end(partial(disconnect, bus))

    assert "waiting for the end" not in {one.name for one in threading.enumerate()}


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, ""),
        ({"DBUS_SESSION_BUS_ADDRESS": "disabled:"}, ""),
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/somewhere"}, "unix:path=/somewhere"),
        ({"XDG_RUNTIME_DIR": "/nonexistent"}, ""),
    ],
)
def test_the_session_has_a_bus_where_one_is_named_or_lies_in_its_place(
    environment: dict[str, str], address: str, tmp_path: Path
) -> None:
    assert address == session_address(environment)
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        assert f"unix:path={tmp_path}/bus" == session_address({"XDG_RUNTIME_DIR": str(tmp_path)})
