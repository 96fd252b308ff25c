"""A call is reached only when every call before it in its answer was done."""

import pytest

from desktop_agent.core.answer_order import AnswerOrder


@pytest.mark.parametrize(
    ("calls", "done", "reached"),
    [
        ("abc", "", "a"),
        ("abc", "a", "ab"),
        ("abc", "ab", "abc"),
        ("abc", "b", "a"),
        ("abc", "bc", "a"),
        ("aba", "", ""),
        ("aba", "a", "b"),
        ("", "", ""),
    ],
)
def test_a_call_is_reached_only_when_every_call_before_it_was_done(calls: str, done: str, reached: str) -> None:
    order = AnswerOrder(calls)
    for call in done:
        order.note_done(call)

    assert [call for call in dict.fromkeys(calls) if order.is_reached(call)] == [*reached]


def test_a_call_that_is_not_in_the_answer_is_never_reached() -> None:
    order = AnswerOrder("a")
    order.note_done("a")

    assert not order.is_reached("b")
    assert order.obstacle("b") is None


def test_a_call_that_was_tried_and_not_done_to_its_end_is_not_done() -> None:
    order = AnswerOrder("ab")
    order.note_done("a")
    order.note_not_done("a")

    assert not order.is_done("a")
    assert not order.is_reached("b")


def test_the_obstacle_is_the_first_call_that_was_not_done() -> None:
    order = AnswerOrder("abcd")
    order.note_done("b")

    assert order.obstacle("d") == "a"
