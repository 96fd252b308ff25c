"""The way to act is chosen by what works here, or forced; what does not work says so in one sentence."""

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Press, Scroll, Type
from desktop_agent.core.errors import InputDeniedError, InputError, UnknownKeyError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.mode import InputName
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.devtools.doctor.machine import why_input_fails
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.choose import choose, reasons
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.installation import hint_for
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.input.performer_bench import parts, permit_for
from tests.input.targets import Target


@pytest.fixture(scope="module", autouse=True)
def nothing_left(display: PrivateDisplay) -> Iterator[None]:
    """Let pynput close its connections while the display is still there: later it raises where nobody can catch it."""
    yield
    gc.collect()


def test_on_x11_it_is_xtest(on_display: PrivateDisplay) -> None:
    chosen = choose()

    assert chosen.name == "xtest"
    chosen.close()


def test_a_name_that_is_no_way_is_refused_with_the_names_that_are() -> None:
    with pytest.raises(InputDeniedError, match="telepathy") as raised:
        choose({"DESKTOP_AGENT_INPUT": "telepathy"})

    assert "xtest, pynput, pyautogui, wlroots" in raised.value.hint


@pytest.mark.parametrize("name", ["xtest", "pynput", "pyautogui"])
def test_what_a_flag_names_comes_before_the_variable(on_display: PrivateDisplay, name: InputName) -> None:
    chosen = choose({"DESKTOP_AGENT_INPUT": "xtest" if name != "xtest" else "pynput"}, named=name)

    assert chosen.name == name
    chosen.close()


def test_a_library_that_is_not_there_is_told_with_the_way_out() -> None:
    script = """
import sys
sys.modules["pyautogui"] = None
from desktop_agent.core.errors import InputDeniedError
from desktop_agent.input.choose import check
try:
    check(named="pyautogui")
except InputDeniedError as error:
    print(error)
"""
    asked = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)

    assert "pyautogui can't be used" in asked.stdout
    assert "To use the best backend available, omit --input" in asked.stdout
    assert hint_for("pyautogui") in asked.stdout


def test_pyautogui_works_without_the_windows_that_it_wants_beside_it(on_display: PrivateDisplay) -> None:
    """MouseInfo and PyMsgBox are under the GPL, and in none of our locks."""
    script = """
import sys
sys.modules["mouseinfo"] = sys.modules["pymsgbox"] = None
from desktop_agent.input.choose import choose
from desktop_agent.devtools.doctor.machine import why_input_fails
chosen = choose(named="pyautogui")
print(repr(why_input_fails(chosen)))
chosen.close()
"""
    asked = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60)

    assert (asked.stdout, asked.stderr) == ("''\n", "")


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
@pytest.mark.parametrize(("name", "said"), [("", "no X display"), (":987", "can't be reached")])
def test_a_display_that_is_not_there_is_one_clear_sentence(
    name: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", name)

    with pytest.raises(InputDeniedError, match=said):
        choose({}, "linux")


@pytest.fixture
def without_xtest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run an X server that does not let programs press keys."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-extension", "XTEST", "-screen", "0", "320x200x24"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        monkeypatch.setenv("DISPLAY", f":{told.readline().strip()}")
    yield
    server.terminate()
    server.wait()


@pytest.mark.usefixtures("without_xtest")
def test_a_display_without_xtest_is_refused_as_what_it_is() -> None:
    with pytest.raises(InputDeniedError, match="XTEST"):
        choose({}, "linux")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_way_says_why_it_cannot_be_used(on_display: PrivateDisplay) -> None:
    told = reasons()

    assert "There is no Wayland session" in told.pop("wlroots")
    assert told == {"xtest": "", "pynput": "", "pyautogui": ""}


def test_without_a_display_every_way_has_a_reason_and_none_raises() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    script = "from desktop_agent.input.choose import reasons; assert all(reasons().values()), reasons(); print('fine')"

    asked = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=60
    )

    assert (asked.stdout, asked.stderr) == ("fine\n", "")


