"""A remote session of a real compositor, with programs that write down what reached them."""

import os
import subprocess
from collections.abc import Iterator

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import Rect
from desktop_agent.core.remote_session import RemoteSession, SharedMonitor
from desktop_agent.platforms.portal.choose import ASKED_BY, open_session, why_not
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.waiting import wait_until

_ENTER = 28


@pytest.fixture
def session(on_mutter: PrivateMutter, monkeypatch: pytest.MonkeyPatch) -> Iterator[RemoteSession]:
    del on_mutter
    monkeypatch.setenv(ASKED_BY, "mutter")
    opened = open_session(os.environ)
    yield opened
    opened.close()


def test_without_the_variable_for_tests_nobody_shares_itself_here(on_mutter: PrivateMutter) -> None:
    assert "have a portal for sharing" in why_not(on_mutter.environment())
    assert "" == why_not(on_mutter.environment() | {ASKED_BY: "mutter"})
    assert "Wayland" in why_not({"DISPLAY": ":0"})


def test_a_motion_that_the_desktop_refuses_is_told_at_once_and_once(session: RemoteSession) -> None:
    with pytest.raises(InputError, match="didn't process"):
        session.move(SharedMonitor(1, Rect(0, 0, 10, 10), "/no/such/stream"), 1, 1)
    session.sync()


def test_nothing_is_sent_once_it_is_closed(session: RemoteSession) -> None:
    session.close()
    session.close()

    assert session.is_closed
    with pytest.raises(InputError, match="stopped sharing"):
        session.key(_ENTER, down=True)


def test_what_is_copied_here_is_pasted_there_and_the_other_way_round(session: RemoteSession) -> None:
    mine, text = session.clipboard, "Grüße, 世界 😀\n" * 50
    assert mine is not None
    session.key(42, down=True)  # programs look into the clipboard as they get the keyboard: there has to be one
    session.key(42, down=False)
    mine.own({"text/plain;charset=utf-8": text.encode()})

    pasted = subprocess.run(["wl-paste", "--no-newline"], capture_output=True, check=True, timeout=60)
    assert text == pasted.stdout.decode()
    assert mine.owns()
    wait_until(lambda: mine.given() == 2, "what was given to wl-paste, and to mutter, which keeps a copy")
    assert 2 == mine.asked()

    subprocess.run(["wl-copy", "theirs"], check=True, timeout=60)
    wait_until(lambda: not mine.owns(), "the other owner")
    assert "theirs" == mine.read_text(5.0, 1000)
    # Each kind takes its owner's time, and one that has none left is left out.
    wait_until(lambda: mine.read(5.0, 1000).get("text/plain") == b"theirs", "each kind of what is copied")
    assert mine.read_text(5.0, 3) is None
