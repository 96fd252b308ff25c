"""The one table of keys: their names here, and what models and vendors call them, folded.

Folded is in lower case, without spaces, underscores, dots and slashes. Sources: X11's and xdotool's names, pyautogui's,
pynput's, Playwright's, Puppeteer's and Selenium's, the DOM's `key` and `code`, Windows' VK_ and Linux' KEY_ constants,
the signs on Apple's keys, and plain English.
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
    "kpseparator": ("separator", "comma"),
    "kpspace": ("space",),
    "kptab": ("tab",),
    **{f"kpf{n}": (f"f{n}",) for n in range(1, 5)},
    # What the keypad's keys are while NumLock is off.
    **{f"kp{name}": (name,) for name in ("home", "end", "up", "down", "left", "right", "insert")},
    "kppageup": ("prior", "pageup"),
    "kppagedown": ("next", "pagedown"),
    "kpdelete": ("delete",),
    "kpbegin": ("begin", "clear"),
    # Keys that a calculator has, which are characters here.
    "(": ("parenleft",),
    ")": ("parenright",),
    "*": ("star",),
    "#": ("hash",),
    "backspace": ("backspace",),
}
# Names of keys here, and what else they are called. One character is the key that types it.
_KEYS = {
    "altgr": "altgraph isolevel3shift",
    "alt": "vkmenu lmenu rmenu ⎇",  # what Windows calls Alt
    "enter": "return ⏎ ↵ ↩",
    "tab": "tabulator ⇥",
    "escape": "esc ⎋",
    "backspace": "back bksp ⌫",
    "delete": "del forwarddelete ⌦",
    "insert": "ins",
    "space": "spacebar ␣",
    "up": "arrowup uparrow cursorup ↑",
    "down": "arrowdown downarrow cursordown ↓",
    "left": "arrowleft leftarrow cursorleft ←",
    "right": "arrowright rightarrow cursorright →",
    "home": "↖",
    "end": "↘",
    "pageup": "pgup prior ⇞",
    "pagedown": "pgdn pgdown next ⇟",
    "capslock": "caps capital ⇪",
    "scrolllock": "vkscroll",
    "printscreen": "print prtsc prtscr prtscn prntscrn printscrn snapshot",
    "pause": "break pausebreak",
    "menu": "apps contextmenu",
    "sysrq": "sysreq",
    "clear": "⌧ xf86clear",
    "compose": "multikey",
    # Of sound, films and the screen.
    "volumeup": "mediavolumeup audiovolumeup audioraisevolume",
    "volumedown": "mediavolumedown audiovolumedown audiolowervolume",
    "mute": "volumemute mediavolumemute audiovolumemute audiomute",
    "micmute": "audiomicmute microphonevolumemute microphonemutetoggle microphonetoggle",
    "playpause": "mediaplaypause audioplay audioplaypause mediaplay play",
    "mediapause": "audiopause",
    "mediastop": "audiostop stopcd stop",
    "nexttrack": "medianexttrack mediatracknext medianext audionext nextsong",
    "previoustrack": "prevtrack mediaprevtrack mediatrackprevious mediaprevious audioprev previoussong",
    "brightnessup": "monbrightnessup",
    "brightnessdown": "monbrightnessdown",
    # Of browsers.
    "browserback": "xf86back",
    "browserforward": "xf86forward",
    "browserrefresh": "xf86refresh xf86reload",
    "browserstop": "xf86stop",
    "browserhome": "homepage",
    "browsersearch": "xf86search",
    "kpadd": "add",
    "kpsubtract": "subtract",
    "kpmultiply": "multiply",
    "kpdivide": "divide",
    "kpdecimal": "decimal",
    "kpseparator": "separator",
    "kpenter": "⌤",
    "+": "plus",
    "-": "minus hyphen dash",
    "=": "equal equals",
    ",": "comma",
    ".": "period dot",
    "/": "slash",
    "\\": "backslash",
    ";": "semicolon",
    ":": "colon",
    "'": "apostrophe quote quoteright",
    '"': "quotedbl doublequote",
    "`": "grave backquote backtick quoteleft",
    "~": "asciitilde tilde",
    "[": "bracketleft leftbrace",
    "]": "bracketright rightbrace",
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
    "€": "eurosign euro",
    "£": "sterling",
    "§": "section",
    "ß": "ssharp",
}
# Those that everybody calls the same.
_PLAIN = frozenset({
    *"linefeed numlock help select execute find undo".split(),
    *(f"f{n}" for n in range(1, 25)),
})  # fmt: skip
NAMED = (_PLAIN | {*_MODIFIERS, *_KEYPAD, *_KEYS}) - {*map(chr, range(0x20, 0x100)), "€"}
# Keys that lock, end or switch off: their names are known, and they are never pressed.
SESSION_KEYS = frozenset(
    "power poweroff powerdown sleep standby suspend hibernate wakeup logoff screensaver launchscreensaver lockscreen"
    " coffee rfkill wlan displayoff".split()
)
# One character that stands for a modifier, alone or in front of a key: "⌘", "⇧⌘T", "^c".
SIGNS = {"⌘": "super", "⌃": "ctrl", "⌥": "alt", "⇧": "shift"}
# A letter in front of a hyphen, as editors write their commands: "C-x", "M-x".
LETTERS = {"C": "ctrl", "M": "alt", "A": "alt", "S": "shift"}
PREFIXES = ("xf86", "keys", "key", "vk", "xk", "digit")
# Names of more than one key. The keys Copy, Cut and Paste are the chords that every program, and every rule, knows.
CHORDS = {
    **dict.fromkeys(("isolefttab", "backtab", "⇤"), ("shift", "tab")),
    **dict.fromkeys(("copy", "xf86copy", "suncopy"), ("ctrl", "insert")),
    **dict.fromkeys(("cut", "xf86cut", "suncut"), ("ctrl", "x")),
    **dict.fromkeys(("paste", "xf86paste", "sunpaste"), ("shift", "insert")),
}


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
