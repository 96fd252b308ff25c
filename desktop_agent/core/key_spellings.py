"""What models and vendors call the keys, folded: in lower case, without spaces, underscores and dots. Pure data.

Sources: X11's and xdotool's names, pyautogui's, pynput's and Selenium's, the DOM's `key` and `code`, Windows' VK_ and
Linux' KEY_ constants, and plain English.
"""

from __future__ import annotations

from itertools import product

_MODIFIERS = {
    "ctrl": ("control", "ctrl", "ctl"),
    "shift": ("shift",),
    "alt": ("alt", "option", "opt"),
    "super": ("super", "meta", "cmd", "command", "win", "windows", "os"),
}
_KEYPAD = {
    **{f"kp{n}": (str(n),) for n in range(10)},
    "kpadd": ("add", "plus"),
    "kpsubtract": ("subtract", "minus"),
    "kpmultiply": ("multiply", "times", "asterisk"),
    "kpdivide": ("divide", "slash"),
    "kpdecimal": ("decimal", "period", "dot"),
    "kpequal": ("equal", "equals"),
    "kpenter": ("enter", "return"),
    # What the keypad's keys are while NumLock is off.
    "home": ("home",),
    "end": ("end",),
    "up": ("up",),
    "down": ("down",),
    "left": ("left",),
    "right": ("right",),
    "pageup": ("prior", "pageup"),
    "pagedown": ("next", "pagedown"),
    "insert": ("insert",),
    "delete": ("delete",),
}
_KEYS = {
    "altgr": "altgraph isolevel3shift",
    "alt": "vkmenu lmenu rmenu",  # what Windows calls Alt
    "enter": "return linefeed ⏎ ↵",
    "tab": "tabulator ⇥",
    "escape": "esc ⎋",
    "backspace": "back bksp ⌫",
    "delete": "del forwarddelete ⌦",
    "insert": "ins",
    "space": "spacebar",
    "up": "arrowup uparrow cursorup ↑",
    "down": "arrowdown downarrow cursordown ↓",
    "left": "arrowleft leftarrow cursorleft ←",
    "right": "arrowright rightarrow cursorright →",
    "pageup": "pgup prior",
    "pagedown": "pgdn pgdown next",
    "capslock": "caps capital",
    "scrolllock": "vkscroll",
    "printscreen": "print prtsc prtscr prtscn prntscrn printscrn snapshot",
    "pause": "break pausebreak",
    "menu": "apps contextmenu",
    "sysrq": "sysreq",
    "volumeup": "audiovolumeup audioraisevolume",
    "volumedown": "audiovolumedown audiolowervolume",
    "mute": "volumemute audiovolumemute audiomute",
    "playpause": "mediaplaypause audioplay audiopause audioplaypause mediaplay mediapause play",
    "mediastop": "audiostop stopcd",
    "nexttrack": "medianexttrack mediatracknext medianext audionext nextsong",
    "previoustrack": "prevtrack mediaprevtrack mediatrackprevious mediaprevious audioprev previoussong",
    "browserback": "xf86back",
    "browserforward": "xf86forward",
    "browserrefresh": "xf86refresh xf86reload",
    "browserstop": "xf86stop",
    "kpadd": "add",
    "kpsubtract": "subtract",
    "kpmultiply": "multiply",
    "kpdivide": "divide",
    "kpdecimal": "decimal",
    "+": "plus",
    "-": "minus hyphen dash",
    "=": "equal equals",
    ",": "comma",
    ".": "period dot",
    "/": "slash",
    "\\": "backslash",
    ";": "semicolon",
    ":": "colon",
    "'": "apostrophe quote",
    '"': "quotedbl doublequote",
    "`": "grave backquote backtick",
    "~": "asciitilde tilde",
    "[": "bracketleft",
    "]": "bracketright",
    "{": "braceleft",
    "}": "braceright",
    "(": "parenleft",
    ")": "parenright",
    "<": "less",
    ">": "greater",
    "|": "bar pipe",
    "?": "question",
    "!": "exclam",
    "@": "at",
    "#": "numbersign hash",
    "$": "dollar",
    "%": "percent",
    "^": "asciicircum caret",
    "&": "ampersand",
    "*": "asterisk",
    "_": "underscore",
}

# One character that stands for a modifier, alone or in front of a key: "⌘", "⇧⌘T", "^c".
SIGNS = {"⌘": "super", "⌃": "ctrl", "⌥": "alt", "⇧": "shift"}
# A letter in front of a hyphen, as editors write their commands: "C-x", "M-x".
LETTERS = {"C": "ctrl", "M": "alt", "A": "alt", "S": "shift"}
PREFIXES = ("xf86", "keys", "key", "vk", "xk", "digit")
# Names of more than one key.
CHORDS = {"isolefttab": ("shift", "tab"), "backtab": ("shift", "tab")}


def _modifiers() -> dict[str, str]:
    named = {word: name for name, words in _MODIFIERS.items() for word in words}
    before = {side + word: name for side, (word, name) in product(("left", "right", "l", "r"), named.items())}
    after = {word + side: name for side, (word, name) in product(("left", "right", "l", "r"), named.items())}
    return {**named, **before, **after, "controlormeta": "ctrl"}


def _keypad() -> dict[str, str]:
    blocks = ("kp", "num", "numpad", "keypad", "numberpad")
    return {block + word: name for block, (name, words) in product(blocks, _KEYPAD.items()) for word in words}


ALIASES: dict[str, str] = {
    **_keypad(),
    **_modifiers(),
    **{word: name for name, words in _KEYS.items() for word in words.split()},
    **SIGNS,
}
