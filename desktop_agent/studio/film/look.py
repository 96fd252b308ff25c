"""What is seen at one moment of a film; two moments that look the same are equal, and are painted once."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.record.wording import Tone
from desktop_agent.studio.film.script import Area, FilmCard, FilmGesture, Point


@dataclass(frozen=True, slots=True)
class PointerLook:
    """Where the pointer is on the canvas; `down` is how far its button is pressed, from 0 to 1."""

    at: Point
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Ripple:
    """A ring that spreads from a click; `part` is how far it is, and `done` false where the click was refused."""

    at: Point
    part: float
    done: bool = True


@dataclass(frozen=True, slots=True)
class PictureChange:
    """The next picture on its way in: as a whole, or from left to right over what was typed."""

    picture: int
    part: float
    typed: Area | None = None


@dataclass(frozen=True, slots=True)
class CaptionLook:
    """The words under the picture."""

    text: str
    note: str
    tone: Tone
    step: int
    strength: float


@dataclass(frozen=True, slots=True)
class FilmLook:
    """Everything that is seen; parts and strengths go from 0 to 1."""

    picture: int
    view: Area
    is_at_rest: bool = True  # the view does not move
    change: PictureChange | None = None
    pointer: PointerLook | None = None
    ripples: tuple[Ripple, ...] = ()
    trail: tuple[Point, ...] = ()
    gesture: FilmGesture = "none"
    target: Area | None = None
    target_strength: float = 0.0
    is_done: bool = True
    keys: tuple[str, ...] = ()
    keys_strength: float = 0.0
    caption: CaptionLook | None = None
    shortened: str = ""
    shortened_strength: float = 0.0
    card: FilmCard | None = None  # over everything
    card_strength: float = 0.0
