"""Steps that fill in a form: type into a field, select an option; each is done only when the screen shows it.

A field may group digits, put signs around them, and turn quotes and hyphens into typographic ones. No letter, digit or
other sign may be missing, and a number keeps its value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum

from desktop_agent.core.actions.action import Click, Press, Scroll, Type
from desktop_agent.core.controls.boxes import Box, box_of
from desktop_agent.core.controls.locator import likeness
from desktop_agent.core.controls.read_text import TextTarget, certain_place, not_seen
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.core.texts.secret_text import secrets_in
from desktop_agent.offline.plan.outcome import (
    Do,
    Failed,
    Passed,
    PlanPosition,
    ScreenReading,
    StepOutcome,
    Unseen,
    digest,
    field,
    match_sentence,
    middle,
)
from desktop_agent.offline.plan.pointing import MOST_SCROLLS, NOTCH_PX
from desktop_agent.offline.plan.steps import NOTCHES_SEARCHING, SelectStep, TypeStep

_ONE_ROW = 2.2  # heights of the label; a higher field holds several rows
_CHOSEN = 2  # the phase of a selection in which the option was clicked
_SECRET = re.compile(r"passw|pass ?code|pass ?phrase|\bpin\b|kennwort|mot de passe|contrase|senha", re.IGNORECASE)
# Letters that look the same in both cases, and signs that are read for each other. Other letters keep their case.
_ALIKE = str.maketrans("COSUVWXZ0|I1!‘’`“”„–—", "cosuvwxzollll'''\"\"\"--")
_CARET = "l"  # as it is folded
_SHORT = 5  # letters; below that a text must be the very one
_TYPED = 82.0  # of 100
# visible letters of a long text; of its length
_TAIL = 8
_IN_SIGHT = 0.8
_ONE_ROW_PX = 64
_SCRIPTS = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH")  # letters that the reader reads well


class TypingPhase(IntEnum):
    """What is done next of a text that goes into a field."""

    CLICK = 0
    SELECT = 1  # the field's content, which is replaced
    TYPE = 2
    CHECK = 3


def type_text(verb: TypeStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Click the field, select its content if that is replaced, type, and check that the text is there."""
    if verb.into is None:
        return Do(Type(verb.text), Message("The text is entered at the caret."))
    match position.phase:
        case TypingPhase.CLICK:
            return _click_field(verb, verb.into, position, screen)
        case TypingPhase.SELECT:
            message = Message("The field contents are selected first.")
            return Do(Press(("ctrl", "a")), message, then=TypingPhase.TYPE)
        case TypingPhase.CHECK:
            return _typed_text_outcome(verb, verb.into, position, screen)
        case _:  # TYPE; a call id from elsewhere may hold any number
            if not verb.text:
                return Do(Press(("delete",)), Message("The field is cleared."))
            return Do(Type(verb.text), Message("The caret is in the field."), then=TypingPhase.CHECK)


