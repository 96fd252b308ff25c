"""A symbol stands for the character that libxkbcommon says; that library is the oracle."""

import ctypes
import ctypes.util

import pytest

from desktop_agent.core.actions.keys import NAMED
from desktop_agent.platforms.x11.keysyms import char_of_symbol, name_of_symbol, symbol_of_char, symbol_of_key

XKB = ctypes.CDLL(ctypes.util.find_library("xkbcommon") or "libxkbcommon.so.0")
XKB.xkb_keysym_to_utf32.restype = ctypes.c_uint32
XKB.xkb_keysym_from_name.restype = ctypes.c_uint32
KEYPAD = range(0xFF80, 0xFFBE)


def _theirs(symbol: int) -> str:
    char = chr(XKB.xkb_keysym_to_utf32(ctypes.c_uint32(symbol)))
    return char if char.isprintable() or char == "\xa0" else ""


@pytest.mark.parametrize("page", [*range(0x20), 0x20, 0xFE, 0xFF])
def test_no_symbol_is_taken_for_another_character(page: int) -> None:
    symbols = [symbol for symbol in range(page << 8, (page + 1) << 8) if char_of_symbol(symbol)]

    # Numbers that are no symbol at all are on no keyboard.
    wrong = {hex(symbol): (char_of_symbol(symbol), _theirs(symbol)) for symbol in symbols
             if char_of_symbol(symbol) != _theirs(symbol) and _theirs(symbol)}  # fmt: skip

    assert wrong == {}


@pytest.mark.parametrize("page", [0x00, 0x01, 0x02, 0x03, 0x05, 0x06, 0x07, 0x0C, 0x0D, 0x13])
def test_the_letters_of_a_page_are_known(page: int) -> None:
    symbols = range(page << 8, (page + 1) << 8)
    letters = [symbol for symbol in symbols if _theirs(symbol).isalpha()]

    assert [hex(symbol) for symbol in letters if not char_of_symbol(symbol)] == []


@pytest.mark.parametrize("char", ["a", "~", "é", "ÿ", "€", "Ω", "я", "日", "👍"])
def test_a_character_has_a_symbol_that_stands_for_it(char: str) -> None:
    assert _theirs(symbol_of_char(char)) == char
    assert char_of_symbol(symbol_of_char(char)) == char


def test_a_keypad_digit_is_no_digit() -> None:
    assert [char_of_symbol(symbol) for symbol in KEYPAD if char_of_symbol(symbol)] == []


@pytest.mark.parametrize(
    ("name", "theirs"),
    [("enter", "Return"), ("pageup", "Prior"), ("altgr", "ISO_Level3_Shift"), ("f24", "F24"), ("kp9", "KP_9"),
     ("volumeup", "XF86AudioRaiseVolume"), ("volumedown", "XF86AudioLowerVolume"), ("mute", "XF86AudioMute"),
     ("playpause", "XF86AudioPlay"), ("nexttrack", "XF86AudioNext"), ("previoustrack", "XF86AudioPrev"),
     ("menu", "Menu"), ("sysrq", "Sys_Req"), ("super", "Super_L"), ("printscreen", "Print"), ("escape", "Escape"),
     ("backspace", "BackSpace"), ("insert", "Insert"), ("delete", "Delete"), ("scrolllock", "Scroll_Lock")],
)  # fmt: skip
def test_a_key_is_the_key_that_x_calls_so(name: str, theirs: str) -> None:
    assert symbol_of_key(name) == XKB.xkb_keysym_from_name(theirs.encode(), 0)


def test_every_named_key_has_a_symbol() -> None:
    assert [name for name in NAMED if not symbol_of_key(name)] == []


@pytest.mark.parametrize(
    ("symbol", "name"),
    [("q", "q"), ("eacute", "é"), ("Return", "enter"), ("Super_L", "super"), (0x1008FFFF, "0x1008ffff")],
)
def test_a_symbol_is_called_by_its_character_its_key_or_its_number(symbol: str | int, name: str) -> None:
    number = symbol if isinstance(symbol, int) else XKB.xkb_keysym_from_name(symbol.encode(), 0)

    assert name_of_symbol(number) == name
