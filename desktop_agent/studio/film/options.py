"""What a film is to be like: its kinds of file, its size and shape, light or dark, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message

FilmFormat = Literal["mp4", "webm", "gif", "avif", "stills"]
Aspect = Literal["16:9", "1:1", "9:16"]
FilmTheme = Literal["light", "dark"]
FilmProgress = Callable[[float], None]  # is told which part is done, from 0 to 1
FORMATS: tuple[FilmFormat, ...] = ("mp4", "webm", "gif", "avif", "stills")
SIZES: Mapping[Aspect, Size] = {"16:9": Size(1920, 1080), "1:1": Size(1080, 1080), "9:16": Size(1080, 1920)}
# Moving pictures in a page are small: their size grows with every pixel, and they are shown in a column of text.
_SMALL: Mapping[FilmFormat, int] = {"gif": 800, "avif": 800}
_LEAST, _MOST = 240, 4096  # pixels of a side
_CLOSE = 0.02  # how far a size may be from its shape


@dataclass(frozen=True, slots=True)
class FilmOptions:
    """What somebody asks for; `size` None means the usual one of the aspect and the format."""

    formats: tuple[FilmFormat, ...] = ("mp4",)
    aspect: Aspect = "16:9"
    size: Size | None = None
    theme: FilmTheme = "dark"
    subtitles: bool = False
    sharp: bool = False  # 4:4:4: coloured text stays sharp, but not every player shows it
    title: str = ""  # instead of the task

    def size_of(self, kind: FilmFormat) -> Size:
        """Return the size in pixels of one format's pictures; both sides are even, as codecs need it."""
        size = self.size or SIZES[self.aspect]
        if self.size is None and kind in _SMALL:
            longest = _SMALL[kind]
            size = Size(
                longest * size.width // max(size.width, size.height),
                longest * size.height // max(size.width, size.height),
            )
        return Size(size.width // 2 * 2, size.height // 2 * 2)


def size_from(text: str, aspect: Aspect | None) -> tuple[Size, Aspect]:
    """Return a size given as WIDTHxHEIGHT, and its shape; SettingsError where it is none, or not of the aspect."""
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise SettingsError(
            Message("“{text}” isn't a valid video size.", text=text[:40]),
            Message("Enter WIDTHxHEIGHT, such as 1280x720."),
        )
    size = Size(int(width[:9]), int(height[:9]))
    if not all(_LEAST <= side <= _MOST for side in (size.width, size.height)):
        raise SettingsError(
            Message(
                "A video's width and height must be between {least} and {most} pixels, not {text}.",
                least=_LEAST,
                most=_MOST,
                text=text[:40],
            )
        )
    shape = size.width / size.height
    nearest = min(SIZES, key=lambda one: abs(shape - SIZES[one].width / SIZES[one].height))
    if aspect is not None:
        wanted = SIZES[aspect].width / SIZES[aspect].height
        if abs(shape / wanted - 1) > _CLOSE:
            raise SettingsError(
                Message("The size {text} doesn't match the aspect ratio {aspect}.", text=text, aspect=aspect),
                Message("Omit either --size or --aspect."),
            )
    return size, aspect or nearest
