"""The marks that a model is asked to click, and the coordinate space that its clicks show. Pure.

A click counts if it is on the very middle of its mark, as on a small button. So near, no click is on a mark in two of
the spaces, and none is there in a space that isn't among them, such as a grid of 0 to 1023, or y before x; the marks'
places are chosen for that. Two pairs are no further apart than that: a grid of 0 to 999 and one of 0 to 1000 are the
same places but for the last one, and a picture that is resized to multiples of 28 grows by 14 pixels each way, so that
the nearer of the two counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.pictures import Size
from desktop_agent.model.coordinates import Coordinates, resized

SIZE = Size(1274, 714)  # 45.5 and 25.5 times 28
HALF = Size(70, 36)  # of a mark, in pixels
_NEAR = Size(24, 14)  # how far from the middle of its mark a click may be
_WORDS: Mapping[Coordinates, str] = {
    "viewport": "pixels in the image",
    "resized28": "pixels of the picture resized to multiples of 28",
    "relative1000": "a grid of 0 to 1000",
    "relative1": "parts of the picture, 0 to 1",
}
DISTINGUISHED: tuple[Coordinates, ...] = tuple(_WORDS)
# These are at most a few pixels from each other.
_ALIKE: Mapping[Coordinates, Coordinates] = {"grid1000": "relative1000", "resized28": "viewport"}
_ENOUGH = 2  # hits of three clicks
_CLEARLY = 4.0  # how many times nearer (squared) clicks have to be to their marks in one space than in the other


@dataclass(frozen=True, slots=True)
class Mark:
    """A box with a word in it; its middle in pixels of the picture."""

    word: str
    x: int
    y: int


# The first three determine the coordinate space; one more for each further kind of picture.
MARKS = (
    Mark("Apple", 1130, 150),
    Mark("River", 180, 620),
    Mark("Candle", 760, 400),
    Mark("Garden", 1196, 600),
    Mark("Bridge", 640, 620),
)
ALONE = MARKS[3]  # sufficient by itself: it is far from all edges at which a space may begin


# The same words in exchanged places: a model that finds them has seen this picture, not remembered the other.
MOVED = tuple(Mark(mark.word, other.x, other.y) for mark, other in zip(MARKS, (*MARKS[1:], MARKS[0]), strict=True))


@dataclass(frozen=True, slots=True)
class MarkClick:
    """A click on a mark in the model's own numbers; `size` is the picture that its pixels refer to."""

    mark: Mark
    x: float
    y: float
    size: Size = SIZE


@dataclass(frozen=True, slots=True)
class Judgement:
    """The coordinate space, None if the clicks do not show it; and the reason, as a sentence.

    `alike` are other spaces that fit as well.
    """

    coordinates: Coordinates | None
    why: str
    alike: tuple[Coordinates, ...] = ()


def declared_or_measured_space(judgement: Judgement, declared: str | None) -> Coordinates | None:
    """Return the declared space if the clicks fit it as well, else the measured one."""
    return next((way for way in judgement.alike if way == declared), judgement.coordinates)


def are_near(measured: str | None, declared: str) -> bool:
    """Return whether two spaces are only a few pixels from each other."""
    both = {measured, declared}
    return any(both <= {space, near_space} for space, near_space in _ALIKE.items())


def hits(click: MarkClick, coordinates: Coordinates) -> bool:
    """Return whether a click hits its mark in this coordinate space."""
    across, down = _offset(click, coordinates)
    return abs(across) <= _NEAR.width and abs(down) <= _NEAR.height


def judge_clicks(clicks: Sequence[MarkClick]) -> Judgement:
    """Determine the coordinate space from a model's clicks."""
    if not clicks:
        return Judgement(None, "The model clicked nowhere.")
    click_list = ", ".join(f"{click.mark.word} at {click.x:g}, {click.y:g}" for click in clicks)
    on = {way: [click for click in clicks if hits(click, way)] for way in DISTINGUISHED}
    if len({_ALIKE.get(way, way) for way, hit in on.items() if hit}) > 1:
        return Judgement(None, f"Some clicks are in pixels and some in a grid: {click_list}.")
    matching_spaces = [way for way, hit in on.items() if len(hit) >= min(_ENOUGH, len(clicks))]
    if not matching_spaces:
        return Judgement(None, f"The clicks don't match their marks in any way of counting: {click_list}.")
    way, alike = _closest_space(matching_spaces, max(on.values(), key=len))
    proof = f"{len(on[way])} of {len(clicks)} clicks are on their marks, counted in {_WORDS[way]}."
    return Judgement(way, proof, alike)


def _closest_space(
    seen: Sequence[Coordinates], clicks: Sequence[MarkClick]
) -> tuple[Coordinates, tuple[Coordinates, ...]]:
    """Return the most likely of similar spaces, and the others that fit as well."""
    if "relative1000" in seen:
        return "relative1000", ("grid1000",)
    if len(seen) == 1:
        return seen[0], ()
    as_sent, as_resized = (_squared_distance_sum(clicks, way) for way in seen)
    if as_resized * _CLEARLY <= as_sent:
        return "resized28", ()
    return "viewport", () if as_sent * _CLEARLY <= as_resized else ("resized28",)


def _squared_distance_sum(clicks: Sequence[MarkClick], coordinates: Coordinates) -> float:
    """Return the sum of the squared distances of clicks from their marks' centres, in pixels of the picture.

    The common offset of several clicks is subtracted, as some models have one.
    """
    off = [_offset(click, coordinates) for click in clicks]
    total = sum(across * across + down * down for across, down in off)
    if len(off) == 1:
        return total
    all_across = sum(across for across, _ in off)
    all_down = sum(down for _, down in off)
    return total - (all_across * all_across + all_down * all_down) / len(off)


def _offset(click: MarkClick, coordinates: Coordinates) -> tuple[float, float]:
    """Return a click's offset (right, down) from the centre of its mark, in pixels of the picture."""
    size = _size(click, coordinates)
    return click.x * SIZE.width / size.width - click.mark.x, click.y * SIZE.height / size.height - click.mark.y


def _size(click: MarkClick, coordinates: Coordinates) -> Size:
    match coordinates:
        case "viewport":
            return click.size
        case "resized28":
            return resized(click.size)
        case "grid1000" | "relative1000":
            return Size(1000, 1000)
        case "relative1":
            return Size(1, 1)
