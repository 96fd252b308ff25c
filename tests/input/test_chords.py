"""Chords reach programs on another layout and come up again; those that somebody else takes are told to the model."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from Xlib import XK, X
from Xlib.display import Display

from desktop_agent.core.actions.action import Action, Click, HoldKey, Press, ReleaseKey
from desktop_agent.core.actions.keys import DesktopChords, chord
from desktop_agent.core.errors import InputError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.held_input import HOLD_S, TAKEN_HOLD_S
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.desktops.x_settings import MOUSE_KEYS, help_keyboard
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import Bench, permit_for
from tests.input.targets import Target

pytestmark = pytest.mark.program

Act = Callable[[Action], None]


@pytest.mark.parametrize("layout", ["ru"])
def test_a_shortcut_is_the_same_on_every_layout(
    qt: Target, act: Act, layouts: Callable[[str], None], layout: str
) -> None:
    act(Click(qt.field()))
    layouts(layout)
    before = len(qt.noted("shortcut"))

    for keys in (("ctrl", "s"), ("ctrl", "shift", "s"), ("f5",), ("ctrl", "+")):
        act(Press(keys))

    wait_until(lambda: len(qt.noted("shortcut")) == before + 4, "the shortcuts")
    assert [note["name"] for note in qt.noted("shortcut")[before:]] == ["Ctrl+S", "Ctrl+Shift+S", "F5", "Ctrl++"]


def test_what_was_pressed_is_released_though_the_layout_has_changed(
    act: Act, layouts: Callable[[str], None], display: PrivateDisplay
) -> None:
    act(HoldKey(("a",)))
    layouts("fr")

    act(ReleaseKey(("a",)))

    assert keys_down(display) == []


def keys_down(display: PrivateDisplay) -> list[str]:
    return [word for word in _state("Virtual core XTEST keyboard", display).split() if word.endswith("=down")]


def _state(device: str, display: PrivateDisplay) -> str:
    command = ["xinput", "query-state", device]
    return subprocess.run(command, env=display.environment(), capture_output=True, text=True, check=True).stdout


@pytest.fixture
def grabber(on_display: PrivateDisplay) -> Iterator[Display]:
    other = Display(on_display.name)
    for name, held in (("F9", 0), ("F8", X.ControlMask), ("Print", 0)):
        code = other.keysym_to_keycode(XK.string_to_keysym(name))
        other.screen().root.grab_key(code, held, 0, X.GrabModeAsync, X.GrabModeAsync)
    other.sync()
    yield other
    other.close()


def test_a_chord_that_another_program_has_grabbed_is_pressed_and_told(
    grabber: Display, performer: ActionExecutor
) -> None:
    reported = {spelled: performer.perform(permit_for(Press(chord(spelled)))).text for spelled in
            ("F9", "ctrl-F8", "PrintScreen", "F8", "shift+F9", "ctrl+a", "super")}  # fmt: skip
    grabber.sync()
    events = [grabber.next_event() for _ in range(grabber.pending_events())]
    came = [event.detail for event in events if event.type in {X.KeyPress, X.KeyRelease}]

    taken = {spelled for spelled, words in reported.items() if "another program" in words.lower()}
    assert {"F9", "ctrl-F8", "PrintScreen"} == taken
    assert len([code for code in came if code == grabber.keysym_to_keycode(XK.XK_F9)]) == 2  # down and up
    assert {""} == {words for spelled, words in reported.items() if spelled not in taken}


def test_a_chord_that_the_server_acts_on_is_refused_and_not_pressed(
    performer: ActionExecutor, x_events: XEventLog
) -> None:
    for spelled in ("ctrl+alt+F5", "Control-Alt-F1", "ctrl+alt+KP_Multiply"):
        with pytest.raises(InputError, match="display server"):
            performer.perform(permit_for(Press(chord(spelled))))
    performer.perform(permit_for(Press(("escape",))))

    assert ["Escape"] == [event.name for event in x_events.wait_for(1, "key_press")]


def test_keys_that_press_the_pointer_are_not_pressed(
    on_display: PrivateDisplay, performer: ActionExecutor, x_events: XEventLog
) -> None:
    with closing(Display(on_display.name)) as other:
        help_keyboard(other, MOUSE_KEYS)
        try:
            with pytest.raises(InputError, match="On this desktop, keypad keys move the pointer"):
                performer.perform(permit_for(Press(("kp5",))))
            performer.perform(permit_for(Press(("escape",))))
        finally:
            help_keyboard(other, 0)

    assert [event.name for event in x_events.wait_for(1, "key_press")] == ["Escape"]
    assert not x_events.events("button_press")


def test_what_the_desktop_takes_is_as_the_backend_tells_and_the_note_goes_to_who_asked() -> None:
    bench = Bench()
    bench.backend.chords = DesktopChords(starting=frozenset({frozenset({"f1"})}))

    takes = [key for key in ("f1", "printscreen", "sysrq", "f2", "hiragana") if bench.performer.takes((key,))]
    reported = [bench.performer.perform(permit_for(Press((key,)))).text for key in ("printscreen", "enter")]

    assert (takes, reported) == (["f1", "printscreen", "sysrq"], ["Taken.", ""])


@pytest.mark.parametrize(("key", "held_s"), [("printscreen", TAKEN_HOLD_S), ("enter", HOLD_S)])
def test_a_chord_that_the_desktop_takes_is_held_until_it_has_come_to_it(key: str, held_s: float) -> None:
    bench = Bench()

    bench.do(Press((key,)))

    assert held_s == pytest.approx(bench.stop.now)
