"""A bus that ends while something is asked says nothing on the terminal: whoever asks is told."""

import asyncio
import gc
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no D-Bus")


def test_a_bus_that_ends_in_the_middle_of_a_question_leaves_no_traceback() -> None:
    from dbus_fast import Message

    from desktop_agent.screen.backends.accessibility.bus_thread import message_bus

    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--print-address", "--nofork", "--address=unix:tmpdir=/tmp"],
        stdout=subprocess.PIPE,
        text=True,
    )
    told: list[object] = []

    async def ask() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context["message"]))
        assert daemon.stdout is not None
        bus = await message_bus(bus_address=daemon.stdout.readline().strip()).connect()
        daemon.kill()
        daemon.wait()
        with pytest.raises(OSError):  # noqa: PT011 - whatever the system calls it
            await asyncio.wait_for(bus.call(Message("org.example.None", "/", "org.example", "Ask")), 5)
        gc.collect()

    try:
        asyncio.run(ask())
    finally:
        daemon.kill()
        daemon.communicate()

    assert told == []
