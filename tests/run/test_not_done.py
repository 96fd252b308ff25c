"""A reply says what came of its turn as a type, not only in a sentence."""

from collections.abc import Callable

import pytest

from desktop_agent.core.decision import Rejected, TookOver
from desktop_agent.core.errors import InputError
from tests.fakes.run_ports import World, world
from tests.fakes.turns import CLICK, DONE, call, drive, reply, turn


def refused_by_a_person() -> World:
    scene = world([turn(call(CLICK)), DONE], control="Send")
    scene.person.answers = [Rejected("Not today.")]
    return scene


def rehearsed() -> World:
    return world([turn(call(CLICK)), DONE], mode="watch")


def taken_over() -> World:
    scene = world([turn(call(CLICK)), DONE], control="Send")
    scene.person.answers = [TookOver()]
    scene.person.back.set()
    return scene


def broken() -> World:
    scene = world([turn(call(CLICK)), DONE])

    def breaks(_action: object) -> None:
        raise InputError("The key is stuck.", "")

    scene.executor.then = breaks
    return scene


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (refused_by_a_person, "refused"),
        (rehearsed, "rehearsed"),
        (taken_over, "taken over"),
        (broken, "failed"),
    ],
    ids=["person", "rehearsal", "takeover", "broken"],
)
def test_a_reply_tells_why_an_action_was_not_done(made: Callable[[], World], why: str) -> None:
    scene = made()
    drive(scene)

    not_done = reply(scene).not_done
    assert not_done is not None
    assert not_done.why == why
    assert not_done.text in reply(scene).notes


def test_a_reply_without_a_word_of_it_says_that_all_was_done() -> None:
    scene = world([turn(call(CLICK)), DONE])

    drive(scene)

    assert reply(scene).not_done is None
