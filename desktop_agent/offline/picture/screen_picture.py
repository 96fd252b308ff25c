"""One picture of the screen, read as far as the steps of a plan need it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import cv2
import numpy as np

from desktop_agent.core.controls.boxes import Box, BoxState, Indicator
from desktop_agent.core.controls.locator import NoControl, best_fitting
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.offline.picture.fields import (
    clipped,
    field_among,
    field_around,
    field_of,
    holds_dots,
    indicator_of,
    is_painted_over,
    middle_pixels,
)
from desktop_agent.offline.plan.outcome import Away, FieldText, NamedBox, ReportedBoxes
from desktop_agent.screen.ocr.picture import Picture, decoded

_SWITCH = 1.4  # widths per height; a box is a square
# widths per height; pixels
_WIDE = (1.45, 2.6)
_HIGH = (12, 36)
# grey levels from the ground; of its rectangle: letters and outlines fill less
_STANDS_OUT = 7
_FILL = 0.75
_KNOB = 24  # grey levels between the knob and its track
_COLOURED = 40  # grey levels between a colour's parts; a switch that is off is grey
_BEFORE = 5.0  # of the caption's height; behind it a switch may be at the far end of the row


class PictureReader(Protocol):
    """Reads the text of encoded pictures."""

    def read(self, data: bytes, *, fresh: bool = False) -> tuple[TextLine, ...]:
        """Return the lines; `fresh` reads all of it again."""

    def read_row(self, data: bytes, box: Box) -> tuple[str, ...]:
        """Return the pieces of text in a box of the picture that is read as one row."""

    def read_small(self, data: bytes) -> tuple[TextLine, ...]:
        """Return the signs that stand alone on the picture."""

    def close(self) -> None:
        """Stop, in the middle of a picture too."""


def are_in_one_window(one: Box, other: Box) -> bool:  # noqa: ARG001 - any two
    """Return True: the windows are unknown."""
    return True


def is_never_in_front(box: Box) -> bool:  # noqa: ARG001 - no box
    """Return False: the front window is unknown."""
    return False


def no_scrolled_away(text: str, wants_field: bool) -> tuple[Away, ...]:  # noqa: ARG001, FBT001 - whatever is meant
    """Return nothing: what the picture doesn't show is unknown."""
    return ()


class ScreenPicture:
    """One decoded picture; its text is read when it is needed."""

    def __init__(
        self,
        data: bytes,
        reader: PictureReader,
        in_front: Callable[[Box], bool] = is_never_in_front,
        in_one_window: Callable[[Box, Box], bool] = are_in_one_window,
        scrolled_away: Callable[[str, bool], tuple[Away, ...]] = no_scrolled_away,
        reported: Callable[[], ReportedBoxes] = ReportedBoxes,
        field_texts: Callable[[], Sequence[FieldText]] = tuple,
    ) -> None:
        """Decode the picture; ModelError if that fails.

        `in_front` returns whether a box is in the front window, `in_one_window` whether two are in the same one, and
        `scrolled_away` what the front window has under a name and doesn't show; the flag asks for fields. `reported`
        returns what programs call fields, and buttons and the like, and `field_texts` what is in these fields.
        """
        self._reported = reported
        self._field_texts = field_texts
        self._known_boxes: ReportedBoxes | None = None
        self._scrolled_away = scrolled_away
        self._data = data
        self._pixels = decoded(data)
        self._reader = reader
        self._in_front = in_front
        self._in_one_window = in_one_window
        self._lines: tuple[TextLine, ...] | None = None
        self._read_again = False
        self._no_controls: dict[Box, NoControl] = {}
        self.considered: Sequence[Box] = ()
        self.presses = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._pixels.shape[1], self._pixels.shape[0]

    def lines(self) -> tuple[TextLine, ...]:
        """Return the text on it."""
        if self._lines is None:
            self._lines = self._reader.read(self._data)
        return self._lines

    def is_in_front(self, box: Box) -> bool:
        """Return whether a box is in the front window; False if that window is unknown."""
        return self._in_front(box)

    def no_control(self, box: Box) -> NoControl | None:
        """Return why the text in a box is known to be no control; None if it may be one."""
        return next((why for text, why in self._no_controls.items() if text.holds(*box.center)), None)

    def leave_out(self, box: Box, why: NoControl) -> None:
        """Note that the text in a box is no control."""
        self._no_controls[box] = why

    def consider(self, texts: Sequence[Box], *, presses: bool) -> None:
        """Note which texts a step may click; `presses`: such a click is for a control alone."""
        self.considered = texts
        self.presses = presses

    def read_so_far(self) -> tuple[TextLine, ...]:
        """Return the lines if a step has needed them, else none."""
        return self._lines or ()

    def read_again(self) -> bool:
        """Read the full picture again, once; return False if that was done before."""
        if self._read_again:
            return False
        self._read_again = True
        self._lines = self._reader.read(self._data, fresh=True)
        return True

    def small(self) -> tuple[TextLine, ...]:
        """Return the signs that stand alone, which the lines leave out."""
        return self._reader.read_small(self._data)

    def row(self, box: Box) -> tuple[str, ...]:
        """Return the pieces of text in a box that is read on its own, as one row."""
        return self._reader.read_row(self._data, box)

    def field(self, label: Box, *, writes: bool = False) -> Box | None:
        """Return the field beside or below a label, in its window.

        With `writes`, that is one that its program reports, or else what looks like one and isn't pressed.
        """
        if not writes:
            return field_of(self._pixels, label, partial(self._in_one_window, label))
        reported = [box for box in self._reported_boxes().fields if self._in_one_window(label, box)]
        return field_among(reported, label) or field_of(
            self._pixels, label, lambda box: self._in_one_window(label, box) and not self._is_pressed(box)
        )

    def around(self, text: Box, *, writes: bool = False) -> Box | None:
        """Return the field that holds a text; with `writes`, none that is pressed."""
        return field_around(self._pixels, text, lambda box: not (writes and self._is_pressed(box)))

    def named(self, text: str) -> tuple[NamedBox, ...]:
        """Return the controls in the front window that their program calls by a name."""
        controls = self._reported_boxes().named
        names = best_fitting(text, (control.name for control in controls), in_part=False)
        return tuple(control for control in controls if control.name in names)

    def _is_pressed(self, box: Box) -> bool:
        """Return whether a program calls what lies in a box a button or the like."""
        return any(_is_about(box, other) for other in self._reported_boxes().pressed)

    def _reported_boxes(self) -> ReportedBoxes:
        """Return what programs report of the picture; they are asked once, when a step needs it."""
        if self._known_boxes is None:
            self._known_boxes = self._reported()
        return self._known_boxes

    def text_in(self, field: Box) -> FieldText | None:
        """Return the text in a field as its program reports it; None where it reports none."""
        return next((each for each in self._field_texts() if _is_about(field, each.box)), None)

    def is_hidden(self, field: Box) -> bool:
        """Return whether the content of a field is masked."""
        return is_painted_over(self._pixels, field)

    def has_dots(self, field: Box, count: int) -> bool:
        """Return whether a field shows `count` dots in place of letters."""
        return holds_dots(self._pixels, field, count)

    def indicator(self, caption: Box, at: Box | None = None) -> Indicator | None:
        """Return the check box, radio button or switch of a caption; `at` is its place if known."""
        if at and at.width <= _SWITCH * at.height:
            return indicator_of(self._pixels, caption, at)
        # A switch first: its knob alone would be taken for a box.
        return switch_of(self._pixels, caption, at) or (None if at else indicator_of(self._pixels, caption))

    def scrolled_away(self, text: str, *, wants_field: bool) -> tuple[Away, ...]:
        """Return what the front window has under a name and doesn't show."""
        return self._scrolled_away(text, wants_field)


