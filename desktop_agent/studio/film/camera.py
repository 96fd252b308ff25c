"""Decides where a film looks: a few calm moves that follow what is done, never past the edge of the picture. Pure.

Neighbouring acts that fit into one close view share it. A close view that would not last is not worth its move, so the
film stays wide there. Where the film's shape cannot show the whole picture (a square, a portrait) the view is as large
as that allows and goes along with what is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_agent.studio.film.easing import eased
from desktop_agent.studio.film.script import Area

_CLOSE = 1.55  # how much larger things are in a close view
_LEAST_CANVAS = 900  # pixels of width: less is large enough as it is
_ROOM = 0.84  # of a view, for what it is about
_STAY_MS = 3_800  # a close view lasts at least this long
_MOVE_MS = 800


@dataclass(frozen=True, slots=True)
class Focus:
    """What one beat of the film is about, and when; `area` None: nothing in particular."""

    start_ms: int
    end_ms: int
    area: Area | None
    zoom: bool = True


@dataclass(frozen=True, slots=True)
class _Stay:
    start_ms: int
    end_ms: int
    area: Area | None  # None: wide
    zoom: bool


@dataclass(frozen=True, slots=True)
class CameraMove:
    """From one view to the next."""

    start_ms: int
    end_ms: int
    source: Area
    goal: Area


class FilmCamera:
    """Where the film looks at each time."""

    def __init__(self, first: Area, moves: Sequence[CameraMove]) -> None:
        """Start with a view, and go through moves in their order."""
        self._first, self.moves = first, tuple(moves)

    def at(self, ms: int) -> Area:
        """Return the view at a time."""
        view = self._first
        for move in self.moves:
            if ms < move.start_ms:
                break
            view = _between(move, ms)
        return view


def camera(width: int, height: int, shape: float, focuses: Sequence[Focus]) -> FilmCamera:
    """Return how a canvas is looked at through a card of a shape (width by height)."""
    wide = _largest(width, height, shape)
    is_whole = wide.width >= width - 1 and wide.height >= height - 1
    if not is_whole:
        stays = _stays(focuses, wide.width, wide.height)
        goals = [(stay, _view(stay.area, wide, width, height)) for stay in stays]
    elif width < _LEAST_CANVAS:
        return FilmCamera(wide, ())
    else:
        close = Area(0, 0, round(wide.width / _CLOSE), round(wide.height / _CLOSE))
        stays = _calm(_stays(focuses, close.width, close.height))
        goals = [(stay, _view(stay.area, close, width, height) if stay.area else wide) for stay in stays]
    first = goals[0][1] if goals and not is_whole else wide
    moves, now = [], first
    for stay, goal in goals:
        if goal != now:
            end = min(stay.start_ms + _MOVE_MS, max(stay.end_ms, stay.start_ms + 1))
            moves.append(CameraMove(stay.start_ms, end, now, goal))
            now = goal
    return FilmCamera(first, moves)


def _largest(width: int, height: int, shape: float) -> Area:
    if width / height >= shape:
        part = round(height * shape)
        return Area((width - part) // 2, 0, part, height)
    part = round(width / shape)
    return Area(0, (height - part) // 2, width, part)


def _stays(focuses: Sequence[Focus], width: float, height: float) -> list[_Stay]:
    """Join beats whose focus fits into one view; a beat without a focus stays where the film looks."""
    stays: list[_Stay] = []
    for focus in focuses:
        last = stays[-1] if stays else None
        if focus.area is None and last is not None:
            stays[-1] = replace(last, end_ms=focus.end_ms)
            continue
        fits = focus.zoom and focus.area is not None and focus.area.fits(width * _ROOM, height * _ROOM)
        joined = last.area.union(focus.area) if last and last.area and focus.area and fits else None
        if last is not None and joined is not None and joined.fits(width * _ROOM, height * _ROOM):
            stays[-1] = replace(last, end_ms=focus.end_ms, area=joined)
        else:
            stays.append(_Stay(focus.start_ms, focus.end_ms, focus.area if fits else None, focus.zoom))
    return stays


def _calm(stays: Sequence[_Stay]) -> list[_Stay]:
    """Leave out close views that would not last, and join wide ones."""
    calm: list[_Stay] = []
    for stay in stays:
        lasts = stay.end_ms - stay.start_ms >= _STAY_MS
        kept = stay if lasts else replace(stay, area=None)
        if calm and calm[-1].area is None and kept.area is None:
            calm[-1] = replace(calm[-1], end_ms=kept.end_ms)
        else:
            calm.append(kept)
    return calm


def _view(area: Area | None, size: Area, width: int, height: int) -> Area:
    """Return a view of a size around what it is about, inside of the canvas, at whole pixels: it is to rest there."""
    if area is None:
        return size
    x, y = area.centre
    left = min(max(0, round(x - size.width / 2)), max(0, int(width - size.width)))
    top = min(max(0, round(y - size.height / 2)), max(0, int(height - size.height)))
    return Area(left, top, size.width, size.height)


def _between(move: CameraMove, ms: int) -> Area:
    part = eased((ms - move.start_ms) / max(1, move.end_ms - move.start_ms))
    one, two = move.source, move.goal
    return Area(
        one.x + (two.x - one.x) * part,
        one.y + (two.y - one.y) * part,
        one.width + (two.width - one.width) * part,
        one.height + (two.height - one.height) * part,
    )
