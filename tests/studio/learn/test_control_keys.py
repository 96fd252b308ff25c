"""The keys that pause, end and discard a demonstration."""

import pytest

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.studio.learn.control_keys import AGAIN_WITHIN_MS, ControlKeys, ControlSense


def test_once_pauses_twice_ends_and_another_key_discards() -> None:
    sense = ControlSense(ControlKeys())

    assert sense.pressed("a", (), 0) is None
    assert sense.pressed("pause", (), 1000) == "pause"
    assert sense.pressed("pause", (), 1000 + AGAIN_WITHIN_MS) == "end"
    assert sense.pressed("f8", (), 9000) == "discard"


def test_pressed_again_later_it_goes_on_and_does_not_end() -> None:
    sense = ControlSense(ControlKeys())
    sense.pressed("pause", (), 1000)

    assert sense.pressed("pause", (), 1001 + AGAIN_WITHIN_MS) == "pause"


def test_a_chord_needs_its_modifiers() -> None:
    sense = ControlSense(ControlKeys(pause="ctrl+f9"))

    assert not sense.is_theirs("f9", ())
    assert sense.is_theirs("f9", ("shift", "ctrl"))
    assert not sense.is_theirs("ctrl", ("ctrl",))
    assert sense.pressed("f9", ("ctrl",), 5) == "pause"


def test_a_key_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownKeyError):
        ControlSense(ControlKeys(discard="hyperdrive"))


def test_what_the_keys_do_is_said_with_their_names_as_people_write_them() -> None:
    assert "Ctrl+F9: pause or resume · Ctrl+F9 twice: finish · F8: discard" == ControlKeys(pause="ctrl+f9").hint
