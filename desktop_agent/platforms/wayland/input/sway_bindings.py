"""The chords that sway takes for itself: its configuration, as it reports it (GET_CONFIG), read by sway's own rules.

Reported is the main file alone, neither what that includes nor what a program has bound since (seen on 1.7). So a chord
with Super that is not known to be harmless is doubtful, and one with Alt where the file includes others, and what it
binds itself has no Super. A binding counts though it is removed further down; those of the pointer do not.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from desktop_agent.core.actions.keys import Chord, DesktopChords, comparable_chord, key_name
from desktop_agent.core.errors import DesktopAgentError, UnknownKeyError
from desktop_agent.platforms.wayland.sway_ipc import GET_BINDING_STATE, GET_CONFIG, connect_sway, is_virtual_device

# Where nothing is reported: compositors of this family have their own chords on Super.
UNKNOWN_CHORDS = DesktopChords(doubtful=frozenset({frozenset({"super"})}))
_WITH_ALT = frozenset({"alt"})
_DEFAULT = "default"
_MODIFIERS = {
    "shift": "shift", "control": "ctrl", "ctrl": "ctrl", "mod1": "alt", "alt": "alt", "mod4": "super", "mod5": "altgr",
}  # fmt: skip
_MODIFIER_NAMES = frozenset(_MODIFIERS.values())
_HELD_BY_NOBODY = re.compile(r"lock|caps|mod[23]|group[1-4]", re.IGNORECASE)
_PLAIN_MODIFIERS = frozenset({"shift", "altgr"})  # of text
_BY_NUMBER = re.compile(r"0x|U\+?[0-9a-fA-F]{2}|ISO_")  # a symbol that names no key of ours
_WORD = re.compile(r""" (?: "(?:\\.|[^"\\])*"? | '(?:\\.|[^'\\])*'? | \\. | [^\s"'\\] | \\ )+ """, re.VERBOSE)
_BETWEEN_COMMANDS = re.compile("[;,]")
# Commands that leave everything as it is but where windows are, and which of them is seen.
_MOVING = frozenset(
    "focus move swap split splith splitv splitt layout resize workspace floating fullscreen sticky scratchpad mode nop"
    .split()
)  # fmt: skip


def session_chords(environment: Mapping[str, str] = os.environ) -> DesktopChords:
    """Return the chords that the compositor of this session takes now, in the mode that it is in; for any thread."""
    try:
        sway = connect_sway(environment)
        if sway is None:
            return UNKNOWN_CHORDS
        with sway:
            mode = sway.ask(GET_BINDING_STATE)
            config = sway.ask(GET_CONFIG)
    except DesktopAgentError:
        return UNKNOWN_CHORDS
    return chords_in(_text_of(config, "config"), _text_of(mode, "name") or _DEFAULT)


@lru_cache(maxsize=4)
def chords_in(config: str, mode: str = _DEFAULT) -> DesktopChords:
    """Return the chords that a configuration binds in a mode."""
    return _Config(mode).read(config)


