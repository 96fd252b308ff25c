"""What goes with the next request: chained, or our own history with what a window has no room for left out."""

from collections.abc import Sequence
from typing import Any

import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.turn import Usage
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.dialect import Dialect, DialectOptions
from desktop_agent.model.dialects.preview import PreviewDialect
from desktop_agent.model.history import (
    ContextWindow,
    Exchange,
    OutgoingTurn,
    Request,
    exchanges_that_fit,
    next_request,
    returnable_item,
    size_of,
    without_last,
)
from desktop_agent.model.picture import PicturePlaceholder


class PlainWords(PreviewDialect):
    """A dialect whose messages a test can read at a glance."""

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        return {"user": "+".join(texts), "picture": picture and (picture.head + picture.data).decode()}

    def assistant(self, text: str) -> JsonItem:
        return {"assistant": text}


class PlainMessages(PlainWords):
    """The same, of an API that has nothing but messages."""

    keeps_items = False


def shown(number: int) -> PicturePlaceholder:
    return PicturePlaceholder(b"", f"p{number}".encode(), Size(8, 8))


WORDS = PlainWords(DialectOptions())
MESSAGES = PlainMessages(DialectOptions())
BY_MODEL = {"role": "assistant", "status": "completed"}
SPOKEN = {"type": "message", **BY_MODEL, "content": [{"type": "output_text", "text": "a", "annotations": []}]}
TOLD = {"type": "message", "role": "assistant", "content": "a"}
THOUGHT: dict[str, Any] = {"type": "reasoning", "summary": []}
WITHOUT_CHECKS: dict[str, Any] = {"status": "completed", "pending_safety_checks": []}
TASK = OutgoingTurn(({"task": 0},), ("task",), shown(0), 1)


def reply(number: int, pictures: int = 1) -> OutgoingTurn:
    return OutgoingTurn(({"result": number},), (f"did {number}",), shown(number), pictures)


def exchange(outgoing: OutgoingTurn, number: int) -> Exchange:
    return Exchange(outgoing, f"resp_{number}", ({"call": number},), f"ask {number}")


def past(length: int) -> tuple[Exchange, ...]:
    return tuple(exchange(reply(n) if n else TASK, n) for n in range(length))


def test_a_response_without_an_id_cannot_be_chained_to() -> None:
    nameless = (Exchange(TASK, "", ({"call": 0},), ""),)

    assert next_request(nameless, reply(1), WORDS, chain=True, keep=5) == Request(
        ({"task": 0}, {"call": 0}, {"result": 1})
    )


def test_the_newest_message_keeps_its_pictures_however_many_they_are() -> None:
    request = next_request(past(1), reply(1, pictures=9), WORDS, chain=False, keep=5)

    assert request.items == ({"user": "task", "picture": None}, {"call": 0}, {"result": 1})


def test_what_nobody_can_tell_is_kept_as_it_is() -> None:
    secret = {"type": "compaction", "encrypted_content": "x"}
    before = (Exchange(TASK, "r", (secret, {"call": 0}), ""), exchange(reply(1), 1))

    assert secret in next_request(before, reply(2), WORDS, chain=False, keep=1).items
    assert secret not in next_request(before, reply(2), MESSAGES, chain=False, keep=1).items


def test_going_back_says_again_what_still_waits_and_what_is_new() -> None:
    before, words = without_last(past(3), OutgoingTurn(({"refused": 1},), ("no",), shown(9), 1))

    assert before == past(2)
    assert words == OutgoingTurn(({"result": 2}, {"refused": 1}), ("did 2", "no"), shown(9), 2)


@pytest.mark.parametrize(
    ("item", "back"),
    [
        ({"id": "m", **SPOKEN}, {"id": "m", **SPOKEN}),
        ({"id": "m", "type": "message", "content": [{"type": "output_text", "text": "a"}]}, {"id": "m", **SPOKEN}),
        (SPOKEN, TOLD),
        ({"id": "m", "type": "message", "status": "completed", "content": "a"}, TOLD),
        (
            {"type": "message", "id": "m", "content": [{"text": "a", "parsed": {}, "logprobs": [], "x": None}, 7]},
            {"type": "message", "id": "m", **BY_MODEL, "content": [{"text": "a"}, 7]},
        ),
        (
            {"type": "computer_call", "action": {}, "id": "i"},
            {"type": "computer_call", "action": {}, "id": "i", "call_id": "i", **WITHOUT_CHECKS},
        ),
        ({"type": "reasoning", "id": "r", "status": "completed", "content": None}, {**THOUGHT, "id": "r"}),
        (
            {"type": "compaction", "encrypted_content": "x", "created_by": "s"},
            {"type": "compaction", "encrypted_content": "x"},
        ),
    ],
)
def test_what_only_an_answer_may_hold_is_left_out_on_the_way_back(item: dict[str, Any], back: dict[str, Any]) -> None:
    assert returnable_item(item, "i") == back


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

    fit, keep = exchanges_that_fit(past, now(40), words, 3, room)

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

    fit, keep = exchanges_that_fit(past, one, WORDS, 5, 2_000)

    smallest, last = exchanges_that_fit(past, one, WORDS, 5, 10)
    assert (keep, size_of(fit, one, WORDS, 1) <= 2_000) == (1, True)
    assert (len(smallest), last) == (1, 1), "what cannot be made smaller is sent as it is"


def test_a_server_that_counts_more_makes_the_room_smaller_for_good() -> None:
    window = ContextWindow(64_000)

    tighter = window.checked(10_000, Usage(15_000, 10, 15_010))

    assert (window.room, tighter.room) == (56_000, int(56_000 / 1.5))
    assert tighter.checked(10_000, Usage(10_000, 10, 10_010)) == tighter
    assert tighter.held(10_000, Usage(15_000, 10, 15_010)) == 10_000
    assert ContextWindow(64_000, answer=20_000).most == 44_000
    assert ContextWindow(64_000, 1.5).after_refusal(10_000) == ContextWindow(7_500, 1.5)
