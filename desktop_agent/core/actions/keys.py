"""Names of keys: one spelling for each, whatever a model writes; and the chords that a desktop takes for itself.

Folded is in lower case, without spaces, underscores, dots and slashes. Sources: X11's and xdotool's names, pyautogui's,
pynput's, Playwright's, Puppeteer's and Selenium's, the DOM's `key` and `code`, Windows' VK_ and Linux' KEY_ constants,
the signs on Apple's keys, and plain English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.texts.message import Message, join

_MODIFIER_SPELLINGS = {
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
NAMED = (_PLAIN | {*_MODIFIER_SPELLINGS, *_KEYPAD, *_KEYS}) - {*map(chr, range(0x20, 0x100)), "€"}
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
    named = {word: name for name, words in _MODIFIER_SPELLINGS.items() for word in words}
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


MODIFIERS = ("ctrl", "shift", "alt", "altgr", "super")
# The characters that a keyboard with US layout enters with Shift, and their keys.
US_SHIFTED = dict(zip('!@#$%^&*()_+{}:"~|<>?', "1234567890-=[];'`\\,./", strict=True))
# Keys, mostly of the keypad, that do the same as another key; rules name only the latter.
_MAIN = {
    "linefeed": "enter",  # as Chromium takes it
    "kpadd": "+",
    "kpsubtract": "-",
    "kpmultiply": "*",
    "kpdivide": "/",
    "kpdecimal": ".",
    "kpequal": "=",
    "kpseparator": ",",
    **{f"kp{n}": str(n) for n in range(10)},
    **{name: name[2:] for name in sorted(NAMED) if name.startswith("kp") and name[2:] in NAMED},
}
# What is written on the keys; others are capitalized.
_LABELS: Mapping[str, str] = {
    "ctrl": Message("Ctrl"),
    "shift": Message("Shift"),
    "altgr": "AltGr",
    "enter": Message("Enter"),
    "escape": Message("Esc"),
    "tab": Message("Tab"),
    "space": Message("Space"),
    "backspace": Message("Backspace"),
    "delete": Message("Del"),
    "insert": Message("Insert"),
    "home": Message("Home"),
    "pageup": Message("Page up"),
    "pagedown": Message("Page down"),
    "up": Message("Up"),
    "down": Message("Down"),
    "left": Message("Left"),
    "right": Message("Right"),
    "print": Message("Print"),
    "capslock": Message("Caps lock"),
}
_CONTROLS = {"\n": "enter", "\r": "enter", "\t": "tab", " ": "space"}
_ARTICLE = re.compile(r"(?:the )?(.+?)(?: key)?", re.IGNORECASE)
_TAGS = re.compile(r"<([^<>\s]+)>\+?")
_MOST_WORDS = 16

_RETURNS = frozenset({frozenset({"ctrl", "m"}), frozenset({"ctrl", "j"})})


def key_name(spelled: str) -> str:
    """Return the normal name of a key; a single printable character is its own name, letters in lower case.

    Raises UnknownKeyError for an unknown name.
    """
    name = _known_name(spelled)
    if name:
        return name
    if {*_without_prefix(_fold(spelled))} & SESSION_KEYS:
        raise UnknownKeyError(
            Message(
                "The “{spelled}” key would lock, end or shut down this session, so it's never pressed.",
                spelled=spelled[:40],
            ),
            Message("Continue without it."),
        )
    raise UnknownKeyError(
        Message("There is no key called “{spelled}”.", spelled=spelled[:40]),
        Message("Use names like ctrl, shift, alt, enter, tab, escape, delete, up, f5, or a single character."),
    )


def main_key(name: str) -> str:
    """Return the main key that does the same as a key of the keypad; any other key is returned unchanged."""
    return _MAIN.get(name, name)


def chord(spelled: str | Iterable[str]) -> tuple[str, ...]:
    """Return the keys of a chord, each once, in order; the spellings are those of `keys_in`."""
    return tuple(dict.fromkeys(keys_in(spelled)))


def keys_in(spelled: str | Iterable[str]) -> tuple[str, ...]:
    """Return the keys that a chord names, in order.

    Reads `["ctrl", "a"]`, `["ctrl+a"]`, `"ctrl+a"`, a JSON list inside a list, and other spellings of models: "ctrl-a",
    "Control a", "<Control>a", "^a", "⌘A". `+` alone is the plus key. Raises UnknownKeyError for an unknown part, or
    without any key.
    """
    parts = [spelled] if isinstance(spelled, str) else list(spelled)
    names = [name for part in parts for key in _names_in_chord(part) for name in _keys_of_part(key)]
    if not names:
        raise UnknownKeyError(
            Message("The chord contains no keys."), Message("Specify at least one key, such as enter.")
        )
    return tuple(names)


def chord_text(keys: Iterable[str]) -> str:
    """Return a chord with the labels of a keyboard, as displayed to people: “Ctrl+Shift+A”."""
    return join("+", (_LABELS.get(key) or (key.upper() if len(key) == 1 else key.capitalize()) for key in keys))


def _names_in_chord(part: str) -> list[str]:
    if part.startswith("["):
        try:
            inner = json.loads(part)
        except ValueError:
            inner = None
        if isinstance(inner, list) and all(isinstance(key, str) for key in inner):
            return [key for item in inner for key in _names_in_chord(item)]
    part = _TAGS.sub(r"\1+", part).removesuffix("+") if _TAGS.search(part) else part
    if len(part) == 1 or "+" not in part:
        return [part]
    # "ctrl++" is ctrl and the plus key; "ctrl+" is the same with the separator left out.
    if part.endswith("+"):
        return [*filter(None, part.rstrip("+").split("+")), "+"]
    return part.split("+")


def is_return(keys: Iterable[str]) -> bool:
    """Return whether a chord is the Return key, or Ctrl+M or Ctrl+J, which enter the same characters."""
    chord = frozenset(map(main_key, keys))
    return "enter" in chord or chord in _RETURNS


def _keys_of_part(part: str) -> tuple[str, ...]:
    """Return the keys of the text between two plus signs: usually one key, by any of its names."""
    text = part if len(part) == 1 else part.strip()
    if len(text) > 2 and text[0] + text[-1] == "{}":  # noqa: PLR2004 - there is something between the braces
        text = text[1:-1]
    core_text = _ARTICLE.fullmatch(text)
    keys = _chord_of(core_text[1] if core_text else text)
    return keys or (key_name(part),)


def _chord_of(text: str) -> tuple[str, ...]:
    """Return the keys of a text without plus signs; empty if one of them is unknown."""
    if text[1:] and text[0] in {"^", *SIGNS} and (keys := _chord_of(text[1:])):
        return (SIGNS.get(text[0], "ctrl"), *keys)
    if len(text) > 1 and text.endswith("-") and (modifiers := _chord_of(text.rstrip(" -"))):
        return (*modifiers, "-") if set(modifiers) <= {*MODIFIERS} else ()
    words = re.split(r"[\s-]+", text) if len(text) > 1 else [text]
    return _chord_of_words(words, hyphens="-" in text)


def _chord_of_words(words: list[str], *, hyphens: bool) -> tuple[str, ...]:
    """Return any number of modifiers and a key of one or more words: "alt left" is two keys, "left alt" is one."""
    first, *remaining = words
    if len(words) > _MOST_WORDS or (remaining and "" in words):
        return ()
    if not remaining:
        return CHORDS.get(_fold(first)) or tuple(filter(None, [_known_name(first)]))
    for count in (1, 2):
        word = "".join(words[:count])
        rest = words[count:]
        letter_modifier = LETTERS.get(word, "") if hyphens else ""
        modifier = letter_modifier or _known_name(word)
        if modifier not in MODIFIERS or not rest:
            continue
        chord = _chord_of_words(rest, hyphens=hyphens)
        if chord:
            return (modifier, *chord)
    return tuple(filter(None, [_known_name("".join(words))]))


def _known_name(spelled: str) -> str:
    """Return the normal name of a key that is spelled in one word; empty if unknown."""
    if len(spelled) == 1:
        name = _CONTROLS.get(spelled) or ALIASES.get(spelled, spelled.lower())
        return name if len(name) > 1 or name.isprintable() else ""
    folded = _fold(spelled)
    for name in _without_prefix(folded):
        candidate = ALIASES.get(name, name)
        if candidate in NAMED or (len(candidate) == 1 and (name in ALIASES or name != folded != f"xf86{name}")):
            return candidate
    return ""


def _without_prefix(folded: str) -> tuple[str, ...]:
    """Return a name, and the same name without each vendor's prefix that it has."""
    return (folded, *(folded.removeprefix(prefix) for prefix in PREFIXES if folded.startswith(prefix)))


