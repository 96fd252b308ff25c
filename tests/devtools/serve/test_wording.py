"""What the server says has the vendors' shapes: their own SDKs' types read every answer and every event of a stream."""

import json
from typing import Any

import pytest

from desktop_agent.core.actions import Click, Drag, Press, Scroll, Type, Wait
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import StepThought
from desktop_agent.devtools.serve.dialects import DIALECTS
from desktop_agent.devtools.serve.wire.parsed_request import ParsedRequest, read_request
from desktop_agent.devtools.serve.wire.responder import response_in_progress
from desktop_agent.devtools.serve.wire.sse_events import closing_event, item_events, opening_events
from desktop_agent.devtools.serve.wire.wording import ItemWriter, Scale, output, usage
from desktop_agent.offline.plan.outcome import PlannedAction, PlanPosition
from desktop_agent.offline.planner import End, Next
from tests.offline.conversation import DONE, TOOLS

Json = dict[str, Any]
AT = ImagePoint(10, 20)
SIZE = (100, 80)
ACTIONS: list[PlannedAction] = [
    Click(AT), Click(AT, "right"), Click(AT, count=2), Type("Ωλ 日本"), Press(("ctrl", "s")), Scroll(AT, 0, -300),
    Drag((AT, ImagePoint(50, 45), ImagePoint(90, 70))), Wait(0.5),
]  # fmt: skip
ANSWERS: list[Next | End] = [
    *(Next(PlanPosition(step=1), (StepThought(1, 1, "click", ""),), action) for action in ACTIONS),
    Next(PlanPosition(step=1), (StepThought(1, 1, "click", "I see it."),), Click(AT), "This presses “Send”."),
    End(PlanPosition(step=1), (StepThought(1, 1, "click", "Over."),), "All is done.", success=True),
    End(PlanPosition(step=1), (), "I cannot see “X”.", success=False),
]


def request(dialect: str, *, offers_done: bool = True) -> ParsedRequest:
    size = {} if dialect == "openai" else {"display_width": 100, "display_height": 80}
    tools = [TOOLS[dialect] | size, *([DONE] if offers_done and dialect != "lightcone" else [])]
    return read_request(json.dumps({"input": "x", "model": "local", "tools": tools}).encode())


def response(asked: ParsedRequest, answer: Next | End) -> tuple[Json, list[Json]]:
    """Return an answer's whole response and the events of its stream, as the server makes them."""
    dialect = asked.dialect
    assert dialect
    begun = response_in_progress(asked, dialect, "resp_1", 1_795_000_000.5, (100, 80))
    items = output(ItemWriter(dialect, Scale(SIZE, SIZE), asked.offers_done, "0123abcd"), answer, ["I go on."])
    spent = usage(asked.raw, (100, 80), items, dialect)
    ended = begun | {"status": "completed"} | dialect.completed(1_795_000_001.5) | {"output": items, "usage": spent}
    events = [*opening_events(begun), *item_events(items), closing_event(ended)]
    return ended, [event | {"sequence_number": number} for number, event in enumerate(events)]


def test_points_are_in_the_pixels_of_the_display_that_the_client_has_told() -> None:
    words = ItemWriter(DIALECTS["preview"], Scale((50, 20), SIZE), offers_done=True, random="0123abcd")

    items: list[Json] = output(words, ANSWERS[0])
    dragged = output(words, ANSWERS[6])[-1]["action"]

    assert (5, 5) == (items[-1]["action"]["x"], items[-1]["action"]["y"])
    assert {"x": 5, "y": 5} == dragged["path"][0]  # type: ignore[index]


def test_only_a_press_with_a_warning_has_a_safety_check() -> None:
    checks = [
        response(request(dialect), ANSWERS[8])[0]["output"][-1].get("pending_safety_checks")
        for dialect in ("preview", "openai", "lightcone")
    ]

    assert (
        [{"id": "sc_0123abcd", "code": "sensitive_action", "message": "This presses “Send”."}] == checks[0] == checks[1]
    )
    assert checks[2] is None
    assert [] == response(request("preview"), ANSWERS[0])[0]["output"][-1]["pending_safety_checks"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_stream_is_numbered_in_order_and_ends_with_the_whole_response(dialect: str) -> None:
    whole, events = response(request(dialect), ANSWERS[-2])

    assert list(range(len(events))) == [event["sequence_number"] for event in events]
    assert ["response.created", "response.in_progress"] == [event["type"] for event in events[:2]]
    assert ("response.completed", whole) == (events[-1]["type"], events[-1]["response"])
