"""What stops a run, among all keys that are pressed."""

import pytest

from desktop_agent.presence.stop_keys import CORNER_SAID, ESCAPE_SAID, StopKeys, StopSense

CODES = {"pause": {127}, "escape": {9}, "ctrl": {37, 105}, "alt": {64, 108}, "q": {24}}
PAUSE = 127
ESCAPE = 9
CTRL = 37
RIGHT_CTRL = 105
ALT = 64
Q = 24
OTHER = 50


def sense(keys: StopKeys) -> StopSense:
    return StopSense(keys, lambda name: frozenset(CODES.get(name, ())))


@pytest.mark.parametrize(
    ("times", "pauses", "stops"),
    [
        ((0, 2), [0], [2]),
        ((0, 2.1), [0, 2.1], []),
        ((0, 1, 2), [0], [1, 2]),
        ((5, 9, 10), [5, 9], [10]),
    ],
)
def test_the_pause_key_pauses_and_stops_when_pressed_again_within_two_seconds(
    times: tuple[float, ...], pauses: list[float], stops: list[float]
) -> None:
    watched = sense(StopKeys())
    stopped = list[float]()
    paused = list[float]()
    for at in times:
        stopped += [at] if watched.pressed(PAUSE, frozenset({PAUSE}), at) else []
        paused += [at] if watched.pauses else []

    assert (pauses, stops) == (paused, stopped)
    assert watched.pressed(OTHER, frozenset({OTHER}), 20) == ""
    assert not watched.pauses


def test_the_pause_key_stops_alone_and_with_others_down_where_it_is_to_stop_at_once() -> None:
    watched = sense(StopKeys(pauses_first=False))

    assert watched.pressed(PAUSE, frozenset({PAUSE}), 0) == "the Pause key was pressed"
    assert watched.pressed(PAUSE, frozenset({PAUSE, OTHER, CTRL}), 9) == "the Pause key was pressed"
    assert watched.pressed(OTHER, frozenset({PAUSE, OTHER}), 10) == ""


def test_a_chord_stops_once_all_of_it_is_down_whichever_ctrl_it_is() -> None:
    watched = sense(StopKeys("ctrl+alt+q", pauses_first=False))

    assert watched.pressed(RIGHT_CTRL, frozenset({RIGHT_CTRL}), 0) == ""
    assert watched.pressed(Q, frozenset({RIGHT_CTRL, Q}), 0) == ""
    assert watched.pressed(ALT, frozenset({RIGHT_CTRL, Q, ALT}), 0) == "Ctrl+Alt+Q was pressed"
    assert watched.pressed(PAUSE, frozenset({PAUSE}), 0) == ""


@pytest.mark.parametrize(
    ("times", "stops"), [((0, 0.5, 1.0), 1), ((0, 0.5, 1.1), 0), ((0, 0.6, 1.2, 1.4), 1), ((0, 0.1, 0.2, 0.3, 0.4), 1)]
)
def test_escape_stops_by_the_third_within_a_second(times: tuple[float, ...], stops: int) -> None:
    watched = sense(StopKeys())

    assert stops == [watched.pressed(ESCAPE, frozenset({ESCAPE}), at) for at in times].count(ESCAPE_SAID)


def test_the_corner_stops_when_somebody_else_brings_the_pointer_there() -> None:
    theirs = sense(StopKeys())
    ours = sense(StopKeys())
    came = [theirs.pointer_is(at, theirs=True) for at in ((1, 0), (0, 0), (0, 0))]
    touched = [ours.pointer_is(at, theirs=by) for at, by in (((0, 0), False), ((0, 0), True), ((5, 5), True))]

    assert ["", CORNER_SAID, ""] == came
    assert ["", "", ""] == touched  # we had brought it there
    assert ours.pointer_is((0, 0), theirs=True) == CORNER_SAID
    assert sense(StopKeys(corner=False)).pointer_is((0, 0), theirs=True) == ""


@pytest.mark.parametrize("chord", ["f13", "hyper+z"])
def test_a_key_that_the_layout_lacks_or_nobody_knows_never_stops(chord: str) -> None:
    assert sense(StopKeys(chord)).pressed(OTHER, frozenset({OTHER}), 0) == ""
