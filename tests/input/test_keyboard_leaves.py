"""A program that gives the keyboard away, or Caps Lock that comes on meanwhile: nothing goes where it was not meant."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Action, HoldKey, Press, Type, Wait
from desktop_agent.core.errors import InputError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.backend import InputBackend, KeyboardLeftError
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.platforms.x11.connection import connect
from desktop_agent.platforms.x11.windows import X11Windows
from tests.fakes.people.hands import Hands
from tests.fakes.programs.x_window import XWindow
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import permit_for
from tests.input.targets import Target

ROOT = Path(__file__).parents[2]


@contextmanager
def key_taker(
    display: PrivateDisplay, *arguments: int | str, program: str = "key_taker"
) -> Iterator[tuple[int, Callable[[], str]]]:
    """Give another program's bare window, and what returns the next key that it gets."""
    command = [sys.executable, "-m", f"tests.fakes.programs.{program}", *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, env=display.environment(), stdout=subprocess.PIPE, text=True) as process:

        def line() -> str:
            assert process.stdout is not None
            return process.stdout.readline().strip()

        try:
            yield int(line()), line
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
    with key_taker(on_display) as (taker, next_key), key_taker(on_display, taker) as (named, first_key):
        with closing(_hands()) as hands, pytest.raises(KeyboardLeftError):
            _do_all(hands, acts, named)
        subprocess.run(["xdotool", "key", "z"], env=on_display.environment(), check=True, timeout=60)

        assert first_key()
        assert next_key() == "z"


@contextmanager
def focused_window() -> Iterator[int]:
    """Give the number that the frame of a window with the keyboard has."""
    with XWindow(50, 50, 200, 100, managed=True) as window, closing(X11Windows(connect())) as windows:
        yield wait_until(lambda: _focused(windows, window.id), "the keyboard in the window")


def _focused(windows: X11Windows, client: int) -> int:
    focus = windows.scene().focus
    return focus if focus is not None and windows.is_part_of(focus, client) else 0


@pytest.mark.parametrize("act", [Type("ab"), Type("ab\n"), Press(("a",)), Press(("ctrl", "a"))], ids=repr)
@pytest.mark.parametrize("how", ["shown", "hidden"])
def test_a_program_that_has_the_keyboard_to_itself_gets_no_key_that_is_for_another(
    on_display: PrivateDisplay, how: str, act: Action
) -> None:
    with focused_window() as named, closing(_hands()) as hands:
        _do_all(hands, (act,), named)
        with key_taker(on_display, how, program="keyboard_grabber") as (_, grabbed_key):
            with pytest.raises(KeyboardLeftError):
                _do_all(hands, (act,), named)
            subprocess.run(["xdotool", "key", "z"], env=on_display.environment(), check=True, timeout=60)

            assert grabbed_key() == "z"
        _do_all(hands, (act,), named)


def test_keys_may_be_for_a_launcher_that_has_the_keyboard_to_itself(on_display: PrivateDisplay) -> None:
    with (
        focused_window(),
        key_taker(on_display, program="keyboard_grabber") as (launcher, next_key),
        closing(_hands()) as hands,
        closing(X11Windows(connect())) as windows,
    ):
        assert windows.scene().focus == launcher
        _do_all(hands, (Type("ab"), Press(("c",))), launcher)

        assert [next_key() for _ in range(3)] == ["a", "b", "c"]


def test_another_window_of_the_same_program_gets_them(on_display: PrivateDisplay) -> None:
    with (
        key_taker(on_display) as (other, next_key),
        key_taker(on_display, other) as (named, first_key),
        closing(_hands()) as hands,
    ):
        _do_all(hands, (Press(("a",)),), named)
        assert first_key() == "a"
        _do_all(hands, (Press(("b",)),), other)
        assert next_key() == "b"


TEXT = "glo" * 27
AFTER = 20  # questions whether to stop: one before each character


@dataclass
class MeanwhileStop:
    """A stop token that never stops; in the middle of a text, somebody does something."""

    deed: Callable[[], None]
    asked: int = 0

    def is_set(self) -> bool:
        self.asked += 1
        if self.asked == AFTER:
            self.deed()
        return False

    def wait(self, seconds: float) -> bool:
        return False


def test_caps_lock_that_is_switched_on_meanwhile_is_an_error_and_stays_on(
    qt: Target, backend: InputBackend, hands: Hands
) -> None:
    qt.empty()
    stop = MeanwhileStop(lambda: hands.press("Caps_Lock"))
    performer = ActionExecutor(backend, redeem=lambda _permit: None, stop=stop)

    try:
        with pytest.raises(InputError, match="Caps Lock was turned on"):
            performer.perform(permit_for(Type(TEXT)))
        hands.type("x")
        wait_until(lambda: qt.now().endswith("X"), "a capital")
    finally:
        hands.press("Caps_Lock")

    assert len(qt.now()) < len(TEXT)
