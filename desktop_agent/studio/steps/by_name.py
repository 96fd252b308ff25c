"""Finds a control by its name as it is read off the screen: on the control, or beside the field that it names. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from desktop_agent.core.reading import TextLine
from desktop_agent.offline.picture.fields import field_of
from desktop_agent.offline.picture.find import Match, matching
from desktop_agent.screen.ocr.boxes import Box
from desktop_agent.screen.ocr.picture import Picture
from desktop_agent.studio.steps.same import is_field
from desktop_agent.studio.steps.sight import Box4
from desktop_agent.studio.steps.step import StepTarget

_EXACT = 1  # ranks up to this one are the whole text, or whole words of a line
_FAR = 0.25  # of the window's sides


def named_places(
    target: StepTarget, lines: Sequence[TextLine], picture: Picture, window: Box4, about: tuple[int, int]
) -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield where the name stands in a window, what is nearest to where it was expected first.

    Sure is the one that is there alone, letter by letter, and about where it was expected.
    """
    found = [one for one in matching(target.name, lines) if one.rank <= _EXACT and _is_inside(one.box, window)]
    places = [(at, one) for one in found for at in _points(one.box, target, picture)]
    for at, one in sorted(places, key=lambda place: hypot(place[0][0] - about[0], place[0][1] - about[1])):
        near = abs(at[0] - about[0]) <= _FAR * window[2] and abs(at[1] - about[1]) <= _FAR * window[3]
        yield at, near and len(found) == 1 and _is_whole(one) and not is_field(target)


def _points(text: Box, target: StepTarget, picture: Picture) -> Iterator[tuple[int, int]]:
    if is_field(target) and (field := field_of(picture, text)):
        yield field.center
    yield text.center


def _is_whole(match: Match) -> bool:
    return match.rank == 0


def _is_inside(box: Box, window: Box4) -> bool:
    x, y = box.center
    return window[0] <= x < window[0] + window[2] and window[1] <= y < window[1] + window[3]
