"""Runs and the tray program as a person starts them in a session, and how a hand answers a card there."""

import base64
import io
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PIL import Image

from tests.fakes.desktops.display import Reachable
from tests.fakes.people.card_yes import CARD, approve_button
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.people.typist import ASKED_HERE, Typist, at_a_terminal
from tests.fakes.programs.apps import box_of, end, windows
from tests.fakes.servers.script import Answer
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.talk import pictures_in
from tests.fakes.waiting import wait_until
from tests.sessions.session import DesktopSession

AT = (640, 400)
CHECK = {"id": "sc_1", "code": "sensitive_domain", "message": "This page asks for money."}
CLICK = {"type": "click", "x": AT[0], "y": AT[1], "button": "left"}
CALM_S = 1.0
Box = tuple[int, int, int, int]  # left, top, width, height


class Session(Reachable, Protocol):
    """A session in which somebody has logged in, on X11 or Wayland."""

    home: Path


@dataclass(frozen=True, slots=True)
class Run:
    """A run that a person has started from their session, and the model's server."""

    server: ScriptedServer
    process: subprocess.Popen[str]

    def ends(self, within_s: float = 120) -> tuple[int, str]:
        out, errors = self.process.communicate(timeout=within_s)
        return self.process.returncode, out + errors

    def pictures(self) -> list[Image.Image]:
        encoded = [one for request in self.server.creates for one in pictures_in(request.body)]
        return [Image.open(io.BytesIO(base64.b64decode(one))).convert("RGB") for one in encoded]


def command(session: Session, server: ScriptedServer, *words: str) -> list[str]:
    reported = ("--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport")
    return [sys.executable, "-m", "desktop_agent", "run", "Pay the bill", *reported, *words]


def own(session: Session) -> dict[str, str]:
    home = {"DESKTOP_AGENT_HOME": str(session.home / "agent"), "DESKTOP_AGENT_API_KEY": "a-key"}
    return session.environment() | home | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}


@contextmanager
def started(
    session: Session, *answers: Answer, words: Sequence[str] = (), more: Mapping[str, str] | None = None
) -> Iterator[Run]:
    """Start a run without a terminal, so that a card is all there is to ask; `more` goes into its environment."""
    with (
        ScriptedServer(answers) as server,
        subprocess.Popen(
            command(session, server, *words), env=own(session) | dict(more or {}), cwd=session.home,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        ) as process,
    ):  # fmt: skip
        try:
            yield Run(server, process)
        finally:
            process.kill()


@contextmanager
def at_terminal(session: Session, *answers: Answer) -> Iterator[tuple[ScriptedServer, Typist]]:
    with (
        ScriptedServer(answers) as server,
        at_a_terminal(command(session, server), own(session) | ASKED_HERE) as person,
    ):
        yield server, person


def press_calmly(hand: PhysicalHand, x: int, y: int) -> None:
    """Click as somebody does who has read what is asked: a card that has just come takes no answer."""
    rest()
    hand.click(x, y)


def rest() -> None:
    """Let the time pass in which somebody looks at what has come up."""
    begun = time.monotonic()
    wait_until(lambda: time.monotonic() > begun + CALM_S)


def over(box: Box, at: tuple[int, int]) -> bool:
    left, top, width, height = box
    return left <= at[0] < left + width and top <= at[1] < top + height


def card_of(session: DesktopSession, run: Run) -> int:
    """Return the window of the card that is shown; 0 once the run is over."""
    shown = wait_until(
        lambda: windows(session, CARD) or ((0,) if run.process.poll() is not None else ()), "a card, or the end"
    )
    return shown[0]


def approve(session: DesktopSession, hand: PhysicalHand, run: Run) -> list[Box]:
    """Click “Approve once”, or “Allow”, on each card until the run is over; return where the cards were.

    A compositor without a graphics card shows a window late, and a click counts only then: it is repeated.
    """
    places: list[Box] = []
    while card := card_of(session, run):
        places.append(box_of(session, card))

        def taken(card: int = card) -> bool:
            press_calmly(hand, *approve_button(session, card))
            with suppress(AssertionError):
                return wait_until(lambda: card not in windows(session, CARD), within_s=5)
            return False

        wait_until(taken, "the click to be taken")
    return places


@contextmanager
def tray_program(session: DesktopSession, home: Path) -> Iterator[Path]:
    """Start the program as the menu of a desktop does; give what it writes."""
    log = session.home.parent / "tray.log"
    environment = own(session) | session.of_the_menu() | {"DESKTOP_AGENT_HOME": str(home)}
    with log.open("wb") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop_agent"], env=environment,
            cwd=session.home, stdin=subprocess.DEVNULL, stdout=words, stderr=words,
        )  # fmt: skip
    try:
        yield log
    finally:
        end(process)
