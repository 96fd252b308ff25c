"""Exact text entry, or an error: each piece goes by the first route that is sure to work.

In a field of one line, Return and Tab are keys between the pieces. A block of text is pasted with its line breaks and
Tabs, except for a line break at the end, which is always the Return key. A program that reads lines in a terminal gets
each line by itself: a marked paste of several would be a single line to it (measured: sqlite3, gdb).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from desktop_agent.core.actions.action import TextEntry, Type
from desktop_agent.core.actions.key_path import NoInputMethods
from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.runs.waiting import StopToken
from desktop_agent.core.texts.field_text import FieldMark, FieldSource, InputNote, NoFields
from desktop_agent.core.texts.message import Message, plural, sentences, template
from desktop_agent.input.backend import InputBackend, NotTakenError, Route
from desktop_agent.input.held_input import POLL_S, TEXT_HOLD_S, HeldInput
from desktop_agent.input.key_path import KeyPaths

_KEYS = {"\n": "enter", "\t": "tab"}
_WORDS = re.compile(r"\s*\S+\s*|\s+")
# A space presses what has got the keyboard meanwhile, so each begins a piece of its own.
_FROM_SPACES = re.compile(r" [^ ]*|[^ ]+")
# GTK 3's file dialog swallows a Return for 150 to 200 ms after its name field has changed (measured on Debian 12).
BEFORE_RETURN_S = 0.35
# The first letter typed at a list in a dialog opens a field for the remaining letters. GTK 3's file dialog drops
# letters that arrive before this field is there: some 10 ms on an idle machine.
OPENS_WITHIN_S = 0.35
# The wait for text in a field: the program reports no text; none has arrived; no more arrives; it never settles.
SILENT_PROGRAM_S = 0.15
FIRST_WITHIN_S = 1.0
QUIET_S = 0.4
MOST_S = 2.0
# Before a key that could press something, a program has this long to report that the text before it has arrived: while
# letters are on their way; where the field shows the text otherwise than it was typed, or another control is focused.
ARRIVES_WITHIN_S = 1.0
FOCUS_FOLLOWS_S = 0.02  # a page that moves the focus at a letter has its browser report that a moment after the letter
FOCUS_ANSWERS_S = 0.12  # Chromium reports a new focus after up to 60 ms, on a quiet machine
OFFERS_WITHIN_S = 0.15  # a completion appears a moment after the last letter
ANSWERS_WITHIN_S = 1.0  # a busy program says late whether it has offered one
_GROUPED = 3  # digits
# A blank groups digits, as a point, a comma and an apostrophe do; a sign behind a digit is a dash.
_NUMBER = re.compile(r"(?<![\d.,])[-+−]?\d+(?:(?:[.,'’]|[ \u00a0\u202f](?=\d{3}(?!\d)))\d+)*")
_BLANK_PLACE = "_"  # of a mask
_LONGEST_EXCERPT = 12  # characters of a text, from its first difference on
_LONGEST_END = 40  # characters of a text that was ended early
_REPLACED = template(
    "The application replaced “{short}” with another text when the field was left, perhaps with an entry of a list. "
    "Check it."
)
_OFFERED = Message(
    "The application has added a selected completion behind the text. Return or Tab may accept it; Delete removes it."
)
_REFORMATTED = template(
    "The application has given the text “{short}” another form since it was entered: other capitals, blanks or signs. "
    "Check it."
)
_REMOVED = template(
    "The text “{short}” isn't in its field any more since Tab left it: it may have been taken, or removed. Check it."
)
_PLAIN_BREAKS = str.maketrans({"\N{PARAGRAPH SEPARATOR}": "\n", "\N{LINE SEPARATOR}": "\n", "\N{NO-BREAK SPACE}": " "})
# Firefox reports this filler after each character of two UTF-16 units, to keep its offsets (seen in version 153).
_FILLED_PAIR = re.compile("([\U00010000-\U0010ffff])\N{ZERO WIDTH NO-BREAK SPACE}")


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
    """Return the text in one part, and a final line break as a second one; raises as `pieces` does."""
    plain = "".join(pieces(text))
    return (part for part in (plain.removesuffix("\n"), "\n" if plain.endswith("\n") else "") if part)


def lines(text: str) -> Iterator[str]:
    """Return the text split into line breaks and the lines between them, with their Tabs; raises as `pieces` does."""
    plain = "".join(pieces(text))
    return (part for part in re.split(r"(\n)", plain) if part)


def is_block(text: str) -> bool:
    """Return whether an editor in a terminal would change the text if it were typed: it has lines, an indent or a Tab.

    It adds its own indent to typed blanks. vim, Emacs and nano ask terminals to mark pasted text, and don't change it
    (measured on Debian 12).
    """
    return "\n" in text.removesuffix("\n") or text.startswith(" ") or "\t" in text


# A pace that the eye can follow: 25 characters a second.
PACE_S = 0.04


class Writer:
    """Enters text into the control that has the keyboard, and checks whether it arrived."""

    def __init__(
        self,
        backend: InputBackend,
        held: HeldInput,
        stop: StopToken,
        clock: Callable[[], float],
        fields: FieldSource,
        pace_s: float = 0.0,
        paths: KeyPaths | None = None,
    ) -> None:
        """`pace_s` is the shortest time for a character, where the text is one line of ASCII."""
        self._paths = paths or KeyPaths(NoInputMethods(), held.pause, backend.keys_arrive)
        self._pace_s = pace_s
        self._backend = backend
        self._held = held
        self._stop = stop
        self._clock = clock
        self._fields = fields
        self._left = list[_LeftField]()
        self._last: tuple[_LeftField, ...] = ()  # the field with the last text, until something else is done there
        self._late = list[str]()  # how fields differ by now

    def leave_field(self, leaves: Literal["enter", "tab", "click"]) -> None:
        """Note that a key by itself, or a click, may lead out of the field that got the last text."""
        self._left.extend(replace(field, leaves=leaves) for field in self._last)
        self._last = ()

    def forget_field(self) -> None:
        """Note that the field that got the last text may hold another one from now on, as something else is done."""
        self.look_again()
        self._last = ()

    def look_again(self) -> None:
        """Note what a program has made by itself of the last text, which isn't due to what is done next."""
        notes = [_late_note(field, self._fields.became(field.mark, field.text), is_left=False) for field in self._last]
        self._late += filter(None, notes)
        if self._late:
            self._last = ()

    def take_late_note(self) -> str:
        """Return, once, how fields differ now from what was entered there; empty if they don't.

        To be asked once the keys that left them have had their effect: a list may pick an entry of its own then.
        """
        left = tuple(self._left)
        self._left.clear()
        notes = [*self._late, *map(self._note_on_left_field, left)]
        self._late.clear()
        return sentences(*dict.fromkeys(notes))

    def _note_on_left_field(self, field: _LeftField) -> str:
        """Return how a field that was left differs; a click may as well have been at one of its own buttons."""
        if field.leaves == "click" and self._fields.has_keyboard(field.mark) is not False:
            return ""
        return _late_note(field, self._fields.became(field.mark, field.text), is_left=True)

    def pastes(self) -> bool:
        """Return whether a route can paste text."""
        return any(route.pastes for route in self._backend.routes())

    def write(self, text: str, *, secret: bool, entry: TextEntry = "fields") -> InputNote:
        """Enter the text, secret text only by private routes; return how the field differs, usually an empty note.

        Secret text isn't checked in the field, nor read in the picture. A terminal has no field to check.
        """
        self._last = ()
        to_terminal = entry in {"one place", "lines"}
        as_block = entry in {"whole", "keys"} or (entry == "one place" and is_block("".join(pieces(text))))
        parts = self._entry_parts(text, entry, as_block=as_block)
        available = self._backend.routes(to_terminal=to_terminal)
        routes = tuple(route for route in available if route.private or not secret)
        path = self._paths.read()
        # A shell takes a paste as text, and an editor in a terminal might take it for something else than keys.
        by_keys = entry == "keys" or (to_terminal and not as_block)
        if as_block or path.composes:
            routes = self._paths.routes(routes, path, to_paste=not by_keys)
        fields = NoFields() if secret or to_terminal else self._fields
        for part in parts:  # a part that no route can enter is refused before the first key
            _check_enterable(part, routes)
        with self._held.without_modifiers():
            self._held.await_foreign_modifiers()
            try:
                with self._paths.straight(path) if by_keys or secret else nullcontext():
                    notes = self._enter_all(parts, routes, fields, one_place=to_terminal)
            except BaseException:
                # Release keys before the clipboard is restored, which may take a while.
                self._held.release_all()
                raise
            finally:
                for route in routes:
                    route.finish()
        self._backend.sync()
        if secret:
            return replace(notes, unread=())
        return replace(notes, unread=tuple("".join(parts).splitlines())) if to_terminal else notes

    @staticmethod
    def _entry_parts(text: str, entry: TextEntry, *, as_block: bool) -> tuple[str, ...]:
        """Return the text in the parts in which it is entered; the last line break of several lines isn't Return."""
        if Type(text, entry=entry).is_block:
            return ("".join(pieces(text)),)
        if entry == "lines":
            return tuple(lines(text))
        return tuple(blocks(text) if as_block else pieces(text))

    def _enter_all(
        self, parts: tuple[str, ...], routes: tuple[Route, ...], fields: FieldSource, *, one_place: bool
    ) -> InputNote:
        """Enter the parts; a key between them may leave the field, so the field's text is compared before."""
        notes = InputNote()
        arrival = TextArrival(fields, self._clock, self._held.pause)
        if not one_place:
            parts, arrival = self._enter_first_letter(parts, routes, fields, arrival)
        for number, part in enumerate(parts, start=1):
            is_last = number == len(parts)
            leaves = part in _KEYS and (is_last or not (one_place or arrival.has_many_lines))
            if leaves and arrival.entered:
                if arrival.is_completed(arrival.entered):
                    self._press("delete")  # the next key would accept the offered completion
                field_note = arrival.note(arrival.entered)
                notes += field_note
                if not field_note.text:
                    self._left.extend(arrival.left(part))
                if part == "\n" and self._backend.in_dialog():
                    self._held.pause(BEFORE_RETURN_S)
            if leaves:
                _check_keyboard(arrival, is_settled=True)
            self._enter(part, routes, arrival, one_place=one_place)
            if one_place and len(part) > 1 and self._backend.in_dialog():
                raise InputError(
                    Message("The terminal asks before it takes the text."),
                    Message("Look at the screen, and answer its question."),
                )
            if leaves:
                arrival.leave()
            if leaves and not is_last:
                arrival = self._next_field(part, fields, arrival)
        if arrival.entered:
            last_note = arrival.note(arrival.entered)
            notes += last_note
            self._last = () if last_note.text else arrival.left()
        return notes

    def _next_field(self, key: str, fields: FieldSource, before: TextArrival) -> TextArrival:
        """Return the field for what follows a key; InputError where Return has led out of the one that was judged."""
        if key == "\n" and before.has_field:
            self._held.pause(FOCUS_ANSWERS_S)
            _check_keyboard(before, is_settled=True)
        arrival = TextArrival(fields, self._clock, self._held.pause, typed=before.typed)
        if key == "\n":  # what follows goes into the same field where Return hasn't led out of it
            self._left = [field for field in self._left if not arrival.is_in(field)]
        return arrival

    def _enter_first_letter(
        self, parts: tuple[str, ...], routes: tuple[Route, ...], fields: FieldSource, arrival: TextArrival
    ) -> tuple[tuple[str, ...], TextArrival]:
        """Enter the first letter alone where it may open a field; return the remaining parts and that field."""
        first, *following = parts or ("",)
        if len(first) <= 1 or arrival.has_field or not self._backend.in_dialog():
            return parts, arrival
        by_keys = tuple(route for route in routes if not route.pastes)
        self._enter(first[0], by_keys, arrival)
        until = self._clock() + OPENS_WITHIN_S
        while self._clock() < until:
            self._held.pause(POLL_S)
            arrival = TextArrival(fields, self._clock, self._held.pause, typed=first[0])
            if arrival.has_field:
                break
        return (first[1:], *following), arrival

    def _enter(self, part: str, routes: tuple[Route, ...], arrival: TextArrival, *, one_place: bool = False) -> None:
        if part in _KEYS:
            self._press(_KEYS[part], 0.0 if one_place else TEXT_HOLD_S)
            arrival.add(part)
            return
        if not (self._pace_s and len(part) > 1 and part.isascii() and part.isprintable()):
            self._enter_whole(part, routes, arrival, one_place=one_place)
            return
        # A paste takes as long as a word.
        for piece in _WORDS.findall(part) if routes and routes[0].pastes else part:
            until = self._clock() + len(piece) * self._pace_s
            self._enter_whole(piece, routes, arrival)
            self._held.pause(max(0.0, until - self._clock()))

    def _press(self, key: str, hold_s: float = TEXT_HOLD_S) -> None:
        with self._held.keys((key,)):
            self._held.pause(hold_s)

    def _enter_whole(
        self, part: str, routes: tuple[Route, ...], arrival: TextArrival, *, one_place: bool = False
    ) -> None:
        by_keys = tuple(pieces(part))
        for route in routes:
            if route.takes(part) and (route.pastes or len(by_keys) == 1):
                try:
                    self._enter_by(route, part, arrival)
                    return
                except NotTakenError:
                    continue
        if len(by_keys) == 1 or "\t" in part:  # a Tab moves the focus or completes a word, which policy hasn't judged
            raise _untypable_error()
        for piece in pieces(part.rstrip("\n")):  # the last line break of several lines isn't pressed as Return
            if piece in _KEYS:
                _check_keyboard(arrival)
            self._enter(piece, routes, arrival, one_place=one_place)

    def _enter_by(self, route: Route, part: str, arrival: TextArrival) -> None:
        """Enter a text by a route; by keys, each space only once the field is seen to have the keyboard still."""
        with self._paths.along(route):
            for piece in (part,) if route.pastes or not arrival.has_field else _FROM_SPACES.findall(part):
                if piece.startswith(" ") and not route.pastes:
                    _check_keyboard(arrival)
                route.enter(piece, self._stop, partial(arrival.stands, arrival.entered + piece))
                arrival.add(piece)


