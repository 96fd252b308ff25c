"""A response's life on the server: in the background, cancelled, stored or not."""

from typing import Any

import pytest

from tests.fakes.serving import SHOT, answers, result, serving

Json = dict[str, Any]

CLICK: Json = {"items": [{"click": [10, 20]}]}
HELLO: Json = {"items": [{"message": "Hello."}]}


@pytest.mark.parametrize(("dialect", "field"), [("preview", "action"), ("lightcone", "action"), ("openai", "actions")])
def test_answers_are_in_the_dialect_of_the_tool_and_go_on_after_the_response_before(dialect: str, field: str) -> None:
    with serving(answers(CLICK, {"items": [{"type": "a"}]}, HELLO)) as server:
        first = server.ask(dialect).json()
        call = first["output"][0]
        output = SHOT | ({"type": "input_image"} if dialect == "lightcone" else {})
        second = server.ask(dialect, previous_response_id=first["id"], input=[result(call, output=output)]).json()

    told = [response["output"][0][field] for response in (first, second)]
    assert ["click", "type"] == [(one[0] if field == "actions" else one)["type"] for one in told]


def test_the_older_api_says_the_viewport_only_where_it_is_known() -> None:
    bare = [{"type": "computer_use"}]
    with serving(answers(CLICK, CLICK)) as server:
        known, unknown = server.ask("lightcone").json(), server.ask("lightcone", tools=bare).json()

    assert {"environment": "desktop", "width": 640, "height": 400} == known["viewport"]
    assert "viewport" not in unknown


def test_a_check_has_to_be_acknowledged_and_a_call_answered() -> None:
    checked = {"items": [{"click": [1, 2], "checks": [{"message": "Sure?"}]}]}
    with serving(answers(checked, HELLO)) as server:
        first = server.ask().json()
        call, chain = first["output"][0], {"previous_response_id": first["id"]}
        silent = server.ask(**chain, input="Go on.")
        unread = server.ask(**chain, input=[result(call)])
        taken = server.ask(**chain, input=[result(call, acknowledged_safety_checks=call["pending_safety_checks"])])

    assert [400, 400, 200] == [one.status_code for one in (silent, unread, taken)]
    assert "No tool output found for computer call" in silent.json()["error"]["message"]
    assert call["pending_safety_checks"][0]["id"] in unread.json()["error"]["message"]


def test_what_is_still_worked_on_is_nothing_to_go_on_from() -> None:
    with serving(answers(CLICK | {"thinks": 60}, HELLO)) as server:
        first = server.ask(background=True).json()
        early = server.ask(previous_response_id=first["id"])
        server.http.post(f"/responses/{first['id']}/cancel")
        later = server.ask(previous_response_id=first["id"])

    assert [400, 200] == [early.status_code, later.status_code]
    assert "is still in_progress" in early.json()["error"]["message"]
