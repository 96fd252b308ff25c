"""Template matching for a recorded place: at its point, in the other theme, moved, or in another scale. Pure.

The order of these and their thresholds are measured (`guide/figures.md`). Points are relative to the window, so a moved
window is no change. A flat template matches anywhere, so it never counts as a match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.pictures import Frame, Rect, ScreenPoint, Size, Viewport
from desktop_agent.screen.ocr.picture import decoded

Gray = NDArray[np.uint8]
Box4 = tuple[int, int, int, int]  # left, top, width, height
FoundBy = Literal[
    "as it was", "in another theme", "in another spot", "in another size", "in the same blank part", "by its name"
]  # fmt: skip

SAME = 0.90
INVERTED = -0.80
CONTEXT = 0.93
SCALED = 0.90
INSIDE = 0.85
LEAST_CONTRAST = 0.6  # of the recorded contrast: a disabled control has about a third
_UNIQUE = 0.02
_FLAT = 3.0  # standard deviation in grey levels
_SCALES = (1.25, 0.8, 1.5, 0.67, 2.0, 0.5)
_MARGIN = 6
_NEAR = 6
_TWIN = 0.985  # one letter of sixteen is less alike
_ICON = 0.75  # of an icon below the pointer and one beside it; another icon has no more than half of that
_WIDEST = 320
_HIGHEST = 100
_PATCH = (60, 28)
SURROUNDINGS = (150, 84)
_WORD = (160, 24)
_SPOT = (24, 20)  # of a check box or an icon
_EDGE_PX = 20  # of a text area: its frame, and its scroll bar


@dataclass(frozen=True, slots=True)
class PlaceSample:
    """The recorded picture of a window with the place's point, and the box of its control where known."""

    window: Gray
    at: tuple[int, int]
    box: Box4 | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A matching place, in pixels of the picture; `scale` is its size relative to the recorded one."""

    at: tuple[int, int]
    way: FoundBy
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class _Patch:
    """A part of a picture, with the place's point in it."""

    pixels: Gray
    at: tuple[int, int]

    @property
    def contrast(self) -> float:
        return float(self.pixels.std())


def sightings(sample: PlaceSample, picture: Gray, window: Box4) -> Iterator[Sighting]:
    """Yield matches of the place in a window of the picture, the surest kind first."""
    patch = _patch(sample)
    height, width = sample.window.shape[:2]
    corners = list(expected_points(sample.at, Size(width, height), window))
    if patch.contrast >= _FLAT:
        sightings_by_point = {
            sighting.at: sighting for corner in corners if (sighting := _sighting_near(patch, picture, corner, window))
        }
        # In a resized window, the match may be another control that looks the same.
        if len(corners) == 1 or (
            len(sightings_by_point) == 1 and _unique_match(patch, picture, window, SAME) in sightings_by_point
        ):
            yield from sightings_by_point.values()
    context = _around(sample.window, sample.at, SURROUNDINGS)
    if context.contrast < _FLAT:
        return
    if moved := _moved_sighting(context, patch, picture, window):
        yield moved
    for scale in _SCALES:
        if sighting := _scaled_sighting(context, patch, picture, window, scale):
            yield sighting
            return


def expected_points(at: tuple[int, int], size: Size, window: Box4) -> Iterator[tuple[int, int]]:
    """Yield a point of a resized window at its distance from each corner, the top left corner first."""
    (x, y) = at
    (left, top, width, height) = window
    columns = dict.fromkeys((left + x, left + width - size.width + x))
    rows = dict.fromkeys((top + y, top + height - size.height + y))
    yield from ((column, row) for row, column in product(rows, columns))


def proportional_point(at: tuple[int, int], size: Size, window: Box4) -> tuple[int, int]:
    """Return a point of a resized window whose contents have been scaled with it."""
    (x, y) = at
    (left, top, width, height) = window
    return left + x * width // size.width, top + y * height // size.height