def _check_keyboard(arrival: TextArrival, *, is_settled: bool = False) -> None:
    """Raise InputError where another control than the judged field gets the next key, which could press it."""
    if arrival.await_keyboard_kept(is_settled=is_settled):
        return
    typed = arrival.typed
    end = typed if len(typed) <= _LONGEST_END else f"…{typed[-_LONGEST_END:]}"
    raise InputError(
        Message(
            "The field wasn't seen to keep the keyboard after “{end}”, so the rest of the text wasn't typed.", end=end
        )
        if typed
        else Message("The field wasn't seen to keep the keyboard, so the text wasn't typed."),
        Message("Look at the new screenshot and decide again."),
    )


def _check_enterable(part: str, routes: tuple[Route, ...]) -> None:
    """Raise UntypableTextError if no route can enter a part, in one or in pieces."""
    if part not in _KEYS and not any(route.takes(part) for route in routes):
        for piece in pieces(part):
            if piece not in _KEYS and not any(route.takes(piece) for route in routes):
                raise _untypable_error()


def _untypable_error() -> UntypableTextError:
    return UntypableTextError(
        Message("The text can't be entered accurately in this application."),
        Message("Use shorter text or another field."),
    )


@dataclass(frozen=True, slots=True)
class _LeftField:
    """A field that a key has led out of, and what was entered there."""

    mark: FieldMark
    text: str
    leaves: Literal["enter", "tab", "click"] = "enter"  # what has led out of it


