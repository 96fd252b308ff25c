"""Nothing that a library has pressed stays down when the program is killed: the X server's word, by another client."""

from collections.abc import Iterator

import pytest

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.input import watchdog_process
from desktop_agent.platforms.libraries import let_go
from desktop_agent.platforms.libraries.let_go import LeftDown, PressedBeside, left_down
from tests.fakes.waiting import wait_until
from tests.input.killing import Onlooker, Victim, victim
from tests.input.recording_backend import RecordingBackend

SHIFT, LEFT = LeftDown("key", "shift"), LeftDown("button", "left", ScreenPoint(3, 4))
ALL = {"Control_L", "Shift_L", "button 1", "button 3"}


@pytest.fixture
def holding(there: dict[str, str]) -> Iterator[Victim]:
    """Give a program that holds ALL by pynput."""
    with victim("still", there | {"DESKTOP_AGENT_INPUT": "pynput"}) as yours:
        yours.hear("ready")
        yours.go()
        yours.hear("down")
        yield yours


def test_what_a_killed_program_held_by_a_library_comes_up(onlooker: Onlooker, holding: Victim) -> None:
    assert onlooker.down() >= ALL

    holding.kill()

    wait_until(lambda: not onlooker.down(), what="everything is up")


@pytest.mark.parametrize(
    ("told", "down"),
    [
        (b"", []),
        (b"+key shift\n+button left 3 -4\n", [SHIFT, LeftDown("button", "left", ScreenPoint(3, -4))]),
        (b"+button left 3 4\n+key shift\n+key a\n", [LEFT, SHIFT, LeftDown("key", "a")]),
        (b"+key shift\n+button left 3 4\n-key shift\n", [LEFT]),
        (b"+button left 3 4\n-button left\n", []),
        (b"+key shift\n-key shift\n+key shift\n", [SHIFT]),
        (b"+key \xc3\xa9\n", [LeftDown("key", "\u00e9")]),
        (b"+button left 3", [LeftDown("button", "left")]),
        (b"-key shift\n", []),
    ],
)
def test_what_is_down_is_what_went_down_last_and_has_not_come_up(told: bytes, down: list[LeftDown]) -> None:
    assert down == left_down(told.splitlines(keepends=True))


@pytest.mark.process
def test_without_the_process_that_releases_there_is_an_error_before_the_press(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(let_go, "CHILD", "tests.input.silent_watchdog")
    monkeypatch.setattr(watchdog_process, "READY_WITHIN_S", 0.5)
    beside = PressedBeside("pynput_backend")
    beside.start(RecordingBackend())

    with pytest.raises(InputDeniedError, match="isn't running, so nothing was pressed"):
        beside.press("key", "ctrl")
    with pytest.raises(InputDeniedError, match="isn't running, so nothing was pressed"):
        beside.await_watchdog()
    beside.release("key", "ctrl")
    beside.close()
