"""Every key of the lists that others have published is that key here, or is clearly refused."""

import ctypes
import ctypes.util

import pytest

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.keys import chord
from desktop_agent.platforms.x11.keysyms import symbol_of_char, symbol_of_key
from tests.fakes import key_lists

XKB = ctypes.CDLL(ctypes.util.find_library("xkbcommon") or "libxkbcommon.so.0")
XKB.xkb_keysym_from_name.restype = ctypes.c_uint32


@pytest.mark.parametrize("listed", ["PYAUTOGUI", "PYNPUT", "DOM_KEY", "DOM_CODE", "X11"])
def test_a_published_name_means_the_key_that_its_owner_means(listed: str) -> None:
    names = {spelled: meant or spelled for spelled, _, meant in
             (word.partition("=") for word in getattr(key_lists, listed).split())}  # fmt: skip

    other = {spelled: (meant, chord(spelled)) for spelled, meant in names.items()
             if [_theirs(meant)] != [_ours(key) for key in chord(spelled)]}  # fmt: skip

    assert {} == other


@pytest.mark.parametrize("spelled", key_lists.NO_KEYS.split())
def test_what_no_keyboard_has_and_what_ends_the_session_is_refused(spelled: str) -> None:
    with pytest.raises(UnknownKeyError):
        chord(spelled)


@pytest.mark.parametrize("spelled", ["XF86PowerOff", "sleep", "LogOff", "ctrl+Hibernate"])
def test_the_refusal_of_a_key_that_ends_the_session_says_so(spelled: str) -> None:
    with pytest.raises(UnknownKeyError, match="never pressed"):
        chord(spelled)


def _theirs(name: str) -> int:
    symbol = XKB.xkb_keysym_from_name(name.encode(), 0)
    assert symbol, name
    return int(symbol)


def _ours(key: str) -> int:
    return symbol_of_key(key) or symbol_of_char(key)
