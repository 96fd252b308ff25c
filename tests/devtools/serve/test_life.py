"""A response's life on the server: in the background, cancelled, stored or not, tried again."""

import threading
from typing import Any

import pytest

from desktop_agent.devtools.serve.dialects import DIALECTS
from tests.fakes.serving import SHOT, answers, events, result, serving

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


def test_a_server_of_one_dialect_refuses_the_tool_of_another() -> None:
    with serving(answers(HELLO), "openai") as server:
        told = server.ask("preview")

    assert (400, "tools") == (told.status_code, told.json()["error"]["param"])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_background_response_is_queued_worked_on_and_completed(dialect: str) -> None:
    with serving(answers(CLICK | {"thinks": 0.2})) as server:
        first = server.ask(dialect, background=True).json()
        now, seen = first, [first["status"]]
        while seen[-1] in {"queued", "in_progress"}:
            now = server.http.get(f"/responses/{first['id']}").json()
            seen += [now["status"]] if now["status"] != seen[-1] else []

    assert ["in_progress", "completed"] == [one for one in seen if one != "queued"]
    assert "computer_call" == now["output"][0]["type"]


@pytest.mark.parametrize(("dialect", "status"), [("preview", 400), ("lightcone", 400), ("openai", 200)])
def test_what_was_cancelled_is_over_but_for_openai_where_cancelling_again_changes_nothing(
    dialect: str, status: int
) -> None:
    with serving(answers({"items": [{"click": [1, 2]}], "thinks": 60})) as server:
        first = server.ask(dialect, background=True).json()
        told = [server.http.post(f"/responses/{first['id']}/cancel") for _ in range(2)]

    assert [one.status_code for one in told] == [200, status]
    assert "cancelled" in told[1].text


@pytest.mark.parametrize(("dialect", "named"), [("lightcone", True), ("preview", False), ("openai", False)])
def test_the_older_api_names_the_computer(dialect: str, named: bool) -> None:
    with serving(answers({"items": [{"click": [1, 2]}]})) as server:
        assert bool(server.ask(dialect).json().get("computer_id")) is named


def test_a_background_response_can_be_cancelled_and_streamed() -> None:
    with serving(answers(CLICK | {"thinks": 60}, CLICK)) as server:
        first = server.ask("openai", background=True).json()
        cancelled = [server.http.post(f"/responses/{first['id']}/cancel") for _ in range(2)]
        streamed = events(server.ask("openai", background=True, stream=True).text)
        over = server.http.post(f"/responses/{streamed[0]['response']['id']}/cancel")

    assert [(200, "cancelled")] * 2 == [(one.status_code, one.json()["status"]) for one in cancelled]
    assert ["response.created", "response.queued", "response.in_progress"] == [one["type"] for one in streamed[:3]]
    assert 400 == over.status_code


def test_two_tries_at_once_under_one_key_are_one_request() -> None:
    with serving(answers(CLICK | {"thinks": 0.3}, HELLO)) as server:
        got: list[str] = []
        tries = [threading.Thread(target=lambda: got.append(server.again().json()["id"])) for _ in range(4)]
        for one in tries:
            one.start()
        for one in tries:
            one.join(60)
        after = server.ask().json()

    assert (4, 1) == (len(got), len(set(got)))
    assert "message" == after["output"][0]["type"]


def test_what_is_not_stored_cannot_be_fetched() -> None:
    with serving(answers(CLICK, CLICK)) as server:
        made = server.ask(store=False).json()
        url = f"/responses/{made['id']}"
        told = [server.http.get(url), server.http.delete(url), server.http.post(f"{url}/cancel"),
                server.ask(previous_response_id=made["id"])]  # fmt: skip

    assert [404] * 4 == [one.status_code for one in told]


def test_what_is_still_worked_on_is_nothing_to_go_on_from() -> None:
    with serving(answers(CLICK | {"thinks": 60}, HELLO)) as server:
        first = server.ask(background=True).json()
        early = server.ask(previous_response_id=first["id"])
        server.http.post(f"/responses/{first['id']}/cancel")
        later = server.ask(previous_response_id=first["id"])

    assert [400, 200] == [early.status_code, later.status_code]
    assert "is still in_progress" in early.json()["error"]["message"]


def test_a_response_that_is_worked_on_is_cancelled_when_it_is_deleted() -> None:
    with serving(answers(CLICK | {"thinks": 60})) as server:
        first = server.ask(background=True).json()
        gone = server.http.delete(f"/responses/{first['id']}").json()
        fetched = server.http.get(f"/responses/{first['id']}")

    assert {"id": first["id"], "object": "response", "deleted": True} == gone
    assert 404 == fetched.status_code


def test_a_key_is_good_for_one_request_whichever_way_it_is_answered() -> None:
    key = {"Idempotency-Key": "k"}
    with serving(answers(HELLO, CLICK)) as server:
        first = server.http.post("/responses", json={"input": "x", "user": None}, headers=key)
        streamed = server.http.post("/responses", json={"stream": True, "input": "x"}, headers=key)
        other = server.http.post("/responses", json={"input": "y"}, headers=key)
        own = server.http.post("/responses", json={"input": "y"}, headers={"Idempotency-Key": "k2"})

    assert events(streamed.text)[-1]["response"] == first.json()
    assert other.status_code == 422
    assert other.json()["error"]["code"] == "idempotency_key_reused"
    assert own.json()["id"] != first.json()["id"]
