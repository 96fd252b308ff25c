"""The look of a film at one time, from its timeline; and the layout and colours of a frame. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from desktop_agent.core.pictures import Size
from desktop_agent.films.film.script import Area, FilmCard, FilmTheme, Point, TypedLine
from desktop_agent.films.film.timeline import (
    END_MS,
    FADE_MS,
    Beat,
    Timeline,
    eased,
    progress_between,
    visibility,
)
from desktop_agent.record.wording import Tone

_RIPPLE_MS = 520
_AGAIN_MS = 160
_DOWN_MS = 90
_FADE_MS = 160
_STEPS = 32  # distinct strengths
_EIGHTHS = 8


@dataclass(frozen=True, slots=True)
class PointerLook:
    """The pointer on the canvas; `down` is how far its button is pressed, from 0 to 1."""

    at: Point
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Ripple:
    """A ring that spreads from a click; `part` is its progress, and `done` false where the click was refused."""

    at: Point
    part: float
    done: bool = True


@dataclass(frozen=True, slots=True)
class PictureChange:
    """The next picture fading in, or typed text appearing letter by letter; `part` is its progress."""

    picture: int
    part: float
    typed: tuple[TypedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptionLook:
    """The caption below the picture."""

    text: str
    note: str
    tone: Tone
    step: int
    strength: float


@dataclass(frozen=True, slots=True)
class FilmLook:
    """Everything visible at one time; parts and strengths are from 0 to 1."""

    picture: int
    view: Area
    is_at_rest: bool = True  # the view isn't moving
    change: PictureChange | None = None
    pointer: PointerLook | None = None
    ripples: tuple[Ripple, ...] = ()
    target: Area | None = None
    target_strength: float = 0.0
    is_done: bool = True
    keys: tuple[str, ...] = ()
    keys_strength: float = 0.0
    caption: CaptionLook | None = None
    card: FilmCard | None = None  # over everything
    card_strength: float = 0.0


def look_at(film: Timeline, ms: int) -> FilmLook:
    """Return the film's look at a time in milliseconds."""
    card, strength = _card(film, ms)
    beat = film.beat_at(min(max(ms, film.script.title_ms), film.body_end - 1))
    if beat is None:
        return FilmLook(0, _rounded(film.camera.at(0)), card=card, card_strength=strength)
    if card is not None and strength >= 1:
        return FilmLook(beat.shown, Area(0, 0, 1, 1), card=card, card_strength=1.0)
    at = max(ms, film.script.title_ms)
    view = _rounded(film.camera.at(at))
    return FilmLook(
        picture=beat.shot.after if at >= beat.changed else beat.shown,
        view=view,
        is_at_rest=view == _rounded(film.camera.at(at + 1)) == _rounded(film.camera.at(at - 1)),
        change=_change(beat, at),
        pointer=_pointer(beat, at),
        ripples=_ripples(beat, at),
        target=beat.shot.target,
        target_strength=_quantised(visibility(at, beat.arrive - 80, beat.marks_end, 180)) if beat.shot.target else 0.0,
        is_done=beat.shot.done,
        keys=beat.shot.keys,
        keys_strength=_quantised(visibility(at, beat.travel, beat.end - 60, _FADE_MS)) if beat.shot.keys else 0.0,
        caption=_caption(film, beat, at),
        card=card,
        card_strength=strength,
    )


def _card(film: Timeline, ms: int) -> tuple[FilmCard | None, float]:
    """Return the card over everything and its strength; None and 0 without one."""
    title_ms = film.script.title_ms
    if ms < title_ms:
        return film.script.title, _quantised(1 - progress_between(ms, title_ms - FADE_MS, title_ms))
    if ms >= film.body_end:
        return film.script.end, _quantised(
            progress_between(ms, film.length_ms - END_MS, film.length_ms - END_MS + FADE_MS)
        )
    return None, 0.0


def _change(beat: Beat, at: int) -> PictureChange | None:
    if at < beat.start + _FADE_MS and beat.was != beat.shown:
        return PictureChange(beat.shown, _quantised(progress_between(at, beat.start, beat.start + _FADE_MS)))
    if beat.shot.after == beat.shown or not beat.change < at < beat.changed:
        return None
    return PictureChange(beat.shot.after, _quantised(progress_between(at, beat.change, beat.changed)), beat.typed)


def _pointer(beat: Beat, at: int) -> PointerLook | None:
    path = beat.shot.path
    source = beat.source
    if not path:
        return None if source is None else PointerLook(_rounded_point(source))
    down = (
        visibility(at, beat.press - _DOWN_MS, beat.press + 2 * _DOWN_MS, _DOWN_MS)
        if beat.shot.gesture == "click"
        else 0.0
    )
    if source is None or at >= beat.arrive:
        if beat.shot.gesture != "drag":
            return PointerLook(_rounded_point(path[-1]), _quantised(down))
        pressed = 1.0 if beat.press <= at <= beat.change else 0.0
        return PointerLook(
            _rounded_point(_point_on_path(path, eased(progress_between(at, beat.press, beat.change - 70)))), pressed
        )
    return PointerLook(
        _rounded_point(_point_on_path((source, path[0]), eased(progress_between(at, beat.travel, beat.arrive))))
    )


