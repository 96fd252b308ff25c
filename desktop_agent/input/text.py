"""Enters text exactly, or raises: each piece goes by the first route that is sure to work.

In a field of one line, Return and Tab are keys between the pieces. Text that goes in as a whole is pasted with its line
breaks and Tabs, except for a line break at the end, which is always the Return key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

from desktop_agent.core.actions import TextEntry
from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.field_text import FieldSource, InputNote, NoFields
from desktop_agent.core.message import Message, plural
from desktop_agent.core.stop import StopToken
from desktop_agent.input.backend import InputBackend, NotTakenError, Route
from desktop_agent.input.held_input import HOLD_S, POLL_S, HeldInput

_KEYS = {"\n": "enter", "\t": "tab"}
_WORDS = re.compile(r"\s*\S+\s*|\s+")
# GTK 3's file dialog swallows a Return for 150 to 200 ms after its name field has changed (measured on Debian 12).
BEFORE_RETURN_S = 0.35
# The first letter typed at a list in a dialog opens the field that takes the rest: GTK 3's file dialog drops what comes
# before that field is there, which takes some 10 ms where nothing else goes on.
OPENS_WITHIN_S = 0.35
# For a program that tells nothing; while nothing has come; while nothing more comes; while it never rests.
TOLD_WITHIN_S = 0.15
FIRST_WITHIN_S = 1.0
QUIET_S = 0.4
MOST_S = 2.0
OFFERS_WITHIN_S = 0.15  # a completion comes a moment after the last letter
_MOST_SHOWN = 12  # characters of a text, from its first difference on
_AS_ASKED = str.maketrans({"\N{PARAGRAPH SEPARATOR}": "\n", "\N{LINE SEPARATOR}": "\n", "\N{NO-BREAK SPACE}": " "})
# Firefox tells each character that UTF-16 has as two followed by this, so that its offsets hold (seen in version 153).
_FILLED = re.compile("([\U00010000-\U0010ffff])\N{ZERO WIDTH NO-BREAK SPACE}")


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
                    "The text contains the control character U+{char:04X}, which can't be typed.",
                    char=ord(char),
                ),
                Message("Remove it, or press the intended key."),
            )
    return (piece for piece in re.split(r"([\n\t])", plain) if piece)


def blocks(text: str) -> Iterator[str]:
    """Return the text as a whole, with a final line break as a part of its own; raises as `pieces`."""
    plain = "".join(pieces(text))
    return (part for part in (plain.removesuffix("\n"), "\n" if plain.endswith("\n") else "") if part)


def is_block(text: str) -> bool:
    """Return whether a program in a terminal would change a text that is typed: lines, an indented one, or a Tab in it.

    Typed, its blanks come on top of an editor's own, and at a Tab a shell completes words. vim, Emacs, nano and bash
    ask terminals to mark what is pasted, and take that as it is (measured on Debian 12).
    """
    return "\n" in text.removesuffix("\n") or text.startswith(" ") or "\t" in text


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
        """Return whether a route can enter text as a whole."""
        return any(route.pastes for route in self._backend.routes())

    def write(self, text: str, *, secret: bool, entry: TextEntry = "fields") -> InputNote:
        """Enter the text, secret text only by private routes; return the difference in the field, usually none.

        Secret text is not looked for, nor what goes to a terminal: that has no field.
        """
        to_terminal = entry == "one place"
        as_one = entry == "whole" or (to_terminal and is_block("".join(pieces(text))))
        parts = tuple(blocks(text) if as_one else pieces(text))
        ways = self._backend.routes(to_terminal=to_terminal)
        routes = tuple(route for route in ways if route.private or not secret)
        if as_one:
            routes = tuple(sorted(routes, key=lambda route: not route.pastes))
        fields = NoFields() if secret or to_terminal else self._fields
        for part in parts:  # what cannot be typed is refused before the first key
            _check(part, routes)
        with self._held.without_modifiers():
            self._held.await_foreign_modifiers()
            try:
                notes = self._enter_all(parts, routes, fields, one_place=to_terminal)
            except BaseException:
                # Release keys before the clipboard is restored, which may take a while.
                self._held.release_all()
                raise
            finally:
                for route in routes:
                    route.finish()
        self._backend.sync()
        return notes

    def _enter_all(
        self, parts: tuple[str, ...], routes: tuple[Route, ...], fields: FieldSource, *, one_place: bool
    ) -> InputNote:
        """Enter the parts; a key between them may leave the field, so what stands there is compared before."""
        notes = InputNote()
        entered = ""
        arrival = TextArrival(fields, self._clock, self._held.pause)
        if not one_place:
            parts, arrival = self._enter_opening(parts, routes, fields, arrival)
        for number, part in enumerate(parts, start=1):
            is_last = number == len(parts)
            leaves = part in _KEYS and (is_last or not (one_place or arrival.has_many_lines))
            if leaves and entered:
                if arrival.is_completed(entered):
                    self._press("delete")  # what the program offers would be taken by the key that follows
                notes += arrival.note(entered)
                if part == "\n" and self._backend.in_dialog():
                    self._held.pause(BEFORE_RETURN_S)
            before = "" if leaves else entered
            self._enter(part, routes, partial(arrival.stands, before + part), one_place=one_place)
            if one_place and len(part) > 1 and self._backend.in_dialog():
                raise InputError(
                    Message("The terminal asks before it takes the text."),
                    Message("Look at the screen, and answer its question."),
                )
            entered = before if leaves else before + part
            if leaves and not is_last:
                arrival = TextArrival(fields, self._clock, self._held.pause)
        if entered:
            notes += arrival.note(entered)
        return notes

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
            self._held.pause(POLL_S)
            arrival = TextArrival(fields, self._clock, self._held.pause)
            if arrival.has_field:
                break
        return (first[1:], *others), arrival

    def _enter(
        self, part: str, routes: tuple[Route, ...], stands: Callable[[], bool], *, one_place: bool = False
    ) -> None:
        if part in _KEYS:
            self._press(_KEYS[part], 0.0 if one_place else HOLD_S)
            return
        if not (self._pace_s and len(part) > 1 and part.isascii() and part.isprintable()):
            self._enter_at_once(part, routes, stands, one_place=one_place)
            return
        # A paste takes as long as a word.
        for piece in _WORDS.findall(part) if routes and routes[0].pastes else part:
            until = self._clock() + len(piece) * self._pace_s
            self._enter_at_once(piece, routes, lambda: False)
            self._held.pause(max(0.0, until - self._clock()))

    def _press(self, key: str, hold_s: float = HOLD_S) -> None:
        with self._held.keys((key,)):
            self._held.pause(hold_s)

    def _enter_at_once(
        self, part: str, routes: tuple[Route, ...], stands: Callable[[], bool], *, one_place: bool = False
    ) -> None:
        by_keys = tuple(pieces(part))
        for route in routes:
            if route.takes(part) and (route.pastes or len(by_keys) == 1):
                try:
                    route.enter(part, self._stop, stands)
                    return
                except NotTakenError:
                    continue
        if len(by_keys) == 1 or "\t" in part:  # a Tab leads somewhere, or completes a word: neither has been judged
            raise _untypable()
        for piece in by_keys:
            self._enter(piece, routes, lambda: False, one_place=one_place)


def _check(part: str, routes: tuple[Route, ...]) -> None:
    """Raise UntypableTextError where no route takes a part, neither as a whole nor in pieces."""
    if part not in _KEYS and not any(route.takes(part) for route in routes):
        for piece in pieces(part):
            if piece not in _KEYS and not any(route.takes(piece) for route in routes):
                raise _untypable()


def _untypable() -> UntypableTextError:
    return UntypableTextError(
        Message("The text can't be entered accurately in this application."),
        Message("Use shorter text or another field."),
    )


class TextArrival:
    """Follows text into the field that has the keyboard when this is made.

    The sentence names only what the model itself asked for, and what has become of it.
    """

    def __init__(self, fields: FieldSource, clock: Callable[[], float], pause: Callable[[float], None]) -> None:
        self._fields = fields
        self._clock = clock
        self._pause = pause
        self._mark = fields.mark()

    @property
    def has_field(self) -> bool:
        """Return whether a field has the keyboard, as far as its program tells."""
        return self._mark is not None

    @property
    def has_many_lines(self) -> bool:
        """Return whether Return is a character of the field, as far as its program tells."""
        return self._mark is not None and self._mark.many_lines

    def stands(self, text: str) -> bool:
        """Return whether the complete text is in the field now; false where that is unknown."""
        return self._field_text(text) == _plain(text)

    def is_completed(self, text: str) -> bool:
        """Return whether the program offers more behind the text, marked in its field; waits a moment for that."""
        if self._mark is None or self._mark.many_lines:
            return False
        until = self._clock() + OFFERS_WITHIN_S
        while not self._fields.offers_more(self._mark, text):
            if self._clock() >= until:
                return False
            self._pause(POLL_S)
        return True

    def note(self, text: str) -> InputNote:
        """Return how the field differs from the text, once it is settled; empty where it does not, or is unknown."""
        asked = _plain(text)
        found_text = self._field_text(text)
        began = last = self._clock()
        while found_text != asked and self._mark is not None:
            now = self._clock()
            if now - last > _patience_s(found_text) or now - began > MOST_S:
                return difference(asked, found_text) if found_text is not None else InputNote()
            self._pause(POLL_S)
            before = found_text
            found_text = self._field_text(text)
            last = last if found_text == before else now
        return InputNote()

    def _field_text(self, text: str) -> str | None:
        found_text = self._fields.since(self._mark, text) if self._mark is not None else None
        return None if found_text is None else _plain(found_text)


def difference(asked: str, found_text: str) -> InputNote:
    """Return the difference of a field from the text, in words for the model; empty without one."""
    if asked == found_text:
        return InputNote()
    if not found_text:
        return InputNote(Message("The application reports that none of the text is in the field."), "unseen")
    if asked.startswith(found_text):
        came, of = len(found_text), len(asked)
        words = Message(
            "The field contains only the first {came} of the text's {asked} characters.", came=came, asked=of
        )
    elif found_text.startswith(asked):
        more = len(found_text) - len(asked)
        words = plural(
            "The application added {count} extra character after the text.",
            "The application added {count} extra characters after the text.",
            count=more,
        )
    else:
        at = next(n for n, (first, second) in enumerate(zip(asked, found_text, strict=False)) if first != second)
        short = asked[at : at + _MOST_SHOWN] + ("…" if len(asked) > at + _MOST_SHOWN else "")
        words = Message("The text in the field differs from the requested text, starting at “{short}”.", short=short)
    return InputNote(words, "altered")


def _patience_s(found_text: str | None) -> float:
    return TOLD_WITHIN_S if found_text is None else QUIET_S if found_text else FIRST_WITHIN_S


def _plain(text: str) -> str:
    return _FILLED.sub(r"\1", text.replace("\r\n", "\n").replace("\r", "\n").translate(_AS_ASKED))
