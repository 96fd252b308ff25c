"""A lock of the screen is noticed on real buses and by asking the system, and their absence is no trouble."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.presence.choose import choose_presence
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.reduced import NoPresence
from tests.fakes.desktops.locking_saver import saver_that_locks
from tests.fakes.desktops.private_bus import SESSION, private_bus
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told

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
def bus() -> Iterator[str]:
    with private_bus() as environment:
        yield environment[SESSION]


def emit(bus: str, *, active: bool) -> None:
    signal = ["/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", f"boolean:{str(active).lower()}"]
    subprocess.run(["dbus-send", f"--bus={bus}", "--type=signal", *signal], check=True)


def test_the_screen_savers_word_is_a_lock_for_the_run_as_a_hand_and_its_end_is_not(
    on_display: PrivateDisplay, bus: str
) -> None:
    watch = LockWatch({SESSION: bus})
    watch.start(lambda: None)
    reports = Told(choose_presence(os.environ | {SESSION: bus}))
    reports.presence.watch(reports.on_user_input, reports.stops.append)

    def heard() -> bool:
        emit(bus, active=True)  # again, as the watch connects in its own time
        return "lock" in reports.hands

    wait_until(heard, "the lock")
    wait_until(watch.is_locked, "the lock, for whoever asks")
    emit(bus, active=False)
    wait_until(lambda: not watch.is_locked(), "its end")
    reports.presence.close()
    watch.close()


@pytest.mark.program
def test_a_lock_reaches_everybody_who_watches_also_where_no_keys_are_reported(bus: str) -> None:
    presence = NoPresence("", LockWatch({SESSION: bus}))
    first = Told(presence)
    second = Told(presence)
    with closing(presence):
        for each in (first, second):
            presence.watch(each.on_user_input, each.stops.append)

        def reached() -> bool:
            emit(bus, active=True)  # again, as the watch connects in its own time
            return first.hands[:1] == second.hands[:1] == ["lock"]

        wait_until(reached, "the lock")


@pytest.mark.program
def test_a_lock_that_was_there_before_is_told_at_once(bus: str) -> None:
    locked = threading.Event()
    with saver_that_locks(bus), closing(LockWatch({SESSION: bus})) as watch:
        assert not watch.is_locked()
        watch.start(locked.set)

        assert watch.is_locked()
        assert locked.wait(60)


@pytest.mark.program
def test_logind_locks_our_own_session(bus: str) -> None:
    locked = threading.Event()
    command = [sys.executable, "-c", LOGIND, bus]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as logind,
        closing(LockWatch({"DBUS_SYSTEM_BUS_ADDRESS": bus, "XDG_SESSION_ID": "c7"})) as watch,
    ):
        assert logind.stdout is not None
        assert logind.stdout.readline() == "ready\n"
        watch.start(locked.set)

        def heard() -> bool:
            assert logind.stdin is not None
            logind.stdin.write("c7\n")  # again, as the watch connects in its own time
            return locked.is_set()

        wait_until(heard, "the lock")


def test_a_system_is_asked_again_and_again() -> None:
    system = [False]
    locks = list[str]()
    with closing(LockWatch({}, lambda: system[0])) as watch:
        watch.start(lambda: locks.append("locked"))
        assert not watch.is_locked()
        system[0] = True

        assert watch.is_locked()
        wait_until(lambda: locks == ["locked"])
        system[0] = False
        wait_until(lambda: not watch.is_locked())


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "nonsense"])
def test_without_a_bus_nothing_is_noticed_and_nothing_fails(address: str) -> None:
    watch = LockWatch({SESSION: address, "DBUS_SYSTEM_BUS_ADDRESS": address or "nonsense"})
    watch.start(lambda: None)
    watch.close()
    watch.close()
    watch.start(lambda: None)  # too late, and harmless

    assert "screen lock" not in {thread.name for thread in threading.enumerate()}