def _is_about(box: Box, other: Box) -> bool:
    """Return whether two boxes are about the same."""
    return (
        box.holds(*other.center)
        and other.holds(*box.center)
        and max(box.area, other.area) < 2 * min(box.area, other.area)
    )


def switch_of(picture: Picture, caption: Box, at: Box | None = None) -> Indicator | None:
    """Return the nearest switch in the row of a caption; `at` is its place if known."""
    places = [at] if at else sorted(_pills(picture, caption), key=lambda box: _gap(box, caption))
    states = ((box, _switch_state(picture, box)) for box in places)
    return next((Indicator(box, state, middle_pixels(picture, box)) for box, state in states if state), None)


def _pills(picture: Picture, caption: Box) -> list[Box]:
    left = caption.left - round(_BEFORE * caption.height)
    row = Box(left, caption.top - caption.height, picture.shape[1] - left, 3 * caption.height)
    row = clipped(row, picture)
    part = picture[row.top : row.bottom, row.left : row.right].astype(np.int16)
    if not part.size:
        return []
    ground = np.median(part.reshape(-1, 3), axis=0).astype(np.int16)
    stands_out = (np.abs(part - ground).max(axis=2) > _STANDS_OUT).astype(np.uint8)
    # By its outline: a knob of the ground's colour is a hole in it.
    outlines, _ = cv2.findContours(stands_out, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    rects = ((cv2.boundingRect(outline), cv2.contourArea(outline)) for outline in outlines)
    full = (Box(x + row.left, y + row.top, w, h) for (x, y, w, h), area in rects if area > _FILL * w * h)
    return [box for box in full if _is_pill(box, caption)]


def _is_pill(box: Box, caption: Box) -> bool:
    in_row = abs(box.center[1] - caption.center[1]) <= caption.height // 2
    sized = _HIGH[0] <= box.height <= _HIGH[1] and _WIDE[0] <= box.width / box.height <= _WIDE[1]
    return in_row and sized and not caption.holds(*box.center)


def _switch_state(picture: Picture, box: Box) -> BoxState | None:
    """Return the state of a switch; None for a shape without a knob at one end."""
    part = picture[box.top : box.bottom, box.left : box.right].astype(np.int16)
    rows = slice(box.height // 3, box.height - box.height // 3)
    ends = (part[rows, box.width // 6 : box.width // 3], part[rows, -(box.width // 3) : -(box.width // 6)])
    left, right = (np.median(end.reshape(-1, 3), axis=0) for end in ends)
    edge = part[box.height // 6 : box.height // 4 + 1, box.width // 2 - 1 : box.width // 2 + 2]
    track = np.median(edge.reshape(-1, 3), axis=0)
    at_left, at_right = (np.abs(end - track).max() > _KNOB for end in (left, right))
    if at_left == at_right:
        return None
    coloured = track.max() - track.min() > _COLOURED
    if at_right and coloured:
        return "ticked"
    return "empty" if at_left and not coloured else "unsure"


def _gap(box: Box, caption: Box) -> int:
    return max(box.left - caption.right, caption.left - box.right)
