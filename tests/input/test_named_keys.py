"""Keys that the layout lacks, the keypad and media keys arrive as what they are called, by the program's own log."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Press, Type
from desktop_agent.core.keys import chord
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.fields import field_or_skip
from tests.fakes.waiting import wait_until

Act = Callable[[Action], None]
# As a model spells it, and as the program logs it. With the first list the keys were built.
GTK4 = {
    "F13": "F13", "KP_Add": "KP_Add", "KP_5": "KP_5", "KP_Enter": "KP_Enter", "AudioVolumeMute": "AudioMute",
    "BrowserBack": "Back", "PAGE DOWN": "Page_Down", "ctrl-c": "c", "ControlLeft KeyA": "a",
}  # fmt: skip
BROWSER = {
    "NumpadDivide": "/", "num_8": "8", "NumpadEnter": "Enter", "XF86AudioRaiseVolume": "AudioVolumeUp",
    "MediaPlayPause": "MediaPlayPause", "BrowserForward": "BrowserForward", "Page Up": "PageUp",
    "ctrl-Insert": "Insert", "F20": "F20", "Help": "Help", "KP_Home": "Home", "é": "é",
}  # fmt: skip
FIREFOX = {**BROWSER, "MediaPlayPause": "MediaPlay", "^k": "k"}
_HELD = ("Shift", "Control", "Shift_L", "Control_L")


@pytest.mark.parametrize("layout", ["us", "de", "ru"])
@pytest.mark.parametrize(
    ("name", "table"), [("gtk4", GTK4), ("chromium textarea", BROWSER), ("firefox textarea", FIREFOX)]
)
def test_a_key_arrives_as_what_it_is_called(
    display: PrivateDisplay, act: Act, layouts: Callable[[str], None], tmp_path: Path, name: str,
    table: dict[str, str], layout: str,
) -> None:  # fmt: skip
    came = {}
    with field_or_skip(name, display, tmp_path) as field:
        field.empty()
        layouts(layout)
        for spelled, meant in table.items():
            field.ask("forget")
            act(Press(chord(spelled)))
            wait_until(lambda: [note for note in field.seen("key") if note["name"] not in _HELD], meant)
            came[spelled] = [note["name"] for note in field.seen("key") if note["name"] not in _HELD]

    assert {spelled: [meant] for spelled, meant in table.items()} == came


@pytest.mark.parametrize("layout", ["ru", "de"])
def test_the_chords_of_an_editor_work_in_chromium_on_a_layout_without_their_letters(
    display: PrivateDisplay, act: Act, layouts: Callable[[str], None], tmp_path: Path, layout: str
) -> None:
    with field_or_skip("chromium textarea", display, tmp_path) as field:
        field.empty()
        act(Type("one two"))
        wait_until(lambda: field.text() == "one two")
        layouts(layout)
        act(Press(("ctrl", "a")))
        act(Press(("ctrl", "x")))
        cut = wait_until(lambda: not field.text())
        act(Press(("ctrl", "v")))

        assert (cut, "one two") == (True, field.text_once("one two"))
