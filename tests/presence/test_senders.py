"""What any process of ours sends beside a run is noted for all of them."""

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from desktop_agent.presence.reduced import NoPresence
from desktop_agent.presence.senders import Senders
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.touch import TouchPresence
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told
from tests.presence.test_hand_watch import ToldSource

# Sends until it is killed.
SENDS = """
import os, sys
from desktop_agent.presence.senders import Senders

with Senders(os.environ).sending():
    print("sends", flush=True)
    sys.stdin.read()
"""
SENT_WITHIN_S = 1.0


@pytest.fixture
def session(tmp_path: Path) -> Mapping[str, str]:
    return {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-7"}


def another_process(session: Mapping[str, str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        (sys.executable, "-c", SENDS), env={**os.environ, **session}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert "sends\n" == process.stdout.readline()
    return process


def test_another_sender_is_known_to_send_and_to_have_sent(session: Mapping[str, str]) -> None:
    senders = Senders(session)
    assert -math.inf == senders.until_s()
    with Senders(session).sending():
        begun_s = time.monotonic()
        assert begun_s < senders.until_s() <= begun_s + SENT_WITHIN_S

    assert begun_s < senders.until_s() <= time.monotonic()


@pytest.mark.program
def test_a_process_that_is_killed_sends_no_more(session: Mapping[str, str]) -> None:
    with another_process(session) as process:
        assert Senders(session).until_s() > time.monotonic()
        process.kill()
        process.communicate()
    wait_until(lambda: Senders(session).until_s() < time.monotonic(), "the end of what it may have sent")
    with Senders(session).sending():
        assert Senders(session).until_s() > time.monotonic()


@pytest.mark.parametrize("missing", ["XDG_RUNTIME_DIR", "WAYLAND_DISPLAY"])
def test_without_a_folder_of_the_session_nothing_is_noted(session: Mapping[str, str], missing: str) -> None:
    senders = Senders({name: value for name, value in session.items() if name != missing})
    with senders.sending():
        assert -math.inf == senders.until_s()


def test_where_the_note_cannot_be_made_what_is_to_be_sent_is_sent(session: Mapping[str, str]) -> None:
    senders = Senders({**session, "XDG_RUNTIME_DIR": session["XDG_RUNTIME_DIR"] + "/gone"})
    sent = []
    with senders.sending():
        sent.append(senders.until_s())

    assert sent == [-math.inf]


@pytest.mark.program
def test_a_process_that_stands_still_while_it_sends_holds_up_nobody_for_long(session: Mapping[str, str]) -> None:
    with another_process(session) as process:
        process.send_signal(signal.SIGSTOP)
        try:
            with Senders(session).sending():
                assert Senders(session).until_s() > time.monotonic()
        finally:
            process.send_signal(signal.SIGCONT)
            process.kill()


def test_a_note_from_before_the_computer_started_says_nothing(session: Mapping[str, str]) -> None:
    senders = Senders(session)
    with senders.sending():
        pass
    note = next(Path(session["XDG_RUNTIME_DIR"]).iterdir())
    os.utime(note, (0, time.monotonic() + 1e6))

    assert -math.inf == senders.until_s()


def test_what_another_sender_sends_is_no_touch_and_the_next_touch_is(session: Mapping[str, str]) -> None:
    source = ToldSource()
    reports = Told(TouchPresence(source, NoPresence(), StopKeys(), session, str))
    reports.presence.watch(reports.on_user_input, reports.stops.append, reports.losses.append)
    with closing(reports.presence):
        wait_until(lambda: source.armed, "the watch")
        armed = source.armed
        with Senders(session).sending():
            source.touch()  # as the compositor takes its key
        wait_until(lambda: source.armed > armed, "the watch to begin again")
        assert [] == reports.hands
        source.touch()
        wait_until(lambda: reports.hands, "the touch")
