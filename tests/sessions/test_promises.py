"""What the README promises, in a whole session of each desktop environment, as its ordinary user.

A person's mouse and keyboard are the X server's own devices. What came of it is asked of the X server, of files, of the
model's server and of the session's own services.
"""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from desktop_agent.runtime.protocol.local_sockets import tray_runs
from tests.fakes.desktops.accessible import find
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.card_yes import CARD, approve_by_hand
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.apps import box_of, end, windows, windows_of
from tests.fakes.servers.script import asks, says
from tests.fakes.waiting import wait_until
from tests.fakes.windows.tray_program import known_user
from tests.sessions.runs import (
    AT,
    CHECK,
    CLICK,
    approve,
    at_terminal,
    over,
    own,
    press_calmly,
    rest,
    started,
    tray_program,
)
from tests.sessions.session import DesktopSession, screen

pytestmark = pytest.mark.desktop

MOVES = asks({"type": "move", "x": 40, "y": 60})
WAITS = asks({"type": "wait", "ms": 50_000})
BADGE = "^Status — Desktop Agent$"
CONSOLE = "^Desktop Agent$"
SMALL_WINDOW = "^Desktop Agent — Control$"  # where there is no tray
ICON_PX = (10, 64)
FAR = (1200, 300)  # where nothing of ours is
COLOUR = (0x12, 0xC8, 0x5A)
PLAIN_WINDOW = ("xterm", "-bg", "#12c85a", "-fg", "#12c85a", "-cr", "#12c85a", "-title")
STAYS = ("-e", "sleep", "600")


def differ(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int]) -> bool:
    left, top, width, height = box
    inside = (left, top, left + width, top + height)
    return ImageChops.difference(one.crop(inside), other.crop(inside)).getbbox() is not None


def share(picture: Image.Image) -> float:
    """Return which part of a picture the plain window takes."""
    counts = {colour: count for count, colour in picture.getcolors(picture.width * picture.height) or ()}
    return counts.get(COLOUR, 0) / (picture.width * picture.height)


def test_a_click_by_hand_on_the_card_approves_and_the_act_goes_where_it_should(
    session: DesktopSession, hand: PhysicalHand
) -> None:
    with started(session, asks(CLICK, checks=(CHECK,)), says("Paid.")) as run, XEventLog(session.environment()) as log:
        cards = approve(session, hand, run)
        code, outcome = run.ends()
        pressed = [(event.x, event.y) for event in log.events("button_press")]

    assert (0, AT) == (code, pressed[-1]), outcome
    assert cards
    assert not [card for card in cards if over(card, AT)]


def test_the_chord_approves(session: DesktopSession, hand: PhysicalHand) -> None:
    with started(session, asks({"type": "move", "x": 400, "y": 300}, checks=(CHECK,)), says("Paid.")) as run:
        approve_by_hand(session, hand)
        code, outcome = run.ends()

    assert 0 == code, outcome
    assert hand.pointer() == (400, 300)


def test_the_stop_key_pauses_and_pressed_again_ends_the_run(session: DesktopSession, hand: PhysicalHand) -> None:
    with at_terminal(session, WAITS, says("Never.")) as (server, person):
        person.waits_for("Wait 50")
        hand.tap("pause")
        person.waits_for("You pressed the pause key")
        hand.tap("pause")
        code = person.ends()

    assert (3, 1) == (code, len(server.creates))


def test_a_hand_on_the_mouse_pauses_and_resume_goes_on(session: DesktopSession, hand: PhysicalHand) -> None:
    moves = asks({"type": "move", "x": 30, "y": 500})
    with started(session, WAITS, moves, says("Done.")) as run:
        wait_until(lambda: windows(session, BADGE), "the badge")
        hand.nudge(60, 60)
        resume = find(session, "desktop-agent", "push button", "Resume")
        asked = len(run.server.creates)
        press_calmly(hand, *resume.centre)
        code, outcome = run.ends()

    assert (0, 1) == (code, asked), outcome
    assert hand.pointer() == (30, 500)


def test_what_is_shown_of_the_program_is_in_no_picture(session: DesktopSession, hand: PhysicalHand) -> None:
    hand.move(*FAR)
    ground = screen(session)
    move = asks({"type": "move", "x": FAR[0], "y": FAR[1]}, checks=(CHECK,))
    with started(session, asks({"type": "wait", "ms": 3_000}), move, says("Paid.")) as run:
        badge = wait_until(lambda: next(iter(windows(session, BADGE)), 0), "the badge")
        wait_until(lambda: differ(screen(session), ground, box_of(session, badge)), "the badge to be seen")
        places = [box_of(session, badge)]
        card = wait_until(lambda: next(iter(windows(session, CARD)), 0), "the card")
        places.append(box_of(session, card))
        wait_until(lambda: differ(screen(session), ground, places[-1]), "the card to be seen")
        approve(session, hand, run)
        code, outcome = run.ends()
        pictures = run.pictures()

    assert (0, 3) == (code, len(pictures)), outcome
    assert [] == [
        (one, place) for one, picture in enumerate(pictures) for place in places if differ(picture, ground, place)
    ]


