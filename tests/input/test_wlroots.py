"""Keys, pointer and text in a private sway; what has arrived is told by the windows of the toolkits themselves."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.input.wlroots import Wlroots, create
from desktop_agent.run.control import ThreadStop
from tests.fakes.processes import suspend
from tests.fakes.programs.sway_windows import SwayWindow, told_in_sway
from tests.fakes.source import ROOT
from tests.fakes.waiting import text_once, wait_until

# Every script that a keyboard writes; what is beyond them is for the clipboard.
TEXT = "\n".join(
    (
        " !#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~",
        "Ἐν ἀρχῇ ἦν ὁ λόγος",
        "Съешь же ещё этих мягких французских булок",
        "吾輩は猫である。名前はまだ無い 안녕하세요",
        "שלום עולם مرحبا بالعالم",
        "abcdefghijklmnopqrstuvwxyzäöüß",  # the 14th key of a keymap made without care is Backspace
        "The quick brown fox jumps over the lazy dog. " * 30,
    )
)
BEYOND = "smile 😀 family 👨‍👩‍👧 “it's”"


@pytest.fixture
def hands(wlroots: Wlroots) -> Wlroots:
    return wlroots


@pytest.fixture(scope="module")
def window(sway: PrivateSway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SwayWindow]:
    with told_in_sway("gtk4", sway, tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.fixture
def empty(window: SwayWindow) -> SwayWindow:
    window.ask("empty")
    window.ask("forget")
    return window


def middle_of(window: SwayWindow, part: str) -> ScreenPoint:
    """Return the middle of a part; the window is the only one, so that it begins in the corner."""
    places = window.ask("places")["places"]
    assert isinstance(places, dict)
    left, top, width, height = places[part]
    return ScreenPoint(left + width // 2, top + height // 2)


def click(hands: Wlroots, at: ScreenPoint) -> None:
    hands.move(at)
    hands.button("left", down=True)
    hands.button("left", down=False)
    hands.sync()


def enter(hands: Wlroots, text: str) -> None:
    route = next(route for route in hands.routes() if route.takes(text))
    route.enter(text, ThreadStop(), lambda: False)
    route.finish()


@pytest.mark.promise("README, Install it: tested on sway", cases=["clipboard"])
@pytest.mark.parametrize("text", [TEXT, BEYOND], ids=["keys", "clipboard"])
def test_text_arrives_exactly(hands: Wlroots, empty: SwayWindow, text: str) -> None:
    click(hands, middle_of(empty, "field"))

    enter(hands, text)

    assert text == text_once(empty.text, len(text))


def test_nothing_is_pressed_on_another_window_than_the_one_seen(hands: Wlroots, empty: SwayWindow) -> None:
    at = middle_of(empty, "area")
    hands.move(at)

    with pytest.raises(InputError, match="Another window"):
        hands.press_on(empty.number + 1, "left")
    with pytest.raises(InputError, match="Another window"):
        hands.notch_on(None, 0, 1)
    assert hands.press_on(empty.number, "left")
    hands.button("left", down=False)

    assert 1 == len(wait_until(lambda: empty.seen("press"), "the press"))
    assert [] == empty.seen("wheel")


def test_what_the_person_had_copied_is_there_again_also_after_the_end(on_sway: PrivateSway, empty: SwayWindow) -> None:
    subprocess.run(["wl-copy", "mine"], env=on_sway.environment(), check=True, timeout=60)
    wait_until(lambda: pasted(on_sway) == "mine", "what the person has copied")
    hands = create()
    click(hands, middle_of(empty, "field"))
    enter(hands, BEYOND)
    hands.close()

    wait_until(lambda: empty.text() == BEYOND, "the text")
    assert "mine" == pasted(on_sway)


def pasted(sway: PrivateSway) -> str:
    command = ["wl-paste", "--no-newline"]
    return subprocess.run(command, env=sway.environment(), capture_output=True, text=True, check=False).stdout


def test_a_program_that_reads_nothing_is_not_flooded(hands: Wlroots, empty: SwayWindow) -> None:
    click(hands, middle_of(empty, "field"))
    enter(hands, "before ")
    wait_until(lambda: empty.text() == "before ", "what was typed before")
    suspend(empty.process.pid)
    wait_until(hands.is_stopped, "the program to stand")

    with pytest.raises(InputError, match="isn't reading keyboard input"):
        hands.routes()[-1].enter("x" * 2000, ThreadStop(), lambda: False)

    empty.process.send_signal(signal.SIGCONT)
    enter(hands, "after")  # comes behind all that had left
    wait_until(lambda: empty.text().endswith("after"), "what was typed then")
    # None at all where something else was still to be read.
    assert re.fullmatch("before x{0,100}after", empty.text())


def test_what_is_held_is_released_while_the_program_is_suspended_and_it_is_told_before_it_presses_anything(
    sway: PrivateSway, empty: SwayWindow
) -> None:
    with holding(sway, empty) as held:
        suspend(held.pid)
        wait_until(lambda: len(empty.seen("press")) == len(empty.seen("release")), "the release")
        held.send_signal(signal.SIGCONT)

        assert "The run was suspended, so all keys and buttons were released." == answer_to("press", held)
        assert "done" == answer_to("press", held)
        keys = wait_until(lambda: [one for one in empty.seen("key") if one["name"] == "F6"], "the key")
        assert [[]] == [key["held"] for key in keys]
        assert len(empty.seen("press")) == len(empty.seen("release"))


@contextmanager
def holding(sway: PrivateSway, empty: SwayWindow) -> Iterator[subprocess.Popen[str]]:
    at = middle_of(empty, "area")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.input.suspended_in_sway", str(at.x), str(at.y)],
        env=sway.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    ) as held:  # fmt: skip
        try:
            wait_until(lambda: answer_to("hold", held) == "done" and _comes(empty, "press"), "the press")
            yield held
        finally:
            held.kill()


def answer_to(order: str, held: subprocess.Popen[str]) -> str:
    assert held.stdin is not None
    assert held.stdout is not None
    held.stdin.write(f"{order}\n")
    held.stdin.flush()
    return held.stdout.readline().strip()


def _comes(window: SwayWindow, kind: str) -> bool:
    with suppress(AssertionError):
        return bool(wait_until(lambda: window.seen(kind), within_s=2))
    return False
