"""Chords reach programs as what they are called, on every layout; an unknown key presses nothing."""

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, HoldKey, Press, ReleaseKey, Type
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.stop import Stopped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.devtools.doctor.machine import why_input_fails
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.input.performer_bench import permit_for
from tests.input.targets import Target

Act = Callable[[Action], None]


@pytest.mark.parametrize("layout", ["us", "de", "fr", "ru", "us,ru", "ru,us", "gr"])
@pytest.mark.parametrize(
    ("keys", "name"), [(("ctrl", "s"), "Ctrl+S"), (("ctrl", "shift", "s"), "Ctrl+Shift+S"), (("f5",), "F5")]
)
def test_a_shortcut_is_the_same_on_every_layout_in_qt(
    qt: Target, act: Act, layouts: Callable[[str], None], layout: str, keys: tuple[str, ...], name: str
) -> None:
    act(Click(qt.field()))
    layouts(layout)
    before = len(qt.noted("shortcut"))

    act(Press(keys))

    wait_until(lambda: len(qt.noted("shortcut")) > before, f"{name} on {layout}")
    assert [note["name"] for note in qt.noted("shortcut")[before:]] == [name]


def test_a_character_that_needs_shift_brings_it_along(qt: Target, act: Act) -> None:
    act(Click(qt.field()))
    before = len(qt.noted("shortcut"))

    act(Press(("ctrl", "+")))

    wait_until(lambda: len(qt.noted("shortcut")) > before)
    assert qt.noted("shortcut")[-1]["name"] == "Ctrl++"


@pytest.mark.parametrize("layout", ["de", "ru", "ru,us"])
def test_a_shortcut_is_the_same_on_every_layout_in_gtk(
    gtk: Target, act: Act, layouts: Callable[[str], None], layout: str
) -> None:
    act(Type("kept", at=gtk.field()))
    layouts(layout)

    act(Press(("ctrl", "s")))

    assert wait_until(gtk.file.read_text, "the saved file") == "kept"


@pytest.mark.usefixtures("full_keyboard")
def test_of_a_chord_with_an_unknown_key_nothing_is_pressed(act: Act, x_events: XEventLog) -> None:
    with pytest.raises(UnknownKeyError, match="f24"):
        act(Press(("ctrl", "f24")))
    act(Press(("escape",)))

    assert [event.name for event in x_events.wait_for(2, "key_press", "key_release")] == ["Escape", "Escape"]


def test_a_modifier_alone_is_pressed_and_released(act: Act, x_events: XEventLog) -> None:
    act(Press(("super",)))

    seen = x_events.wait_for(2, "key_press", "key_release")
    assert [(event.kind, event.name) for event in seen] == [("key_press", "Super_L"), ("key_release", "Super_L")]


def test_held_keys_stay_down_until_they_are_released(act: Act, display: PrivateDisplay) -> None:
    act(HoldKey(("ctrl", "shift")))
    held = keys_down(display)
    act(ReleaseKey(("ctrl",)))
    left = keys_down(display)
    act(ReleaseKey(("shift", "alt")))

    assert (len(held), len(left), keys_down(display)) == (2, 1, [])


def test_what_was_pressed_is_released_though_the_layout_has_changed(
    act: Act, layouts: Callable[[str], None], display: PrivateDisplay
) -> None:
    act(HoldKey(("a",)))
    layouts("fr")

    act(ReleaseKey(("a",)))

    assert keys_down(display) == []


def test_a_stop_in_the_middle_of_a_text_leaves_no_key_down_and_sends_nothing_more(
    performer: ActionExecutor, qt: Target, stop: threading.Event, x_events: XEventLog, display: PrivateDisplay
) -> None:
    ended: list[BaseException] = []

    def type_on() -> None:
        try:
            performer.perform(permit_for(Type("Aa " * 5000, secret=True)))
        except BaseException as error:  # noqa: BLE001 - looked at below
            ended.append(error)

    performer.perform(permit_for(Click(qt.field())))
    thread = threading.Thread(target=type_on)
    thread.start()
    x_events.wait_for(100, "key_press")
    stop.set()
    thread.join(60)

    assert [type(error) for error in ended] == [Stopped]
    assert keys_down(display) == []
    subprocess.run(["xdotool", "mousemove", "3", "3"], env=display.environment(), check=True)
    wait_until(lambda: [event for event in x_events.events("motion") if (event.x, event.y) == (3, 3)])
    assert (x_events.events()[-1].x, x_events.events()[-1].y) == (3, 3)  # nothing came after the marker
    assert len(x_events.events("key_press")) < 15_000


def test_keys_go_up_when_the_program_ends_without_a_word(display: PrivateDisplay) -> None:
    script = """
import threading
from desktop_agent.core.actions import HoldButton, HoldKey
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.input.performer_bench import permit_for
performer = ActionExecutor(choose(), redeem=lambda permit: None, stop=threading.Event())
for action in (HoldKey(("ctrl", "shift")), HoldButton(ImagePoint(5, 5))):
    performer.perform(permit_for(action))
import subprocess
print(subprocess.run(["xinput", "query-state", "Virtual core XTEST keyboard"], capture_output=True, text=True).stdout)
raise SystemExit("an error nobody caught")
"""
    environment = display.environment() | {"PYTHONPATH": str(Path(__file__).parents[2])}
    others = watchdogs(display)

    ended = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)

    assert ended.stdout.count("=down") == 2
    assert keys_down(display) == []
    assert "button[1]=down" not in _state("Virtual core XTEST pointer", display)
    # At its end it does not ask whether its releases were served: its watchdog releases again, and moves the pointer
    # for that, some tenths of a second later, which would be in the next test.
    wait_until(lambda: watchdogs(display) <= others, "the watchdog's end")


def watchdogs(display: PrivateDisplay) -> set[str]:
    """Return the numbers of the watchdogs' processes on a display."""
    here = f"DISPLAY={display.environment()['DISPLAY']}".encode()
    running = set[str]()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            is_watchdog = b"platforms.x11.input.watchdog" in (process / "cmdline").read_bytes()
            if is_watchdog and here in (process / "environ").read_bytes().split(b"\0"):
                running.add(process.name)
    return running


def test_the_probe_finds_a_working_display_working_and_leaves_it_as_it_was(
    backend: InputBackend, display: PrivateDisplay
) -> None:
    before = backend.pointer()

    assert why_input_fails(backend) == ""
    assert backend.pointer() == before
    assert keys_down(display) == []


def keys_down(display: PrivateDisplay) -> list[str]:
    """Return the keys that are down, as xinput says."""
    return [word for word in _state("Virtual core XTEST keyboard", display).split() if word.endswith("=down")]


def _state(device: str, display: PrivateDisplay) -> str:
    command = ["xinput", "query-state", device]
    return subprocess.run(command, env=display.environment(), capture_output=True, text=True, check=True).stdout
