"""X11 key symbols: the number of each named key, and the character of each symbol.

A symbol above 0x01000000 is a Unicode character. The older ones are byte tables that follow the character sets of
their time, a page each, with the exceptions listed here (source: the keysym table of the X protocol, appendix A).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

UNICODE = 0x01000000
_LATIN1 = frozenset((*range(0x20, 0x7F), *range(0xA0, 0x100)))
_UPPER_HALF = 0xA0  # all the tables have but Latin-1, whose lower half is ASCII
_CODECS = {
    0x00: "iso8859-1",
    0x01: "iso8859-2",
    0x02: "iso8859-3",
    0x03: "iso8859-4",
    0x05: "iso8859-6",
    0x06: "koi8-r",
    0x07: "iso8859-7",
    0x0C: "iso8859-8",
    0x0D: "tis-620",
    0x13: "iso8859-15",
}
_EXCEPTIONS = {
    **{0x6A1 + n: char for n, char in enumerate("ђѓёєѕіїјљњћќґўџ№ЂЃЁЄЅІЇЈЉЊЋЌҐЎЏ")},
    **{0x7A1 + n: char for n, char in enumerate("ΆΈΉΊΪ\0ΌΎΫ\0Ώ\0\0΅―\0άέήίϊΐόύϋΰώ")},
    0x7D2: "Σ",
    0x7D3: "\0",
    0x7F2: "σ",
    0x7F3: "ς",
    0x20AC: "€",
    0xAD0: "‘",
    0xAD1: "’",
    0xAD2: "“",
    0xAD3: "”",
    0xAFD: "‚",
    0xAFE: "„",
    0xAAA: "–",
    0xAA9: "—",
    0xAAE: "…",
    0xAC9: "™",
    0xAE6: "•",
}
_NAMED = {
    "ctrl": 0xFFE3,
    "shift": 0xFFE1,
    "alt": 0xFFE9,
    "altgr": 0xFE03,
    "super": 0xFFEB,
    "enter": 0xFF0D,
    "linefeed": 0xFF0A,
    "tab": 0xFF09,
    "escape": 0xFF1B,
    "backspace": 0xFF08,
    "delete": 0xFFFF,
    "insert": 0xFF63,
    "space": 0x20,
    "up": 0xFF52,
    "down": 0xFF54,
    "left": 0xFF51,
    "right": 0xFF53,
    "home": 0xFF50,
    "end": 0xFF57,
    "pageup": 0xFF55,
    "pagedown": 0xFF56,
    "capslock": 0xFFE5,
    "numlock": 0xFF7F,
    "scrolllock": 0xFF14,
    "printscreen": 0xFF61,
    "pause": 0xFF13,
    "menu": 0xFF67,
    "sysrq": 0xFF15,
    "volumeup": 0x1008FF13,
    "volumedown": 0x1008FF11,
    "mute": 0x1008FF12,
    "playpause": 0x1008FF14,
    "nexttrack": 0x1008FF17,
    "previoustrack": 0x1008FF16,
    "mediastop": 0x1008FF15,
    "browserback": 0x1008FF26,
    "browserforward": 0x1008FF27,
    "browserstop": 0x1008FF28,
    "browserrefresh": 0x1008FF73,
    "browserhome": 0x1008FF18,
    "browsersearch": 0x1008FF1B,
    "browserfavorites": 0x1008FF30,
    "micmute": 0x1008FFB2,
    "mediapause": 0x1008FF31,
    "mediarecord": 0x1008FF1C,
    "mediarewind": 0x1008FF3E,
    "mediafastforward": 0x1008FF97,
    "mediarepeat": 0x1008FF98,
    "randomtoggle": 0x1008FF99,
    "subtitle": 0x1008FF9A,
    "eject": 0x1008FF2C,
    "brightnessup": 0x1008FF02,
    "brightnessdown": 0x1008FF03,
    "kbdbrightnessup": 0x1008FF05,
    "kbdbrightnessdown": 0x1008FF06,
    "displayswap": 0x1008FF59,
    "splitscreen": 0x1008FF7D,
    "zoomin": 0x1008FF8B,
    "zoomout": 0x1008FF8C,
    "fullscreen": 0x1008FFB8,
    "close": 0x1008FF56,
    "new": 0x1008FF68,
    "open": 0x1008FF6B,
    "save": 0x1008FF77,
    "spellcheck": 0x1008FF7C,
    "mailreply": 0x1008FF72,
    "mailforward": 0x1008FF90,
    "launchmail": 0x1008FF19,
    "launchcalculator": 0x1008FF1D,
    "launchcalendar": 0x1008FF20,
    "launchwebbrowser": 0x1008FF2E,
    "launchmediaplayer": 0x1008FF32,
    "launchmycomputer": 0x1008FF33,
    "launchspreadsheet": 0x1008FF5C,
    "launchphone": 0x1008FF6E,
    "launchwordprocessor": 0x1008FF89,
    "launchwebcam": 0x1008FF8F,
    "launchmusicplayer": 0x1008FF92,
    "launchapp1": 0x1008FF4A,
    "launchapp2": 0x1008FF4B,
    **{f"launch{digit}": 0x1008FF40 + int(digit, 16) for digit in "0123456789cdef"},
    "clear": 0xFF0B,
    "select": 0xFF60,
    "execute": 0xFF62,
    "undo": 0xFF65,
    "redo": 0xFF66,
    "find": 0xFF68,
    "cancel": 0xFF69,
    "help": 0xFF6A,
    "modechange": 0xFF7E,
    "compose": 0xFF20,
    "props": 0x1005FF70,
    "attn": 0xFD0E,
    "crsel": 0xFD1C,
    "exsel": 0xFD1B,
    "eraseeof": 0xFD06,
    "kanji": 0xFF21,
    "nonconvert": 0xFF22,
    "convert": 0xFF23,
    "romaji": 0xFF24,
    "hiragana": 0xFF25,
    "katakana": 0xFF26,
    "hiraganakatakana": 0xFF27,
    "zenkaku": 0xFF28,
    "hankaku": 0xFF29,
    "zenkakuhankaku": 0xFF2A,
    "kana": 0xFF2D,
    "eisu": 0xFF30,
    "hangul": 0xFF31,
    "hanja": 0xFF34,
    "codeinput": 0xFF37,
    "junja": 0xFF38,
    "singlecandidate": 0xFF3C,
    "allcandidates": 0xFF3D,
    "previouscandidate": 0xFF3E,
    "kpspace": 0xFF80,
    "kptab": 0xFF89,
    "kpenter": 0xFF8D,
    "kphome": 0xFF95,
    "kpleft": 0xFF96,
    "kpup": 0xFF97,
    "kpright": 0xFF98,
    "kpdown": 0xFF99,
    "kppageup": 0xFF9A,
    "kppagedown": 0xFF9B,
    "kpend": 0xFF9C,
    "kpbegin": 0xFF9D,
    "kpinsert": 0xFF9E,
    "kpdelete": 0xFF9F,
    "kpmultiply": 0xFFAA,
    "kpadd": 0xFFAB,
    "kpseparator": 0xFFAC,
    "kpsubtract": 0xFFAD,
    "kpdecimal": 0xFFAE,
    "kpdivide": 0xFFAF,
    "kpequal": 0xFFBD,
    **{f"kpf{n}": 0xFF90 + n for n in range(1, 5)},
    **{f"f{n}": 0xFFBD + n for n in range(1, 25)},
    **{f"kp{n}": 0xFFB0 + n for n in range(10)},
}


def symbol_of_key(name: str) -> int:
    """Return the symbol of a key named as in `core.keys`; 0 for a character, which has `symbol_of_char`."""
    return _NAMED.get(name, 0)


def symbol_of_char(char: str) -> int:
    """Return the symbol that stands for a character on every keyboard: its own Latin-1 number, else its Unicode one."""
    return ord(char) if ord(char) in _LATIN1 else UNICODE + ord(char)


@lru_cache(maxsize=1)
def named_keys() -> Mapping[int, str]:
    """Return the name of each symbol that belongs to a named key, as in `core.keys`."""
    return {symbol: name for name, symbol in _NAMED.items()}


@lru_cache(maxsize=4096)
def char_of_symbol(symbol: int) -> str:
    """Return the character that a symbol types; empty for keys that type none, dead keys, and the keypad."""
    if UNICODE <= symbol <= UNICODE + 0x10FFFF:
        return _printable(chr(symbol - UNICODE))
    if symbol in _EXCEPTIONS:
        return _printable(_EXCEPTIONS[symbol])
    codec = _CODECS.get(symbol >> 8)
    if codec is None or symbol & 0xFF not in _LATIN1 or (symbol >> 8 and symbol & 0xFF < _UPPER_HALF):
        return ""
    return _printable(bytes([symbol & 0xFF]).decode(codec, "ignore"))


def _printable(char: str) -> str:
    # Joiners and variation selectors are typed like anything else.
    return "" if not char or unicodedata.category(char) in {"Cc", "Cs", "Cn"} else char
