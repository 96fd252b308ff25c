"""Enters text exactly, or raises: each piece goes by the first route that is sure to work.

In a field of one line, Return and Tab are keys between the pieces. Text that goes in as a whole is pasted with its line
breaks and Tabs, except for a line break at the end, which is always the Return key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.stop import StopToken
from desktop_agent.input.backend import InputBackend, NotTakenError, Route
from desktop_agent.input.held import HeldInput

_KEYS = {"\n": "enter", "\t": "tab"}
KEY_HOLD_S = 0.002
# A person who has just used the keyboard may still be on a modifier.
MODIFIERS_UP_WITHIN_S = 0.5
_POLL_S = 0.005
# GTK 3's file dialog swallows a Return for 150 to 200 ms after its name field has changed (measured on Debian 12).
BEFORE_LAST_KEY_S = 0.35


def pieces(text: str) -> Iterator[str]:
    """Return the text split into single line breaks, single Tabs, and the text between them.

    Raises UntypableTextError for any other control character: in a terminal it would be a command.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for char in plain:
        # Control characters, and halves of surrogate pairs.
        if char not in _KEYS and unicodedata.category(char) in {"Cc", "Cs"}:
            raise UntypableTextError(
                f"The text holds the control character U+{ord(char):04X}, which cannot be typed.",
                "Leave it out, or press the key that is meant.",
            )
    return (piece for piece in re.split(r"([\n\t])", plain) if piece)


def blocks(text: str) -> Iterator[str]:
    """Return the text as a whole, with a final line break as a part of its own; raises as `pieces`."""
    plain = "".join(pieces(text))
    return (part for part in (plain.removesuffix("\n"), "\n" if plain.endswith("\n") else "") if part)


class Writer:
    """Enters text into whatever has the keyboard."""

    def __init__(self, backend: InputBackend, held: HeldInput, stop: StopToken, clock: Callable[[], float]) -> None:
        self._backend = backend
        self._held = held
        self._stop = stop
        self._clock = clock

    def pastes(self) -> bool:
        """Tell whether a route can enter text as a whole."""
        return any(route.pastes for route in self._backend.routes())

    def write(self, text: str, *, secret: bool, whole: bool = False) -> None:
        """Enter the text; secret text only by private routes."""
        parts = tuple(blocks(text) if whole else pieces(text))
        routes = tuple(route for route in self._backend.routes() if route.private or not secret)
        if whole:
            routes = tuple(sorted(routes, key=lambda route: not route.pastes))
        with self._held.lifted():
            self._await_modifiers()
            try:
                for number, part in enumerate(parts, start=1):
                    if part in _KEYS and 1 < number == len(parts):
                        self._held.pause(BEFORE_LAST_KEY_S)
                    self._enter(part, routes)
            except BaseException:
                # Release keys before the clipboard is restored, which may take a while.
                self._held.release_all()
                raise
            finally:
                for route in routes:
                    route.finish()
        self._backend.sync()

    def _enter(self, part: str, routes: tuple[Route, ...]) -> None:
        if part in _KEYS:
            with self._held.keys((_KEYS[part],)):
                self._held.pause(KEY_HOLD_S)
            return
        by_keys = tuple(pieces(part))
        for route in routes:
            if route.takes(part) and (route.pastes or len(by_keys) == 1):
                try:
                    route.enter(part, self._stop)
                    return
                except NotTakenError:
                    continue
        if len(by_keys) == 1 or "\t" in part:  # where a Tab leads has not been judged
            raise UntypableTextError(
                "The text cannot be made to arrive exactly in this application.", "Use shorter text, or another field."
            )
        for piece in by_keys:
            self._enter(piece, routes)

    def _await_modifiers(self) -> None:
        deadline = self._clock() + MODIFIERS_UP_WITHIN_S
        while down := self._backend.modifiers_down():
            if self._clock() > deadline:
                raise InputError(
                    f"The {' and '.join(down)} key is held down: text would turn into shortcuts.", "Release it first."
                )
            self._held.pause(_POLL_S)
