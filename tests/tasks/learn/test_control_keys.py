"""The keys that pause, end and discard a demonstration."""

from desktop_agent.tasks.learn.control_keys import AGAIN_WITHIN_MS, ControlKeys, ControlSense


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
