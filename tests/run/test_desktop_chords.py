"""A chord by which the desktop starts something is asked about, whatever the model may do in the window in front."""

import pytest

from desktop_agent.core.actions import Action, HoldKey, Press
from desktop_agent.core.desktop_chords import DesktopChords
from desktop_agent.core.events import Decided
from tests.fakes.run_ports import world
from tests.fakes.turns import DONE, call, drive, of, turn

TAKEN_OVER_NOTE = DesktopChords(starting=frozenset({frozenset({"ctrl", "alt", "space"}), frozenset({"f1"})}))


@pytest.mark.parametrize("action", [Press(("ctrl", "alt", "space")), HoldKey(("f1",))], ids=repr)
def test_a_chord_that_starts_something_is_decided_by_the_row_of_shortcuts(action: Action) -> None:
    scene = world([turn(call(action)), DONE], mode="guard")
    scene.executor.chords = TAKEN_OVER_NOTE

    drive(scene)

    assert ["shortcut"] == [one.rule for one in of(scene, Decided)]
