"""The way to act is chosen by what works here, or forced; what does not work says so in one sentence."""

import gc
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Click, Drag, Press, Scroll, Type
from desktop_agent.core.errors import InputDeniedError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.doctor.machine import why_input_fails
from desktop_agent.input import watchdog_process
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import parts, permit_for
from tests.input.targets import Target


@pytest.fixture(scope="module", autouse=True)
def nothing_left(display: PrivateDisplay) -> Iterator[None]:
    """Let pynput close its connections while the display is still there: later it raises where nobody can catch it."""
    yield
    gc.collect()


def test_a_name_that_is_no_way_is_refused_with_the_names_that_are_and_a_flag_comes_before_the_variable(
    on_display: PrivateDisplay,
) -> None:
    with pytest.raises(InputDeniedError, match="telepathy") as raised:
        choose({"DESKTOP_AGENT_INPUT": "telepathy"})

    assert "xtest, pynput, pyautogui, wlroots" in raised.value.hint
    with closing(choose({"DESKTOP_AGENT_INPUT": "pynput"}, named="xtest")) as chosen:
        assert chosen.name == "xtest"


def test_in_a_wayland_session_nothing_is_sent_to_its_x_side(
    display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment = display.environment() | {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(InputDeniedError, match=r"wlroots: .*Wayland"):
        choose(environment, "linux")


# python-xlib drops its sockets without closing them when nobody answers.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("name", "expected"), [("", "no X display"), (":987", "can't be reached")])
def test_a_display_that_is_not_there_is_one_clear_sentence(
    name: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", name)

    with pytest.raises(InputDeniedError, match=expected):
        choose({}, "linux")


# Both libraries leave connections and files open.
@pytest.mark.slow(but=["pyautogui"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["pynput", "pyautogui"])
def test_the_other_libraries_do_the_same_when_they_are_asked_for(
    on_display: PrivateDisplay, qt: Target, x_events: XEventLog, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog_process, "READY_WITHIN_S", 60.0)  # on a busy computer
    start = qt.surface(-70, -20)
    end = qt.surface(30, 25)
    qt.empty()
    before = {kind: len(qt.noted(kind)) for kind in ("press", "release", "shortcut", "wheel")}
    chosen = choose({"DESKTOP_AGENT_INPUT": name})
    with closing(ActionExecutor(chosen, redeem=lambda _permit: None, stop=threading.Event())) as hands:
        assert (chosen.name, why_input_fails(chosen)) == (name, "")
        for action in (
            Click(end, "right"),
            Drag((start, end)),
            Scroll(end, 100, 200),
            Type("a < b\n日本 ü", at=qt.field()),
        ):
            for part in parts(action):
                hands.perform(permit_for(part))
        assert qt.text(10) == "a < b\n日本 ü"
        keys = len(x_events.events("key_press"))
        hands.perform(permit_for(Press(("ctrl", "s"))))

        # The log of another client never sees XSendEvent.
        assert [event.name for event in x_events.wait_for(keys + 2, "key_press")[keys:]] == ["Control_L", "s"]

    def came(kind: str, *fields: str) -> list[tuple[object, ...]]:
        return [tuple(note[field] for field in fields) for note in qt.noted(kind)[before[kind] :]]

    wait_until(lambda: came("shortcut", "name") == [("Ctrl+S",)], "the shortcut")
    assert came("press", "x", "y", "button") == [(*astuple(end), "RightButton"), (*astuple(start), "LeftButton")]
    assert came("release", "x", "y") == [astuple(end), astuple(end)]
    assert [sum(one) for one in zip(*came("wheel", "dx", "dy"), strict=True)] == [-120, -240]
