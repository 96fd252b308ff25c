"""Enters text exactly, or raises: each piece goes by the first route that is sure to work.

In a field of one line, Return and Tab are keys between the pieces. Text that goes in as a whole is pasted with its line
breaks and Tabs, except for a line break at the end, which is always the Return key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.field_text import FieldSource, NoFields
from desktop_agent.core.message import Message
from desktop_agent.core.stop import StopToken
from desktop_agent.input.arrival import TextArrival
from desktop_agent.input.backend import InputBackend, NotTakenError, Route
from desktop_agent.input.held import HeldInput

_KEYS = {"\n": "enter", "\t": "tab"}
_WORDS = re.compile(r"\s*\S+\s*|\s+")
KEY_HOLD_S = 0.002
# GTK 3's file dialog swallows a Return for 150 to 200 ms after its name field has changed (measured on Debian 12).
BEFORE_RETURN_S = 0.35
# The first letter typed at a list in a dialog opens the field that takes the rest: GTK 3's file dialog drops what comes
# before that field is there, which takes some 10 ms where nothing else goes on.
OPENS_WITHIN_S, OPENING_POLL_S = 0.35, 0.03


def pieces(text: str) -> Iterator[str]:
    """Return the text split into single line breaks, single Tabs, and the text between them.

    Raises UntypableTextError for any other control character: in a terminal it would be a command.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for char in plain:
        # Control characters, and halves of surrogate pairs.
        if char not in _KEYS and unicodedata.category(char) in {"Cc", "Cs"}:
            raise UntypableTextError(
                Message(
                    "The text holds the control character U+{char}, which cannot be typed.",
                    char=format(ord(char), "04X"),
                ),
                "Leave it out, or press the key that is meant.",
            )
    return (piece for piece in re.split(r"([\n\t])", plain) if piece)


def blocks(text: str) -> Iterator[str]:
    """Return the text as a whole, with a final line break as a part of its own; raises as `pieces`."""
    plain = "".join(pieces(text))
    return (part for part in (plain.removesuffix("\n"), "\n" if plain.endswith("\n") else "") if part)


# Smoothly, for the eye: some 25 characters a second.
PACE_S = 0.04


class Writer:
    """Enters text into whatever has the keyboard, and looks whether it stands there."""

    def __init__(
        self,
        backend: InputBackend,
        held: HeldInput,
        stop: StopToken,
        clock: Callable[[], float],
        fields: FieldSource,
        pace_s: float = 0.0,
    ) -> None:
        """`pace_s` is how long each character takes at least, where the text is one line of ASCII."""
        self._pace_s = pace_s
        self._backend = backend
        self._held = held
        self._stop = stop
        self._clock = clock
        self._fields = fields

    def pastes(self) -> bool:
        """Tell whether a route can enter text as a whole."""
        return any(route.pastes for route in self._backend.routes())

    def write(self, text: str, *, secret: bool, whole: bool = False) -> str:
        """Enter the text, secret text only by private routes; return what is different in the field, usually nothing.

        Secret text is not looked for.
        """
        parts = tuple(blocks(text) if whole else pieces(text))
        routes = tuple(route for route in self._backend.routes() if route.private or not secret)
        if whole:
            routes = tuple(sorted(routes, key=lambda route: not route.pastes))
        fields = NoFields() if secret else self._fields
        for part in parts:  # what cannot be typed is refused before the first key
            _check(part, routes)
        with self._held.lifted():
            self._held.await_others()
            try:
                notes = self._enter_all(parts, routes, fields)
            except BaseException:
                # Release keys before the clipboard is restored, which may take a while.
                self._held.release_all()
                raise
            finally:
                for route in routes:
                    route.finish()
        self._backend.sync()
        return notes

    def _enter_all(self, parts: tuple[str, ...], routes: tuple[Route, ...], fields: FieldSource) -> str:
        """Enter the parts; a key between them may leave the field, so what stands there is compared before."""
        notes, entered, arrival = dict[str, None](), "", TextArrival(fields, self._clock, self._held.pause)
        parts, arrival = self._enter_opening(parts, routes, fields, arrival)
        for number, part in enumerate(parts, start=1):
            is_last = number == len(parts)
            leaves = part in _KEYS and (is_last or not arrival.has_many_lines)
            if leaves and entered:
                notes[arrival.note(entered)] = None
                if part == "\n" and self._backend.in_dialog():
                    self._held.pause(BEFORE_RETURN_S)
            before = "" if leaves else entered
            self._enter(part, routes, partial(arrival.stands, before + part))
            entered = before if leaves else before + part
            if leaves and not is_last:
                arrival = TextArrival(fields, self._clock, self._held.pause)
        if entered:
            notes[arrival.note(entered)] = None
        return " ".join(filter(None, notes))

    def _enter_opening(
        self, parts: tuple[str, ...], routes: tuple[Route, ...], fields: FieldSource, arrival: TextArrival
    ) -> tuple[tuple[str, ...], TextArrival]:
        """Enter the first letter by itself where it may open the field for the rest; return the rest, and its field."""
        first, *others = parts or ("",)
        if len(first) <= 1 or arrival.has_field or not self._backend.in_dialog():
            return parts, arrival
        self._enter(first[0], routes, lambda: False)
        until = self._clock() + OPENS_WITHIN_S
        while self._clock() < until:
            self._held.pause(OPENING_POLL_S)
            arrival = TextArrival(fields, self._clock, self._held.pause)
            if arrival.has_field:
                break
        return (first[1:], *others), arrival

    def _enter(self, part: str, routes: tuple[Route, ...], stands: Callable[[], bool]) -> None:
        if part in _KEYS:
            with self._held.keys((_KEYS[part],)):
                self._held.pause(KEY_HOLD_S)
            return
        if not (self._pace_s and len(part) > 1 and part.isascii() and part.isprintable()):
            self._enter_at_once(part, routes, stands)
            return
        # A paste takes as long as a word.
        for piece in _WORDS.findall(part) if routes and routes[0].pastes else part:
            until = self._clock() + len(piece) * self._pace_s
            self._enter_at_once(piece, routes, lambda: False)
            self._held.pause(max(0.0, until - self._clock()))

    def _enter_at_once(self, part: str, routes: tuple[Route, ...], stands: Callable[[], bool]) -> None:
        by_keys = tuple(pieces(part))
        for route in routes:
            if route.takes(part) and (route.pastes or len(by_keys) == 1):
                try:
                    route.enter(part, self._stop, stands)
                    return
                except NotTakenError:
                    continue
        if len(by_keys) == 1 or "\t" in part:  # where a Tab leads has not been judged
            raise _untypable()
        for piece in by_keys:
            self._enter(piece, routes, lambda: False)


def _check(part: str, routes: tuple[Route, ...]) -> None:
    """Raise UntypableTextError where no route takes a part, neither as a whole nor in pieces."""
    if part not in _KEYS and not any(route.takes(part) for route in routes):
        for piece in pieces(part):
            if piece not in _KEYS and not any(route.takes(piece) for route in routes):
                raise _untypable()


def _untypable() -> UntypableTextError:
    return UntypableTextError(
        "The text cannot be made to arrive exactly in this application.", "Use shorter text, or another field."
    )
