"""Every call wants its output with a picture, and every safety check a yes; else the request is refused in words."""

from typing import Any

import pytest

from desktop_agent.devtools.serve.wire.problem import BadRequestError
from desktop_agent.devtools.serve.wire.responder import check_outputs

Json = dict[str, Any]

CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "Look out."}
PICTURE = {"type": "computer_screenshot", "image_url": "data:image/png;base64,AAAA"}


def call(name: str = "c1", *checks: Json) -> Json:
    action = {"type": "click", "x": 1, "y": 2, "button": "left"}
    return {"type": "computer_call", "call_id": name, "action": action, "pending_safety_checks": list(checks)}


def output(name: str = "c1", **more: object) -> Json:
    return {"type": "computer_call_output", "call_id": name, "output": PICTURE, **more}


FUNCTION = {"type": "function_call", "call_id": "f1", "name": "done", "arguments": "{}"}
FUNCTION_OUTPUT = {"type": "function_call_output", "call_id": "f1", "output": "ok"}


@pytest.mark.parametrize(
    ("before", "items"),
    [
        ([], []),
        ([call()], [output()]),
        ([], [call(), output()]),
        ([call("c1", CHECK)], [output(acknowledged_safety_checks=[CHECK])]),
        ([call(), call("c2"), FUNCTION], [FUNCTION_OUTPUT, output("c2"), output()]),
        ([{"type": "message"}, {"type": "reasoning"}], [{"role": "user", "content": "On."}]),
        ([{"type": "computer_call", "call_id": "c9", "action": {"type": "done"}}], []),
        ([], [{"type": "item_reference", "id": "cc_1"}, output()]),
        ([{"type": "computer_call", "id": "cc_1", "action": {"type": "wait"}}], [output("cc_1")]),
        ([{"type": "computer_call", "id": "cc_1", "action": {"type": []}}, {"type": {}}, {}], [output("cc_1")]),
    ],
)
def test_what_is_paid_is_let_through(before: list[Json], items: list[Json]) -> None:
    check_outputs(before, items)


@pytest.mark.parametrize(
    ("before", "items", "words"),
    [
        ([call()], [], "No tool output found for computer call c1"),
        ([call(), call("c2")], [output("c2")], "No tool output found for computer call c1"),
        ([], [call()], "No tool output found for computer call c1"),
        ([FUNCTION], [], "No tool output found for function call f1"),
        ([FUNCTION], [output("f1")], "No tool output found for function call f1"),
        ([{"type": "custom_tool_call", "call_id": "t1"}], [], "No tool output found for custom tool call t1"),
        ([call()], [output(), output("c7")], "No tool call found for computer call output with call_id c7"),
        ([], [FUNCTION_OUTPUT], "No tool call found for function call output with call_id f1"),
        ([call()], [output(output={"type": "computer_screenshot"})], "has no picture"),
        ([call("c1", CHECK)], [output()], "were not acknowledged: sc_1"),
        ([call("c1", CHECK)], [output(acknowledged_safety_checks=[{"id": "sc_2"}])], "were not acknowledged: sc_1"),
        ([], [call("c1", CHECK), output(acknowledged_safety_checks=None)], "were not acknowledged: sc_1"),
    ],
)
def test_what_is_owed_is_said(before: list[Json], items: list[Json], words: str) -> None:
    with pytest.raises(BadRequestError, match=words) as caught:
        check_outputs(before, items)

    assert (400, "input") == (caught.value.status, caught.value.param)
