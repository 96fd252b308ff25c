"""Smoothly, for films: the pointer glides to where it goes, and text comes at a pace that can be read."""

import pytest

from desktop_agent.core.actions import Action, Click, Type
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.input.perform import ActionExecutor
from tests.input.performer_bench import permit_for
from tests.input.recording_backend import FakeStop, RecordingBackend, RecordingRoute


def told(action: Action, *, smooth: bool, pastes: bool = False) -> tuple[list[str], FakeStop]:
    backend, stop = RecordingBackend(), FakeStop()
    backend.ways = (RecordingRoute("keys", private=True, told=backend.told, pastes=pastes),)
    hands = ActionExecutor(backend, redeem=lambda _permit: None, stop=stop, clock=stop.clock, smooth=smooth)
    hands.perform(permit_for(action))
    return [word for word in backend.told if word != "sync"], stop


@pytest.mark.parametrize(("smooth", "moves"), [(False, 1), (True, 40)])
def test_the_pointer_glides_only_where_that_is_wished(smooth: bool, moves: int) -> None:
    words, stop = told(Click(ImagePoint(1000, 500)), smooth=smooth)

    way = [tuple(map(int, word.split()[1:])) for word in words if word.startswith("move")]
    assert (moves, (1000, 500)) == (len(way), way[-1])
    assert way == sorted(way)
    assert ["left down", "left up"] == words[-2:]
    assert (sum(stop.waits) > 0.5) == smooth
    assert sum(stop.waits) < 1


def test_text_comes_letter_by_letter_only_where_that_is_wished() -> None:
    quick, _ = told(Type("abc"), smooth=False)
    paced, stop = told(Type("abc"), smooth=True)

    assert ("keys abc", ["keys a", "keys b", "keys c"]) == (quick[0], paced[:3])
    assert sum(stop.waits) == pytest.approx(0.12)


def test_what_goes_in_as_a_whole_is_pasted_word_by_word() -> None:
    words, stop = told(Type("two  words", entry="whole"), smooth=True, pastes=True)

    assert ["keys two  ", "keys words"] == words[:2]
    assert [0.2, 0.2] == pytest.approx([wait for wait in stop.waits if wait])
