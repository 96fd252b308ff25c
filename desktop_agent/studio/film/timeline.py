"""The times of a film: when each shot is visible, how long each act takes, and where chapters begin. Pure."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from desktop_agent.studio.film.script import Area, FilmScript, Point, Shot

END_MS, FADE_MS = 2_600, 400
_LONG_MS, _LEAST_PACE = 120_000, 0.55  # longer films are sped up, but stay readable
_REPEATED_MS = 900
_LONGEST_MOTION_MS = 4_000
_START = (0.5, 0.62)  # of the canvas: the pointer's position before its first movement
_OPENING_MS = 700  # the full screen, before the first act
_IDLE_MS = 2_500  # shorter idle times need no mark
_AROUND = 26  # pixels around a point of interest
_LARGEST_CHANGE = 0.5  # of the canvas: a larger change is no place to zoom in on
_CLOSE = 1.55  # magnification of a close view
_LEAST_CANVAS = 900  # pixels of width: a smaller canvas needs no close views
_ROOM = 0.84  # of a view, for its subject
_STAY_MS = 3_800  # a close view lasts at least this long
_MOVE_MS = 800


@dataclass(frozen=True, slots=True)
class Beat:
    """One shot with its times; `source` is the pointer's position before."""

    shot: Shot
    start: int
    travel: int  # the pointer sets off
    arrive: int
    press: int
    change: int  # the next picture starts to show
    changed: int
    end: int
    source: Point | None
    was: int  # the picture at its start
    shown: int  # the picture that the act was decided on
    typed: Area | None = None  # where typed text appears
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """A text for a part of the film: a chapter, or a subtitle."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A complete film with its times."""

    script: FilmScript
    beats: tuple[Beat, ...]
    camera: FilmCamera
    length_ms: int

    @property
    def body_end(self) -> int:
        """Return the start of the last card."""
        return self.length_ms - END_MS

    def beat_at(self, ms: int) -> Beat | None:
        """Return the beat at a time, the first one before its start; None in a film without beats."""
        index = bisect_right(self.beats, ms, key=lambda beat: beat.start) - 1
        return self.beats[max(0, index)] if self.beats else None


def timeline(script: FilmScript, changed: Mapping[tuple[int, int], Area] | None = None) -> Timeline:
    """Return a film's times; `changed` has the area in which two pictures differ."""
    pace = _pace(script.shots)
    beats: list[Beat] = []
    at = script.title_ms + _OPENING_MS
    pointer: Point | None = (script.width * _START[0], script.height * _START[1])
    picture = 0
    for shot in script.shots:
        beat = _beat(shot, at, pointer, picture, beats[-1].shot if beats else None, pace, (changed or {}))
        at, picture = beat.end, max(shot.after, beat.shown)
        pointer = shot.path[-1] if shot.path else pointer
        beats.append(beat)
    focuses = [_focus(beat, script, changed or {}) for beat in beats]
    return Timeline(script, tuple(beats), camera(script.width, script.height, focuses), at + END_MS)


def chapters(film: Timeline) -> tuple[Caption, ...]:
    """Return one chapter a step, and one for the cards at both ends."""
    captions = [Caption(0, film.script.title_ms, film.script.title.heading)]
    for beat in film.beats:
        last = captions[-1]
        if len(captions) > 1 and last.text == beat.shot.chapter:
            captions[-1] = replace(last, end_ms=beat.end)
        else:
            captions.append(Caption(beat.start, beat.end, beat.shot.chapter))
    return (*captions, Caption(film.body_end, film.length_ms, film.script.end.heading))


def subtitles(film: Timeline) -> tuple[Caption, ...]:
    """Return the subtitles, for players that show or read them."""
    card = film.script.title
    captions = [Caption(0, film.script.title_ms, "\n".join((card.heading, *card.lines)))]
    captions += [
        Caption(
            beat.start,
            beat.end,
            "\n".join((beat.shot.caption, beat.shot.note) if beat.shot.note else (beat.shot.caption,)),
        )
        for beat in film.beats
        if beat.shot.caption
    ]
    end = film.script.end
    return (*captions, Caption(film.body_end, film.length_ms, "\n".join((end.heading, *end.lines))))


def _pace(shots: Sequence[Shot]) -> float:
    expected = sum(_reading(shot) + 600 for shot in shots)
    return max(_LEAST_PACE, min(1.0, _LONG_MS / max(1, expected)))


def _reading(shot: Shot) -> int:
    """Return the reading time of a shot's texts in milliseconds."""
    letters = len(shot.caption) + len(shot.note)
    least = 1_100 if shot.gesture != "none" else 1_500
    return min(3_600, max(least, 650 + 22 * letters))


def _beat(
    shot: Shot, at: int, pointer: Point | None, picture: int, last: Shot | None, pace: float,
    changed: Mapping[tuple[int, int], Area],
) -> Beat:  # fmt: skip
    """Return a shot's times: the pointer travels, presses, and the next picture appears."""
    repeated = last is not None and last.caption == shot.caption and last.gesture == shot.gesture
    travel = at + 60
    arrive = travel + _travel_ms(pointer, shot)
    press = arrive + (120 if shot.path else 380 if shot.keys else 260)
    released = press + _acting_ms(shot)
    change = (released if shot.gesture == "drag" else press) + 70
    typed = changed.get((shot.before, shot.after)) if shot.gesture == "type" else None
    change_ms = min(1_500, max(350, 45 * shot.letters)) if typed else 220
    if shot.motion:  # at its original pace, unless it is long
        change_ms = max(change_ms, min(_LONGEST_MOTION_MS, shot.motion[-1][0]))
    reading = _REPEATED_MS if repeated else _reading(shot)
    end = max(change + change_ms + 380, at + round(reading * pace))
    return Beat(
        shot, at, travel, arrive, press, change, change + change_ms, end, source=pointer, was=picture,
        shown=max(picture, shot.before), typed=typed, repeated=repeated,
    )  # fmt: skip


