"""A chord that another program or the display server takes is told to the model; the others are not spoken of."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from Xlib import XK, X
from Xlib.display import Display

from desktop_agent.core.actions import Press
from desktop_agent.core.desktop_chords import DesktopChords
from desktop_agent.core.errors import InputError
from desktop_agent.core.keys import chord
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_settings import MOUSE_KEYS, help_keyboard
from tests.input.performer_bench import Bench, permit_for


@pytest.fixture
def grabber(on_display: PrivateDisplay) -> Iterator[Display]:
    """Give another client, which has grabbed F9, Ctrl+F8 and Print for the whole desktop."""
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
    told = {spelled: performer.perform(permit_for(Press(chord(spelled)))).text for spelled in
            ("F9", "ctrl-F8", "PrintScreen", "F8", "shift+F9", "ctrl+a", "super")}  # fmt: skip
    grabber.sync()
    events = [grabber.next_event() for _ in range(grabber.pending_events())]
    came = [event.detail for event in events if event.type in {X.KeyPress, X.KeyRelease}]

    taken = {spelled for spelled, words in told.items() if "another program" in words.lower()}
    assert {"F9", "ctrl-F8", "PrintScreen"} == taken
    assert len([code for code in came if code == grabber.keysym_to_keycode(XK.XK_F9)]) == 2  # down and up
    assert {""} == {words for spelled, words in told.items() if spelled not in taken}


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


@pytest.mark.parametrize(
    ("key", "taken"), [("f1", True), ("printscreen", True), ("sysrq", True), ("f2", False), ("hiragana", False)]
)
def test_what_the_desktop_takes_is_as_the_backend_tells(key: str, *, taken: bool) -> None:
    bench = Bench()
    bench.backend.chords = DesktopChords(starting=frozenset({frozenset({"f1"})}))

    assert taken is bench.performer.takes((key,))


def test_the_note_goes_to_who_asked() -> None:
    bench = Bench()

    assert "Taken." == bench.performer.perform(permit_for(Press(("printscreen",)))).text
    assert "" == bench.performer.perform(permit_for(Press(("enter",)))).text
