"""What a key means on a layout: its name for a chord, its character, its accent."""

import pytest

from desktop_agent.platforms.x11.input_record import KeyMeaning, held_by, meaning_of
from desktop_agent.platforms.x11.keymap import LOCK, Keymap, KeyType, LayoutKey

SHIFT, CONTROL, LEVEL3 = 0x01, 0x04, 0x80
ONE = KeyType(0, {})
ALPHABETIC = KeyType(SHIFT | LOCK, {SHIFT: 1, LOCK: 1})
FOUR = KeyType(SHIFT | LEVEL3, {SHIFT: 1, LEVEL3: 2})
A_CYRILLIC, DEAD_ACUTE, KP_7, RETURN, CONTROL_R, BACK_TAB = 0x6C1, 0xFE51, 0xFFB7, 0xFF0D, 0xFFE4, 0xFE20
KEYMAP = Keymap(
    (
        LayoutKey(24, ((FOUR, (0x71, 0x51, 0x40)), (ALPHABETIC, (A_CYRILLIC, 0x6E1)))),
        LayoutKey(20, ((ONE, (DEAD_ACUTE,)),)),
        LayoutKey(79, ((ONE, (KP_7,)),)),
        LayoutKey(36, ((ONE, (RETURN,)),)),
        LayoutKey(105, ((ONE, (CONTROL_R,)),)),
        LayoutKey(23, ((KeyType(SHIFT, {SHIFT: 1}), (0xFF09, BACK_TAB)),)),
        LayoutKey(65, ((ONE, (0x20,)),)),
    ),
    {SHIFT: 50, LEVEL3: 92},
    2,
)


@pytest.mark.parametrize(
    ("code", "group", "modifiers", "meaning"),
    [
        (24, 0, 0, KeyMeaning("q", "q", "", ())),
        (24, 0, LEVEL3, KeyMeaning("q", "@", "", ())),
        (24, 0, CONTROL, KeyMeaning("q", "", "", ("ctrl",))),
        (24, 1, 0, KeyMeaning("q", "а", "", ())),
        (20, 0, 0, KeyMeaning("", "", "\u0301", ())),
        (79, 0, 0, KeyMeaning("kp7", "7", "", ())),
        (105, 0, 0, KeyMeaning("ctrl", "", "", ())),
        (23, 0, SHIFT, KeyMeaning("tab", "", "", ("shift",))),
        (99, 0, 0, KeyMeaning("", "", "", ())),
    ],
)
def test_a_key_is_named_and_types(code: int, group: int, modifiers: int, meaning: KeyMeaning) -> None:
    assert meaning_of(KEYMAP, code, group, modifiers) == meaning


def test_the_state_tells_the_modifiers_that_are_held() -> None:
    assert held_by(SHIFT | CONTROL | LOCK) == ("shift", "ctrl")