def _travel_ms(pointer: Point | None, shot: Shot) -> int:
    """Return how long the pointer travels to an act."""
    if not shot.path or pointer is None:
        return 0
    far = math.dist(pointer, shot.path[0])
    return 0 if far < 1 else round(min(800.0, 260 + 0.75 * far))


def _acting_ms(shot: Shot) -> int:
    """Return how long the pointer moves with its button down."""
    if shot.gesture != "drag":
        return 0
    length = sum(math.dist(first, second) for first, second in pairwise(shot.path))
    return round(min(1_200.0, 450 + length))


def _focus(beat: Beat, script: FilmScript, changed: Mapping[tuple[int, int], Area]) -> Focus:
    """Return a beat's area of interest: its points, its target and its change, unless these are large."""
    shot = beat.shot
    area: Area | None = None
    for x, y in shot.path:
        spot = Area(x - _AROUND, y - _AROUND, 2 * _AROUND, 2 * _AROUND)
        area = area.union(spot) if area else spot
    for more in (shot.target, changed.get((shot.before, shot.after))):
        if more is not None and more.width * more.height <= _LARGEST_CHANGE * script.width * script.height:
            area = area.union(more) if area else more
    return Focus(beat.start, beat.end, area, shot.zoom)


def shortened_ms(beat: Beat) -> int:
    """Return the idle time cut before a beat; 0 where it is too short to mention."""
    return beat.shot.idle_ms if beat.shot.idle_ms >= _IDLE_MS else 0


@dataclass(frozen=True, slots=True)
class Focus:
    """The area of interest of one or more beats, with its times; None for no area, or the full canvas."""

    start_ms: int
    end_ms: int
    area: Area | None
    zoom: bool = True


@dataclass(frozen=True, slots=True)
class CameraMove:
    """A movement from one view to the next."""

    start_ms: int
    end_ms: int
    source: Area
    goal: Area


class FilmCamera:
    """The view of the canvas at each time."""

    def __init__(self, first: Area, moves: Sequence[CameraMove]) -> None:
        self._first, self.moves = first, tuple(moves)

    def at(self, ms: int) -> Area:
        """Return the view at a time."""
        view = self._first
        for move in self.moves:
            if ms < move.start_ms:
                break
            view = _between(move, ms)
        return view


def camera(width: int, height: int, focuses: Sequence[Focus]) -> FilmCamera:
    """Return the camera for a canvas, with wide and close views."""
    wide = Area(0, 0, width, height)
    if width < _LEAST_CANVAS:
        return FilmCamera(wide, ())
    close = Area(0, 0, round(width / _CLOSE), round(height / _CLOSE))
    moves, now = [], wide
    for stay in _without_short_views(_stays(focuses, close.width, close.height)):
        goal = _view(stay.area, close, width, height) if stay.area else wide
        if goal != now:
            end = min(stay.start_ms + _MOVE_MS, max(stay.end_ms, stay.start_ms + 1))
            moves.append(CameraMove(stay.start_ms, end, now, goal))
            now = goal
    return FilmCamera(wide, moves)


def _stays(focuses: Sequence[Focus], width: float, height: float) -> list[Focus]:
    """Join beats whose areas fit into one view; a beat without an area leaves the view as it is."""
    stays: list[Focus] = []
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
            stays.append(replace(focus, area=focus.area if fits else None))
    return stays


def _without_short_views(stays: Sequence[Focus]) -> list[Focus]:
    """Replace close views that are too short by wide ones, and join wide ones."""
    calm: list[Focus] = []
    for stay in stays:
        lasts = stay.end_ms - stay.start_ms >= _STAY_MS
        stay_view = stay if lasts else replace(stay, area=None)
        if calm and calm[-1].area is None and stay_view.area is None:
            calm[-1] = replace(calm[-1], end_ms=stay_view.end_ms)
        else:
            calm.append(stay_view)
    return calm


def _view(area: Area, size: Area, width: int, height: int) -> Area:
    """Return a view of a size around an area, inside of the canvas and at whole pixels."""
    x, y = area.centre
    left = min(max(0, round(x - size.width / 2)), max(0, int(width - size.width)))
    top = min(max(0, round(y - size.height / 2)), max(0, int(height - size.height)))
    return Area(left, top, size.width, size.height)


def _between(move: CameraMove, ms: int) -> Area:
    part = eased((ms - move.start_ms) / max(1, move.end_ms - move.start_ms))
    first, second = move.source, move.goal
    return Area(
        first.x + (second.x - first.x) * part,
        first.y + (second.y - first.y) * part,
        first.width + (second.width - first.width) * part,
        first.height + (second.height - first.height) * part,
    )


def eased(part: float) -> float:
    """Return the progress of a movement at this part of its time: slow, fast, slow (a quintic)."""
    at = min(1.0, max(0.0, part))
    return at * at * at * (at * (6 * at - 15) + 10)


def within(ms: float, start: float, end: float) -> float:
    """Return which part of a time span is over, from 0 to 1."""
    if ms <= start:
        return 0.0
    return 1.0 if ms >= end else (ms - start) / (end - start)


def visibility(ms: float, start: float, end: float, fade: float) -> float:
    """Return the visibility of an element that fades in and out, from 0 to 1."""
    return min(within(ms, start, start + fade), 1 - within(ms, end - fade, end))