class TextArrival:
    """Checks how text arrives in the field that has the keyboard when this object is made.

    Its notes name only the text that the model asked for, and how the field differs from it.
    """

    def __init__(
        self, fields: FieldSource, clock: Callable[[], float], pause: Callable[[float], None], typed: str = ""
    ) -> None:
        """`typed`: what was typed before, elsewhere."""
        self._fields = fields
        self._clock = clock
        self._pause = pause
        self._mark = fields.mark()
        self._typed_before = typed
        self._differs = False  # the field doesn't show as many characters as were typed
        self.entered = ""

    @property
    def typed(self) -> str:
        """Return all of the text that was typed until now."""
        return self._typed_before + self.entered

    def add(self, text: str) -> None:
        """Note a text that was entered."""
        self.entered += text

    @property
    def has_field(self) -> bool:
        """Return whether a field has the keyboard, as far as its program reports."""
        return self._mark is not None

    @property
    def has_many_lines(self) -> bool:
        """Return whether Return is a character in the field, as far as its program reports."""
        return self._mark is not None and self._mark.many_lines

    def stands(self, text: str) -> bool:
        """Return whether the field contains the complete text now; False if unknown."""
        return self._field_text(text) == _plain(text)

    def leave(self) -> None:
        """Note that the last key may have led out of the field, so that no text is looked for there any more."""
        self._typed_before = self.typed
        self.entered = ""

    def left(self, key: str = "\n") -> tuple[_LeftField, ...]:
        """Return the field with what was entered there, for a look after the key that leaves it; none if unknown."""
        leaves: Literal["enter", "tab"] = "tab" if key == "\t" else "enter"
        return () if self._mark is None else (_LeftField(self._mark, self.entered, leaves),)

    def is_in(self, field: _LeftField) -> bool:
        """Return whether the text goes into this field, as far as its program reports."""
        return self._mark is not None and self._mark.field == field.mark.field

    def await_keyboard_kept(self, *, is_settled: bool = False) -> bool:
        """Return whether keys still go to the field, once what was entered has arrived there.

        True where no field is known; False where the program of a known one doesn't answer any more. A program reports
        a new focus with the text before it, or a moment later. `is_settled`: the text has arrived.
        """
        if self._mark is None or (self.entered and not is_settled and self._await_arrival()):
            return True
        began = self._clock()
        while not (keeps := self._fields.has_keyboard(self._mark)):
            if self._clock() - began >= (MOST_S if keeps is None else FOCUS_ANSWERS_S):
                return False
            self._pause(POLL_S)
        return True

    def _await_arrival(self) -> bool:
        """Return whether the field has as much text as was entered within a while, and the keyboard then."""
        if self._mark is None:
            return False
        began = self._clock()
        while (growth := self._fields.growth(self._mark)) != len(self.entered):
            if growth is None:  # a busy program doesn't answer at once, or another control has the keyboard
                is_arriving = self._fields.has_keyboard(self._mark) is not False
            else:
                is_arriving = growth < len(self.entered)
            is_arriving = is_arriving and not self._differs
            if self._clock() - began >= (ARRIVES_WITHIN_S if is_arriving else FOCUS_ANSWERS_S):
                self._differs = True
                return False
            self._pause(POLL_S)
        self._pause(FOCUS_FOLLOWS_S)
        return self._fields.growth(self._mark) is not None

    def is_completed(self, text: str) -> bool:
        """Return whether the program offers a completion, selected behind the text; waits a moment for it.

        The moment begins once the text has arrived: a program that looks something up at each letter is late with all.
        """
        if self._mark is None or self._mark.many_lines:
            return False
        growth: int | None = None
        last = self._clock()
        while not (offers := self._fields.offers_more(self._mark, text)):
            before = growth
            growth = self._fields.growth(self._mark)
            last = last if growth == before else self._clock()
            if offers is None:
                within_s = ANSWERS_WITHIN_S
            else:
                is_arriving = growth is not None and growth < len(text)
                within_s = QUIET_S if is_arriving else OFFERS_WITHIN_S
            if self._clock() - last >= within_s:
                return False
            self._pause(POLL_S)
        return True

    def note(self, text: str) -> InputNote:
        """Return how the settled field differs from the text; without a word if it doesn't, or if that is unknown.

        A program that has answered and doesn't any more is asked again while the field has the keyboard: it's busy.
        """
        expected = _plain(text)
        field_text = self._field_text(text)
        answered = field_text is not None
        began = self._clock()
        last = began
        while field_text != expected and self._mark is not None:
            now = self._clock()
            is_busy = field_text is None and answered and bool(self._fields.has_keyboard(self._mark))
            if now - began > MOST_S or (now - last > _patience_s(field_text) and not is_busy):
                break
            self._pause(POLL_S)
            before = field_text
            field_text = self._field_text(text)
            last = last if field_text in {before, None} or is_busy else now
            answered = answered or field_text is not None
        if field_text is None:
            return InputNote(unread=(text,))
        if self._mark is not None and field_text == expected and self._fields.offers_more(self._mark, text):
            return InputNote(_OFFERED, "altered")
        return difference(expected, field_text)

    def _field_text(self, text: str) -> str | None:
        field_text = self._fields.since(self._mark, text) if self._mark is not None else None
        return None if field_text is None else _plain(field_text)


