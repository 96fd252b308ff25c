"""One stream as it comes: its words at once, its events once each, and nothing whole without an end."""

import json
from typing import Any

import pytest

from desktop_agent.core.errors import DialectError
from desktop_agent.core.stream_update import Partial, StreamUpdate
from desktop_agent.model.caps import USUAL, Caps
from desktop_agent.model.wire.stream_reader import StreamReader
from tests.fakes.stream import as_events, as_sse

CALL = {"type": "computer_call", "id": "cu", "call_id": "c", "action": {"type": "wait"}, "status": "completed"}
THOUGHT = {"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "The menu is open."}]}
SAID = {
    "type": "message",
    "id": "msg",
    "role": "assistant",
    "content": [{"type": "output_text", "text": "Saved as Αθήνα."}, {"type": "refusal", "refusal": "I do not pay."}],
}
RESPONSE: dict[str, Any] = {"id": "resp_1", "status": "completed", "output": [THOUGHT, SAID, CALL]}
EVENTS = list(as_events(RESPONSE))


def followed(stream: bytes, caps: Caps = USUAL) -> tuple[StreamReader, list[StreamUpdate]]:
    passed: list[StreamUpdate] = []
    following = StreamReader(caps, passed.append)
    for n in range(0, len(stream), 7):
        following.feed(stream[n : n + 7])
    following.close()
    return following, passed


def words(passed: list[StreamUpdate]) -> dict[tuple[str, str], str]:
    """Put the pieces of each item together."""
    found: dict[tuple[str, str], str] = {}
    for piece in passed:
        assert isinstance(piece, Partial)
        found[piece.kind, piece.item] = found.get((piece.kind, piece.item), "") + piece.text
    return found


def test_words_and_thoughts_are_passed_on_as_they_come_each_under_its_own_name() -> None:
    following, passed = followed(as_sse(EVENTS))

    assert words(passed) == {
        ("reasoning", "rs/0/0"): "The menu is open.",
        ("message", "msg/1/0"): "Saved as Αθήνα.",
        ("message", "msg/1/1"): "I do not pay.",
    }
    assert len(passed) > 5
    assert following.full_response() == RESPONSE


@pytest.mark.parametrize("name", ["response.reasoning_text.delta", "response.reasoning.delta"])
def test_raw_thoughts_count_as_thoughts_and_what_utf8_cannot_carry_is_made_visible(name: str) -> None:
    deltas = ["a", "\ud800", "", 7, None]
    events = [{"type": name, "item_id": "r", "delta": delta} for delta in deltas]

    _, passed = followed("".join(f"data: {json.dumps(event)}\n\n" for event in events).encode())

    assert passed == [Partial("reasoning", "r", "a"), Partial("reasoning", "r", "?")]


def test_an_id_that_cannot_be_asked_for_is_none() -> None:
    following, _ = followed(as_sse([{"type": "response.created", "response": {"id": "../x"}}], done=False))

    assert following.response_id == ""


def test_done_without_an_end_ends_the_stream_and_no_answer() -> None:
    following, _ = followed(as_sse(EVENTS[:-1]))

    assert following.over
    assert not following.ended


def test_a_response_that_was_asked_for_besides_must_not_contradict_what_came() -> None:
    following, _ = followed(as_sse(EVENTS[:-1], done=False))
    other = {**RESPONSE, "output": [{**CALL, "action": {"type": "click", "x": 1, "y": 1}}]}

    assert following.full_response(RESPONSE) == RESPONSE
    with pytest.raises(DialectError, match="contradicts"):
        following.full_response(other)
