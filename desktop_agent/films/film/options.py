"""Options of a film: its formats, size, theme and title, and whether it is evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.message import Message

FilmFormat = Literal["mp4", "gif", "stills"]
FilmTheme = Literal["light", "dark"]
FilmProgress = Callable[[float], None]  # called with the progress, from 0 to 1
FORMATS: tuple[FilmFormat, ...] = ("mp4", "gif", "stills")
_USUAL = Size(1920, 1080)
_USUAL_GIF = Size(800, 450)  # its file grows with every pixel, and it is shown in a column of text
# pixels of a side
_LEAST = 240
_MOST = 4096


@dataclass(frozen=True, slots=True)
class FilmOptions:
    """The requested options; `size` None means the format's default."""

    formats: tuple[FilmFormat, ...] = ("mp4",)
    size: Size | None = None
    theme: FilmTheme = "dark"
    title: str = ""  # instead of the run's own
    evidence: bool = False  # all that happened, with decisions and times
    narration: Path | None = None  # a voice, for an MP4

    def size_of(self, kind: FilmFormat) -> Size:
        """Return the size in pixels of one format's pictures; both sides are even, as codecs need it."""
        size = self.size or (_USUAL_GIF if kind == "gif" else _USUAL)
        return Size(size.width // 2 * 2, size.height // 2 * 2)


def size_from(text: str) -> Size:
    """Return a size given as WIDTHxHEIGHT; SettingsError where it is invalid."""
    from desktop_agent.settings.sections import read_size  # not for the process that renders

    try:
        size = read_size(text)
    except ValueError:
        size = None
    if not isinstance(size, Size) or not all(_LEAST <= side <= _MOST for side in (size.width, size.height)):
        raise SettingsError(
            Message(
                "A video's width and height must be between {least} and {most} pixels, not {text}.",
                least=_LEAST,
                most=_MOST,
                text=text[:40],
            ),
            Message("Enter WIDTHxHEIGHT, such as 1280x720."),
        )
    return size
