"""Comparisons of the screen with a step's recording: windows, controls, texts, check marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Literal

import cv2
import numpy as np

from desktop_agent.core.actions.action import Action, Press
from desktop_agent.core.actions.describe import SCROLLED
from desktop_agent.core.actions.keys import MODIFIERS, main_key
from desktop_agent.core.controls.boxes import Box, Indicator, box_of
from desktop_agent.core.controls.locator import FIELD_KINDS, PRESSED_IN_ROWS, folded, kind_name, likeness, reads_as
from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import BEFORE_CAPTION, BEHIND_CAPTION, TextLine
from desktop_agent.core.pictures import Window
from desktop_agent.core.programs import what_runs
from desktop_agent.core.texts.message import Message, foreign, visible
from desktop_agent.offline.picture.fields import field_of, indicator_of
from desktop_agent.tasks.steps.sight import Box4, Gray, cut, png
from desktop_agent.tasks.task import StepTarget, StepWindow

# of 100; characters
_ALIKE = 80.0
_SHORTEST = 4
_LONGEST_WORDS = 60
_LONGEST = 200  # as events cut the names that they have
_UNSAVED = re.compile(
    r"^[*•●◦\s]+|[*•●◦\s]+$|\s*\[(?:modified|\+)\]|\s[*•●◦](?=\s)"
    r"|\s\((?:imported|exported|overwritten)\)(?=-)"  # as GIMP says it
)
# How many there are, as mail, chat and forms say it: “(3) Inbox”, “Members (4)”. Four digits may be a year.
_COUNTER = re.compile(r"^[(\[]\d{1,3}\+?[)\]]\s+|\s+[(\[]\d{1,3}\+?[)\]]$")
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_OF_TEXT = frozenset("acvxyz")  # with Ctrl: for the focused control, not for the window
_BEGIN = frozenset({"l", "n", "o", "r", "t"})  # with Ctrl: address bar, new document, open, reload, new tab
_FUNCTION_KEY = re.compile(r"f\d{1,2}")
_NUMBER = re.compile(r"\d+")
_EDITORS = frozenset({"text field", "document text"})  # of many lines or cells: a place in one is a word
_ENTRIES = frozenset(map(kind_name, (Role.LIST_ITEM, Role.TREE_ITEM, Role.TABLE_ROW)))
ReadTexts = Callable[[bytes], Sequence[TextLine]]
TickVerdict = Literal["same", "ticked already", "empty already", "unsure"]
_LABELLED_PX = 60  # between the upper edge of a label and a place in its field
# pixels to each side of a place, and of its row
_REACH = 320
_HEIGHT = 40
_PANES = frozenset(map(kind_name, SCROLLED))
_SURE = frozenset({"ticked", "empty", "mixed"})


def same_window(recorded: StepWindow, window: Window) -> bool:
    """Return whether a window may be the recorded one: same program, and same title apart from marks and counters."""
    if recorded.program and not is_of_program(recorded, window):
        return False
    return _title(recorded.title) == _title(visible(window.title, _LONGEST))


def recorded_among(recorded: StepWindow, windows: Collection[Window]) -> Sequence[Window]:
    """Return the windows that may be the recorded one; of “Notes” and “Notes (2)” that are both there, one."""
    alike = [window for window in windows if same_window(recorded, window)]
    has_counter = _has_counter(recorded.title)
    return [window for window in alike if _has_counter(visible(window.title, _LONGEST)) == has_counter] or alike


def is_of_program(recorded: StepWindow, window: Window) -> bool:
    """Return whether a window is of the program that had the recorded one."""
    return bool(recorded.program) and recorded.program == visible(what_runs(window), _LONGEST)


def exactly_same(recorded: StepWindow, window: Window) -> bool:
    """Return whether the titles are equal including their digits, which may name the document."""
    recorded_title, current_title = (
        _without_marks(title) for title in (recorded.title, visible(window.title, _LONGEST))
    )
    return same_window(recorded, window) and recorded_title == current_title


def is_alike(before: str, now: str, *, part: bool = False) -> bool:
    """Return whether two readings may be the same words: most of their letters have to agree.

    With `part`, either may be a part of the other, such as the words of a text near a point.
    """
    before_folded = folded(before).replace(" ", "")
    now_folded = folded(now).replace(" ", "")
    if (
        part
        and min(len(before_folded), len(now_folded)) >= _SHORTEST
        and (before_folded in now_folded or now_folded in before_folded)
    ):
        return True
    return reads_as(before_folded, now_folded) or likeness(before_folded, now_folded, least=_ALIKE) >= _ALIKE


def is_read_together(line: str, name: str, before: Sequence[str]) -> bool:
    """Return whether a line consists of a name and of captions that were separate lines in the recording.

    Captions that have grown and are now read as one line are thus separated; “Save as” never counts as “Save”.
    """
    name_folded = folded(name).replace(" ", "")
    line_folded = folded(line).replace(" ", "")
    texts = {text for text in (folded(text).replace(" ", "") for text in before) if text}
    return (
        name_folded in texts
        and name_folded != line_folded
        and name_folded in _parts_of(line_folded, texts - {line_folded})
    )


def _parts_of(line: str, texts: Collection[str]) -> Sequence[str]:
    """Return the texts that make up a line, in order; empty where they don't."""
    parts_by_end: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(line) + 1):
        last = next((text for text in texts if end - len(text) in parts_by_end and line[:end].endswith(text)), None)
        if last is not None:
            parts_by_end[end] = (*parts_by_end[end - len(last)], last)
    return parts_by_end.get(len(line), ())