class _Config:
    """What has been read of a configuration."""

    def __init__(self, mode: str) -> None:
        self._mode = mode
        self._variables = {"$$": "$"}
        self._moving = set[Chord]()
        self._starting = set[Chord]()
        self._doubtful = {*UNKNOWN_CHORDS.doubtful}
        self._is_whole = True

    def read(self, config: str) -> DesktopChords:
        """Read all of it: a line in a block begins with what the block begins with, as sway has it."""
        blocks = list[list[str]]()
        for line in _logical_lines(config):
            words = _WORD.findall(line)
            if words[-1] == "}":
                del blocks[-1:]
                continue
            words = [*(blocks[-1] if blocks else ()), *words]
            if words[-1] == "{":
                blocks.append(words[:-1])
            else:
                self._read_line(words)
        if not self._is_whole and not any("super" in chord for chord in self._moving | self._starting):
            self._doubtful.add(_WITH_ALT)
        return DesktopChords(frozenset(self._moving), frozenset(self._starting), frozenset(self._doubtful))

    def _read_line(self, words: list[str]) -> None:
        if words[0].casefold() == "set" and len(words) > 1:
            self._variables[words[1]] = self._with_variables(" ".join(map(_unquoted, words[2:])))
            return
        words = _WORD.findall(self._with_variables(" ".join(words)))
        mode = _DEFAULT
        if words and words[0].casefold() == "mode":
            words = _after_flags(words)
            mode = _unquoted(words[0]) if words else ""
            words = words[1:]
        name = words[0].casefold() if words else ""
        if name in {"include", "bindcode"}:  # which key a code is depends on the person's layout, which is not reported
            self._is_whole = False
        elif name == "bindsym" and mode == self._mode:
            self._read_binding(words)

    def _with_variables(self, text: str) -> str:
        names = sorted(self._variables, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, names)), lambda found: self._variables[found[0]], text)

    def _read_binding(self, words: list[str]) -> None:
        rest = _after_flags(words)
        flags = words[1 : len(words) - len(rest)]
        if not rest or any(_is_for_another_keyboard(flag) for flag in flags):
            return
        keys = self._chord(_unquoted(rest[0]))
        if not keys:
            return
        if "--to-code" in flags and not keys <= _PLAIN_MODIFIERS:
            self._mark_doubtful(keys & _MODIFIER_NAMES)
        (self._moving if _is_harmless(" ".join(rest[1:])) else self._starting).add(keys)

    def _chord(self, combination: str) -> Chord:
        """Return a chord; empty where it has a key that can't be pressed here, or that is unknown."""
        parts = [part for part in combination.split("+") if not _HELD_BY_NOBODY.fullmatch(part)]
        keys = [_modifier(part) or _keys_of_symbol(part) for part in parts]
        chord = frozenset(chain.from_iterable(keys))
        if any("$" in part or _BY_NUMBER.match(part) for part in parts):
            self._mark_doubtful(chord & _MODIFIER_NAMES)
        return comparable_chord(chord) if all(keys) else frozenset()

    def _mark_doubtful(self, modifiers: Chord) -> None:
        if modifiers <= _PLAIN_MODIFIERS:
            self._is_whole = False
        else:
            self._doubtful.add(modifiers)


def _logical_lines(config: str) -> Iterator[str]:
    """Yield the lines that aren't empty, with those that go on, and with a brace that stands below its line."""
    before = ""
    line = ""
    for part in config.split("\n"):
        line += part
        if line.endswith("\\") and not line.startswith("#"):
            line = line[:-1]
            continue
        content = line.strip()
        line = ""
        if content == "{":
            before += " {"
        elif content and not content.startswith("#"):
            if before:
                yield before
            before = content
    yield from filter(None, (before, line.strip()))


def _after_flags(words: list[str]) -> list[str]:
    """Return what follows the first word and its flags."""
    at = next((at for at, word in enumerate(words) if at and not word.startswith("--")), len(words))
    return words[at:]


def _is_for_another_keyboard(flag: str) -> bool:
    """Return whether a flag keeps a binding to a device that is none of a program's."""
    name, _, device = flag.partition("=")
    keyboard = _unquoted(device)
    return name == "--input-device" and not keyboard.startswith("*") and not is_virtual_device(keyboard)


def _is_harmless(command: str) -> bool:
    """Return whether a command is made of harmless ones alone; criteria and unknown commands are no such."""
    firsts = (part.split(maxsplit=1)[:1] for part in _BETWEEN_COMMANDS.split(command))
    return "$" not in command and all(first and first[0] in _MOVING for first in firsts)


def _modifier(name: str) -> tuple[str, ...]:
    known = _MODIFIERS.get(name.casefold())
    return (known,) if known else ()


def _keys_of_symbol(symbol: str) -> tuple[str, ...]:
    """Return the keys that a symbol's name stands for; none where no key of ours is called so."""
    try:
        return (key_name(symbol),)
    except UnknownKeyError:
        return ()


def _unquoted(word: str) -> str:
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word


def _text_of(answer: object, key: str) -> str:
    value = answer.get(key) if isinstance(answer, dict) else None
    return value if isinstance(value, str) else ""
