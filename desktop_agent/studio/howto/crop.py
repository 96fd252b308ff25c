"""Draws what a step shows: the part of the picture, with a frame around the control, or a ring where it was pressed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.geometry import ImagePoint, Rect, Size
from desktop_agent.record.picture_file import decoded_picture, shown_picture
from desktop_agent.studio.howto.instruction import Instruction, StepScene

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    _Pixels = npt.NDArray[np.uint8]

_RED, _WHITE = (77, 72, 229), (255, 255, 255)  # blue, green, red
_FINER = 4  # times, while the mark is drawn: its edges are smooth
_AIR_PX, _ROUND_PX, _LINE_PX, _HALO_PX, _RING_PX = 4, 6, 3, 4, 15
_SHARE = 0.8  # of the part: a control that fills more of it needs no frame
_PART = Size(720, 450)  # pixels of the picture
_WHOLE_UP_TO = Size(900, 560)  # a window that is hardly larger is shown whole
_LEAST = Size(480, 260)
_WINDOW_AIR_PX = 14  # around a window
_LABEL_PX, _ABOVE_PX = 220, 48  # left of a control and above it, where its label may be
_WELL_WITHIN_PX = 56  # how far from the part's edge a target may be before the part moves


@dataclass(frozen=True, slots=True)
class StepPicture:
    """A step's picture as a PNG, and its size in pixels."""

    data: bytes
    size: Size


def pictures_of(folder: Path, steps: Sequence[Instruction]) -> Iterator[StepPicture | None]:
    """Yield each step's picture; None where there is none to be shown."""
    parts = parts_of(step.shown for step in steps)
    for step, part in zip(steps, parts, strict=True):
        yield picture_of(folder, step.shown, part) if step.shown and part else None


def picture_of(folder: Path, shown: StepScene, part: Rect) -> StepPicture | None:
    """Return one part of a recorded picture with its mark; None where the picture cannot be shown."""
    import cv2

    whole = decoded_picture(shown_picture(folder, shown.frame).data)
    if whole is None:
        return None
    cut = part.intersection(Rect(0, 0, whole.shape[1], whole.shape[0]))
    if cut is None:
        return None
    canvas = whole[cut.y : cut.bottom, cut.x : cut.right].copy()
    done, encoded = cv2.imencode(".png", _marked(canvas, shown, cut))
    return StepPicture(encoded.tobytes(), cut.size) if done else None


def _marked(canvas: _Pixels, shown: StepScene, part: Rect) -> _Pixels:
    """Return the part with its mark drawn over it: first as a mask that is finer than the picture, then blended."""
    import cv2
    import numpy as np

    height, width = canvas.shape[:2]
    for colour, extra in ((_WHITE, _HALO_PX), (_RED, 0)):
        mask = np.zeros((height * _FINER, width * _FINER), np.uint8)
        _draw(mask, shown, part, extra)
        share = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)[:, :, None] / 255
        blended = canvas * (1 - share) + np.array(colour, np.float32) * share
        canvas = np.asarray(blended, np.uint8)
    return canvas


def _draw(mask: _Pixels, shown: StepScene, part: Rect, extra: int) -> None:
    """Draw a frame around the control, a ring where nobody knows what is there, and an arrow for a drag."""
    import cv2

    line = (_LINE_PX + extra) * _FINER
    framed = shown.control is not None and _is_worth_a_frame(shown.control, part)
    if shown.control and framed:
        _rounded(mask, shown.control, part, line)
    if shown.at and shown.to:
        cv2.arrowedLine(mask, _fine(shown.at, part), _fine(shown.to, part), 255, line, cv2.LINE_AA, 0, 0.06)
    elif shown.at and not framed:
        cv2.circle(mask, _fine(shown.at, part), _RING_PX * _FINER, 255, line)


def _is_worth_a_frame(control: Rect, part: Rect) -> bool:
    return control.width < part.width * _SHARE or control.height < part.height * _SHARE


