"""Chords are compared however they are written, and a binding fires as soon as its last key goes down."""

import pytest

from desktop_agent.core.actions.keys import NO_CHORDS, DesktopChords, comparable_chord

TOLD = DesktopChords(
    moving=frozenset({frozenset({"super", "2"})}),
    starting=frozenset({frozenset({"alt", "shift", "1"}), frozenset({"ctrl", "super"})}),
    doubtful=frozenset({frozenset({"super"})}),
)


@pytest.mark.parametrize(
    ("chord", "taken", "may_start"),
    [
        ("super 2", True, False),
        ("super kp2", True, False),
        ("super 2 x", True, True),
        ("super 3", False, True),
        ("super", False, False),
        ("alt !", True, True),
        ("alt shift 1", True, True),
        ("alt 1", False, False),
        ("ctrl super", True, True),
    ],
)
def test_a_desktop_shortcut_is_known_and_may_start_a_program(chord: str, taken: bool, may_start: bool) -> None:
    keys = chord.split()

    assert (taken, may_start) == (TOLD.takes(keys), TOLD.may_start(keys))
    assert (False, False) == (NO_CHORDS.takes(keys), NO_CHORDS.may_start(keys))
    assert comparable_chord(["ctrl", "?"]) == comparable_chord(["ctrl", "shift", "/"])
