"""The marks that a model is asked to click, and what its clicks tell about its coordinates. Pure.

In the picture's size, pixels and a grid of 0 to 999 are far apart, and no click can hit a mark under both readings.
A model that resizes the picture to multiples of 28 makes it larger by 14 pixels each way: which of both it counts in,
only precise clicks tell. A grid of 0 to 999 and one of 0 to 1000 are the same numbers but for the last one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.geometry import Size
from desktop_agent.model.space import GRID_LAST, GRID_SIZE, Coordinates, resized

SIZE = Size(1274, 714)  # 45.5 and 25.5 times 28
HALF = Size(100, 44)  # of a mark, in pixels
_WORDS: Mapping[Coordinates, str] = {
    "viewport": "pixels in the image",
    "grid1000": "a grid of 0 to 999",
    "relative1": "parts of the picture, 0 to 1",
}
TOLD_APART: tuple[Coordinates, ...] = tuple(_WORDS)
# These are at most a few pixels from each other.
ALIKE: Mapping[Coordinates, Coordinates] = {"relative1000": "grid1000", "resized28": "viewport"}
_SIDES: Mapping[Coordinates, tuple[int, int]] = {"grid1000": (GRID_SIZE, GRID_SIZE), "relative1": (1, 1)}
_ENOUGH = 2  # hits that show a way of counting; one can be luck
_CLEARLY = 4.0  # how many times nearer (squared) clicks have to be to their marks in one way than in the other
_RESIZED = "pixels of the picture resized to multiples of 28"
_LAST_PART = "a grid of 0 to 1000"


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
    """The coordinate space, None if the clicks do not show it; the reason, as a sentence; and whether it is certain.

    `alike` are other spaces that it may as well be.
    """

    coordinates: Coordinates | None
    why: str
    told: bool = False
    alike: tuple[Coordinates, ...] = ()


def as_declared(judgement: Judgement, declared: str) -> Coordinates | None:
    """Return the declared space where the clicks do not tell it from the one that they show."""
    return next((way for way in judgement.alike if way == declared), judgement.coordinates)


def nearly(found: str | None, declared: str) -> bool:
    """Tell whether two ways of counting are only a few pixels from each other."""
    both = {found, declared}
    return any(both <= {one, other} for one, other in ALIKE.items())


def hits(click: MarkClick, coordinates: Coordinates, viewport: Size) -> bool:
    """Tell whether a click hits its mark in this coordinate space; `viewport` is the server's size in pixels."""
    coordinates = ALIKE.get(coordinates, coordinates)
    width, height = (viewport.width, viewport.height) if coordinates == "viewport" else _SIDES[coordinates]
    x, y = click.x * SIZE.width / width, click.y * SIZE.height / height
    return abs(x - click.mark.x) <= HALF.width and abs(y - click.mark.y) <= HALF.height


def _exactly(
    way: Coordinates, words: str, clicks: Sequence[MarkClick], viewport: Size
) -> tuple[Coordinates, str, tuple[Coordinates, ...]]:
    """Return the way of counting among those that are alike, in words, too, and what else it may be."""
    if way == "grid1000":
        beyond = any(GRID_SIZE in {click.x, click.y} for click in clicks)
        return ("relative1000", _LAST_PART, ()) if beyond else (way, words, ("relative1000",))
    if way != "viewport" or viewport != SIZE:
        return way, words, tuple(other for other, same in ALIKE.items() if same == way)
    as_sent, as_resized = (_off(clicks, size) for size in (viewport, resized(SIZE)))
    if _is_clear(as_resized, as_sent):
        return "resized28", _RESIZED, ()
    return way, words, () if _is_clear(as_sent, as_resized) else ("resized28",)


def _is_clear(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] * _CLEARLY <= other[0] and one[1] < other[1]


def _off(clicks: Sequence[MarkClick], counted_in: Size) -> tuple[float, float]:
    """Return how far clicks are from the middles of their marks, squared, in pixels of the picture.

    The second number leaves out by how much all of them are off the same way, as some models click.
    """
    across = [click.x * SIZE.width / counted_in.width - click.mark.x for click in clicks]
    down = [click.y * SIZE.height / counted_in.height - click.mark.y for click in clicks]
    whole = sum(one * one for one in (*across, *down))
    return whole, whole - (sum(across) ** 2 + sum(down) ** 2) / len(clicks)


def judged(clicks: Sequence[MarkClick], viewport: Size = SIZE) -> Judgement:
    """Determine the coordinate space from a model's clicks."""
    if not clicks:
        return Judgement(None, "The model clicked nowhere.")
    found = {way: sum(hits(click, way, viewport) for click in clicks) for way in TOLD_APART}
    beyond = [value for click in clicks for value in (click.x, click.y) if value > GRID_LAST]
    said = ", ".join(f"{click.mark.word} at {click.x:g}, {click.y:g}" for click in clicks)
    if sum(map(bool, found.values())) > 1:
        return Judgement(None, f"Some clicks are in pixels and some in a grid: {said}.")
    for way, words in _WORDS.items():
        if found[way] >= min(_ENOUGH, len(clicks)):
            on = [click for click in clicks if hits(click, way, viewport)]
            exact, counted, alike = _exactly(way, words, on, viewport)
            proof = f"{found[way]} of {len(clicks)} clicks are on their marks, counted in {counted}."
            return Judgement(exact, proof, told=len(clicks) >= _ENOUGH, alike=alike)
    if beyond:
        return Judgement("viewport", f"{beyond[0]:g} is past the end of a grid, but the clicks miss: {said}.")
    return Judgement(None, f"The clicks don't match their marks in any way of counting: {said}.")
