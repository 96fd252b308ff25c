"""The script of a film as plain values: cards, shots and texts; and the options with which it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Literal

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.core.texts.message import Message
from desktop_agent.record.wording import Tone

FilmGesture = Literal["click", "drag", "scroll", "move", "keys", "type", "none"]
_STRIP = 2.0  # times another shape: what is so narrow has no room around it for a menu
Point = tuple[float, float]  # pixels of the canvas


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the canvas, in its pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """Return the centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def union(self, other: Area) -> Area:
        """Return the smallest area that contains both."""
        left = min(self.x, other.x)
        top = min(self.y, other.y)
        right = max(self.x + self.width, other.x + other.width)
        return Area(left, top, right - left, max(self.y + self.height, other.y + other.height) - top)

    def contains(self, other: Area) -> bool:
        """Return whether another area is inside of this one."""
        return self.union(other) == self

    def fits(self, width: float, height: float) -> bool:
        """Return whether the area is no larger than this."""
        return self.width <= width and self.height <= height


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line of typed text in the picture after it: `area` is what differs there from the picture before.

    The text goes from the left of the area to `end`. What stood behind it moves along as it is typed: it is the `tail`
    of the next picture. All else of the area has its `colour` (red, green, blue) meanwhile.
    """

    area: Area
    end: float
    tail: Area | None
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class FilmCard:
    """A card without a picture: the task at the start, the outcome at the end."""

    heading: str
    lines: tuple[str, ...] = ()
    facts: str = ""
    tone: Tone = "text"


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot of a film; `before` and `after` are indices of the script's pictures, -1 for none so far."""

    caption: str
    before: int
    after: int
    step: int = 0
    chapter: str = ""
    note: str = ""  # the outcome, where it needs words
    tone: Tone = "text"
    gesture: FilmGesture = "none"
    path: tuple[Point, ...] = ()  # of the pointer
    count: int = 1  # clicks
    keys: tuple[str, ...] = ()  # labels of their caps
    letters: int = 0  # of what is typed
    rows: int = 1  # of it, without empty ones
    entered: bool = False  # a line break ends it, so what differs below may be no part of it
    target: Area | None = None
    done: bool = True
    idle_ms: int = 0  # idle time before it
    zoom: bool = True
    first_step: int = 0  # where several steps are one shot, and `step` is the last
    window: Area | None = None  # what a film frames; None for the whole picture


@dataclass(frozen=True, slots=True)
class FilmScript:
    """A film before it has its times; `words` has our own texts in the person's language."""

    width: int
    height: int
    pictures: tuple[FrameTaken, ...]
    title: FilmCard
    shots: tuple[Shot, ...]
    end: FilmCard
    steps: int
    words: Mapping[str, str]
    title_ms: int = 2_400  # how long the title is visible

    @property
    def shape(self) -> tuple[float, float]:
        """Return a width and a height with the proportions of the windows that are shown, or else of the canvas."""
        canvas = Area(0, 0, self.width, self.height)
        windows = reduce(Area.union, (shot.window or canvas for shot in self.shots)) if self.shots else canvas
        ratio = windows.width * canvas.height / (windows.height * canvas.width)
        shown = windows if max(ratio, 1 / ratio) < _STRIP else canvas
        return shown.width, shown.height


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
