"""A lock of the screen is noticed on real buses, and their absence is no trouble."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.presence.choose import choose_presence
from desktop_agent.presence.lock import LockWatch
from tests.fakes.locking_saver import saver_that_locks
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told

SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")
# logind's name, its answer to who we are, and the signal that it sends.
LOGIND = """
import asyncio, sys
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

async def main():
    bus = await MessageBus(bus_address=sys.argv[1]).connect()
    await bus.request_name("org.freedesktop.login1")
    asked = asyncio.Event()
    def answer(message):
        if message.member == "GetSession" and message.body == ["c7"]:
            asked.set()
            return Message.new_method_return(message, "o", ["/org/freedesktop/login1/session/c7"])
    bus.add_message_handler(answer)
    print("ready", flush=True)
    await asked.wait()
    for line in iter(sys.stdin.readline, ""):
        path = "/org/freedesktop/login1/session/" + line.strip()
        await bus.send(Message(message_type=MessageType.SIGNAL, path=path, interface="org.freedesktop.login1.Session",
                               member="Lock"))

asyncio.run(main())
"""


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """Start a bus of its own and give its address."""
    command = ["dbus-daemon", "--session", f"--address=unix:dir={tmp_path}", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


def emit(bus: str, saver: str, *, active: bool) -> None:
    """Say on the bus what a screen saver says."""
    subprocess.run(
        ["dbus-send", f"--bus={bus}", "--type=signal", "/ScreenSaver", f"{saver}.ActiveChanged",
         f"boolean:{str(active).lower()}"],
        check=True,
    )  # fmt: skip


@pytest.mark.parametrize("saver", SAVERS)
def test_the_screen_savers_word_is_a_lock_and_its_end_is_not(bus: str, saver: str) -> None:
    locked = threading.Event()
    watch = LockWatch({"DBUS_SESSION_BUS_ADDRESS": bus})

    def heard() -> bool:
        emit(bus, saver, active=True)  # again, as the watch connects in its own time
        return locked.is_set()

    watch.start(locked.set)
    wait_until(heard, "the lock")
    wait_until(watch.is_locked, "the lock, for whoever asks")
    emit(bus, saver, active=False)
    wait_until(lambda: not watch.is_locked(), "its end")
    watch.close()


def test_a_lock_that_was_there_before_is_told_at_once(bus: str) -> None:
    locked = threading.Event()
    watch = LockWatch({"DBUS_SESSION_BUS_ADDRESS": bus})
    with saver_that_locks(bus):
        assert not watch.is_locked()
        watch.start(locked.set)

        assert watch.is_locked()
        assert locked.wait(60)
    watch.close()


def test_logind_locks_our_own_session(bus: str) -> None:
    locked = threading.Event()
    environment = {"DBUS_SYSTEM_BUS_ADDRESS": bus, "XDG_SESSION_ID": "c7"}
    with subprocess.Popen(
        [sys.executable, "-c", LOGIND, bus], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as logind:
        assert logind.stdin is not None
        assert logind.stdout is not None
        assert logind.stdout.readline() == "ready\n"
        watch = LockWatch(environment)
        watch.start(locked.set)

        def heard() -> bool:
            assert logind.stdin is not None
            logind.stdin.write("c7\n")  # again, as the watch connects in its own time
            return locked.is_set()

        wait_until(heard, "the lock")
        watch.close()


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "nonsense"])
def test_without_a_bus_nothing_is_noticed_and_nothing_fails(address: str) -> None:
    watch = LockWatch({"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address or "nonsense"})
    watch.start(lambda: None)
    watch.close()
    watch.close()
    watch.start(lambda: None)  # too late, and harmless

    assert "screen lock" not in {thread.name for thread in threading.enumerate()}


def test_a_presence_tells_of_a_lock_as_a_hand(on_display: PrivateDisplay, bus: str) -> None:
    presence = choose_presence(os.environ | {"DBUS_SESSION_BUS_ADDRESS": bus})
    told = Told(presence)
    presence.watch(told.on_hand, told.stops.append)

    def locked() -> bool:
        emit(bus, SAVERS[0], active=True)
        return "lock" in told.hands

    wait_until(locked, "the lock")
    presence.close()
