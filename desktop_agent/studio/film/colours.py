"""The colours of a film, light and dark. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_agent.record.wording import Tone
from desktop_agent.studio.film.options import FilmTheme


@dataclass(frozen=True, slots=True)
class FilmColours:
    """Colours as #rrggbb; the ground goes from the first to the second, from the top left to the bottom right."""

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
