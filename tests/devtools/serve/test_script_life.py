"""A response's life on the scripted server: in the background, cancelled, stored or not, tried again, forgotten."""

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.devtools.serve.serving import answers, events, serving
from tests.fakes.talk import WITH_RESPONSES

Json = dict[str, Any]

CLICK: Json = {"items": [{"click": [10, 20]}]}
HELLO: Json = {"items": [{"message": "Hello."}]}


def test_a_forgotten_response_cannot_be_fetched_chained_or_tried_again(tmp_path: Path) -> None:
    key = {"Idempotency-Key": "k"}
    forgotten = {"items": [{"message": "A"}], "forget": True}
    with serving(answers(forgotten, HELLO), tmp_path) as server:
        first = server.http.post("/responses", json={"input": "x"}, headers=key).json()
        fetched = server.http.get(f"/responses/{first['id']}")
        chained = server.ask(previous_response_id=first["id"])
        again = server.http.post("/responses", json={"input": "x"}, headers=key).json()

    assert [404, 404] == [fetched.status_code, chained.status_code]
    assert "previous_response_not_found" == chained.json()["error"]["code"]
    assert first["id"] != again["id"]


@pytest.mark.parametrize("dialect", WITH_RESPONSES)
def test_a_background_response_is_queued_worked_on_and_completed(tmp_path: Path, dialect: str) -> None:
    with serving(answers(CLICK | {"queued": 0.2, "thinks": 0.2}), tmp_path) as server:
        first = server.ask(dialect, background=True).json()
        now, seen = first, [first["status"]]
        while seen[-1] in {"queued", "in_progress"}:
            now = server.http.get(f"/responses/{first['id']}").json()
            seen += [now["status"]] if now["status"] != seen[-1] else []

    assert ["queued", "in_progress", "completed"] == seen
    assert ("function_call" if dialect == "functions" else "computer_call") == now["output"][0]["type"]


@pytest.mark.parametrize(("dialect", "status"), [("preview", 400), ("lightcone", 400), ("openai", 200)])
def test_what_was_cancelled_is_over_but_for_openai_where_cancelling_again_changes_nothing(
    tmp_path: Path, dialect: str, status: int
) -> None:
    with serving(answers({"items": [{"click": [1, 2]}], "thinks": 60}), tmp_path) as server:
        first = server.ask(dialect, background=True).json()
        told = [server.http.post(f"/responses/{first['id']}/cancel") for _ in range(2)]

    assert [one.status_code for one in told] == [200, status]
    assert "cancelled" in told[1].text


@pytest.mark.parametrize(("dialect", "named"), [("lightcone", True), ("preview", False), ("openai", False)])
def test_the_older_api_names_the_computer(tmp_path: Path, dialect: str, named: bool) -> None:
    with serving(answers({"items": [{"click": [1, 2]}]}), tmp_path) as server:
        assert bool(server.ask(dialect).json().get("computer_id")) is named


def test_a_background_response_can_be_cancelled_and_streamed(tmp_path: Path) -> None:
    with serving(answers(CLICK | {"thinks": 60}, CLICK | {"queued": 0.1}), tmp_path) as server:
        first = server.ask("openai", background=True).json()
        cancelled = [server.http.post(f"/responses/{first['id']}/cancel") for _ in range(2)]
        streamed = events(server.ask("openai", background=True, stream=True).text)
        over = server.http.post(f"/responses/{streamed[0]['response']['id']}/cancel")

    assert [(200, "cancelled")] * 2 == [(one.status_code, one.json()["status"]) for one in cancelled]
    assert ["response.created", "response.queued", "response.in_progress"] == [one["type"] for one in streamed[:3]]
    assert 400 == over.status_code


def test_two_tries_at_once_under_one_key_are_one_request(tmp_path: Path) -> None:
    with serving(answers(CLICK | {"thinks": 0.3}, HELLO), tmp_path) as server:
        got: list[str] = []
        tries = [threading.Thread(target=lambda: got.append(server.again().json()["id"])) for _ in range(4)]
        for one in tries:
            one.start()
        for one in tries:
            one.join(60)
        after = server.ask().json()

    assert (4, 1) == (len(got), len(set(got)))
    assert "message" == after["output"][0]["type"]


def test_what_is_not_stored_cannot_be_fetched(tmp_path: Path) -> None:
    with serving(answers(CLICK, CLICK), tmp_path) as server:
        made = server.ask(store=False).json()
        url = f"/responses/{made['id']}"
        told = [server.http.get(url), server.http.delete(url), server.http.post(f"{url}/cancel"),
                server.ask(previous_response_id=made["id"])]  # fmt: skip

    assert [404] * 4 == [one.status_code for one in told]


def test_what_is_still_worked_on_is_nothing_to_go_on_from(tmp_path: Path) -> None:
    with serving(answers(CLICK | {"thinks": 60}, HELLO), tmp_path) as server:
        first = server.ask(background=True).json()
        early = server.ask(previous_response_id=first["id"])
        server.http.post(f"/responses/{first['id']}/cancel")
        later = server.ask(previous_response_id=first["id"])

    assert [400, 200] == [early.status_code, later.status_code]
    assert "is still in_progress" in early.json()["error"]["message"]


def test_a_response_that_is_worked_on_is_cancelled_when_it_is_deleted(tmp_path: Path) -> None:
    with serving(answers(CLICK | {"thinks": 60}), tmp_path) as server:
        first = server.ask(background=True).json()
        gone = server.http.delete(f"/responses/{first['id']}").json()
        fetched = server.http.get(f"/responses/{first['id']}")

    assert {"id": first["id"], "object": "response", "deleted": True} == gone
    assert 404 == fetched.status_code


def test_a_key_is_good_for_one_request_whichever_way_it_is_answered(tmp_path: Path) -> None:
    key = {"Idempotency-Key": "k"}
    with serving(answers(HELLO, CLICK), tmp_path) as server:
        first = server.http.post("/responses", json={"input": "x", "user": None}, headers=key)
        streamed = server.http.post("/responses", json={"stream": True, "input": "x"}, headers=key)
        other = server.http.post("/responses", json={"input": "y"}, headers=key)
        own = server.http.post("/responses", json={"input": "y"}, headers={"Idempotency-Key": "k2"})

    assert events(streamed.text)[-1]["response"] == first.json()
    assert other.status_code == 422
    assert other.json()["error"]["code"] == "idempotency_key_reused"
    assert own.json()["id"] != first.json()["id"]
