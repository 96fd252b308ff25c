"""Which key gives a character, and what a key means, is read from the layout as XKB describes it."""

import pytest

from desktop_agent.platforms.x11.input_record import KeyMeaning, held_modifiers, meaning_of
from desktop_agent.platforms.x11.xkb import LOCK, Keymap, KeyType, LayoutKey, Stroke

SHIFT = 0x01

ONE = KeyType(0, {})
TWO = KeyType(SHIFT, {SHIFT: 1})
ALPHABETIC = KeyType(SHIFT | LOCK, {SHIFT: 1, LOCK: 1})
LEVEL3 = 0x80
FOUR = KeyType(SHIFT | LEVEL3, {SHIFT: 1, LEVEL3: 2, SHIFT | LEVEL3: 3})
CONTROL = 0x04
A_CYRILLIC = 0x6C1
DEAD_ACUTE = 0xFE51
KP_7 = 0xFFB7
CONTROL_R = 0xFFE4
BACK_TAB = 0xFE20


def _keymap(*keys: LayoutKey) -> Keymap:
    return Keymap(keys, {SHIFT: 50, LEVEL3: 92}, max(len(key.groups) for key in keys))


@pytest.mark.parametrize(
    ("char", "locked", "stroke"),
    [
        ("q", 0, Stroke(24, 0, 0)),
        ("@", 0, Stroke(24, LEVEL3, 0)),
        ("Ω", 0, Stroke(24, SHIFT | LEVEL3, 0)),
        ("b", LOCK, Stroke(56, SHIFT, 0)),
        ("ж", 0, None),
    ],
)
def test_a_character_is_found_with_the_modifiers_it_needs(char: str, locked: int, stroke: Stroke | None) -> None:
    keymap = _keymap(
        LayoutKey(10, ((ONE, (0x31,)),)),
        LayoutKey(24, ((FOUR, (0x71, 0x51, 0x40, 0x10003A9)),)),
        LayoutKey(56, ((ALPHABETIC, (0x62, 0x42)),)),
    )

    assert keymap.char(char, 0, locked) == stroke


def test_a_character_with_a_key_of_its_own_does_not_go_by_a_combination() -> None:
    keymap = _keymap(LayoutKey(59, ((TWO, (0x2C, 0x3C)),)), LayoutKey(94, ((ONE, (0x3C,)),)))

    assert keymap.char("<", 0, 0) == Stroke(94, 0, 0)


@pytest.mark.parametrize(
    ("wrap", "expected", "group"), [(0, 2, 0), (0, 3, 1), (0x40, 3, 1), (0x80, 2, 0), (0x90, 2, 1), (0xA0, 3, 0)]
)
def test_a_group_that_a_key_lacks_is_taken_as_the_protocol_says(wrap: int, expected: int, group: int) -> None:
    key = LayoutKey(38, ((TWO, (0x61, 0x41)), (TWO, (A_CYRILLIC, A_CYRILLIC))), wrap)

    assert key.group(expected) == group


def test_only_keys_without_any_symbol_are_spare() -> None:
    keymap = _keymap(LayoutKey(8, ()), LayoutKey(9, ((ONE, (0,)),)), LayoutKey(10, ((ONE, (0x31,)),)))

    assert keymap.spare_codes() == (8, 9)


def test_the_modifiers_of_a_stroke_are_held_by_their_keys() -> None:
    keymap = _keymap(LayoutKey(10, ((ONE, (0x31,)),)))

    assert keymap.modifier_codes_for(SHIFT | LEVEL3) == (50, 92)
    assert keymap.symbol(0x31, 0, 0) == Stroke(10, 0, 0)


def test_a_modifier_that_would_do_something_else_by_then_is_to_be_locked() -> None:
    next_group = 0xFE08
    keymap = _keymap(
        LayoutKey(50, ((FOUR, (0xFFE1, 0xFFE1, next_group)),)), LayoutKey(92, ((TWO, (0xFE03, next_group)),))
    )

    assert keymap.modifiers_to_hold(SHIFT, 0, held=0) == ((50,), 0)
    assert keymap.modifiers_to_hold(SHIFT, 0, held=LEVEL3) == ((), SHIFT)
    assert keymap.modifiers_to_hold(SHIFT | LEVEL3, 0, held=0) == ((50,), LEVEL3)
    assert keymap.modifiers_to_hold(SHIFT, 0, held=0, locks_all=True) == ((), SHIFT)


KEYMAP = Keymap(
    (
        LayoutKey(24, ((FOUR, (0x71, 0x51, 0x40)), (ALPHABETIC, (A_CYRILLIC, 0x6E1)))),
        LayoutKey(20, ((ONE, (DEAD_ACUTE,)),)),
        LayoutKey(79, ((ONE, (KP_7,)),)),
        LayoutKey(105, ((ONE, (CONTROL_R,)),)),
        LayoutKey(23, ((TWO, (0xFF09, BACK_TAB)),)),
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
    assert held_modifiers(SHIFT | CONTROL | LOCK) == ("shift", "ctrl")