def difference(expected: str, field_text: str) -> InputNote:
    """Return how a field's text differs from the expected one, in words for the model; empty if it doesn't.

    Blanks at the end of a line may not be reported, as a page doesn't draw them.
    """
    if expected == field_text or (field_text and expected.rstrip(" ") == field_text):
        return InputNote()
    if not field_text:
        return InputNote(Message("The application reports that none of the text is in the field."), "unseen")
    is_form = _letters_and_digits(expected) == _letters_and_digits(field_text) != ""
    if is_form and not expected.startswith(field_text) and _has_same_value(expected, field_text) is not False:
        return InputNote(
            Message("The field shows the text in another form: with other capitals, blanks or signs."), "altered"
        )
    if expected.startswith(field_text):
        arrived = len(field_text)
        total = len(expected)
        words = Message(
            "The field contains only the first {came} of the text's {asked} characters.",
            came=arrived,
            asked=total,
        )
    elif field_text.startswith(expected):
        extra = len(field_text) - len(expected)
        words = plural(
            "The application added {count} extra character after the text.",
            "The application added {count} extra characters after the text.",
            count=extra,
        )
    else:
        start = next(n for n, (first, second) in enumerate(zip(expected, field_text, strict=False)) if first != second)
        short = _excerpt(expected[start:])
        words = Message("The text in the field differs from the requested text, starting at “{short}”.", short=short)
    return InputNote(words, "altered")


