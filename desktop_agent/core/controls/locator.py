"""Locating a known control: by its name in a window's list of controls, or by comparing the control at a point. Pure.

What is no control is no answer to a name that is to be pressed: the title of a window, a heading, a label, a status
line. Text counts where its program reports nothing (a canvas, a program without a tree), and where it takes a press.

Two names are the same however their quotes, dashes and blanks are typed. A name that several controls have identifies
one of them only with its kind, or with the words in its row. A field without a name is identified by the words beside
it. Of a name that was read off the picture, the icons and signs around it are no part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import IntEnum
from itertools import pairwise
from typing import Literal

from desktop_agent.core.actions.describe import KINDS, TEXT_KIND, kind_of
from desktop_agent.core.controls.labels import (
    CHANGED,
    CHANGING,
    LEFT_OUT,
    WORDS,
    is_labelled,
    label_of,
    without_name,
    words_in_row,
)
from desktop_agent.core.controls.role import ENTRIES, KNOWN_BY_ROW, TEXTS_ALONE, Role
from desktop_agent.core.controls.screen_contents import LocatedControl, ShownControl
from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.pictures import Rect, Scene
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.core.texts.message import foreign, visible

LONGEST_NAME = 120  # characters of a name that a model is given
_LONGEST_RECORDED = 200  # as events cut names
_MOST_SIMILAR = 2
_FEWEST_LETTERS = 2  # of a name that others are searched for
_GAP = "\ufffc"
PLAIN_SIGNS = {ord(sign): plain for signs, plain in (('"“”„«»‘’‚`´', "'"), ("‐‑‒–—―−", "-")) for sign in signs}
_LEADING_MARKS = re.compile(r"^[\s✓✔☐☑○●•*]+")
_TRAILING_SIGNS = re.compile(r"[\s.:…*>▸▾]+$")
_LOOKALIKE = str.maketrans({"|": "l", "1": "l", "i": "l", "!": "l", "‖": "l", "0": "o"})
_KEY = r"(?:f\d{1,2}|[a-z0-9]|del(?:ete)?|ins(?:ert)?|enter|return|tab|esc(?:ape)?|home|end|page ?(?:up|down))"
_MOD = r"(?:ctrl|control|strg|alt|shift|umschalt|super|meta)"
# A control as lists and answers print it: `text field “Remarks” (120, 48) editable`, `“Remarks” (text field)`.
_QUOTED = re.compile(r"""^(?P<before>[\w ]*?)["“](?P<name>.+)["”]\s*(?P<after>.*)$""", re.DOTALL)
_KIND_AFTER = re.compile(r"^\((?P<kind>[a-z ]+)[,)]")
# An addition that a name has at some times only: its shortcut, its mnemonic in brackets, or a count.
_ADDITION = re.compile(
    rf"(?:\b{_MOD} ?\+ ?)+{_KEY}$|\b{_MOD}(?: ?\+ ?{_MOD})* ?\+ ?\S$|(?<=\s)(?:f\d{{1,2}}|del(?:ete)?)$"
    r"|\(&?\w\)|\(\d+\)$"
)


FIELD_KINDS = frozenset({"field", "text field", "password field", "document text", "combo box", "spin button"})
_CELL = kind_of(Role.TABLE_CELL)
_PLAIN_FIELDS = frozenset({"field", "text field"})  # which people call alike


class Fit(IntEnum):
    """How well a control's own name fits a requested one. Of several controls, those with the best fit are meant."""

    SAME = 0  # apart from case, quotes, dashes, blanks, marks in front and dots behind
    BARE = 1  # apart from an addition: a shortcut, a mnemonic or a count
    SIGNS = 2  # apart from the icons and signs around what was read
    LOOKALIKE = 3  # apart from letters that look alike in what was read
    PART = 4  # the own name contains the requested one as whole words
    NONE = 5


# “alike”: the same control, provided that no other one there has this name.
Identity = Literal["same", "alike", "other", "unknown"]
# Why text is no control: it is in a window's title, or it stands by itself.
NoControl = Literal["title", "text"]
# What is pressed, and has no word of its own for people.
_ALSO_PRESSED = ENTRIES | {Role.TABLE_ROW, Role.DESKTOP_ICON}
_TOGGLED_KINDS = frozenset({"check box", "switch"})
# In people's words, what is pressed in rows and known by them.
PRESSED_IN_ROWS = frozenset(kind_of(role) or role.value for role in KNOWN_BY_ROW)
# What holds written lines: a click puts the caret into them.
_WRITTEN = frozenset({Role.TEXT, Role.DOCUMENT_TEXT, Role.PARAGRAPH, Role.TERMINAL})