def test_a_hidden_window_is_in_no_picture(session: DesktopSession) -> None:
    hidden = {"DESKTOP_AGENT_PRIVACY__WINDOWS": '["title:*Secret*"]'}
    with (
        session.running([*PLAIN_WINDOW, "Secret", *STAYS], "^Secret$"),
        started(session, MOVES, says("Done."), more=hidden) as run,
    ):
        wait_until(lambda: share(screen(session)), "the window to be seen")
        run.ends()
        pictures = run.pictures()

    assert [0, 0] == [share(picture) for picture in pictures]


def test_a_run_in_one_window_sees_that_window_alone(session: DesktopSession) -> None:
    with session.running([*PLAIN_WINDOW, "Chosen", *STAYS], "^Chosen$"):
        wait_until(lambda: share(screen(session)), "the window to be seen")
        with started(session, MOVES, says("Done."), words=("--window", "Chosen")) as run:
            code, outcome = run.ends()
        shares = [share(picture) for picture in run.pictures()]

    assert (0, 2) == (code, len(shares)), outcome
    assert min(shares) > 0.8, shares  # the rest is its frame


def docked(session: DesktopSession) -> list[tuple[int, int, int, int]]:
    """Return where windows of ours stand in a panel as icons."""
    boxes = [box_of(session, window) for window in windows_of(session, "desktop-agent")]
    return [box for box in boxes if all(ICON_PX[0] <= side <= ICON_PX[1] for side in box[2:])]


def changed(before: Image.Image, after: Image.Image) -> list[tuple[int, int, int, int]]:
    """Return the boxes of an icon's size in which two pictures differ, from left to right."""
    rows = ImageChops.difference(before, after).convert("L").point(lambda value: 255 if value else 0)
    boxes = []
    left = None
    for x in range(rows.width + 1):
        column = rows.crop((x, 0, x + 1, rows.height)).getbbox() if x < rows.width else None
        if column and left is None:
            left = x
        elif not column and left is not None:
            _, top, _, bottom = rows.crop((left, 0, x, rows.height)).getbbox() or (0, 0, 0, 0)
            boxes.append((left, top, x - left, bottom - top))
            left = None
    return [box for box in boxes if all(ICON_PX[0] <= side <= ICON_PX[1] for side in box[2:])]


def test_the_icon_in_the_tray_or_the_small_window_opens_the_console(
    session: DesktopSession, hand: PhysicalHand, tmp_path: Path
) -> None:
    known_user(tmp_path / "known")
    hand.move(*FAR)
    ground = screen(session)
    with tray_program(session, tmp_path / "known"):
        tried = 0

        def opened() -> bool:
            nonlocal tried
            for left, top, width, height in docked(session) or changed(ground, screen(session)):
                tried += 1
                hand.click(left + width // 2, top + height // 2, 3)
                rest()
                hand.tap("down")
                hand.tap("enter")
                with suppress(AssertionError):
                    return bool(wait_until(lambda: windows(session, CONSOLE), within_s=5))
                hand.tap("escape")
            if windows(session, SMALL_WINDOW):
                press_calmly(hand, *find(session, "desktop-agent", "push button", "New task").centre)
                return bool(wait_until(lambda: windows(session, CONSOLE), "the console"))
            return False

        wait_until(opened, f"the console, by the menu of the icon; {tried} tried")


@contextmanager
def overheard(session: DesktopSession) -> Iterator[Callable[[], str]]:
    """Give what goes over the session's bus, as another program hears it."""
    file = session.home.parent / "bus.txt"
    with file.open("wb") as received:
        monitor = subprocess.Popen(["dbus-monitor", "--session"], env=session.environment(), stdout=received)
    try:
        wait_until(lambda: file.stat().st_size, "the monitor")
        yield lambda: file.read_text(errors="replace")
    finally:
        end(monitor)


def shown_by_the_service(heard: str, words: str) -> bool:
    """Say whether a notification with these words was asked for, and the service has given it a number."""
    asked = re.findall(r"serial=(\d+) path=\S+ interface=\S+ member=Notify\n((?:   .*\n)*)", heard)
    numbers = [serial for serial, body in asked if words in body]
    return any(re.search(rf"^method return .* reply_serial={one}\n   uint32", heard, re.MULTILINE) for one in numbers)


def test_the_end_of_a_run_is_a_notification_of_the_desktop(session: DesktopSession, tmp_path: Path) -> None:
    known_user(tmp_path / "known")
    with tray_program(session, tmp_path / "known") as log, overheard(session) as received:
        here = {"DESKTOP_AGENT_HOME": str(tmp_path / "known")}
        wait_until(lambda: tray_runs(own(session) | here), f"the program: {log.read_text()}")
        with started(session, MOVES, says("Paid."), more=here) as run:
            run.ends()
        wait_until(lambda: shown_by_the_service(received(), "Pay the bill"), "a notification that the service shows")
