"""What goes into the model's window: the task always, the newest rounds, and one line for those left out."""

import pytest

from desktop_agent.core.turn import Usage
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.history import ContextWindow, Exchange, OutgoingTurn, fitted, next_request, size_of
from tests.model.test_history import MESSAGES, TASK, WORDS, shown

LEFT_OUT = "({} earlier steps are left out here; the picture shows where they led.)"


def long_past(length: int) -> tuple[Exchange, ...]:
    outgoing = [now(n, "w" * 300) if n else TASK for n in range(length)]
    return tuple(Exchange(one, f"resp_{n}", ({"call": n},), f"ask {n}") for n, one in enumerate(outgoing))


def now(number: int, text: str = "") -> OutgoingTurn:
    return OutgoingTurn(({"result": number},), (f"did {number} {text}",), shown(number), 1)


def sent(past: tuple[Exchange, ...], number: int, keep: int, words: Dialect = WORDS) -> str:
    return str(next_request(past, now(number), words, chain=False, keep=keep).items)


@pytest.mark.parametrize("words", [WORDS, MESSAGES])
def test_the_oldest_rounds_go_first_and_leave_one_line(words: Dialect) -> None:
    past = long_past(40)
    room = size_of(past, now(40), words, 3) // 2

    fit, keep = fitted(past, now(40), words, 3, room)

    whole = sent(fit, 40, keep, words)
    left_out = 40 - len(fit)
    assert (keep, size_of(fit, now(40), words, keep) <= room) == (3, True)
    assert f"task+{LEFT_OUT.format(left_out)}" in whole
    assert f"ask {left_out - 1}'" not in whole
    assert f"did {left_out} " not in whole
    assert f"ask {left_out}'" in whole
    assert f"did {left_out + 1} " in whole
    assert fit[-1].response_id == "resp_39"


def test_where_no_round_is_left_pictures_go_down_to_the_newest() -> None:
    one = OutgoingTurn(({"result": 0, "picture": shown(0)},), ("did",), shown(0), 1)
    past = tuple(Exchange(TASK if n == 0 else one, f"resp_{n}", ({"call": "c" * 3_000},), "ask") for n in range(6))

    fit, keep = fitted(past, one, WORDS, 5, 2_000)

    smallest, last = fitted(past, one, WORDS, 5, 10)
    assert (keep, size_of(fit, one, WORDS, 1) <= 2_000) == (1, True)
    assert (len(smallest), last) == (1, 1), "what cannot be made smaller is sent as it is"


def test_a_server_that_counts_more_makes_the_room_smaller_for_good() -> None:
    window = ContextWindow(64_000)

    tighter = window.checked(10_000, Usage(15_000, 10, 15_010))

    assert (window.room, tighter.room) == (56_000, int(56_000 / 1.5))
    assert tighter.checked(10_000, Usage(10_000, 10, 10_010)) == tighter
    assert tighter.held(10_000, Usage(15_000, 10, 15_010)) == 10_000
    assert ContextWindow(64_000, answer=20_000).most == 44_000
    assert ContextWindow(64_000, 1.5).outgrown(10_000) == ContextWindow(7_500, 1.5)