@dataclass(frozen=True, slots=True)
class ControlRequest:
    """A control to find: its `kind` in people's words, the words in its `row`, and those `beside` a field."""

    name: str
    kind: str = ""
    row: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The one control that matches a request."""

    control: ShownControl


@dataclass(frozen=True, slots=True)
class Another:
    """Controls with the requested name of which none is certain: several match, or all of them are in other rows."""

    controls: tuple[ShownControl, ...]
    is_in_row: bool = True


@dataclass(frozen=True, slots=True)
class Absent:
    """No control has the requested name."""


Located = Found | Another | Absent


def request_of(name: str) -> ControlRequest | None:
    """Return the request in a name that is written as lists print a control, with its kind; None for any other name."""
    quoted = _QUOTED.match(name.strip())
    if quoted is None:
        return None
    before = quoted["before"].strip().casefold()
    after = _KIND_AFTER.match(quoted["after"].casefold())
    kind = before or (after["kind"] if after else "")
    is_known = kind in {"", TEXT_KIND, *KINDS}
    return ControlRequest(quoted["name"], kind) if is_known else None


def is_of_kind(control: ShownControl, kind: str) -> bool:
    """Return whether a control is of a kind in people's words; what has no word is text."""
    own = kind_of(control.role) or TEXT_KIND
    return kind in {"", own} or {kind, own} <= _PLAIN_FIELDS


def _may_be_general(role: str | None, kind: str) -> bool:
    """Return whether a role is the general one of a kind: check boxes and switches are special toggle buttons.

    Programs report either, and Qt a tool as a check box. A tool elsewhere may be another control of the same name, and
    the box be out of view or not there yet. What is pressed once is never taken for any of them.
    """
    return role == Role.TOGGLE_BUTTON and kind in _TOGGLED_KINDS


def locate(request: ControlRequest, listed: Sequence[ShownControl]) -> Located:
    """Return the requested control among those that a window lists."""
    same_kind = [control for control in listed if not request.kind or kind_name(control.role) == request.kind]
    matches = distinct(called(request.name, same_kind)) or _unnamed_fields(request, same_kind, listed)
    in_row = matches
    if request.row:
        in_row = [control for control in matches if is_in_row(request.row, control, listed)]
    if len(in_row) == 1:
        return Found(in_row[0])
    return Another(tuple(matches), bool(in_row)) if matches else Absent()


def locate_in_row(request: ControlRequest, column: Rect, listed: Sequence[ShownControl]) -> Located | None:
    """Return the place of a control without a name: in its column, on the line with its row's words; None for all else.

    Programs draw boxes, icons and buttons into cells and rows, and report neither these nor a name for them. The top
    of `column` counts for nothing: it is as wide and high as the control was.
    """
    is_cell = request.kind == _CELL
    own_kind = [control for control in listed if kind_name(control.role) == request.kind]
    is_unnamed = request.kind in PRESSED_IN_ROWS and bool(request.row)
    if not is_unnamed or called(request.name, listed if is_cell else own_kind):
        return None
    if is_cell:
        lines = {(cell.box.y, cell.box.height): cell for cell in own_kind}
        places = [
            without_name(listed, cell.role, Rect(column.x, top, column.width, height), in_page=cell.in_page)
            for (top, height), cell in lines.items()
        ]
    else:
        places = _places_beside_words(listed, column)
    matches = [place for place in places if is_row(request.row, words_in_row(listed, place))]
    if not is_cell:
        matches = _one_for_each_row(matches)
    if len(matches) == 1:
        return Found(matches[0])
    return Another(tuple(matches)) if matches else Absent()