def _ripples(beat: Beat, at: int) -> tuple[Ripple, ...]:
    shot = beat.shot
    if not shot.path or shot.gesture in {"move", "none"}:
        return ()
    starts = [beat.press + _AGAIN_MS * n for n in range(shot.count if shot.gesture == "click" else 1)]
    parts = [
        _quantised(progress_between(at, start, max(start + 1, min(start + _RIPPLE_MS, beat.marks_end))))
        for start in starts
    ]
    place = _rounded_point(shot.path[0])
    return tuple(Ripple(place, part, shot.done) for part in parts if 0 < part < 1)


def _caption(film: Timeline, beat: Beat, at: int) -> CaptionLook | None:
    """Return the caption; one that stays in the next beat doesn't fade."""
    shot = beat.shot
    if not shot.caption:
        return None
    index = film.beats.index(beat)
    stays = index + 1 < len(film.beats) and film.beats[index + 1].repeated
    appeared = 1.0 if beat.repeated else progress_between(at, beat.start, beat.start + _FADE_MS)
    disappeared = 0.0 if stays else progress_between(at, beat.end - 100, beat.end)
    return CaptionLook(shot.caption, shot.note, shot.tone, shot.step, _quantised(min(appeared, 1 - disappeared)))


def _point_on_path(path: tuple[Point, ...], part: float) -> Point:
    """Return the point at a fraction of a path's length."""
    lengths = [math.dist(first, second) for first, second in pairwise(path)]
    remaining = part * sum(lengths)
    for (first, second), length in zip(pairwise(path), lengths, strict=True):
        if remaining <= length and length:
            return first[0] + (second[0] - first[0]) * remaining / length, first[1] + (
                second[1] - first[1]
            ) * remaining / length
        remaining -= length
    return path[-1]


def _rounded_point(at: Point) -> Point:
    return _to_eighth(at[0]), _to_eighth(at[1])


def _rounded(area: Area) -> Area:
    return Area(_to_eighth(area.x), _to_eighth(area.y), _to_eighth(area.width), _to_eighth(area.height))


def _to_eighth(value: float) -> float:
    return round(value * _EIGHTHS) / _EIGHTHS


def _quantised(strength: float) -> float:
    return round(strength * _STEPS) / _STEPS


_SMALLEST_TEXT = 13.0  # pixels
# Of the frame's shorter side.
_MARGIN = 0.042
_BAND = 0.118
_TEXT = 0.031
_NOTE = 0.024
_GAP = 0.022


@dataclass(frozen=True, slots=True)
class FilmLayout:
    """The areas of a frame of `size`; `unit` is the unit of lengths, one pixel in a frame of 1920x1080."""

    size: Size
    card: Area
    words: Area
    unit: float
    text_px: int
    note_px: int


def layout(size: Size, width: float, height: float) -> FilmLayout:
    """Return the layout for pictures of a width and height."""
    short = min(size.width, size.height)
    high = size.height
    margin = round(short * _MARGIN)
    text = max(_SMALLEST_TEXT, short * _TEXT)
    band = max(round(short * _BAND), round(4.2 * text))
    gap = round(short * _GAP)
    room_width = size.width - 2 * margin
    room_height = high - margin - gap - band
    card_width = min(room_width, int(room_height * width / height))
    card_height = room_height if high > size.width else min(room_height, int(card_width * height / width))
    under = margin + card_height + gap
    return FilmLayout(
        size,
        card=Area((size.width - card_width) // 2, margin, card_width, card_height),
        words=Area(margin, under, room_width, high - under - gap),
        unit=short / 1080,
        text_px=round(text),
        note_px=round(max(_SMALLEST_TEXT - 1, text * _NOTE / _TEXT)),
    )


@dataclass(frozen=True, slots=True)
class FilmColours:
    """Colours as #rrggbb; `ground` is a gradient from the top left to the bottom right."""

    ground: tuple[str, str]
    text: str
    muted: str
    accent: str
    pill: str
    pill_text: str
    key: str
    key_edge: str
    key_text: str
    border: str
    shadow: int  # how dark it is, of 255
    tones: Mapping[Tone, str]


THEMES: Mapping[FilmTheme, FilmColours] = {
    "dark": FilmColours(
        ("#141824", "#232a40"), "#f2f4f8", "#a3adc2", "#5b9bff", "#2b3550", "#c9d6f2", "#f4f6fa", "#b9c1d0", "#1b2130",
        "#3a4560", 150,
        {"text": "#f2f4f8", "muted": "#a3adc2", "ok": "#4ecb94", "warn": "#f3b551", "bad": "#ff7b7b"},
    ),
    "light": FilmColours(
        ("#f3f6fc", "#dde6f5"), "#182033", "#5a6681", "#2563eb", "#d5e0f5", "#2a4372", "#ffffff", "#b4bfd3", "#1b2130",
        "#c3cede", 70,
        {"text": "#182033", "muted": "#5a6681", "ok": "#157a43", "warn": "#a85708", "bad": "#c22f2f"},
    ),
}  # fmt: skip