# Both libraries leave connections and files open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["pynput", "pyautogui"])
class TestForced:
    """The other libraries do the same on X11 when they are asked for."""

    @pytest.fixture
    def forced(self, name: str, on_display: PrivateDisplay) -> Iterator[InputBackend]:
        chosen = choose({"DESKTOP_AGENT_INPUT": name})
        yield chosen
        chosen.close()

    @pytest.fixture
    def act_forced(self, forced: InputBackend) -> Iterator[Callable[[Action], None]]:
        hands = ActionExecutor(forced, redeem=lambda _permit: None, stop=threading.Event())

        def carry_out(action: Action) -> None:
            for part in parts(action):
                hands.perform(permit_for(part))

        yield carry_out
        hands.close()

    def test_it_is_the_one_that_was_named_and_it_works(self, forced: InputBackend, name: str) -> None:
        assert forced.name == name
        assert why_input_fails(forced) == ""

    def test_clicks_land(self, act_forced: Callable[[Action], None], qt: Target, name: str) -> None:
        at = qt.surface(11 * len(name), 44)  # not where the other one has just clicked
        before = len(qt.noted("press"))

        act_forced(Click(at, "right"))

        wait_until(lambda: len(qt.noted("press")) > before)
        note = qt.noted("press")[-1]
        assert (note["x"], note["y"], note["button"]) == (at.x, at.y, "RightButton")

    def test_a_double_click_is_one(self, act_forced: Callable[[Action], None], qt: Target) -> None:
        before = len(qt.noted("double"))

        act_forced(Click(qt.surface(-60, 10), count=2))

        wait_until(lambda: len(qt.noted("double")) > before)

    def test_a_button_let_go_is_up_when_the_call_returns(self, forced: InputBackend, qt: Target, name: str) -> None:
        """Under a window manager that holds the pointer until it has seen the click, the server is late with it."""
        down: set[str] = set()
        for step in range(12):
            forced.move(ScreenPoint(*astuple(qt.surface(7 * step - 40, 10 + len(name)))))
            forced.button("left", down=True)
            forced.button("left", down=False)
            down.update(forced.buttons_down())

        assert down == set()

    def test_a_drag_begins_and_ends_where_it_should(self, act_forced: Callable[[Action], None], qt: Target) -> None:
        start, end = qt.surface(-70, -20), qt.surface(30, 25)
        before = len(qt.noted("release"))

        act_forced(Drag((start, end)))

        wait_until(lambda: len(qt.noted("release")) > before)
        pressed, released = qt.noted("press")[-1], qt.noted("release")[-1]
        assert ((pressed["x"], pressed["y"]), (released["x"], released["y"])) == ((start.x, start.y), (end.x, end.y))

    def test_the_wheel_turns_the_right_way(self, act_forced: Callable[[Action], None], qt: Target) -> None:
        before = len(qt.noted("wheel"))

        act_forced(Scroll(qt.surface(), 100, 200))

        def turned(way: str) -> int:
            return int(sum(note[way] for note in qt.noted("wheel")[before:]))

        wait_until(lambda: (turned("dx"), turned("dy")) == (-120, -240), "the wheel")

    def test_shortcuts_arrive_by_xtest(
        self, act_forced: Callable[[Action], None], qt: Target, x_events: XEventLog
    ) -> None:
        act_forced(Click(qt.field()))
        before = len(qt.noted("shortcut"))

        act_forced(Press(("ctrl", "s")))

        wait_until(lambda: len(qt.noted("shortcut")) > before)
        # The log of another client never sees XSendEvent.
        assert [event.name for event in x_events.events("key_press")] == ["Control_L", "s"]

    def test_text_arrives_exactly(self, act_forced: Callable[[Action], None], qt: Target) -> None:
        qt.empty()

        act_forced(Type("a < b\n日本 ü", at=qt.field()))

        assert qt.text(10) == "a < b\n日本 ü"

    @pytest.mark.usefixtures("full_keyboard")
    def test_an_unknown_key_is_refused(self, act_forced: Callable[[Action], None], x_events: XEventLog) -> None:
        with pytest.raises(UnknownKeyError):
            act_forced(Press(("ctrl", "f24")))

        assert x_events.events("key_press") == ()

    def test_a_button_it_does_not_have_is_an_error(self, forced: InputBackend, name: str) -> None:
        if name == "pyautogui":
            with pytest.raises(InputError, match="pyautogui doesn't support the back button"):
                forced.button("back", down=True)
