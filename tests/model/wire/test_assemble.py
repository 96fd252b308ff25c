"""Streams put together: every recorded shape, cut in any way, gives the turn of the whole answer."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.core.errors import DialectError
from desktop_agent.core.turn import Turn
from desktop_agent.model.caps import Caps
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.reading.turn import ReadOptions, read_turn
from desktop_agent.model.wire.sse import SseDecoder
from desktop_agent.model.wire.stream_reader import Assembly
from tests.fakes.stream import as_events, as_sse
from tests.fakes.talk import WITH_RESPONSES
from tests.fakes.thinking import SIZE

WIRE = Path(__file__).parents[2] / "wire"
SHAPES = sorted(
    str(path.relative_to(WIRE))
    for name in WITH_RESPONSES
    for path in WIRE.glob(f"{name}/*.json")
    if path.stem != "reference_sample"
)
Event = dict[str, Any]


def recorded(name: str) -> Event:
    response: Event = json.loads((WIRE / name).read_text("utf-8"))
    return {"status": "completed", **response}


def fed(events: Iterable[Event]) -> Assembly:
    assembly = Assembly()
    for event in events:
        assembly.feed(event)
    return assembly


def turn_of(response: Mapping[str, object], name: str) -> Turn:
    return read_turn(response, ReadOptions(dialect_named(name.partition("/")[0]), "viewport", Caps()), SIZE).turn


def from_chunks(chunks: Iterable[bytes]) -> Assembly:
    decoder, assembly = SseDecoder(), Assembly()
    events = [event for chunk in chunks for event in decoder.feed(chunk)] + decoder.close()
    for event in events:
        if event.data != "[DONE]":
            assembly.feed(json.loads(event.data))
    return assembly


@pytest.mark.parametrize("end_carries_output", [True, False])
@pytest.mark.parametrize("name", SHAPES)
def test_a_stream_gives_the_turn_of_the_whole_answer(name: str, end_carries_output: bool) -> None:
    response = recorded(name)
    stream = as_sse(as_events(response, end_carries_output=end_carries_output))
    expected = turn_of(response, name)

    assert turn_of(from_chunks([stream]).response(), name) == expected
    assert turn_of(from_chunks(stream[n : n + 1] for n in range(len(stream))).response(), name) == expected


@pytest.mark.parametrize("name", SHAPES)
def test_a_stream_without_its_end_never_counts_as_whole(name: str) -> None:
    *events, _ = as_events(recorded(name))

    for number in range(len(events) + 1):
        assert not fed(events[:number]).ended


@pytest.mark.parametrize("name", ["preview/message.json", "preview/every_action.json", "preview/done_function.json"])
def test_without_finished_items_the_deltas_count_for_words_and_never_for_calls(name: str) -> None:
    events = as_events(recorded(name), end_carries_output=False)
    kept = [event for event in events if not event["type"].endswith((".done", "part.added"))]

    output: Any = fed(kept).response()["output"]

    messages = [item for item in output if item["type"] == "message"]
    texts = [part.get("text") or part.get("refusal") for item in messages for part in item["content"]]
    assert texts == (["Saved.", "I do not pay."] if messages else [])
    assert all(item["status"] == "incomplete" for item in output if item["type"].endswith("_call"))
    if "done" in name:
        assert output[0]["arguments"] == '{"message": "Saved as notes.txt."}'


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
        ({"type": "response.completed", "response": {}}, "completed", None),
        ({"type": "response.completed"}, "completed", None),
    ],
)
def test_each_end_has_its_status(event: Event, status: str, error: object) -> None:
    assembly = fed([{"type": "response.created", "response": {"id": "r", "status": "in_progress"}}, event])

    assert assembly.ended
    assert assembly.response()["status"] == status
    assert assembly.response().get("error") == error


def test_events_that_nobody_knows_are_left_alone() -> None:
    odd: list[Event] = [{}, {"type": 7}, {"type": "response.sang", "note": 1}, {"type": "response.output_item.added"}]
    more: list[Event] = [
        {"type": "response.output_item.done", "item": 7},
        {"type": "response.output_text.delta", "item_id": "nobody", "delta": "x"},
        {"type": "response.content_part.added", "item_id": "nobody", "part": {}},
        {"type": "response.function_call_arguments.delta", "item_id": "nobody", "delta": "x"},
    ]
    assembly = fed([*odd, *more])

    assert not assembly.ended
    assert assembly.response() == {}


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

    orders: list[list[Event]] = [[added, done, {"type": "response.completed"}], [done, added, end], [added, end]]
    for events in orders:
        with pytest.raises(DialectError, match="safety checks changed"):
            fed(events)


@pytest.mark.parametrize("kind", ["computer_call", "function_call"])
def test_an_end_that_lacks_a_call_of_its_stream_is_an_error(kind: str) -> None:
    """Else a run would end as completed though the model has asked for more."""
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