def _fold(spelled: str) -> str:
    return re.sub(r"[\s_./]", "", spelled).lower()


Chord = frozenset[str]
_LOCKS = frozenset({"capslock", "numlock", "scrolllock"})
_MODIFIERS = frozenset(MODIFIERS)


@dataclass(frozen=True, slots=True)
class DesktopChords:
    """Chords in the form of `comparable_chord`: those that only move windows and views, and those with other effects.

    If some chords are unreported, any chord with all keys of one of the `doubtful` sets of modifiers may be taken, too.
    """

    moving: frozenset[Chord] = frozenset()
    starting: frozenset[Chord] = frozenset()
    doubtful: frozenset[Chord] = frozenset()

    def takes(self, keys: Iterable[str]) -> bool:
        """Return whether the desktop is known to take a chord."""
        chord = comparable_chord(keys)
        return any(_is_triggered(bound, chord) for bound in self.moving | self.starting)

    def may_start(self, keys: Iterable[str]) -> bool:
        """Return whether a chord has, or may have, another effect on the desktop than moving windows."""
        chord = comparable_chord(keys)
        if any(_is_triggered(bound, chord) for bound in self.starting):
            return True
        is_unknown = bool(chord - _MODIFIERS) and chord not in self.moving
        return is_unknown and any(modifiers <= chord for modifiers in self.doubtful)


NO_CHORDS = DesktopChords()


def comparable_chord(keys: Iterable[str]) -> Chord:
    """Return a chord in the form for comparison, without locks and with the keys of a US keyboard.

    A character that needs Shift becomes its key with Shift, and a key of the keypad its main key.
    """
    names = frozenset(map(main_key, keys)) - _LOCKS
    shifted = names & US_SHIFTED.keys()
    return names - shifted | {US_SHIFTED[name] for name in shifted} | ({"shift"} if shifted else frozenset())


def _is_triggered(bound: Chord, pressed: Chord) -> bool:
    """Return whether a binding is triggered while the keys of a chord are pressed, in any order."""
    return bound == pressed or (bound <= pressed and bool(bound - _MODIFIERS))