def is_field(target: StepTarget | None) -> bool:
    """Return whether the control is a field, whose content changes with typing."""
    return target is not None and target.kind in FIELD_KINDS


def is_editor(target: StepTarget | None) -> bool:
    """Return whether the control is a text area, in which a place stands for the text there."""
    return target is not None and target.kind in _EDITORS


def is_cell(target: StepTarget | None) -> bool:
    """Return whether the control is a spreadsheet cell, named after its address whatever its content."""
    return is_editor(target) and target is not None and bool(_ADDRESS.fullmatch(target.name))


def is_known_by_looks(target: StepTarget | None) -> bool:
    """Return whether nothing but its looks distinguishes a control from others of its kind: no name, label or row."""
    if target is None or target.name or target.row or target.beside:
        return False
    return target.kind in PRESSED_IN_ROWS | _ENTRIES


def is_unreported(target: StepTarget | None) -> bool:
    """Return whether a program reports no control at a place, as for a cell in Gnumeric: its picture finds it again."""
    if target is None:
        return True
    is_identified = bool(target.name or target.row or target.beside) or is_field(target)
    return not is_identified and not is_known_by_looks(target) and target.kind not in _PANES


def place_warning(number: int, target: StepTarget | None) -> Message | None:
    """Return by what a step's place is found again, where that may surprise; None otherwise."""
    if is_unreported(target) or target is None:
        return Message(
            "Step {number} works at a place where its program reports no control, such as a cell in Gnumeric."
            " It stops if the place, or the words in its row, have moved.",
            number=number,
        )
    if is_cell(target) and not target.row:
        return Message(
            "Step {number} goes to cell {cell} by its address alone.",
            number=number,
            cell=foreign(target.name, _LONGEST_WORDS),
        )
    if is_cell(target):
        return Message(
            "Step {number} goes to cell {cell} by its address, and only while its row has the words “{row}”."
            " To go by the address alone, leave out “in the row” in the step's target.",
            number=number,
            cell=foreign(target.name, _LONGEST_WORDS),
            row=foreign(target.row, _LONGEST_WORDS),
        )
    if is_known_by_looks(target):
        return Message(
            "Step {number} presses a control without a name, and no words in its row tell which one it is."
            " It may not be found again once things have moved.",
            number=number,
        )
    return None


