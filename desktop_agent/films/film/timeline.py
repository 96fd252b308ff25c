"""The times of a film: when each shot is visible, how long each act takes, and where chapters begin. Pure."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise

from desktop_agent.films.film.script import Area, FilmScript, Point, Shot, TypedLine

END_MS = 2_600
FADE_MS = 400
# longer films are sped up, but stay readable
_LONG_MS = 120_000
_LEAST_PACE = 0.55
_REPEATED_MS = 900
_START = (0.5, 0.62)  # of the canvas: the pointer's position before its first movement
_OPENING_MS = 700  # the full screen, before the first act
# longer, for a large change, and for the last picture
_RESULT_MS = 500
_LAST_MS = 1_000
_AROUND = 26  # pixels around a point of interest
_CLOSE = 1.5  # magnification of a close view
_CLOSEST = 2.5  # of a small window, which fills its view all the same
_ROOM = 0.84  # of a view, for its subject; a window fills its view, as nothing around it belongs to the film
_NEAR = 1.25  # a view that shows the next subject in at most this size stays
_STAY_MS = 2_200  # a close view lasts at least this long
_LEAVING_MS = 420  # a press is seen for this long before the page that it was on is gone
_COVERS = 3.0  # times the target: a change that large is another page, and not the control that was pressed
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
    typed: tuple[TypedLine, ...] = ()  # as it appears, line after line
    marks_end: int = 0  # when the frame around the target has gone, and the ring of a click
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """A text for a part of the film."""

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


def timeline(
    script: FilmScript,
    changed: Mapping[tuple[int, int], Area] | None = None,
    aspect: float | None = None,
    typed: Mapping[Shot, tuple[TypedLine, ...]] | None = None,
) -> Timeline:
    """Return a film's times; `changed` has the area in which two pictures differ, `aspect` is a view's shape.

    `typed` has the lines of typed text that a shot shows.
    """
    changes = changed or {}
    film = _Film(_pace(script.shots), changes, typed or {})
    close = _largest_view(script.width, script.height, aspect, _CLOSE)
    beats: list[Beat] = []
    at = script.title_ms + _OPENING_MS
    is_pointed = any(shot.path for shot in script.shots)  # else the pointer only lies about
    pointer = (script.width * _START[0], script.height * _START[1]) if is_pointed else None
    picture = 0
    for shot in script.shots:
        beat = _beat(shot, at, pointer, picture, beats[-1].shot if beats else None, film)
        is_large = not _is_detail(changes.get((shot.before, shot.after)), close)
        result_ms = _RESULT_MS if is_large else 0
        last_ms = _LAST_MS if shot is script.shots[-1] else 0
        beat = replace(beat, end=beat.end + result_ms + last_ms)
        at = beat.end
        picture = max(shot.after, beat.shown)
        pointer = shot.path[-1] if shot.path else pointer
        beats.append(beat)
    windows = [*_framed_windows(script.shots, close)]
    focuses = [
        focus
        for number, beat in enumerate(beats)
        for focus in _beat_focuses(beat, changes, close, windows[number : number + 2])
    ]
    return Timeline(script, tuple(beats), camera(script.width, script.height, focuses, aspect), at + END_MS)


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


def _pace(shots: Sequence[Shot]) -> float:
    expected = sum(_reading_ms(shot) + 600 for shot in shots)
    return max(_LEAST_PACE, min(1.0, _LONG_MS / max(1, expected)))


def _reading_ms(shot: Shot) -> int:
    """Return the reading time of a shot's texts in milliseconds."""
    letters = len(shot.caption) + len(shot.note)
    least = 1_100 if shot.gesture != "none" else 1_500
    return min(3_600, max(least, 650 + 22 * letters))


@dataclass(frozen=True, slots=True)
class _Film:
    """What the times of all shots depend on: the pace, where pictures differ, and the lines that are typed."""

    pace: float
    changed: Mapping[tuple[int, int], Area]
    typed: Mapping[Shot, tuple[TypedLine, ...]]


def _beat(shot: Shot, at: int, pointer: Point | None, picture: int, last: Shot | None, film: _Film) -> Beat:
    """Return a shot's times: the pointer travels, presses, and the next picture appears."""
    repeated = last is not None and last.caption == shot.caption
    travel = at + 60
    arrive = travel + _travel_ms(pointer, shot)
    rest_ms = 380 if shot.keys else 260
    press = arrive + (120 if shot.path else rest_ms)
    released = press + _acting_ms(shot)
    area = film.changed.get((shot.before, shot.after))
    leaves = shot.gesture != "type" and _is_page_change(area, shot)
    change = (released if shot.gesture == "drag" else press) + (_LEAVING_MS if leaves else 70)
    typed = film.typed.get(shot, ())
    change_ms = min(1_500, max(350, 45 * shot.letters)) if typed else 220
    reading = _REPEATED_MS if repeated else _reading_ms(shot)
    end = max(change + change_ms + 380, at + round(reading * film.pace))
    return Beat(
        shot, at, travel, arrive, press, change, change + change_ms, end, source=pointer, was=picture,
        shown=max(picture, shot.before), typed=typed, marks_end=change if leaves else change + change_ms + 420,
        repeated=repeated,
    )  # fmt: skip