def around(at: tuple[int, int], box: Box4, size: tuple[int, int] = _WORD) -> Box4:
    """Return the part of a box near a point, by default of the size of a word or two."""
    left = max(box[0], at[0] - size[0] // 2)
    top = max(box[1], at[1] - size[1] // 2)
    right = min(box[0] + box[2], at[0] + size[0] // 2)
    bottom = min(box[1] + box[3], at[1] + size[1] // 2)
    return left, top, max(0, right - left), max(0, bottom - top)


def row_of(y: int, box: Box4, height: int = _WORD[1]) -> Box4:
    """Return the row of a text area at a y coordinate, clipped to the area without its edges."""
    left = box[0] + min(_EDGE_PX, box[2] // 4)
    right = box[0] + box[2] - min(_EDGE_PX, box[2] // 4)
    top = max(box[1], y - height // 2)
    bottom = min(box[1] + box[3], y + height // 2)
    return left, top, right - left, max(0, bottom - top)


def is_blank(picture: Gray, box: Box4) -> bool:
    """Return whether nothing is drawn in a part of a picture; False for a part outside of it."""
    part, _ = part_of(picture, box)
    return bool(part.size) and float(part.std()) < _FLAT


def gray(data: bytes) -> Gray:
    """Return an encoded picture as grey levels; ModelError when it cannot be decoded."""
    return np.asarray(cv2.cvtColor(decoded(data), cv2.COLOR_BGR2GRAY), np.uint8)


def png(picture: Gray) -> bytes:
    """Return a nonempty picture as PNG."""
    _, data = cv2.imencode(".png", picture)
    return data.tobytes()


def part_of(picture: Gray, box: Box4) -> tuple[Gray, tuple[int, int]]:
    """Return what a picture shows of a box, and the left and top of that part."""
    left = max(0, box[0])
    top = max(0, box[1])
    return picture[top : max(0, box[1] + box[3]), left : max(0, box[0] + box[2])], (left, top)


def cut(picture: Gray, box: Box4) -> Gray:
    """Return a box of a picture enlarged twice, as readers misread small letters."""
    part, _ = part_of(picture, box)
    if not part.size:
        return part
    return np.asarray(cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)


def box_in(box: Rect, viewport: Viewport) -> Box4 | None:
    """Return the visible part of a desktop box in pixels of the picture; None where it isn't visible."""
    visible = box.intersection(viewport.screen)
    if visible is None:
        return None
    first = viewport.to_image(ScreenPoint(visible.x, visible.y))
    last = viewport.to_image(ScreenPoint(visible.right - 1, visible.bottom - 1))
    return first.x, first.y, last.x - first.x + 1, last.y - first.y + 1


def box_of_window(frame: Frame, window: int, recorded: Size) -> Box4 | None:
    """Return a window's box in pixels of the picture, including parts beyond the edge; None where it isn't visible.

    Its size shows how much the window has grown. A visible part of the recorded size is returned alone.
    """
    full_box = Rect.union(*(part.box for part in frame.scene.windows if part.id == window))
    visible = box_in(full_box, frame.viewport)
    return (
        visible
        if visible is None or visible[2:] == (recorded.width, recorded.height)
        else _unclipped(full_box, frame.viewport)
    )


def _unclipped(box: Rect, viewport: Viewport) -> Box4:
    """Return a desktop box in pixels of the picture, including parts outside of the picture."""
    screen = viewport.screen
    image = viewport.image
    left, right = (round((x - screen.x) * image.width / screen.width) for x in (box.x, box.right))
    top, bottom = (round((y - screen.y) * image.height / screen.height) for y in (box.y, box.bottom))
    return left, top, right - left, bottom - top


def _sighting_near(patch: _Patch, picture: Gray, at: tuple[int, int], window: Box4) -> Sighting | None:
    """Return a match at a point or a few pixels around it; None without one."""
    height, width = patch.pixels.shape[:2]
    left = at[0] - patch.at[0]
    top = at[1] - patch.at[1]
    around_it = (left - _NEAR, top - _NEAR, width + 2 * _NEAR, height + 2 * _NEAR)
    if (compared := _match_scores(patch.pixels, picture, around_it, window)) is None:
        return None
    scores, corner = compared
    _, highest, lowest_at, highest_at = cv2.minMaxLoc(scores)
    lowest = float(scores.min())
    way: FoundBy = "as it was" if highest >= SAME else "in another theme"
    if highest < SAME and lowest > INVERTED:
        return None
    x, y = highest_at if highest >= SAME else lowest_at
    return Sighting((corner[0] + x + patch.at[0], corner[1] + y + patch.at[1]), way)


def _moved_sighting(context: _Patch, patch: _Patch, picture: Gray, window: Box4) -> Sighting | None:
    at = _unique_match(context, picture, window, CONTEXT)
    return at and _with_patch(patch, picture, window, Sighting(at, "in another spot"), SAME)


def _scaled_sighting(context: _Patch, patch: _Patch, picture: Gray, window: Box4, scale: float) -> Sighting | None:
    at = _unique_match(_resized(context, scale), picture, window, SCALED)
    return at and _with_patch(_resized(patch, scale), picture, window, Sighting(at, "in another size", scale), INSIDE)


def _with_patch(patch: _Patch, picture: Gray, window: Box4, sighting: Sighting, least: float) -> Sighting | None:
    """Return the sighting if the small patch matches there, too, or is too flat to compare; else None."""
    if patch.contrast < _FLAT:
        return sighting
    height, width = patch.pixels.shape[:2]
    corner = (sighting.at[0] - patch.at[0] - 2, sighting.at[1] - patch.at[1] - 2)
    compared = _match_scores(patch.pixels, picture, (*corner, width + 4, height + 4), window)
    return sighting if compared is not None and float(compared[0].max()) >= least else None


def _unique_match(context: _Patch, picture: Gray, window: Box4, least: float) -> tuple[int, int] | None:
    """Return the point where a context matches in a window; None without a match, or with two."""
    height, width = context.pixels.shape[:2]
    if (compared := _match_scores(context.pixels, picture, window, window)) is None:
        return None
    scores, corner = compared
    _, best, _, (x, y) = cv2.minMaxLoc(scores)
    if best < least:
        return None
    scores[max(0, y - height // 4) : y + height // 4, max(0, x - width // 4) : x + width // 4] = -1
    if best - float(scores.max()) < _UNIQUE:
        return None
    return corner[0] + x + context.at[0], corner[1] + y + context.at[1]


def looks_alike(before: Gray, box: Box4, now: Gray, place: Box4) -> bool:
    """Return whether what was in a box still looks the same at a place; True where it was too flat to compare."""
    then = _cut(before, box, (0, 0, before.shape[1], before.shape[0]))
    if then is None or then.contrast < _FLAT:
        return True
    region = _with_margin(place, now)
    compared = _match_scores(then.pixels, now, region, region)
    return compared is not None and float(compared[0].max()) >= _ICON


def point_on_line(sample: PlaceSample, picture: Gray, line: Box4, window: Box4) -> tuple[int, int] | None:
    """Return where a line shows what the recorded place showed; None where nothing there is alike, or it was blank."""
    patch = _around(sample.window, sample.at, _SPOT)
    low = max(0, _SPOT[1] + 2 * _MARGIN - line[3])
    region = (line[0], line[1] - low // 2, line[2], line[3] + low)
    compared = _match_scores(patch.pixels, picture, region, window) if patch.contrast >= _FLAT else None
    if compared is None:
        return None
    scores, (left, top) = compared
    _, score, _, (x, y) = cv2.minMaxLoc(scores)
    return (left + x + patch.at[0], top + y + patch.at[1]) if score >= _ICON else None


def places_seen(picture: Gray, box: Box4, window: Box4) -> list[tuple[int, int]]:
    """Return the upper left corners of all places where the contents of a box appear in a window, pixel by pixel.

    None for a box in which nothing is drawn: what is blank is everywhere.
    """
    template = _cut(picture, box, window)
    if template is None or template.contrast < _FLAT:
        return []
    compared = _match_scores(template.pixels, picture, window, window)
    if compared is None:
        return []
    scores, (left, top) = compared
    places = list[tuple[int, int]]()
    height, width = template.pixels.shape[:2]
    while (best := cv2.minMaxLoc(scores))[1] >= _TWIN:
        x, y = best[3]
        scores[max(0, y - height // 2) : y + height // 2 + 1, max(0, x - width // 2) : x + width // 2 + 1] = -1
        places.append((left + x, top + y))
    return places


def _match_scores(
    template: Gray, picture: Gray, box: Box4, window: Box4
) -> tuple[NDArray[np.float32], tuple[int, int]] | None:
    """Return the match scores in a box, and its corner; None where it is smaller than the template."""
    region = _cut(picture, box, window)
    if region is None or region.pixels.shape[0] < template.shape[0] or region.pixels.shape[1] < template.shape[1]:
        return None
    return _scores(template, region.pixels), region.at


def _scores(template: Gray, region: Gray) -> NDArray[np.float32]:
    """Return the match score of each place in a region, from -1 to 1; 0 where it is too flat for a comparison."""
    scores = cv2.matchTemplate(region, template, cv2.TM_CCOEFF_NORMED)
    height, width = template.shape[:2]
    values = region.astype(np.float64)
    sums, squares = (np.asarray(each, np.float64) for each in cv2.integral2(values))
    area = float(height * width)
    mean = _window_sums(sums, height, width) / area
    deviation = np.sqrt(np.maximum(_window_sums(squares, height, width) / area - mean**2, 0))
    too_flat = deviation < max(_FLAT, LEAST_CONTRAST * float(template.std()))
    scores[too_flat | ~np.isfinite(scores)] = 0
    return np.asarray(scores, np.float32)


def _window_sums(sums: NDArray[np.float64], height: int, width: int) -> NDArray[np.float64]:
    return sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]


def _patch(sample: PlaceSample) -> _Patch:
    """Return the control's patch, or the point's surroundings where the control is unknown or large."""
    if sample.box is None:
        return _around(sample.window, sample.at, _PATCH)
    left, top, width, height = _with_margin(sample.box, sample.window)
    x, y = sample.at
    if not (left <= x < left + width and top <= y < top + height):
        return _around(sample.window, sample.at, _PATCH)
    cut = (max(left, x - _WIDEST // 2), max(top, y - _HIGHEST // 2))
    right = min(left + width, x + _WIDEST // 2)
    bottom = min(top + height, y + _HIGHEST // 2)
    return _Patch(sample.window[cut[1] : bottom, cut[0] : right], (x - cut[0], y - cut[1]))


def _with_margin(box: Box4, picture: Gray) -> Box4:
    """Return the box with a margin, clipped to the picture."""
    left = max(0, box[0] - _MARGIN)
    top = max(0, box[1] - _MARGIN)
    right = box[0] + box[2] + _MARGIN
    bottom = box[1] + box[3] + _MARGIN
    return left, top, min(picture.shape[1], right) - left, min(picture.shape[0], bottom) - top


def _around(picture: Gray, at: tuple[int, int], size: tuple[int, int]) -> _Patch:
    left = max(0, at[0] - size[0] // 2)
    top = max(0, at[1] - size[1] // 2)
    part = picture[top : at[1] + size[1] // 2, left : at[0] + size[0] // 2]
    return _Patch(part, (at[0] - left, at[1] - top))


def _resized(patch: _Patch, scale: float) -> _Patch:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    pixels = cv2.resize(patch.pixels, None, fx=scale, fy=scale, interpolation=how)
    return _Patch(np.asarray(pixels, np.uint8), (round(patch.at[0] * scale), round(patch.at[1] * scale)))


def _cut(picture: Gray, box: Box4, within: Box4) -> _Patch | None:
    """Return a part of a picture clipped to a window, with its corner as `at`; None where nothing remains."""
    left = max(box[0], within[0], 0)
    top = max(box[1], within[1], 0)
    right = min(box[0] + box[2], within[0] + within[2], picture.shape[1])
    bottom = min(box[1] + box[3], within[1] + within[3], picture.shape[0])
    return _Patch(picture[top:bottom, left:right], (left, top)) if left < right and top < bottom else None


def scaled_points(points: Sequence[tuple[int, int]], sighting: Sighting) -> tuple[tuple[int, int], ...]:
    """Return all points of a path, moved and scaled so that its first point is the sighting."""
    (x0, y0) = points[0]
    (x, y) = sighting.at
    return tuple((round(x + (px - x0) * sighting.scale), round(y + (py - y0) * sighting.scale)) for px, py in points)
