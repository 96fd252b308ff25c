"""The picture of a step: a part of the screenshot, with a frame around the control or a ring at the pressed point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.pictures import ImagePoint, Rect, Size
from desktop_agent.films.howto.instruction import Instruction, StepScene
from desktop_agent.record.picture_file import decoded_picture, shown_picture

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    _Pixels = npt.NDArray[np.uint8]

# blue, green, red
_RED = (77, 72, 229)
_WHITE = (255, 255, 255)
_AIR_PX = 4
_LINE_PX = 2
_HALO_PX = 3
_RING_PX = 15
_SHARE = 0.8  # of the part: a control that fills more of it needs no frame
_PART = Size(720, 450)  # pixels of the picture
_UNCUT_UP_TO = Size(900, 560)  # a window up to this size isn't cropped
_LEAST = Size(480, 260)
_WINDOW_AIR_PX = 14  # around a window
# left of a control and above it, where its label may be
_LABEL_PX = 220
_ABOVE_PX = 48
_WELL_WITHIN_PX = 56  # how far from the part's edge a target may be before the part moves


@dataclass(frozen=True, slots=True)
class StepPicture:
    """A step's picture as a PNG, and its size in pixels."""

    data: bytes
    size: Size


def pictures_of(folder: Path, steps: Sequence[Instruction]) -> Iterator[StepPicture | None]:
    """Yield each step's picture; None for a step without one."""
    parts = parts_of(step.shown for step in steps)
    for step, part in zip(steps, parts, strict=True):
        yield picture_of(folder, step.shown, part) if step.shown and part else None


def picture_of(folder: Path, scene: StepScene, part: Rect) -> StepPicture | None:
    """Return one part of a recorded picture with its mark; None where the picture is unavailable."""
    import cv2

    picture = decoded_picture(shown_picture(folder, scene.frame).data)
    if picture is None:
        return None
    cut = part.intersection(Rect(0, 0, picture.shape[1], picture.shape[0]))
    if cut is None:
        return None
    canvas = picture[cut.y : cut.bottom, cut.x : cut.right].copy()
    _draw_mark(canvas, scene, cut)
    is_encoded, encoded = cv2.imencode(".png", canvas)
    return StepPicture(encoded.tobytes(), cut.size) if is_encoded else None


def _draw_mark(canvas: _Pixels, scene: StepScene, part: Rect) -> None:
    """Draw a frame around the control, a ring where it is unknown, and an arrow for a drag; white below red."""
    import cv2

    control = scene.control
    at = scene.at
    to = scene.to
    fills = control is None or (control.width >= part.width * _SHARE and control.height >= part.height * _SHARE)
    for colour, line in ((_WHITE, _LINE_PX + _HALO_PX), (_RED, _LINE_PX)):
        if control is not None and not fills:
            left = control.x - part.x - _AIR_PX
            top = control.y - part.y - _AIR_PX
            far = control.right - part.x + _AIR_PX, control.bottom - part.y + _AIR_PX
            cv2.rectangle(canvas, (left, top), far, colour, line, cv2.LINE_AA)
        if at and to:
            ends = (at.x - part.x, at.y - part.y), (to.x - part.x, to.y - part.y)
            cv2.arrowedLine(canvas, *ends, colour, line, cv2.LINE_AA, 0, 0.06)
        elif at and fills:
            cv2.circle(canvas, (at.x - part.x, at.y - part.y), _RING_PX, colour, line, cv2.LINE_AA)


def parts_of(scenes: Iterable[StepScene | None]) -> Iterator[Rect | None]:
    """Yield the part that each step shows, in pixels of its picture; None for a step without a scene."""
    last: Rect | None = None
    window: Rect | None = None
    for scene in scenes:
        if scene is None:
            yield None
            continue
        bounds = _bounds(scene)
        is_same_part = last is not None and scene.window == window and _shows(last, scene) and _is_inside(last, bounds)
        last = last if is_same_part else _part(scene, bounds)
        window = scene.window
        yield last


def _bounds(scene: StepScene) -> Rect:
    """Return the largest part: the window with a margin, or the full picture."""
    full_picture = Rect(0, 0, max(1, scene.frame.width), max(1, scene.frame.height))
    if scene.window is None:
        return full_picture
    window = scene.window
    # A menu alone isn't helpful, so some of its surroundings are shown.
    margin_x = max(_WINDOW_AIR_PX, (_LEAST.width - window.width) // 2)
    margin_y = max(_WINDOW_AIR_PX, (_LEAST.height - window.height) // 2)
    around = Rect(window.x - margin_x, window.y - margin_y, window.width + 2 * margin_x, window.height + 2 * margin_y)
    air = _WINDOW_AIR_PX
    for at in (scene.at, scene.to):
        around = around.union(Rect(at.x - air, at.y - air, 2 * air, 2 * air)) if at else around
    return around.intersection(full_picture) or full_picture


def _part(scene: StepScene, bounds: Rect) -> Rect:
    if bounds.width <= _UNCUT_UP_TO.width and bounds.height <= _UNCUT_UP_TO.height:
        return bounds
    focus = _focus(scene, bounds)
    # The width of a target without a box is unknown, so the full width is shown.
    wide = bounds.width if scene.control is None and scene.at else focus.width + 2 * _WINDOW_AIR_PX
    width = min(max(_PART.width, wide), bounds.width)
    height = min(_PART.height, bounds.height)
    # Of a target larger than the part, the surroundings of the pressed point are shown.
    centre = scene.at or ImagePoint(focus.x + focus.width // 2, focus.y + focus.height // 2)
    if focus.width <= width and focus.height <= height:
        centre = ImagePoint(focus.x + focus.width // 2, focus.y + focus.height // 2)
    left = min(max(bounds.x, centre.x - width // 2), bounds.right - width)
    top = min(max(bounds.y, centre.y - height // 2), bounds.bottom - height)
    return Rect(left, top, width, height)


def _focus(scene: StepScene, bounds: Rect) -> Rect:
    """Return the part that must be visible: the control with its label or the pressed point, and a drag's end."""
    spots = [Rect(at.x, at.y, 1, 1) for at in (scene.at, scene.to) if at]
    boxes = [box for box in (_with_label(scene.control), *spots) if box]
    focus = Rect.union(*boxes) if boxes else bounds
    return focus.intersection(bounds) or focus


def _with_label(control: Rect | None) -> Rect | None:
    if control is None:
        return None
    left = control.x - _LABEL_PX
    top = control.y - _ABOVE_PX
    return Rect(left, top, control.right - left, control.bottom - top)


def _shows(part: Rect, scene: StepScene) -> bool:
    focus = _focus(scene, part)
    edge = _WELL_WITHIN_PX
    inner = Rect(part.x + edge, part.y + edge, part.width - 2 * edge, part.height - 2 * edge)
    return _is_inside(focus, inner)


def _is_inside(inner: Rect, outer: Rect) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and inner.right <= outer.right and inner.bottom <= outer.bottom
