"""Beside a run in another process only a physical device stops: whose the other input is, cannot be told there."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_agent.presence.classifier import InputClassifier, InputEvent, OwnInjections
from desktop_agent.presence.stop_keys import StopKeys

PAUSE = InputEvent("key", 127, down=True, device=7, physical=True, server_ms=6000)
AWAY = InputEvent("motion", 0, down=True, device=6, physical=True, server_ms=7000, come_from=(900, 900), to=(0, 0))


def by_program(event: InputEvent) -> InputEvent:
    return replace(event, device=4, physical=False)


@pytest.mark.parametrize(("made", "stops"), [(replace, 1), (by_program, 0)])
def test_a_key_and_the_corner_stop_by_hand_alone(made: Callable[[InputEvent], InputEvent], stops: int) -> None:
    told: list[str] = []
    sense = InputClassifier(
        StopKeys(by_hand_only=True, pauses_first=False),
        lambda name: frozenset({127} if name == "pause" else ()),
        OwnInjections(),
    )
    sense.watch(lambda _: None, told.append)

    sense.take(made(PAUSE))
    assert stops == len(told)
    theirs = sense.take(made(AWAY))
    sense.pointer_is((0, 0), theirs=theirs)
    assert 2 * stops == len(told)
