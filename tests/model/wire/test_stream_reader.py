"""One stream as it comes, and its events put together: nothing whole without an end, no contradiction is let pass."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from desktop_agent.core.errors import DialectError
from desktop_agent.core.runs.waiting import Partial, StreamUpdate
from desktop_agent.model.caps import USUAL
from desktop_agent.model.wire.stream_reader import Assembly, StreamReader
from tests.fakes.servers.stream import as_events, as_sse
from tests.proof.golden import golden

CALL = {"type": "computer_call", "id": "cu", "call_id": "c", "action": {"type": "wait"}, "status": "completed"}
THOUGHT = {"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "The menu is open."}]}
PARTS = [{"type": "output_text", "text": "Saved as Αθήνα."}, {"type": "refusal", "refusal": "I do not pay."}]
SAID = {"type": "message", "id": "msg", "role": "assistant", "content": PARTS}
RESPONSE: dict[str, Any] = {"id": "resp_1", "status": "completed", "output": [THOUGHT, SAID, CALL]}
EVENTS = list(as_events(RESPONSE))


def followed(stream: bytes) -> tuple[StreamReader, list[StreamUpdate]]:
    passed: list[StreamUpdate] = []
    following = StreamReader(USUAL, passed.append)
    for n in range(0, len(stream), 7):
        following.feed(stream[n : n + 7])
    following.close()
    return following, passed


def test_words_and_thoughts_are_passed_on_as_they_come_each_under_its_own_name() -> None:
    following, passed = followed(as_sse(EVENTS))
    words = dict[tuple[str, str], str]()
    for piece in passed:
        assert isinstance(piece, Partial)
        words[piece.kind, piece.item] = words.get((piece.kind, piece.item), "") + piece.text

    assert [*words] == [("reasoning", "rs/0/0"), ("message", "msg/1/0"), ("message", "msg/1/1")]
    assert [*words.values()] == ["The menu is open.", "Saved as Αθήνα.", "I do not pay."]
    assert len(passed) > 5
    assert following.full_response() == RESPONSE


@pytest.mark.parametrize("name", ["response.reasoning_text.delta", "response.reasoning.delta"])
def test_raw_thoughts_count_as_thoughts_and_what_utf8_cannot_carry_is_made_visible(name: str) -> None:
    deltas = ["a", "\ud800", "", 7, None]
    events = [{"type": name, "item_id": "r", "delta": delta} for delta in deltas]

    _, passed = followed("".join(f"data: {json.dumps(event)}\n\n" for event in events).encode())

    assert passed == [Partial("reasoning", "r", "a"), Partial("reasoning", "r", "?")]


Event = dict[str, Any]


def fed(events: Iterable[Event]) -> Assembly:
    assembly = Assembly()
    for event in events:
        assembly.feed(event)
    return assembly


def test_without_finished_items_the_deltas_count_for_words_and_never_for_calls() -> None:
    whole = golden("preview")
    events = as_events(whole, end_carries_output=False)
    kept = [event for event in events if not event["type"].endswith((".done", "part.added"))]

    output: Any = fed(kept).response()["output"]

    words = [[part["text"] for part in item["content"]] for item in (*output, *whole["output"]) if "content" in item]
    assert words[0] == words[1]
    assert all(item["status"] == "incomplete" for item in output if item["type"].endswith("_call"))
    assert output[-1]["arguments"] == whole["output"][-1]["arguments"]


def call(**more: object) -> Event:
    item = {"type": "computer_call", "id": "cu", "call_id": "c", "action": {"type": "wait"}, "status": "completed"}
    return {**item, **more}


@pytest.mark.parametrize(
    ("event", "status", "error"),
    [
        ({"type": "response.failed", "response": {"error": {"message": "x"}}}, "failed", {"message": "x"}),
        ({"type": "response.failed", "response": {"status": "completed"}}, "failed", None),
        ({"type": "response.incomplete", "response": {"status": "incomplete"}}, "incomplete", None),
        ({"type": "response.cancelled"}, "cancelled", None),
        ({"type": "error", "message": "overloaded"}, "failed", {"message": "overloaded"}),
        ({"type": "error", "error": {"message": "overloaded"}}, "failed", {"message": "overloaded"}),
        ({"type": "response.completed", "response": {"status": "failed"}}, "failed", None),
        ({"type": "response.completed", "response": {"status": "in_progress"}}, "completed", None),
        ({"type": "response.completed"}, "completed", None),
    ],
)
def test_each_end_has_its_status(event: Event, status: str, error: object) -> None:
    assembly = fed([{"type": "response.created", "response": {"id": "r", "status": "in_progress"}}, event])

    assert assembly.ended
    assert assembly.response()["status"] == status
    assert assembly.response().get("error") == error


def test_items_without_an_index_find_their_place_by_their_id() -> None:
    first = call(id="a", call_id="1")
    second = call(id="b", call_id="2")
    added = [{"type": "response.output_item.added", "item": {**item, "action": None}} for item in (first, second)]
    done = [{"type": "response.output_item.done", "item": item} for item in (second, first)]

    assembly = fed([*added, *done, {"type": "response.completed"}])

    assert assembly.response()["output"] == [first, second]


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize("order", ["as they are", "backwards", "starts last", "each twice"])
def test_words_are_put_together_by_index_or_id_in_whatever_order_their_events_come(
    order: str, *, indexed: bool
) -> None:
    events: list[Event] = [
        event
        for at, name in enumerate(("a", "b"))
        for event in (
            {"type": "response.output_item.added", "item": {"type": "message", "id": name}, "output_index": at},
            {"type": "response.output_text.delta", "item_id": name, "output_index": at, "delta": f"Word {name}."},
        )
    ]
    if order == "backwards":
        events.reverse()
    elif order == "starts last":
        events.sort(key=lambda event: event["type"], reverse=True)
    elif order == "each twice":
        events = [event for event in events for _ in range(1 + event["type"].endswith("added"))]
    if not indexed:
        events = [{key: value for key, value in event.items() if key != "output_index"} for event in events]

    output: Any = fed([*events, {"type": "response.completed"}]).response()["output"]

    words = {item["id"]: item["content"][0]["text"] for item in output}
    assert words == {"a": "Word a.", "b": "Word b."}
    assert [*words] == (["b", "a"] if order == "backwards" and not indexed else ["a", "b"])


def test_pieces_without_a_name_belong_to_the_newest_item() -> None:
    pieces = [{"type": "response.output_text.delta", "delta": delta} for delta in ("Sa", "ved.")]

    output: Any = fed([*pieces, {"type": "response.completed"}]).response()["output"]

    assert [[part["text"] for part in item["content"]] for item in output] == [["Saved."]]


def test_pieces_of_a_call_that_was_never_announced_are_no_call_that_is_done() -> None:
    piece = {"type": "response.function_call_arguments.done", "output_index": 0, "arguments": "{}"}

    assert fed([piece, {"type": "response.completed"}]).response()["output"] == [
        {"type": "function_call", "arguments": "{}", "status": "incomplete"}
    ]


@pytest.mark.parametrize("index", [-1, 1_000, 10**12])
def test_an_absurd_index_is_an_error(index: int) -> None:
    with pytest.raises(DialectError, match="an invalid item number"):
        fed([{"type": "response.output_item.added", "output_index": index, "item": call()}])


def test_an_end_that_contradicts_a_finished_call_is_an_error() -> None:
    done = {"type": "response.output_item.done", "output_index": 0, "item": call()}
    for other in (call(action={"type": "click"}), call(pending_safety_checks=[{"id": "sc"}]), call(call_id="d")):
        with pytest.raises(DialectError, match="contradicts"):
            fed([done, {"type": "response.completed", "response": {"output": [other]}}])


def test_checks_that_change_while_a_call_comes_are_an_error() -> None:
    added = {"type": "response.output_item.added", "output_index": 0, "item": call(pending_safety_checks=[{"id": "a"}])}

    done = {"type": "response.output_item.done", "output_index": 0, "item": call()}
    end: Event = {"type": "response.completed", "response": {"output": [call()]}}
    bare: Event = {"type": "response.completed"}

    for events in ([added, done, bare], [done, added, end], [added, end]):
        with pytest.raises(DialectError, match="safety checks changed"):
            fed(events)


@pytest.mark.parametrize("kind", ["computer_call", "function_call"])
def test_an_end_that_lacks_a_call_of_its_stream_is_an_error(kind: str) -> None:
    call: Event = {"type": kind, "id": "i", "call_id": "c", "name": "f", "arguments": "{}", "action": {"type": "wait"}}
    words = {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "Now I click."}]}
    done = {"type": "response.output_item.done", "output_index": 1, "item": call}

    def end(*output: Event) -> Event:
        return {"type": "response.completed", "response": {"id": "r", "status": "completed", "output": list(output)}}

    with pytest.raises(DialectError, match="is missing a call"):
        fed([done, end(words)])
    # Some servers name their calls anew at the end, or tell of one twice.
    assert fed([done, end(words, {**call, "id": "j", "call_id": "d"})]).ended
    assert fed([done, {**done, "output_index": 2}, end(words, call)]).ended
    # What failed or was broken off is not done anyway, and its reason counts.
    broken = {"id": "r", "status": "incomplete", "output": [words]}
    assert fed([done, {"type": "response.incomplete", "response": broken}]).response()["status"] == "incomplete"
