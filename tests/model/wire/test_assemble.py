"""Events put together: each end has its status, and what contradicts itself is an error."""

from collections.abc import Iterable
from typing import Any

import pytest

from desktop_agent.core.errors import DialectError
from desktop_agent.model.wire.stream_reader import Assembly
from tests.fakes.stream import as_events
from tests.proof.golden import golden

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

    said = [[part["text"] for part in item["content"]] for item in (*output, *whole["output"]) if "content" in item]
    assert said[0] == said[1]
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


def test_odd_deltas_and_parts_are_left_alone() -> None:
    begun = {"type": "response.output_item.added", "item": {"type": "message", "id": "m"}}
    assembly = fed([
        begun,
        {"type": "response.output_text.delta", "item_id": "m", "delta": 7},
        {"type": "response.content_part.added", "item_id": "m", "part": 7},
        {"type": "response.function_call_arguments.delta", "item_id": "m", "delta": 7},
        {"type": "response.output_text.delta", "item_id": "m", "content_index": -3, "delta": "a"},
        {"type": "response.output_text.delta", "item_id": "m", "content_index": 10**9, "delta": "b"},
        {"type": "response.completed"},
    ])  # fmt: skip

    assert assembly.response()["output"] == [{"type": "message", "id": "m", "content": [{"text": "ab"}]}]


def test_items_without_an_index_find_their_place_by_their_id() -> None:
    first, second = call(id="a", call_id="1"), call(id="b", call_id="2")
    added = [{"type": "response.output_item.added", "item": {**item, "action": None}} for item in (first, second)]
    done = [{"type": "response.output_item.done", "item": item} for item in (second, first)]

    assembly = fed([*added, *done, {"type": "response.completed"}])

    assert assembly.response()["output"] == [first, second]


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
    end = {"type": "response.completed", "response": {"output": [call()]}}

    for events in ([added, done, {"type": "response.completed"}], [done, added, end], [added, end]):
        with pytest.raises(DialectError, match="safety checks changed"):
            fed(events)


@pytest.mark.parametrize("kind", ["computer_call", "function_call"])
def test_an_end_that_lacks_a_call_of_its_stream_is_an_error(kind: str) -> None:
    call: Event = {"type": kind, "id": "i", "call_id": "c", "name": "f", "arguments": "{}", "action": {"type": "wait"}}
    said = {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "Now I click."}]}
    done = {"type": "response.output_item.done", "output_index": 1, "item": call}

    def end(*output: Event) -> Event:
        return {"type": "response.completed", "response": {"id": "r", "status": "completed", "output": list(output)}}

    with pytest.raises(DialectError, match="is missing a call"):
        fed([done, end(said)])
    # Some servers name their calls anew at the end, or tell of one twice.
    assert fed([done, end(said, {**call, "id": "j", "call_id": "d"})]).ended
    assert fed([done, {**done, "output_index": 2}, end(said, call)]).ended
    # What failed or was broken off is not done anyway, and its reason counts.
    broken = {"id": "r", "status": "incomplete", "output": [said]}
    assert fed([done, {"type": "response.incomplete", "response": broken}]).response()["status"] == "incomplete"
