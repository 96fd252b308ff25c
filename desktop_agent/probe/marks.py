"""The marks that a model is asked to click, and what its clicks tell about its coordinates. Pure.

In the picture's size, pixels and a grid of 0 to 999 are far apart, and no click can hit a mark under both readings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.geometry import Size
from desktop_agent.model.space import GRID_LAST, GRID_SIZE, Coordinates

SIZE = Size(1280, 720)
HALF = Size(100, 44)  # of a mark, in pixels
_WORDS: Mapping[Coordinates, str] = {
    "viewport": "pixels of the picture",
    "grid1000": "a grid of 0 to 999",
    "relative1": "parts of the picture, 0 to 1",
}
TOLD_APART: tuple[Coordinates, ...] = tuple(_WORDS)
# Clicks cannot tell these apart: they are at most a few pixels from each other.
ALIKE: Mapping[Coordinates, Coordinates] = {"relative1000": "grid1000", "resized28": "viewport"}
_SIDES: Mapping[Coordinates, tuple[int, int]] = {"grid1000": (GRID_SIZE, GRID_SIZE), "relative1": (1, 1)}
_ENOUGH = 2  # hits that show a way of counting; one can be luck


@dataclass(frozen=True, slots=True)
class Mark:
    """A box with a word in it; its middle in pixels of the picture."""

    word: str
    x: int
    y: int


# The first three tell how points are counted; one more for each further kind of picture.
MARKS = (
    Mark("Apple", 1130, 150),
    Mark("River", 180, 620),
    Mark("Candle", 760, 400),
    Mark("Garden", 1080, 600),
    Mark("Bridge", 640, 620),
)


# The same words in each other's places: who finds them there has seen this picture, and does not remember the other.
MOVED = tuple(Mark(mark.word, other.x, other.y) for mark, other in zip(MARKS, (*MARKS[1:], MARKS[0]), strict=True))


@dataclass(frozen=True, slots=True)
class MarkClick:
    """Where the model clicked when asked for a mark, in its own numbers."""

    mark: Mark
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The coordinate space, None if the clicks do not show it; the reason, as a sentence; and whether it is certain."""

    coordinates: Coordinates | None
    why: str
    told: bool = False


def as_declared(found: Coordinates, declared: str) -> Coordinates:
    """Return the declared space where clicks cannot tell it from the one that they show."""
    return next((way for way in ALIKE if way == declared and ALIKE[way] == found), found)


def hits(click: MarkClick, coordinates: Coordinates, viewport: Size) -> bool:
    """Tell whether a click hits its mark in this coordinate space; `viewport` is the server's size in pixels."""
    coordinates = ALIKE.get(coordinates, coordinates)
    width, height = (viewport.width, viewport.height) if coordinates == "viewport" else _SIDES[coordinates]
    x, y = click.x * SIZE.width / width, click.y * SIZE.height / height
    return abs(x - click.mark.x) <= HALF.width and abs(y - click.mark.y) <= HALF.height


def judged(clicks: Sequence[MarkClick], viewport: Size = SIZE) -> Judgement:
    """Determine the coordinate space from a model's clicks."""
    if not clicks:
        return Judgement(None, "The model clicked nowhere.")
    found = {way: sum(hits(click, way, viewport) for click in clicks) for way in TOLD_APART}
    beyond = [value for click in clicks for value in (click.x, click.y) if value > GRID_LAST]
    said = ", ".join(f"{click.mark.word} at {click.x:g}, {click.y:g}" for click in clicks)
    if sum(map(bool, found.values())) > 1:
        return Judgement(None, f"Some clicks are pixels and some are of a grid: {said}.")
    for way, words in _WORDS.items():
        if found[way] >= min(_ENOUGH, len(clicks)):
            proof = f"{found[way]} of {len(clicks)} clicks are on their marks, counted in {words}."
            return Judgement(way, proof, told=len(clicks) >= _ENOUGH)
    if beyond:
        return Judgement("viewport", f"{beyond[0]:g} is past the end of a grid, but the clicks miss: {said}.")
    return Judgement(None, f"The clicks are on their marks in neither way of counting: {said}.")