def _typed_text_outcome(verb: TypeStep, into: TextTarget, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Pass when the field shows the typed text, or when the text cannot be checked."""
    shows_it = Passed(Message("“{text}” shows it.", text=into.text))
    if screen.has_dots(position.mark, len(verb.text)):
        return shows_it
    # A password is dots or painted over, and after a Tab or Return the text may be somewhere else by now.
    hidden = _SECRET.search(into.text) or secrets_in(verb.text) or screen.is_hidden(position.mark)
    unchecked = Passed(Message("I typed into “{text}”, but I can't tell whether the text was entered.", text=into.text))
    if hidden or verb.text.rstrip(" ").endswith(("\n", "\t")):
        return unchecked
    # A program knows what is in its field; a picture is read only where it doesn't say.
    reported = screen.text_in(position.mark)
    if reported is not None:
        has_it = has_typed_text(reported.text, verb.text, many_lines=reported.many_lines)
        return shows_it if has_it else _differing_text(verb, into, reported.text)
    if not ocr_can_read(verb.text):
        return unchecked
    pieces = pieces_in(screen, position.mark)
    row = row_in(screen, position.mark)
    if _keeps_old_text(verb, position, (pieces, row)):
        return _differing_text(verb, into, " ".join(pieces or row))
    # The field may be larger than the recognized box.
    before = {line.text for line in position.before}
    new_lines = tuple(line.text for line in screen.lines() if line.text not in before)
    if shows_typed_text(pieces, verb.text) or shows_typed_text(new_lines, verb.text):
        return shows_it
    if shows_typed_text(row, verb.text):
        return shows_it
    field_text = " ".join(pieces or row)
    # The caret stands behind what has just been typed, and is read as a letter. A digit more is another number.
    if not verb.text[-1:].isdigit() and _folded(field_text) == _folded(verb.text) + _CARET:
        return shows_it
    return _differing_text(verb, into, field_text)


def _keeps_old_text(verb: TypeStep, position: PlanPosition, readings: Sequence[Sequence[str]]) -> bool:
    """Return whether the replaced content still stands before or behind the text: Ctrl+A selects nothing in Tk."""
    old_lines = [line for line in position.before if position.mark.holds(*box_of(line).center)]
    old_text = _folded("".join(line.text for line in old_lines))
    replaces = verb.replace or (len(old_lines) == 1 and position.mark.height < _ONE_ROW * box_of(old_lines[0]).height)
    if not replaces or not old_text:
        return False
    text = _folded(verb.text)
    return any(_folded("".join(pieces)) in {text + old_text, old_text + text} for pieces in readings)


def _differing_text(verb: TypeStep, into: TextTarget, field_text: str) -> Unseen:
    what = (
        Message("the field shows “{shown}”", shown=field_text)
        if field_text
        else Message("I can't read anything in the field")
    )
    return Unseen(Message("I typed “{text}” into “{text2}”, but {what}.", text=verb.text, text2=into.text, what=what))


def _click_field(verb: TypeStep, into: TextTarget, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    control = field(into, position, screen, writes=True)
    if isinstance(control, Unseen):
        return control
    place, box = control
    replaces = verb.replace or box.height < _ONE_ROW * place.box.height
    message = sentences(match_sentence(place), Message("Its field is at {center}.", center=box.center))
    return Do(Click(middle(box)), message, then=TypingPhase.SELECT if replaces else TypingPhase.TYPE, mark=box)


def select(verb: SelectStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Open the list, click the option, and check that it is chosen."""
    if position.phase == 0:
        return _open_list(verb, position, screen)
    if position.phase != _CHOSEN:
        return _click_option(verb, position, screen)
    chosen_lines = [line for line in screen.lines() if box_of(line).touches(position.mark)]
    if certain_place(TextTarget(verb.option), chosen_lines) or is_text(row_in(screen, position.mark), verb.option):
        return Passed(Message("“{option}” is chosen.", option=verb.option))
    return Unseen(
        Message(
            "I clicked “{option}”, but the field shows “{part}”.",
            option=verb.option,
            part=" ".join(line.text for line in chosen_lines),
        )
    )


def _open_list(verb: SelectStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    control = field(verb.source, position, screen)
    if isinstance(control, Unseen):
        return control
    place, box = control
    inside = [line for line in screen.lines() if box_of(line).touches(box)]
    option = certain_place(TextTarget(verb.option), inside)
    if option and box.height > _ONE_ROW * place.box.height:
        return Do(
            Click(middle(option.box)),
            Message("The “{text}” list shows “{option}”.", text=place.text, option=verb.option),
            mark=option.box,
        )
    if option:
        return Passed(Message("“{option}” is already chosen.", option=verb.option))
    return Do(
        Click(middle(box)),
        sentences(match_sentence(place), Message("Its list is at {center}.", center=box.center)),
        then=1,
        mark=box,
    )


def _click_option(verb: SelectStep, position: PlanPosition, screen: ScreenReading) -> StepOutcome:
    """Click the option in the list that opened over or next to the field; scroll the list if it isn't visible."""
    column = Box(position.mark.left - 8, 0, position.mark.width + 16, screen.size[1])
    here = [line for line in screen.lines() if box_of(line).touches(column)]
    before = {(line.text, line.top) for line in position.before}
    fresh = [line for line in here if (line.text, line.top) not in before]
    place = certain_place(TextTarget(verb.option), fresh) or certain_place(TextTarget(verb.option), here)
    listed = certain_place(TextTarget(verb.option), [line for line in position.before if box_of(line).touches(column)])
    # The list that was pressed in closes when a person presses a card; they may have chosen by hand, too.
    if position.tries and listed and not (place and place.box.touches(listed.box)):
        return _open_list(verb, position, screen)
    if place:
        return Do(Click(middle(place.box)), match_sentence(place), then=_CHOSEN, mark=position.mark)
    scrolled = position.phase > _CHOSEN
    if scrolled and (position.texts == digest(screen.lines()) or position.phase > MOST_SCROLLS):
        return Failed(
            sentences(
                Message("“{option}” isn't in the “{text}” list.", option=verb.option, text=verb.source.text),
                not_seen(verb.option, here),
            )
        )
    if not scrolled and (position.looks == 0 or not fresh):
        # A list that is about to open looks like one without the option.
        return Unseen(
            Message("“{option}” isn't visible in the “{text}” list.", option=verb.option, text=verb.source.text)
        )
    at = middle(box_of(fresh[len(fresh) // 2]) if fresh else position.mark)
    then = max(position.phase, _CHOSEN) + 1
    scroll = Scroll(at, 0, NOTCHES_SEARCHING * NOTCH_PX)
    return Do(scroll, Message("“{option}” isn't visible yet.", option=verb.option), then=then, mark=position.mark)


def pieces_in(screen: ScreenReading, box: Box) -> tuple[str, ...]:
    """Return the texts in a box, as the reading of the full picture has them."""
    return tuple(line.text for line in screen.lines() if box.holds(*box_of(line).center))


def row_in(screen: ScreenReading, box: Box) -> tuple[str, ...]:
    """Return the texts in a box that is read on its own, as one row: a full picture hides short texts."""
    return screen.row(box) if box.height <= _ONE_ROW_PX else ()


def ocr_can_read(text: str) -> bool:
    """Return whether OCR can read a text back: it turns Greek and Russian letters into Latin ones."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(text.strip()) and all(unicodedata.name(letter, "").startswith(_SCRIPTS) for letter in letters)


def is_text(pieces: Sequence[str], text: str) -> bool:
    """Return whether a field holds exactly this text; a lone sign at its ends is a button of the field."""
    folded_text = _folded(text)
    return any(folded_text == _folded("".join(candidate)) for candidate in _without_buttons(pieces))


def has_text(pieces: Sequence[str], text: str) -> bool:
    """Return whether a field contains this text, but not as a part of a longer number or word."""
    pattern = re.escape(_folded(text, spaced=True))
    return bool(pattern) and bool(re.search(rf"(?<!\w){pattern}(?!\w)", _folded(" ".join(pieces), spaced=True)))


def shows_typed_text(pieces: Sequence[str], text: str) -> bool:
    """Return whether a field shows a typed text, or its end or beginning if the text is longer than the field."""
    if is_text(pieces, text) or has_text(pieces, text):
        return True
    visible_text = _folded("".join(pieces))
    typed = _folded(text)
    if min(len(visible_text), len(typed)) < _SHORT:
        return False
    pairs = [(visible_text, typed), (visible_text[-len(typed) :], typed), (visible_text[: len(typed)], typed)]
    if _TAIL <= len(visible_text) < _IN_SIGHT * len(typed):
        pairs += [(visible_text, typed[-len(visible_text) :]), (visible_text, typed[: len(visible_text)])]
    return any(likeness(*pair, least=_TYPED) >= _TYPED and _digits(pair[0]) == _digits(pair[1]) for pair in pairs)


def _digits(text: str) -> list[str]:
    """Return a text's digits and the letters that are folded with digits: a misread digit is another number."""
    return re.findall(r"[\dlo]", text) if re.search(r"\d", text) else []


def _without_buttons(pieces: Sequence[str]) -> list[Sequence[str]]:
    nonblank = [piece for piece in pieces if piece.strip()]
    inner = nonblank[:]
    while len(inner) > 1 and len(inner[-1].strip()) == 1:
        inner.pop()
    while len(inner) > 1 and len(inner[0].strip()) == 1:
        inner.pop(0)
    return [nonblank, inner]


def _folded(text: str, *, spaced: bool = False) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return " ".join(plain.split()) if spaced else "".join(plain.split())


_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_ADDED = frozenset(" -().,/:'")  # what a field may put between letters and digits
_DROPPED = frozenset(" -()/")  # and may leave out of a text with digits
_NUMBER = re.compile(r"([-+]?) ?(\d(?:[\d.,' ]*\d)?)")
_GROUPED = 3  # digits after a mark that may be one between groups
_REPORTED_TAIL = 8  # letters of a text of which no more is shown
# A number with a mark in it, of which no part is a number of its own. A date has two marks of a kind.
_MARKED_NUMBER = re.compile(r"\d{1,3}([.,'])\d{3}(?:\1\d{3})*(?:[.,]\d+)?|\d+[.,]\d+")
_DIGITS_AND_MARKS = re.compile(r"\d[\d.,']*\d|\d")
_CURRENCIES = "€$£¥₣₹%"


def has_typed_text(reported: str, text: str, *, many_lines: bool) -> bool:
    """Return whether a field has taken a typed text; one of many lines may report only the end of a long text."""
    own = _folded_report(reported).casefold()
    wanted = _folded_report(text).casefold()
    if wanted in own or _is_same_content(own, wanted):  # a name may be written in capitals
        return True
    return many_lines and len(own) >= _REPORTED_TAIL and wanted.endswith(own)


def is_written_so(reported: str, text: str) -> bool:
    """Return whether a field has exactly this text, however it writes it."""
    return _is_same_content(_folded_report(reported), _folded_report(text))


def contains(reported: str, text: str) -> bool:
    """Return whether a field has this text in it, but not as a part of a longer number or word."""
    own = _folded_report(reported)
    wanted = _folded_report(text)
    found = re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", own)
    return bool(wanted) and any(not _is_in_number(own, one.start(), one.end()) for one in found)


def _folded_report(text: str) -> str:
    """Return a text with one kind of each quote, hyphen and blank."""
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    return re.sub("-{2,}", "-", " ".join(plain.split()))


def _is_in_number(text: str, start: int, end: int) -> bool:
    """Return whether a part of a text stands in a number with a mark in it, as “10” does in “10.50”."""
    numbers = (found for found in _DIGITS_AND_MARKS.finditer(text) if found.start() <= start and end <= found.end())
    return any(_MARKED_NUMBER.fullmatch(found[0]) and found.span() != (start, end) for found in numbers)


def _is_same_content(own: str, wanted: str) -> bool:
    """Return whether two texts have the same letters, digits and signs, but for what a field puts between them."""
    if own == wanted:
        return True
    number = _number_parts(wanted)
    own_number = _number_parts(own.strip(_CURRENCIES + " "))
    if number is not None and own_number is not None:
        return number == own_number
    may_drop = _DROPPED if re.search(r"\d", wanted) else frozenset[str]()
    at = 0
    for letter in own:
        while at < len(wanted) and wanted[at] != letter and letter not in _ADDED and wanted[at] in may_drop:
            at += 1
        if at < len(wanted) and wanted[at] == letter:
            at += 1
        elif letter not in _ADDED:
            return False
    return bool(wanted) and all(letter in may_drop for letter in wanted[at:])


def _number_parts(text: str) -> tuple[str, str, str] | None:
    """Return the sign, the whole part and the fraction of a number; None of anything else."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    sign, body = found.groups()
    last = max(body.rfind("."), body.rfind(","))
    fraction = body[last + 1 :] if last >= 0 and _is_decimal_mark(body, last) else ""
    whole = body[:last] if fraction else body
    return sign, re.sub(r"\D", "", whole), fraction.rstrip("0")


def _is_decimal_mark(body: str, last: int) -> bool:
    """Return whether the last dot or comma of a number begins its fraction, and doesn't part groups of digits."""
    if body.count(body[last]) > 1 or not body[last + 1 :].isdigit():
        return False
    has_others = bool(re.search(r"[., ']", body[:last]))
    return has_others or len(body) - last - 1 != _GROUPED or body.startswith("0")