def _is_page_change(change: Area | None, shot: Shot) -> bool:
    """Return whether a change replaces the page or the dialog on which the shot's target was."""
    if change is None:
        return False
    point = shot.path[-1] if shot.path else None
    target = shot.target or (Area(*point, 1, 1) if point else None)
    if target is None or not change.contains(target):
        return False
    around = max(target.width * target.height, (2 * _AROUND) ** 2)
    return change.width * change.height > _COVERS * around


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


def _framed_windows(shots: Sequence[Shot], close: Area) -> Iterator[Area | None]:
    """Yield the area that each shot frames: its window, and for a menu or a dialog also the window before."""
    last: Area | None = None
    for shot in shots:
        window = shot.window
        if window and last and window.fits(close.width, close.height):
            window = window.union(last)
        yield window
        last = window or last


def _beat_focuses(
    beat: Beat, changed: Mapping[tuple[int, int], Area], close: Area, windows: Sequence[Area | None]
) -> Iterator[Focus]:
    """Yield a beat's areas of interest: its points with what changes, or else its target; then a large change.

    `windows` are what this shot frames, and the next one.
    """
    shot = beat.shot
    change = changed.get((shot.before, shot.after))
    spots = [Area(x - _AROUND, y - _AROUND, 2 * _AROUND, 2 * _AROUND) for x, y in shot.path]
    detail: Area | None = None
    if change and _is_detail(change, close):
        detail = change
    elif shot.path or not change:
        detail = shot.target
    spots += [detail] if detail and _is_detail(detail, close) else []
    area = reduce(Area.union, spots) if spots else None
    focus = Focus(beat.start, beat.end, area, shot.zoom, windows[0], act=area, act_ms=beat.press)
    if change is None or _is_detail(change, close):
        yield focus
        return
    # What is new begins at the top left.
    new = Area(change.x, change.y, min(change.width, close.width), min(change.height, close.height))
    yield replace(focus, end_ms=beat.change)
    yield replace(focus, start_ms=beat.change, area=None, window=windows[-1], act=new, act_ms=beat.end)


def _is_detail(area: Area | None, close: Area) -> bool:
    return area is None or area.fits(close.width * _ROOM, close.height * _ROOM)


@dataclass(frozen=True, slots=True)
class Focus:
    """The area of interest of one or more beats, with its times; None shows their window, or else the full canvas.

    Whatever is shown, the `act` is in it from `act_ms` on: a view may have another shape than its window.
    """

    start_ms: int
    end_ms: int
    area: Area | None
    zoom: bool = True
    window: Area | None = None
    act: Area | None = None
    act_ms: int = 0


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
        self._first = first
        self.moves = tuple(moves)

    def at(self, ms: int) -> Area:
        """Return the view at a time."""
        view = self._first
        for move in self.moves:
            if ms < move.start_ms:
                break
            view = _view_during(move, ms)
        return view


def camera(width: int, height: int, focuses: Sequence[Focus], aspect: float | None = None) -> FilmCamera:
    """Return the camera for a canvas: it shows windows, and details for as long as they are looked at."""
    wide = _largest_view(width, height, aspect)
    canvas = Area(0, 0, width, height)
    close = _largest_view(width, height, aspect, _CLOSE)
    closest = _largest_view(width, height, aspect, _CLOSEST)

    def goal_of(stay: Focus) -> Area:
        window = _view(stay.window or canvas, closest, wide, canvas, 1)
        is_enough = stay.area is None or (window.width <= close.width * _NEAR and window.contains(stay.area))
        if is_enough or not stay.area:
            return _moved_to(window, stay.act, canvas)
        inside = stay.window or canvas
        is_held = inside.contains(stay.area) and close.fits(inside.width, inside.height)
        view = _view(stay.area, close, wide, inside if is_held else canvas, _ROOM)
        return _moved_to(view, stay.act, canvas)

    stays = _without_short_views(_join_focuses(focuses, close), close)
    now = goal_of(replace(stays[0], area=None, act=None)) if stays else _view(canvas, close, wide, canvas, 1)
    first = now
    moves = []
    for stay in stays:
        goal = goal_of(stay)
        is_shown = now.contains(stay.area or stay.window or canvas) and (stay.act is None or now.contains(stay.act))
        if goal == now or (is_shown and now.width <= goal.width * _NEAR):
            continue
        latest = min(stay.end_ms, stay.act_ms) if stay.act else stay.end_ms
        end = min(stay.start_ms + _MOVE_MS, max(latest, stay.start_ms + 1))
        moves.append(CameraMove(stay.start_ms, end, now, goal))
        now = goal
    return FilmCamera(first, moves)


