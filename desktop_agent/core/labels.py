"""The words that identify a control whose name doesn't: the label beside a field, or the words in its row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop_agent.core.geometry import Rect
from desktop_agent.core.role import Role
from desktop_agent.core.screen_contents import ShownControl

PlacedText = tuple[str, Rect]
WORDS = frozenset({Role.LABEL, Role.STATIC})  # AT-SPI's roles of words beside controls
_WORD = re.compile(r"[^\W\d_]{2}")  # two letters in a row
_HIGHEST_LABELLED_PX = 200
_LONGEST_GAP_LEFT_PX = 220
_LONGEST_GAP_ABOVE_PX = 30
_TOLERANCE_PX = 3
_LONGEST_GAP_IN_CARD_PX = 20  # between two paragraphs of a page; a heading is further away


def label_of(texts: Iterable[PlacedText], field: Rect) -> str:
    """Return the words left of a field in its row, else directly above it; empty where there are none."""
    candidates = [(text, box) for text, box in texts if _WORD.search(text)]
    middle = field.middle.y
    left = [
        (text, box)
        for text, box in candidates
        if box.y <= middle < box.bottom and -_TOLERANCE_PX <= field.x - box.right <= _LONGEST_GAP_LEFT_PX
    ]
    above = [
        (text, box)
        for text, box in candidates
        if -_TOLERANCE_PX <= field.y - box.bottom <= _LONGEST_GAP_ABOVE_PX
        and field.x - _TOLERANCE_PX <= box.x < field.right
    ]
    nearest = max(left, key=lambda placed: placed[1].x, default=None) or max(
        above, key=lambda placed: placed[1].y, default=None
    )
    return nearest[0].strip().rstrip(":*").strip() if nearest else ""


def is_labelled(field: Rect) -> bool:
    """Return whether a field may have a label; a higher one is the main area of its window."""
    return field.height <= _HIGHEST_LABELLED_PX


def words_in_row(controls: Sequence[ShownControl], control: ShownControl) -> str:
    """Return the words in the row or item that contains a control, else those on its line, else those above it.

    They are in reading order, without the control's own name; empty without any. If two controls on a line have the
    same name, each gets the words up to the other one. Above it are the words of a card, up to the next gap.
    """
    candidates = [candidate for candidate in controls if _has_row_words(candidate, control)]
    row_controls = [
        candidate for candidate in candidates if control.row is not None and control.row.contains(candidate.box.middle)
    ]
    peers = [candidate.box for candidate in controls if _is_peer(candidate, control)]
    if not row_controls and (peers or control.row is None):
        peer_boxes = [box for box in peers if _is_on_line(box, control.box)]
        left = max((box.right for box in peer_boxes if box.right <= control.box.x), default=None)
        right = min((box.x for box in peer_boxes if box.x >= control.box.right), default=None)
        row_controls = [
            candidate
            for candidate in candidates
            if _is_on_line(candidate.box, control.box)
            and (left is None or candidate.box.x >= left)
            and (right is None or candidate.box.right <= right)
        ]
    row_controls.sort(key=lambda candidate: (candidate.box.x, candidate.box.y))
    if not row_controls and peers:
        row_controls = _words_above(controls, control)
    return " ".join(dict.fromkeys(" ".join(candidate.name.split()) for candidate in row_controls))


def _words_above(controls: Sequence[ShownControl], control: ShownControl) -> list[ShownControl]:
    """Return the words directly above a control, as in a card, the highest first; up to a gap, or to its like."""
    box = control.box
    words = list[ShownControl]()
    above = [
        c for c in controls if c.box.bottom <= box.y + _TOLERANCE_PX and c.box.x < box.right and box.x < c.box.right
    ]
    for candidate in sorted(above, key=lambda candidate: -candidate.box.bottom):
        top = words[0].box.y if words else box.y
        if _is_peer(candidate, control) or top - candidate.box.bottom > _LONGEST_GAP_IN_CARD_PX:
            break
        if _has_row_words(candidate, control):
            words.insert(0, candidate)
    return words


def is_known_by_row(controls: Sequence[ShownControl], control: ShownControl) -> bool:
    """Return whether a control needs its row to be identified: others have its name, or it is in a list or table."""
    return control.row is not None or any(_is_peer(candidate, control) for candidate in controls)


def _is_peer(candidate: ShownControl, control: ShownControl) -> bool:
    return (candidate.name, candidate.role) == (control.name, control.role) and candidate.box != control.box


def _has_row_words(candidate: ShownControl, control: ShownControl) -> bool:
    """Return whether a control's words identify a row: it has another name, and doesn't contain the control."""
    is_holder = candidate.box.contains(control.box.middle)
    return candidate.name != control.name and any(map(str.isalnum, candidate.name)) and not is_holder


def _is_on_line(words: Rect, control: Rect) -> bool:
    return words.y <= control.middle.y < words.bottom or control.y <= words.middle.y < control.bottom
