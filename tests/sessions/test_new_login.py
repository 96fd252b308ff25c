"""What somebody finds who logs in: what starts with the desktop, and two monitors; and a lock.

Each has a session of its own, in which a person has made the change as people do there (`environments.py`).
"""

import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.runtime.protocol.local_sockets import tray_runs
from desktop_agent.settings.autostart import autostart, start_command
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.apps import end
from tests.fakes.programs.x_window import XWindow
from tests.fakes.servers.script import asks, says
from tests.fakes.waiting import wait_until
from tests.fakes.windows.tray_program import known_user
from tests.sessions.environments import Environment
from tests.sessions.keeper import Login
from tests.sessions.runs import (
    AT,
    CHECK,
    CLICK,
    Box,
    approve,
    at_terminal,
    over,
    own,
    started,
)  # fmt: skip
from tests.sessions.session import DesktopSession, is_at_rest, screen

pytestmark = pytest.mark.desktop

SIDE_BY_SIDE = ((0, 0, 1280, 800), (1280, 0, 1280, 800))
# a window on the second monitor, of that monitor's own pixels
COLOUR = 0x12C85A
SIGN = (900, 100, 200, 200)
WAIT_S = 25
AFTER_S = 3
GRABBED = """
from Xlib import X
from Xlib.display import Display
display = Display()
print(display.screen().root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime))
"""


@contextmanager
def logged_in(login: Login) -> Iterator[tuple[DesktopSession, PhysicalHand]]:
    with DesktopSession(login) as session, PhysicalHand(session.name, session.xauthority) as hand:
        wait_until(lambda: is_at_rest(session), "the desktop to be drawn")
        yield session, hand


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)  # some are scripts


def test_the_program_starts_with_the_desktop(environment: Environment, tmp_path: Path) -> None:
    known_user(tmp_path / "known")
    here = {"DESKTOP_AGENT_HOME": str(tmp_path / "known")}
    skeleton = tmp_path / "home"
    if line := environment.start:
        before = Path(line.after).read_text() if line.after else ""
        write(skeleton / line.file, f"{before}\n{line.line.format(shlex.join(start_command(here)))}\n")
    else:
        autostart({"HOME": str(skeleton), **here}).turn(on=True)

    with DesktopSession(Login(environment.name, (1280, 800), skeleton=str(skeleton))) as session:
        wait_until(lambda: tray_runs(own(session) | here), "the program, which the desktop starts")


def test_on_the_second_of_two_monitors_what_is_seen_and_done_is_there(environment: Environment) -> None:
    login = Login(environment.name, (2560, 800), commands=environment.monitors, monitors=SIDE_BY_SIDE)
    with logged_in(login) as (session, hand), shown(session, SIDE_BY_SIDE[1]):
        act = (asks(CLICK, checks=(CHECK,)), says("Paid."))
        with started(session, *act, words=("--monitor", "2")) as run, XEventLog(session.environment()) as log:
            cards = approve(session, hand, run)
            code, outcome = run.ends()
            pressed = [(event.x, event.y) for event in log.events("button_press")]
        pictures = run.pictures()

    there = (SIDE_BY_SIDE[1][0] + AT[0], AT[1])
    assert (0, there) == (code, pressed[-1]), outcome
    assert [(1280, 800)] * 2 == [picture.size for picture in pictures]
    assert [True, True] == [shows_the_sign(picture) for picture in pictures]
    assert cards
    assert not [card for card in cards if over(card, there)]
    assert [True] * len(cards) == [any(is_within(card, part) for part in SIDE_BY_SIDE) for card in cards], cards


@contextmanager
def shown(session: DesktopSession, monitor: Box) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", session.name)
        patch.setenv("XAUTHORITY", str(session.xauthority))
        with XWindow(monitor[0] + SIGN[0], monitor[1] + SIGN[1], SIGN[2], SIGN[3], COLOUR):
            seen = (monitor[0], monitor[1], monitor[0] + monitor[2], monitor[1] + monitor[3])
            wait_until(lambda: shows_the_sign(screen(session).crop(seen)), "the window to be seen")
            yield


def shows_the_sign(picture: Image.Image) -> bool:
    """Say whether the plain window is where it stands on its monitor."""
    left, top, width, height = SIGN
    inside = picture.crop((left + 10, top + 10, left + width - 10, top + height - 10))
    return inside.getcolors() == [(inside.width * inside.height, (0x12, 0xC8, 0x5A))]


def is_within(box: Box, whole: Box) -> bool:
    return all(
        outer <= inner and inner + size <= outer + whole_size
        for inner, size, outer, whole_size in zip(box[:2], box[2:], whole[:2], whole[2:], strict=True)
    )


def test_when_the_screen_is_locked_the_run_pauses_and_nothing_more_is_done(
    session: DesktopSession, hand: PhysicalHand
) -> None:  # the last one here: the session stays locked
    waits = asks({"type": "wait", "ms": WAIT_S * 1_000})
    moves = asks({"type": "move", "x": 33, "y": 44})
    with saver(session), at_terminal(session, waits, moves, says("Never.")) as (server, person):
        person.waits_for(f"Wait {WAIT_S}")
        begun = time.monotonic()
        assert not is_locked(session)
        wait_until(lambda: locks(session), "the lock")
        person.waits_for("The screen was locked.")
        wait_until(lambda: time.monotonic() > begun + WAIT_S + AFTER_S, "the time at which the wait would have ended")
        asked = len(server.creates)

    assert (1, True) == (asked, hand.pointer() != (33, 44))


@contextmanager
def saver(session: DesktopSession) -> Iterator[None]:
    """Have the program run that locks the screen, where the session has not started it."""
    command = session.kind.saver or "true"
    with (session.home.parent / "saver.log").open("ab") as words:
        process = subprocess.Popen(
            command.split(), env=session.environment(), cwd=session.home,
            stdin=subprocess.DEVNULL, stdout=words, stderr=words,
        )  # fmt: skip
    try:
        yield
    finally:
        end(process)


def locks(session: DesktopSession) -> bool:
    """Lock the screen as a person does there; say whether it is: a saver that has just started takes no order."""
    with (session.home.parent / "saver.log").open("ab") as words:
        subprocess.run(
            ["sh", "-c", session.kind.lock], env=session.environment(), cwd=session.home,
            stdin=subprocess.DEVNULL, stdout=words, stderr=words, check=False,
        )  # fmt: skip
    with suppress(AssertionError):
        return wait_until(lambda: is_locked(session), within_s=5)
    return False


def is_locked(session: DesktopSession) -> bool:
    """Say whether another program has the keyboard for itself, as all that lock a screen do."""
    asked = subprocess.run(
        [sys.executable, "-c", GRABBED], env=session.environment(), capture_output=True, text=True, check=True
    )
    return asked.stdout.strip() == "1"