def _excerpt(text: str) -> str:
    return text[:_LONGEST_EXCERPT] + ("…" if len(text) > _LONGEST_EXCERPT else "")


def _late_note(field: _LeftField, became: str | None, *, is_left: bool) -> str:
    """Return a note where a program has certainly made something else of the text in a field; else empty.

    A number in another form is the same once its field `is_left`, and an address bar makes an address of what was
    typed. A field that Return or a click has emptied has sent its text, and what Return leaves in it may be an answer.
    """
    text = field.text
    if became == "" and is_left and field.leaves == "tab" and text.strip():
        return Message(_REMOVED, short=_excerpt(text))
    if not became or "/" in text + became or _plain(became).strip() == _plain(text).strip():
        return ""
    before = _letters_and_digits(text)
    after = _letters_and_digits(became)
    is_same_number = _has_same_value(text, became) is True
    if before == after or is_same_number:
        return "" if is_left and is_same_number else Message(_REFORMATTED, short=_excerpt(text))
    is_entry = before in after and not before.isdecimal()
    explained = {"tab": True, "enter": is_entry, "click": not is_entry}  # a click may have chosen an entry
    return Message(_REPLACED, short=_excerpt(text)) if is_left and explained[field.leaves] else ""


def _is_number(text: str) -> bool:
    """Return whether a text is a number, or several as in a time; with no letters but those of a unit."""
    return bool(_NUMBER.search(text)) and not any(map(str.isalpha, text))


