"""What goes with the next request: chained, or our own history with old pictures left out."""

from collections.abc import Sequence
from typing import Any

import pytest

from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.model.dialect import DialectOptions
from desktop_agent.model.dialects.preview import PreviewDialect
from desktop_agent.model.history import (
    Exchange,
    OutgoingTurn,
    Request,
    for_the_way_back,
    next_request,
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


WORDS, MESSAGES = PlainWords(DialectOptions()), PlainMessages(DialectOptions())
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


def test_our_own_history_tells_old_rounds_as_text_and_sends_the_newest_pictures() -> None:
    assert next_request(past(4), reply(4), WORDS, chain=False, keep=2).items == (
        {"user": "task", "picture": None},
        {"assistant": "ask 0"},
        {"user": "did 1", "picture": None},
        {"assistant": "ask 1"},
        {"user": "did 2", "picture": None},
        {"call": 2},
        {"result": 3},
        {"call": 3},
        {"result": 4},
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
    before, said = without_last(past(3), OutgoingTurn(({"refused": 1},), ("no",), shown(9), 1))

    assert before == past(2)
    assert said == OutgoingTurn(({"result": 2}, {"refused": 1}), ("did 2", "no"), shown(9), 2)


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
    assert for_the_way_back(item, "i") == back
