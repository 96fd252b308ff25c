"""Which of sway's keyboards are a person's, by recorded answers, and how long a chord is held, by its repeats."""

import json

import pytest

from desktop_agent.platforms.wayland.sway_lock import virtual_keyboards
from desktop_agent.platforms.wayland.sway_presence import HeldChord, physical_keyboards

# As sway 1.7 reports a laptop on which programs have plugged in devices of their own, shortened; and one of 1.10.
INPUTS = json.loads("""[
 {"identifier": "0:1:Power_Button", "name": "Power Button", "vendor": 0, "product": 1, "type": "keyboard"},
 {"identifier": "1:1:AT_Translated_Set_2_keyboard", "vendor": 1, "product": 1, "type": "keyboard"},
 {"identifier": "1133:49948:Logitech_USB_Keyboard", "vendor": 1133, "product": 49948, "type": "keyboard"},
 {"identifier": "1133:49948:Logitech_USB_Keyboard", "vendor": 1133, "product": 49948, "type": "keyboard"},
 {"identifier": "2:7:SynPS/2_Synaptics_TouchPad", "vendor": 2, "product": 7, "type": "touchpad"},
 {"identifier": "0:0:virtual_keyboard", "vendor": 0, "product": 0, "type": "keyboard"},
 {"identifier": "0:0:wlr_virtual_keyboard_v1", "vendor": 0, "product": 0, "type": "keyboard"},
 {"identifier": "0:0:virtual_pointer", "vendor": 0, "product": 0, "type": "pointer"},
 {"identifier": "9:9:Evil;exec_foot", "vendor": 9, "product": 9, "type": "keyboard"}
]""")


@pytest.mark.parametrize(
    ("name", "is_bound"),
    [("0:0:wlr_virtual_keyboard_v1", True), ("0:0:virtual-keyboard", True), ("0:0:virtual;reload", False),
     ("0:0:virtual$x", False), ("1:1:AT_keyboard", False)],
)  # fmt: skip
def test_only_a_plain_name_of_a_programs_keyboard_gets_into_a_command(name: str, *, is_bound: bool) -> None:
    assert virtual_keyboards([{"identifier": name, "type": "keyboard"}]) == ({name} if is_bound else set())


def test_physical_keyboards_are_known_once_each_and_virtual_ones_are_not_among_them() -> None:
    assert physical_keyboards(INPUTS) == (
        "0:1:Power_Button", "1:1:AT_Translated_Set_2_keyboard", "1133:49948:Logitech_USB_Keyboard",
    )  # fmt: skip


def test_a_chord_is_held_as_long_as_its_repeats_come_or_until_it_is_released() -> None:
    chord = HeldChord()

    assert chord.take_press(10.0)
    assert chord.held_for(10.5) == 0.0  # one press may have been a tap whose release is lost
    assert not chord.take_press(10.6)
    assert chord.held_for(10.75) == 0.75
    assert chord.held_for(11.5) == 0.0
    chord.released()
    assert chord.held_for(10.75) == 0.0
    assert chord.take_press(10.8)