def _places_beside_words(listed: Sequence[ShownControl], box: Rect) -> list[ShownControl]:
    """Return the places in the column of a box that are in the middle of a listed row, or beside words in none.

    Beside words means at the height of a line, and between two lines.
    """
    rows = {(control.row, control.in_page) for control in listed if control.row is not None}
    middles = {(row.middle.y, in_page) for row, in_page in rows if row.x <= box.middle.x < row.right}
    for in_page in (False, True):
        lines = [control for control in listed if control.row is None and control.in_page == in_page]
        heights = sorted({line.box.middle.y for line in lines})
        middles |= {(height, in_page) for height in heights}
        middles |= {((upper + lower) // 2, in_page) for upper, lower in pairwise(heights)}
    return [
        without_name(listed, "", replace(box, y=middle - box.height // 2), in_page=in_page)
        for middle, in_page in sorted(middles)
    ]


def _one_for_each_row(places: Sequence[ShownControl]) -> list[ShownControl]:
    """Return one place for each row, and the middle one of those that overlap beside the same words, from the top."""
    groups = list[list[ShownControl]]()
    for place in places:
        last = groups[-1][-1] if groups else None
        is_with_last = last is not None and last.row == place.row
        if last is not None and is_with_last and (place.row or last.box.intersection(place.box)):
            groups[-1].append(place)
        else:
            groups.append([place])
    return [_middle_one(group) for group in groups]


def _middle_one(places: Sequence[ShownControl]) -> ShownControl:
    """Return the place in the middle of their row; of places in none, the middle one."""
    row = places[0].row
    if row is None:
        return places[len(places) // 2]
    return min(places, key=lambda place: abs(place.box.middle.y - row.middle.y))


def controls_meant(
    named: Mapping[int, Sequence[ShownControl]], scene: Scene, *, gets_text: bool = False
) -> Sequence[LocatedControl]:
    """Return which of the controls of one name, by their windows, may be meant: one, none or several.

    Those in the window with the keyboard come before all others, those in an open menu before what shows beside it,
    and fields before other controls where the control `gets_text`.
    """
    focus = scene.focus
    windows = [focus] if focus is not None and named.get(focus) else [*named]
    located = [*dict.fromkeys(LocatedControl(window, control) for window in windows for control in named[window])]
    # An open menu takes the click, whatever shows beside it.
    in_menus = [each for each in located if scene.window_at(each.control.box.middle) != each.window]
    meant = in_menus or located
    fields = [each for each in meant if kind_of(each.control.role) in FIELD_KINDS] if gets_text else []
    return fields or meant


def is_in_row(recorded: str, control: ShownControl, listed: Sequence[ShownControl]) -> bool:
    """Return whether a control has the recorded words of its row, with all titles above it or without shared ones."""
    forms = (words_in_row(listed, control, all_titles=all_titles) for all_titles in (False, True))
    return any(is_row(recorded, visible(form, _LONGEST_RECORDED)) for form in forms)


def is_row(recorded: str, actual: str) -> bool:
    """Return whether the words of a row are the recorded ones.

    “…” stands for any words that were left out, and “#” for one amount, share or time of day.
    """
    patterns = map(_pattern_of, _words_of_row(recorded))
    return (
        re.fullmatch("".join(patterns), "".join(f"{word} " for word in folded(actual).split()), re.IGNORECASE)
        is not None
    )


def wildcards(recorded: str) -> tuple[str, ...]:
    """Return those of the words of a recorded row that stand for other words, in order."""
    return tuple(word for word in _words_of_row(recorded) if word in {_GAP, CHANGED})


def _words_of_row(recorded: str) -> Sequence[str]:
    """Return the normalized words of a recorded row, with `_GAP` for those that were left out."""
    words = [_GAP if word in LEFT_OUT else word for word in recorded.split()]
    return folded(" ".join(words)).split()


def _pattern_of(word: str) -> str:
    if word == _GAP:
        return r"(?:\S+ )*"
    return f"(?:{CHANGING}|{CHANGED}) " if word == CHANGED else f"{re.escape(word)} "


def may_be_row(first: str, second: str) -> bool:
    """Return whether the words of two rows are the same; in both, “…” and “#” stand for words that may change."""
    return is_row(first, second) or is_row(second, first)


def no_control(target: Target, *, is_whole: bool = True) -> NoControl | None:
    """Return why what is at a point is no control, where text was found; None if it is one, or unknown.

    `is_whole`: the text is all of its line. A word of a longer line is no name of an editor.
    """
    if target.place is not None and target.place.in_title_bar:
        return "title"
    hit = target.control
    if hit is None:
        return None
    if hit.role in _WRITTEN and not is_whole:
        return "text"
    if hit.takes_press and (is_whole or target.in_page):
        return None
    plain = ENTRIES if target.in_page else frozenset[Role]()
    if hit.role not in TEXTS_ALONE | plain:
        return None
    roles = {hit.role, *(held.role for held in hit.objects)} - plain
    return None if any(kind_of(role) or role in _ALSO_PRESSED for role in roles) else "text"


def called(name: str, controls: Sequence[ShownControl]) -> list[ShownControl]:
    """Return the controls with exactly this name, else those that fit it best; what only contains it has another name.

    Of what was read off the picture, which has no role, signs around it and letters that look alike count last.
    """
    exact = [control for control in controls if name and control.name == name]
    if exact or not name:
        return exact
    fits = [(control, _fit_of_listed(name, control)) for control in controls]
    best = min((fit for _, fit in fits), default=Fit.NONE)
    return [control for control, fit in fits if fit == best and fit < Fit.PART]


def _fit_of_listed(name: str, control: ShownControl) -> Fit:
    """Return the fit of a control's name, which may be given as it was cut in a list for a model, or in an event."""
    own = control.name
    cut = {foreign(own, LONGEST_NAME), visible(own, _LONGEST_RECORDED)} - {own}
    return min(fit_of(name, own, read=not control.role), *(fit_of(name, form) for form in cut), Fit.NONE)


def may_be_called(name: str, candidate: str) -> bool:
    """Return whether a control's own name may be meant by a name: it is that, or contains it as whole words."""
    return fit_of(name, candidate) < Fit.NONE


def best_fitting(name: str, names: Iterable[str], *, in_part: bool = True) -> frozenset[str]:
    """Return those of the names of controls that fit a name best; with `in_part`, else those that only contain it."""
    fits = {own: fit_of(name, own) for own in names}
    best = min(fits.values(), default=Fit.NONE)
    is_fit = best < (Fit.NONE if in_part else Fit.PART)
    return frozenset(own for own, fit in fits.items() if is_fit and fit == best)


def fit_of(name: str, candidate: str, *, read: bool = False) -> Fit:
    """Return how well a control's own name fits a name; `read`: the own name was read off the picture."""
    wanted = folded(name)
    own = folded(candidate)
    if wanted and wanted == own:
        return Fit.SAME
    if bare(name) and bare(name) == bare(candidate):
        return Fit.BARE
    if read and (wanted_sign := without_signs(name)):
        own_sign = without_signs(candidate)
        if own_sign == wanted_sign:
            return Fit.SIGNS
        if reads_as(own_sign, wanted_sign):
            return Fit.LOOKALIKE
    return Fit.PART if wanted and own and _holds(own, wanted) else Fit.NONE


def distinct(controls: Sequence[ShownControl]) -> list[ShownControl]:
    """Return the controls of one name without those that overlap a smaller one: these are the same control."""
    smallest = list[ShownControl]()
    for control in sorted(controls, key=lambda control: control.box.width * control.box.height):
        box = control.box
        if not any(box.contains(other.box.middle) or other.box.contains(box.middle) for other in smallest):
            smallest.append(control)
    return [control for control in controls if control in smallest]


def nearest_names(name: str, names: Iterable[str], read: Iterable[str] = ()) -> list[str]:
    """Return the names that contain a name that no control has, the shortest first; else those most similar to it.

    What was `read` off the picture is near only where it contains the name: a scrap of text resembles many.
    """
    by_form = {folded(candidate): candidate for candidate in names if candidate}
    all_forms = {folded(candidate): candidate for candidate in read if candidate} | by_form
    wanted = folded(name)
    holding = [form for form in all_forms if len(wanted) >= _FEWEST_LETTERS and _holds(form, wanted)]
    if holding:
        return [all_forms[form] for form in sorted(holding, key=len)[:_MOST_SIMILAR]]
    return [by_form[form] for form in get_close_matches(wanted, by_form, _MOST_SIMILAR)]


def identity(
    request: ControlRequest, actual: NamedTarget | None, *, read: bool = False, where_it_was: bool = False
) -> Identity:
    """Return how the control at a point compares with the requested one; what is unknown of it isn't a difference.

    `read`: the name was read off the picture, so letters that look alike count as equal. `where_it_was`: the point is
    the recorded one or looks as recorded, so a check box or a switch may be reported as a toggle button.
    """
    if actual is None:
        return "unknown"
    actual_kind = kind_name(actual.role)
    expected = folded(request.name)
    actual_name = folded(actual.name or "")
    is_general = where_it_was and bool(request.name) and _may_be_general(actual.role, request.kind)
    is_kind = request.kind in {"", actual_kind} or not actual_kind or is_general
    if not is_kind and not read:
        return "other"
    if request.row and actual.row and not may_be_row(request.row, actual.row):
        return "other"
    fit = fit_of(request.name, actual.name or "")
    is_exact = bool(request.name) and request.name == actual.name
    if is_exact or fit == Fit.SAME or (read and expected and reads_as(expected, actual_name)):
        return "same"
    if expected and actual_name:
        return "alike" if fit == Fit.BARE else "other"
    if actual_name or actual_kind not in FIELD_KINDS or request.kind != actual_kind:
        return "unknown"
    # A name that was read off the picture may be the label of the field.
    label = folded(actual.beside or "")
    if folded(request.name or request.beside) == label:
        return "same"
    return "other" if request.beside and label else "unknown"


def folded(name: str) -> str:
    """Return a name in a normal form for comparison.

    It ignores case, the form of quotes and dashes, blanks, marks at the start, and dots or a colon at the end.
    """
    plain = unicodedata.normalize("NFKC", name).casefold().translate(PLAIN_SIGNS)
    return " ".join(_TRAILING_SIGNS.sub("", _LEADING_MARKS.sub("", plain)).split())


def bare(name: str) -> str:
    """Return a normalized name without its additions, and once if it stands twice, as GTK 4 does with digits."""
    words = folded(_ADDITION.sub("", folded(name))).split()
    half = len(words) // 2
    return " ".join(words[:half] if half and words[:half] == words[half:] else words)


def without_signs(name: str) -> str:
    """Return a normalized name without the icons and signs around it: “√OK” and “{} Scripts” are read for such.

    What can be typed and adjoins a word is a part of it, as in “C++”.
    """
    words = folded(name).split()
    while words and not _is_word(words[0]):
        del words[0]
    while words and not _is_word(words[-1]):
        del words[-1]
    return " ".join(words).strip(_drawn_signs(words))


def reads_as(first: str, second: str) -> bool:
    """Return whether two `folded` names are equal except for blanks and letters that look alike."""
    first = first.replace(" ", "")
    second = second.replace(" ", "")
    return first == second or (len(first) > 1 and first.translate(_LOOKALIKE) == second.translate(_LOOKALIKE))


def likeness(first: str, second: str, *, least: float = 0.0) -> float:
    """Return how alike two texts are, of 100: the letters of their longest common subsequence, of all their letters.

    Below `least`, it may be any number that is below it. Source: H. Hyyrö, Bit-parallel LCS-length computation
    revisited (2004): each zero bit of `rest` is a letter of the subsequence.
    """
    total = len(first) + len(second)
    if not total:
        return 100.0
    most = 200 * min(len(first), len(second)) / total
    if most < least:
        return most
    positions = dict[str, int]()
    for place, letter in enumerate(first):
        positions[letter] = positions.get(letter, 0) | 1 << place
    every = (1 << len(first)) - 1
    rest = every
    for letter in second:
        matched = rest & positions.get(letter, 0)
        rest = ((rest + matched) | (rest - matched)) & every
    return 200 * (len(first) - rest.bit_count()) / total


def kind_name(role: str | None) -> str:
    """Return people's word for a control of this role, else the role."""
    return kind_of(role) or role or ""


def _holds(own: str, wanted: str) -> bool:
    """Return whether a normalized name contains another one as whole words."""
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", own) is not None


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _drawn_signs(words: Iterable[str]) -> str:
    """Return the signs in words that stand for no letter and aren't on a keyboard."""
    return "".join({sign for word in words for sign in word if not (sign.isalnum() or sign.isascii())})


def _unnamed_fields(
    request: ControlRequest, peers: Sequence[ShownControl], listed: Sequence[ShownControl]
) -> list[ShownControl]:
    """Return the fields without a name that have the requested label; without a label, those outside of pages."""
    if request.kind not in FIELD_KINDS:
        return []
    placed_words = [(control.name, control.box) for control in listed if control.role in WORDS]
    fields = [control for control in peers if not control.name]
    labels = {field: folded(label_of(placed_words, field.box)) if is_labelled(field.box) else "" for field in fields}
    if expected_label := folded(request.name or request.beside):
        return [field for field, label in labels.items() if label == expected_label]
    # A field without name and label in a page may be one of several, with the others out of view.
    outside = [field for field in labels if not field.in_page]
    return [field for field in outside if not labels[field]] or outside
