"""Our own injections are recognised once each, whichever thread they come from, and not for ever."""

from desktop_agent.presence.classifier import FORGET_AFTER_S, OwnInjections


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_was_announced_is_ours_as_often_as_it_was_announced() -> None:
    own = OwnInjections()
    own.expect("key", 38)
    own.expect("key", 38)

    assert [True, True, False] == [own.take("key", 38) for _ in range(3)]


def test_another_key_a_button_of_that_number_and_a_motion_are_not_ours() -> None:
    own = OwnInjections()
    own.expect("key", 1)

    assert not own.take("key", 2)
    assert not own.take("button", 1)
    assert not own.take("motion", 0)
    assert own.take("key", 1)


def test_what_never_arrived_excuses_nobody_later() -> None:
    clock = Clock()
    own = OwnInjections(clock)
    own.expect("button", 1)
    clock.now += FORGET_AFTER_S + 0.1
    own.expect("button", 1)

    assert own.take("button", 1)
    assert not own.take("button", 1)


def test_an_announcement_that_is_taken_back_excuses_nothing() -> None:
    own = OwnInjections()
    own.expect("button", 1)
    own.retract("button", 1)
    own.retract("button", 3)

    assert not own.take("button", 1)
