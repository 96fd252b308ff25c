"""A person who watches a run: what they see on the screen, what the model sees, and what gets its clicks."""

import base64
import io
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import box_of, windows
from tests.fakes.physical import PhysicalHand
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program
from tests.fakes.x_window import XWindow

BADGE, FRAME, NEXT = "^Status — Desktop Agent$", "^Frame — Desktop Agent$", "^Next action — Desktop Agent$"
SIDES = 4
COLOUR = 0x204060
WAITS = asks({"type": "wait", "ms": 50_000})


@pytest.fixture
def ground(display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> Iterator[XWindow]:
    """Give a window that fills the screen with one colour, and notes its clicks."""
    for name, value in display.environment().items():
        monkeypatch.setenv(name, value)
    with XWindow(0, 0, *display.size, COLOUR) as window:
        window.note_clicks()
        yield window


@contextmanager
def running(
    display: PrivateDisplay, home: Path, *answers: Answer, announce_ms: int = 0
) -> Iterator[tuple[ScriptedServer, subprocess.Popen[bytes]]]:
    """Give a run that asks nothing, on the person's own screen."""
    own = {
        "DESKTOP_AGENT_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "DESKTOP_AGENT_APPLICATIONS__FIRST_TIME": "allow",
        "DESKTOP_AGENT_UI__ANNOUNCE_MS": str(announce_ms),
    }
    with ScriptedServer(answers) as server:
        words = ["run", "Look around", "--mode", "auto", "--base-url", server.base_url, "--dialect", "preview"]
        run = subprocess.Popen(
            program(*words, "--coordinates", "viewport"),
            env=os.environ | display.environment() | own, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            yield server, run
        finally:
            if run.poll() is None:
                run.kill()
            run.wait()


def click(x: int, y: int) -> Answer:
    return asks({"type": "click", "x": x, "y": y, "button": "left"})


def pictures(server: ScriptedServer) -> list[Image.Image]:
    """Return the pictures that the server got, in order."""
    found = list[str]()

    def walk(part: object) -> None:
        match part:
            case {"image_url": str(url)}:
                found.append(url)
            case dict():
                for each in part.values():
                    walk(each)
            case list():
                for each in part:
                    walk(each)

    for request in server.creates:
        walk(request.body["input"])
    return [Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).convert("RGB") for url in found]


def test_badge_and_frame_are_there_in_no_picture_and_in_no_ones_way(
    display: PrivateDisplay, ground: XWindow, tmp_path: Path
) -> None:
    width, height = display.size
    # Where the badge is, on two sides of the frame, and in the middle.
    spots = [(60, height - 50), (1, 300), (width // 2, height - 2), (width // 2, height // 2)]
    waits = asks({"type": "wait", "ms": 2_000})
    with running(display, tmp_path, waits, *(click(*spot) for spot in spots), says("Done.")) as (server, run):
        wait_until(lambda: windows(display, BADGE), "the badge")
        wait_until(lambda: len(windows(display, FRAME)) == SIDES, "the frame")
        left, top, wide, high = box_of(display, windows(display, BADGE)[0])
        assert left < spots[0][0] < left + wide
        assert top < spots[0][1] < top + high
        assert 0 == run.wait(60)

    assert spots == ground.clicks()
    told = pictures(server)
    assert len(told) == len(spots) + 2
    assert [one.getcolors() for one in told] == [[(width * height, (0x20, 0x40, 0x60))]] * len(told)
    wait_until(lambda: not windows(display, BADGE), "the end of the badge")


def test_an_act_is_shown_before_it_is_done(display: PrivateDisplay, ground: XWindow, tmp_path: Path) -> None:
    waits = asks({"type": "wait", "ms": 2_000})
    with running(display, tmp_path, waits, click(400, 300), says("Done."), announce_ms=2_000) as (_, run):
        wait_until(lambda: windows(display, NEXT), "the mark")
        assert [] == ground.clicks()
        assert 0 == run.wait(60)

    assert [(400, 300)] == ground.clicks()


def test_stop_on_the_badge_ends_the_run(display: PrivateDisplay, ground: XWindow, tmp_path: Path) -> None:
    with (
        PhysicalHand(display.name, display.xauthority) as hand,
        running(display, tmp_path, WAITS, click(400, 300), says("Never.")) as (server, run),
    ):
        wait_until(lambda: windows(display, BADGE) and server.creates, "the badge")
        left, top, wide, high = box_of(display, windows(display, BADGE)[0])
        hand.click(left + wide - 40, top + high // 2)
        assert 3 == run.wait(60)

    assert [] == ground.clicks()
    assert 1 == len(server.creates)