def _has_same_value(text: str, became: str) -> bool | None:
    """Return whether a number has kept its value; None for a text that is none, or has other parts, as a phone number.

    A unit, a currency, a fraction's zeros and grouped digits change no value.
    """
    before = _NUMBER.findall(text)
    after = _NUMBER.findall(became.replace(_BLANK_PLACE, ""))
    if not _is_number(text) or len(before) != len(after):
        return None
    if len(before) == 1 and _leading_zeros(before[0]) > _leading_zeros(after[0]):
        return False
    return not any(
        _possible_values(old).isdisjoint(_possible_values(new)) for old, new in zip(before, after, strict=True)
    )


def _leading_zeros(number: str) -> int:
    """Return how many zeros begin a number, as a postal code's, but for the one before a fraction."""
    digits = number.lstrip("+-−")
    return len(digits[:-1]) - len(digits[:-1].lstrip("0")) if digits.isdecimal() else 0


def _possible_values(number: str) -> frozenset[float | str]:
    """Return what a written number may be: `1,234` has a fraction or grouped digits. The text itself for no number."""
    sign = -1 if number[0] in "-−" else 1
    plain = "".join(char for char in number if char.isdecimal() or char in ".,")
    whole, *groups = re.split("[.,]", plain)
    separators = "".join(char for char in plain if not char.isdecimal())
    if len(set(separators)) > 1:
        *groups, fraction = groups
        is_one = separators.count(separators[-1]) == 1
        return frozenset({sign * float(f"{whole}{''.join(groups)}.{fraction}")} if is_one else {number})
    values = set[float | str]()
    if len(groups) == 1:
        values.add(sign * float(f"{whole}.{groups[0]}"))
    if all(len(group) == _GROUPED for group in groups):
        values.add(sign * float(whole + "".join(groups)))
    return frozenset(values or {number})


def _letters_and_digits(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _patience_s(field_text: str | None) -> float:
    if field_text is None:
        return SILENT_PROGRAM_S
    return QUIET_S if field_text else FIRST_WITHIN_S


def _plain(text: str) -> str:
    return _FILLED_PAIR.sub(r"\1", text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN_BREAKS))
