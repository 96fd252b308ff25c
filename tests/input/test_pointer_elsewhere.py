"""A pointer that doesn't get to its point: what moves it for a moment is told apart from what always will."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.input.held_input import HeldInput
from desktop_agent.input.pointer import Pointer
from tests.input.recording_backend import FakeStop, RecordingBackend

AT = ScreenPoint(100, 80)
LASTING, PASSING = "Trying again doesn't help.", "Try again when it stops moving."
Place = Callable[[ScreenPoint, int], ScreenPoint]


@dataclass
class Displaced(RecordingBackend):
    """A pointer that is `where` says, by the point it was moved to and how often anybody has looked."""

    where: Place = lambda at, _: at
    looks: "itertools.count[int]" = field(default_factory=itertools.count)

    def pointer(self) -> ScreenPoint:
        return self.where(super().pointer(), next(self.looks))


@pytest.mark.parametrize(
    ("where", "hint"),
    [
        pytest.param(lambda at, _: ScreenPoint(2 * at.x, 2 * at.y), LASTING, id="a matrix that doubles"),
        pytest.param(lambda at, look: ScreenPoint(at.x + 3 + look, at.y), PASSING, id="a hand that moves on"),
        pytest.param(
            lambda at, look: ScreenPoint(at.x + 9 + look // 40, at.y), PASSING, id="a hand that rests at times"
        ),
        pytest.param(lambda at, look: ScreenPoint(at.x + (look < 20), at.y), "", id="a hand that stops"),
    ],
)
def test_what_keeps_a_pointer_from_its_point_is_told_as_what_it_is(where: Place, hint: str) -> None:
    stop = FakeStop()
    backend = Displaced(where=where)
    pointer = Pointer(backend, HeldInput(backend, stop), stop.clock)

    try:
        pointer.put(AT)
        told = ""
    except InputError as error:
        told = str(error.hint)

    assert told.endswith(hint)
    assert bool(told) == bool(hint)