def _rounded(mask: _Pixels, control: Rect, part: Rect, line: int) -> None:
    import cv2

    left, top = control.x - part.x - _AIR_PX, control.y - part.y - _AIR_PX
    right, bottom = control.right - part.x + _AIR_PX, control.bottom - part.y + _AIR_PX
    radius = max(1, min(_ROUND_PX, (right - left) // 2, (bottom - top) // 2))
    x0, y0, x1, y1, r = (side * _FINER for side in (left, top, right, bottom, radius))
    sides = ((x0 + r, y0, x1 - r, y0), (x0 + r, y1, x1 - r, y1), (x0, y0 + r, x0, y1 - r), (x1, y0 + r, x1, y1 - r))
    for x, y, to_x, to_y in sides:
        cv2.line(mask, (x, y), (to_x, to_y), 255, line)
    corners = ((x0 + r, y0 + r, 180), (x1 - r, y0 + r, 270), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90))
    for x, y, angle in corners:
        cv2.ellipse(mask, (x, y), (r, r), angle, 0, 90, 255, line)


def _fine(at: ImagePoint, part: Rect) -> tuple[int, int]:
    return (at.x - part.x) * _FINER, (at.y - part.y) * _FINER


def parts_of(shown: Iterable[StepScene | None]) -> Iterator[Rect | None]:
    """Yield the part that each step shows, in pixels of its picture; None where there is nothing to show."""
    last: Rect | None = None
    window: Rect | None = None
    for one in shown:
        if one is None:
            yield None
            continue
        bounds = _bounds(one)
        again = last is not None and one.window == window and _holds(last, one) and _inside(last, bounds)
        last = last if again else _part(one, bounds)
        window = one.window
        yield last


def _bounds(shown: StepScene) -> Rect:
    """Return what may be shown: the window with some air, or the whole picture."""
    whole = Rect(0, 0, max(1, shown.frame.width), max(1, shown.frame.height))
    if shown.window is None:
        return whole
    window = shown.window
    # A menu alone says little: some of what it belongs to is shown around it.
    beside = max(_WINDOW_AIR_PX, (_LEAST.width - window.width) // 2)
    above = max(_WINDOW_AIR_PX, (_LEAST.height - window.height) // 2)
    around = Rect(window.x - beside, window.y - above, window.width + 2 * beside, window.height + 2 * above)
    air = _WINDOW_AIR_PX
    for at in (shown.at, shown.to):
        around = around.union(Rect(at.x - air, at.y - air, 2 * air, 2 * air)) if at else around
    return around.intersection(whole) or whole


def _part(shown: StepScene, bounds: Rect) -> Rect:
    if bounds.width <= _WHOLE_UP_TO.width and bounds.height <= _WHOLE_UP_TO.height:
        return bounds
    focus = _focus(shown, bounds)
    # How wide it is that was pressed is not known of what has no box: then the whole width is shown.
    wide = bounds.width if shown.control is None and shown.at else focus.width + 2 * _WINDOW_AIR_PX
    width, height = min(max(_PART.width, wide), bounds.width), min(_PART.height, bounds.height)
    # A target that is larger than the part: what of it is around where it was pressed.
    centre = shown.at or ImagePoint(focus.x + focus.width // 2, focus.y + focus.height // 2)
    if focus.width <= width and focus.height <= height:
        centre = ImagePoint(focus.x + focus.width // 2, focus.y + focus.height // 2)
    left = min(max(bounds.x, centre.x - width // 2), bounds.right - width)
    top = min(max(bounds.y, centre.y - height // 2), bounds.bottom - height)
    return Rect(left, top, width, height)


def _focus(shown: StepScene, bounds: Rect) -> Rect:
    """Return what has to be seen: the control with its label, or where it was pressed, and where a drag ends."""
    spots = [Rect(at.x, at.y, 1, 1) for at in (shown.at, shown.to) if at]
    boxes = [box for box in (_with_label(shown.control), *spots) if box]
    whole = Rect.union(*boxes) if boxes else bounds
    return whole.intersection(bounds) or whole


def _with_label(control: Rect | None) -> Rect | None:
    if control is None:
        return None
    left, top = control.x - _LABEL_PX, control.y - _ABOVE_PX
    return Rect(left, top, control.right - left, control.bottom - top)


def _holds(part: Rect, shown: StepScene) -> bool:
    focus = _focus(shown, part)
    edge = _WELL_WITHIN_PX
    inner = Rect(part.x + edge, part.y + edge, part.width - 2 * edge, part.height - 2 * edge)
    return _inside(focus, inner)


def _inside(one: Rect, other: Rect) -> bool:
    return other.x <= one.x and other.y <= one.y and one.right <= other.right and one.bottom <= other.bottom