def _largest_view(width: int, height: int, aspect: float | None, smaller: float = 1) -> Area:
    """Return the largest view of a shape in a canvas, or one that is so many times smaller."""
    shape = aspect or width / height
    across = min(width, height * shape) / smaller
    return Area(0, 0, round(across), round(across / shape))


def _join_focuses(focuses: Sequence[Focus], close: Area) -> list[Focus]:
    """Join beats whose areas fit into one close view, and beats that show the same window."""
    stays: list[Focus] = []
    for focus in focuses:
        last = stays[-1] if stays else None
        area = focus.area if focus.zoom and focus.area and _is_detail(focus.area, close) else None
        joined = last.area.union(area) if last and last.area and area else None
        is_close = joined is not None and _is_detail(joined, close)
        if (
            last
            and (is_close or (last.area, last.window) == (area, focus.window))
            and _fit_together(last, focus, close)
        ):
            stays[-1] = replace(_joined_focus(last, focus), area=joined, window=focus.window)
        else:
            stays.append(replace(focus, area=area))
    return stays


def _without_short_views(stays: Sequence[Focus], close: Area) -> list[Focus]:
    """Replace close views that are too short by their windows, and join equal ones."""
    calm: list[Focus] = []
    for stay in stays:
        stay_view = stay if stay.end_ms - stay.start_ms >= _STAY_MS else replace(stay, area=None)
        last = calm[-1] if calm else None
        is_same = last is not None and (last.area, last.window) == (stay_view.area, stay_view.window)
        if last and is_same and _fit_together(last, stay_view, close):
            calm[-1] = _joined_focus(last, stay_view)
        else:
            calm.append(stay_view)
    return calm


def _fit_together(first: Focus, second: Focus, close: Area) -> bool:
    """Return whether the closest view can show the acts of both."""
    if first.act is None or second.act is None:
        return True
    return first.act.union(second.act).fits(close.width, close.height)


def _joined_focus(first: Focus, second: Focus) -> Focus:
    """Return one stay for both, with the acts of both."""
    acts = [act for act in (first.act, second.act) if act is not None]
    return replace(
        first,
        end_ms=second.end_ms,
        act=reduce(Area.union, acts) if acts else None,
        act_ms=first.act_ms if first.act is not None else second.act_ms,
    )


def _moved_to(view: Area, act: Area | None, canvas: Area) -> Area:
    """Return a view moved so that it shows an act in its middle, and otherwise no further; of a larger one, its end."""
    if act is None or view.contains(act):
        return view
    x = _start_of(view.x, view.width, act.x, act.width, canvas.width)
    y = _start_of(view.y, view.height, act.y, act.height, canvas.height)
    return replace(view, x=x, y=y)


def _start_of(start: float, length: float, act: float, act_length: float, most: float) -> float:
    """Return where a view starts, across or down, that shows an act."""
    if start <= act and act + act_length <= start + length:
        return start
    middle = act + act_length / 2 - length / 2 if act_length <= length else act + act_length - length
    return min(max(0, round(middle)), round(most - length))


def _view(area: Area, close: Area, wide: Area, bounds: Area, room: float) -> Area:
    """Return the view that shows an area, no closer than `close`, inside of the bounds and at whole pixels.

    Of an area that is larger than any view, its top left is shown.
    """
    share = max(area.width / wide.width, area.height / wide.height) / room
    scale = min(1.0, max(close.width / wide.width, share))
    width = round(wide.width * scale)
    height = round(wide.height * scale)
    x, y = area.centre
    left = area.x if area.width > width else x - width / 2
    top = area.y if area.height > height else y - height / 2
    return Area(
        min(max(round(bounds.x), round(left)), round(bounds.x + bounds.width - width)),
        min(max(round(bounds.y), round(top)), round(bounds.y + bounds.height - height)),
        width, height,
    )  # fmt: skip


def _view_during(move: CameraMove, ms: int) -> Area:
    part = eased((ms - move.start_ms) / max(1, move.end_ms - move.start_ms))
    first = move.source
    second = move.goal
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


def progress_between(ms: float, start: float, end: float) -> float:
    """Return which part of a time span is over, from 0 to 1."""
    if ms <= start:
        return 0.0
    return 1.0 if ms >= end else (ms - start) / (end - start)


def visibility(ms: float, start: float, end: float, fade: float) -> float:
    """Return the visibility of an element that fades in and out, from 0 to 1."""
    return min(progress_between(ms, start, start + fade), 1 - progress_between(ms, end - fade, end))
