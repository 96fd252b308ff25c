"""Layout and colours of a film's frame: the card with the picture, the caption below it, light and dark. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_agent.core.pictures import Size
from desktop_agent.films.film.options import FilmTheme
from desktop_agent.films.film.script import Area
from desktop_agent.record.wording import Tone

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
