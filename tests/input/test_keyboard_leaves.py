"""A program that gives the keyboard away at the first key it gets: the other one gets none, by its own word."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, HoldKey, Press, Type, Wait
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.backend import KeyboardLeftError
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.input.performer_bench import permit_for

ROOT = Path(__file__).parents[2]


class KeyTaker:
    """Another program with a bare window."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.window = int(self.line())

    def line(self) -> str:
        """Return the next key that the program got, once it has got one."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def key_taker(display: PrivateDisplay, *arguments: int) -> Iterator[KeyTaker]:
    command = [sys.executable, "-m", "tests.fakes.key_taker", *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, env=display.environment(), stdout=subprocess.PIPE, text=True) as process:
        try:
            yield KeyTaker(process)
        finally:
            process.kill()


def _hands() -> ActionExecutor:
    return ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), smooth=True)


def _do_all(hands: ActionExecutor, acts: tuple[Action, ...], window: int) -> None:
    for act in acts:
        hands.perform(permit_for(act, window=window))


ACTS: dict[str, tuple[Action, ...]] = {
    "text at once": (Type("b" * 40),),
    "a key that is held": (HoldKey(("a",)), Wait(1.5)),
    "one key after another": (Press(("a",)), Wait(0.3), Press(("b",))),
}


@pytest.mark.parametrize("acts", ACTS.values(), ids=ACTS)
def test_the_program_that_gets_the_keyboard_gets_no_key(on_display: PrivateDisplay, acts: tuple[Action, ...]) -> None:
    with key_taker(on_display) as other, key_taker(on_display, other.window) as named:
        with closing(_hands()) as hands, pytest.raises(KeyboardLeftError):
            _do_all(hands, acts, named.window)
        subprocess.run(["xdotool", "key", "z"], env=on_display.environment(), check=True, timeout=60)

        assert named.line()
        assert other.line() == "z"


def test_another_window_of_the_same_program_gets_them(on_display: PrivateDisplay) -> None:
    with key_taker(on_display) as other, key_taker(on_display, other.window) as named, closing(_hands()) as hands:
        hands.perform(permit_for(Press(("a",)), window=named.window))
        assert named.line() == "a"
        hands.perform(permit_for(Press(("b",)), window=other.window))
        assert other.line() == "b"
