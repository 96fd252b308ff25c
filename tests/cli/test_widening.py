"""Whatever widens asks in one way: in the terminal, else in the person's own window, else it is refused."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import box_of, windows
from tests.fakes.mcp_raw import RawAgent
from tests.fakes.physical import PhysicalHand
from tests.fakes.source import ROOT
from tests.fakes.typist import at_a_terminal
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

WINDOW = "^Confirm changes"
_FROM_CORNER = (90, 35)  # where “Accept these changes” is in the window, from its lower right corner


def own(home: Path, **more: str) -> dict[str, str]:
    # Qt's own variables as well: other tests show windows on no screen by them.
    base = {name: one for name, one in os.environ.items() if not name.startswith(("DISPLAY", "WAYLAND_DISPLAY", "QT_"))}
    return {**base, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "DESKTOP_AGENT_HOME": str(home), **more}


def alone(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """Start a command without a terminal."""
    return subprocess.Popen(
        program(*words), env=environment, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def accept(display: PrivateDisplay, hand: PhysicalHand) -> None:
    """Press the button of the window once it takes an answer."""
    (window,) = wait_until(lambda: windows(display, WINDOW), "the window")
    left, top, width, height = box_of(display, window)
    hand.move(left + width - _FROM_CORNER[0], top + height - _FROM_CORNER[1])

    def is_gone() -> bool:
        return not windows(display, WINDOW)

    def is_pressed() -> bool:
        hand.press()
        hand.release()
        with suppress(AssertionError):  # a click that came too early counts for nothing, and one right after it neither
            wait_until(is_gone, "the end of the window", within_s=2)
        return is_gone()

    wait_until(is_pressed, "the yes")


@pytest.mark.parametrize(
    "words",
    [
        ("config", "set", "builtin.consequence-send", "allow"),
        ("config", "set", "privacy.windows", "[]"),
        ("config", "set", "privacy.windows", "--unset"),
        ("config", "set", "person.approve_with", "challenge"),
        ("config", "set", "network.allow_http", "box.lan"),
        ("config", "set", "run.allow", "mousepad"),
        ("config", "set", "provider.base_url", "https://other.example"),
        ("mcp", "--mode", "auto"),
        ("mcp", "--allow", "mousepad"),
        ("mcp", "--desk", "--receipt", "accept"),
    ],
)
def test_without_a_terminal_and_a_screen_nothing_is_widened(tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "config/config.toml"
    file.parent.mkdir()
    file.write_text(before := "[privacy]\nwindows = ['Bank']\n")

    with alone(own(tmp_path), *words) as process:
        _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "There is no terminal to prompt you in." in said
    assert "Run this in a terminal: desktop-agent " in said
    assert file.read_text() == before


@pytest.mark.parametrize(("answer", "code"), [("n", 2), ("y", 0)])
def test_in_a_terminal_the_question_is_asked_there(tmp_path: Path, answer: str, code: int) -> None:
    command = program("config", "set", "builtin.terminal", "allow")
    with at_a_terminal(command, own(tmp_path), stdin=subprocess.DEVNULL, columns=140) as person:
        person.waits_for("[y/N] ")
        person.types(f"{answer}\n")
        assert person.ends() == code

    assert "builtin.terminal: ask → allow" in person.text
    assert (tmp_path / "config/config.toml").exists() == (answer == "y")


def test_on_a_screen_a_window_asks_and_a_persons_own_click_says_yes(display: PrivateDisplay, tmp_path: Path) -> None:
    environment = own(tmp_path, DISPLAY=display.name, XAUTHORITY=str(display.xauthority))
    with PhysicalHand(display.name, display.xauthority) as hand:
        with alone(environment, "config", "set", "builtin.terminal", "allow") as setting:
            accept(display, hand)
            _, said = setting.communicate(timeout=60)
        with RawAgent(environment, "--mode", "auto", agreed=False) as caller:
            caller.start()
            looked = caller.send("tools/call", {"name": "look", "arguments": {}})
            accept(display, hand)
            first = caller.answer(looked)
        with RawAgent(environment, "--mode", "auto", agreed=False) as caller:
            caller.start()
            caller.call("look")
            again = windows(display, WINDOW)

    assert (setting.returncode, said) == (0, "")
    assert "'isError': False" in str(first)
    assert not again
