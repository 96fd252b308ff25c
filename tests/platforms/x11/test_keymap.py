"""Which key gives a character is read from the layout as XKB describes it."""

import pytest

from desktop_agent.platforms.x11.keymap import LOCK, Keymap, KeyType, LayoutKey, Stroke

SHIFT = 0x01

ONE = KeyType(0, {})
TWO = KeyType(SHIFT, {SHIFT: 1})
ALPHABETIC = KeyType(SHIFT | LOCK, {SHIFT: 1, LOCK: 1})
LEVEL3 = 0x80
FOUR = KeyType(SHIFT | LEVEL3, {SHIFT: 1, LEVEL3: 2, SHIFT | LEVEL3: 3})
A_CYRILLIC = 0x6C1


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
    ("wrap", "wanted", "group"), [(0, 2, 0), (0, 3, 1), (0x40, 3, 1), (0x80, 2, 0), (0x90, 2, 1), (0xA0, 3, 0)]
)
def test_a_group_that_a_key_lacks_is_taken_as_the_protocol_says(wrap: int, wanted: int, group: int) -> None:
    key = LayoutKey(38, ((TWO, (0x61, 0x41)), (TWO, (A_CYRILLIC, A_CYRILLIC))), wrap)

    assert key.group(wanted) == group


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

    assert keymap.holds_for(SHIFT, 0, held=0) == ((50,), 0)
    assert keymap.holds_for(SHIFT, 0, held=LEVEL3) == ((), SHIFT)
    assert keymap.holds_for(SHIFT | LEVEL3, 0, held=0) == ((50,), LEVEL3)
    assert keymap.holds_for(SHIFT, 0, held=0, locks_all=True) == ((), SHIFT)