def is_command(action: Action) -> bool:
    """Return whether a chord is a window's command, accepted wherever in the window the focus is."""
    if not isinstance(action, Press):
        return False
    keys = {main_key(key) for key in action.keys}
    (key, *more) = sorted(keys - {*MODIFIERS}) or [""]
    is_letter = len(key) == 1 and key.isalnum() and key not in _OF_TEXT and bool(keys & {"ctrl", "alt"})
    return not more and "super" not in keys and (is_letter or bool(_FUNCTION_KEY.fullmatch(key)))


def opens_something_new(action: Action) -> bool:
    """Return whether a chord opens something new or reloads it, whatever document or control has the focus."""
    keys = {main_key(key) for key in action.keys} if isinstance(action, Press) else set[str]()
    return keys == {"f5"} or any(keys == {"ctrl", letter} for letter in _BEGIN)


def _title(title: str) -> str:
    return _NUMBER.sub("0", _COUNTER.sub("", _without_marks(title))).casefold()


def _has_counter(title: str) -> bool:
    return bool(_COUNTER.search(_without_marks(title)))


def _without_marks(title: str) -> str:
    """Return a title without its marks of unsaved changes, and with single blanks."""
    return " ".join(_UNSAVED.sub("", title).split())


def is_inside(box: Box, window: Box4) -> bool:
    """Return whether the centre of a box is in a window."""
    x, y = box.center
    return window[0] <= x < window[0] + window[2] and window[1] <= y < window[1] + window[3]


def caption_at(picture: Gray, at: tuple[int, int], read: ReadTexts) -> Box | None:
    """Return the line of text at a place, or right next to it, in pixels of the picture; None without one."""
    left, top, row = _caption_strip(picture, at)
    enlarged = cut(picture, (left, top, row.shape[1], row.shape[0]))
    for line in read(png(enlarged)) if enlarged.size else ():
        caption = Box(left + line.left // 2, top + line.top // 2, line.width // 2, line.height // 2)
        if is_beside(at[0], caption) and caption.top <= at[1] < caption.bottom:
            return caption
    return None


def is_beside(x: int, caption: Box) -> bool:
    """Return whether a place on the line of a caption is in it, or right next to it."""
    left, _, width, _ = reach_of(caption)
    return left <= x < left + width


def reach_of(caption: Box) -> Box4:
    """Return the box of a caption and of what is right next to it on its line."""
    left = caption.left - BEFORE_CAPTION * caption.height
    right = caption.right + BEHIND_CAPTION * caption.height
    return left, caption.top, right - left, caption.height


def field_label_at(picture: Gray, at: tuple[int, int], lines: Sequence[TextLine]) -> str:
    """Return the label of the field at a place, of the lines that were read; empty without field or label."""
    colours = np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)
    nearby = [line for line in lines if abs(line.top - at[1]) < _LABELLED_PX]
    labels = [line.text for line in nearby if (field := field_of(colours, box_of(line))) and field.holds(*at)]
    return labels[-1] if labels else ""


def tick_near(picture: Gray, at: tuple[int, int], read: ReadTexts) -> Indicator | None:
    """Return the check box of the caption at a place; None where there is no caption, or no box next to it."""
    caption = caption_at(picture, at, read)
    if caption is None:
        return None
    left, top, row = _caption_strip(picture, at)
    return indicator_of(np.asarray(cv2.cvtColor(row, cv2.COLOR_GRAY2BGR), np.uint8), caption.moved(-left, -top))


def _caption_strip(picture: Gray, at: tuple[int, int]) -> tuple[int, int, Gray]:
    """Return left, top and pixels of the strip around a place in which its caption may be."""
    left = max(0, at[0] - _REACH)
    top = max(0, at[1] - _HEIGHT // 2)
    return left, top, picture[top : top + _HEIGHT, left : at[0] + _REACH]


def compared(then: Indicator | None, now: Indicator | None) -> TickVerdict:
    """Return how a check box compares with the recorded one; “same” where neither is clearly ticked or empty."""
    states = {indicator.state for indicator in (then, now) if indicator is not None}
    if not states & _SURE:
        return "same"
    if then is None or now is None:
        return "unsure"
    if then.state == now.state or then.looks_like(now):
        return "same"
    if not states <= _SURE:
        return "unsure"
    return "ticked already" if now.state == "ticked" else "empty already"
