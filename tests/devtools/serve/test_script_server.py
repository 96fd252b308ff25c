"""A scripted server is talked to over real sockets: its answers come in order, and each fault is really there."""

import base64
import io
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from openai import BadRequestError, OpenAI
from PIL import Image

from tests.devtools.serve.serving import SHOT, TOKEN, TOOLS, answers, events, result, serving

Json = dict[str, Any]

CLICK = {"items": [{"click": [10, 20]}]}
HELLO = {"items": [{"message": "Grüße, 世界 👋 und noch etwas mehr Text, damit es mehrere Stücke sind."}]}


def words(answer: httpx.Response) -> str:
    """Return the text of the first message."""
    text: str = answer.json()["output"][0]["content"][0]["text"]
    return text


@pytest.mark.parametrize(("dialect", "field"), [("preview", "action"), ("lightcone", "action"), ("openai", "actions")])
def test_answers_come_in_order_in_the_dialect_of_the_tool(tmp_path: Path, dialect: str, field: str) -> None:
    with serving(answers(CLICK, {"items": [{"type": "a"}]}, HELLO), tmp_path) as server:
        first = server.ask(dialect).json()
        call = first["output"][0]
        output = SHOT | ({"type": "input_image"} if dialect == "lightcone" else {})
        second = server.ask(dialect, previous_response_id=first["id"], input=[result(call, output=output)]).json()

    told = [response["output"][0][field] for response in (first, second)]
    assert ["click", "type"] == [(one[0] if field == "actions" else one)["type"] for one in told]


@pytest.mark.parametrize(
    ("model", "name", "written"),
    [
        ("gpt", "click", {"x": 600, "y": 375, "button": "left"}),
        ("qwen3-vl:8b", "computer_use", {"action": "left_click", "coordinate": [500, 500]}),
        # A picture of 1200x750 is 1204x756 once its sides are multiples of 28.
        ("qwen2.5-vl", "computer_use", {"action": "left_click", "coordinate": [602, 378]}),
    ],
)
def test_points_on_a_size_are_told_as_the_clients_model_counts(
    tmp_path: Path, model: str, name: str, written: Json
) -> None:
    said = [{"type": "input_text", "text": "x"}, {"type": "input_image", "image_url": _blank(1200, 750)}]
    tools = [{"type": "function", "name": name, "parameters": {"type": "object", "properties": {}}}]
    with serving(answers({"items": [{"click": [640, 400]}]}, size=[1280, 800]), tmp_path) as server:
        asked = server.ask(model=model, tools=tools, input=[{"role": "user", "content": said}])
    call = asked.json()["output"][0]

    assert (name, written) == (call["name"], json.loads(call["arguments"]))


def test_points_on_a_size_are_told_in_pixels_of_the_tools_display(tmp_path: Path) -> None:
    drag = {"items": [{"drag": [[0, 0], [1280, 800]]}]}
    with serving(answers(drag, size=[1280, 800]), tmp_path) as server:
        action = server.ask("preview").json()["output"][0]["action"]

    assert [{"x": 0, "y": 0}, {"x": 640, "y": 400}] == action["path"]


def _blank(width: int, height: int) -> str:
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def test_the_older_api_says_the_viewport_only_where_it_is_known(tmp_path: Path) -> None:
    bare = [{"type": "computer_use"}]
    with serving(answers(CLICK, CLICK), tmp_path) as server:
        known, unknown = server.ask("lightcone").json(), server.ask("lightcone", tools=bare).json()

    assert {"environment": "desktop", "width": 640, "height": 400} == known["viewport"]
    assert "viewport" not in unknown


def test_an_answer_waits_for_the_words_that_it_is_meant_for(tmp_path: Path) -> None:
    script = answers({"when": "Refused", "items": [{"message": "B"}]}, {"items": [{"message": "A"}], "repeat": 2})
    with serving(script, tmp_path) as server:
        said = [
            server.ask(input=text).json()["output"][0]["content"][0]["text"] for text in ("x", "it was refused", "x")
        ]
        over = server.ask(input="x")

    assert ["A", "B", "A"] == said
    assert (400, "script_over") == (over.status_code, over.json()["error"]["code"])


def test_the_newest_words_count_on_through_a_chain(tmp_path: Path) -> None:
    script = answers(CLICK, {"when": "nobody says this", "items": []}, {"when": "hello", "items": [{"message": "B"}]})
    with serving(script, tmp_path) as server:
        first = server.ask(input="Hello there").json()
        second = server.ask(input=[result(first["output"][0])], previous_response_id=first["id"])

    assert "B" == words(second)


def test_a_script_can_begin_again_and_an_answer_can_stay(tmp_path: Path) -> None:
    with serving(answers({"items": [{"message": "A"}]}, {"items": [{"message": "B"}]}, loop=True), tmp_path) as server:
        looped = [words(server.ask()) for _ in range(5)]
    with serving(answers({"items": [{"message": "A"}], "repeat": "always"}), tmp_path) as server:
        stayed = {words(server.ask()) for _ in range(5)}

    assert ["A", "B", "A", "B", "A"] == looped
    assert {"A"} == stayed


def test_a_check_has_to_be_acknowledged_and_a_call_answered(tmp_path: Path) -> None:
    checked = {"items": [{"click": [1, 2], "checks": [{"code": "malicious_instructions"}]}]}
    with serving(answers(checked, HELLO), tmp_path) as server:
        first = server.ask().json()
        call, chain = first["output"][0], {"previous_response_id": first["id"]}
        silent = server.ask(**chain, input="Go on.")
        unread = server.ask(**chain, input=[result(call)])
        taken = server.ask(**chain, input=[result(call, acknowledged_safety_checks=call["pending_safety_checks"])])

    assert [400, 400, 200] == [one.status_code for one in (silent, unread, taken)]
    assert "No tool output found for computer call" in silent.json()["error"]["message"]
    assert call["pending_safety_checks"][0]["id"] in unread.json()["error"]["message"]


@pytest.mark.parametrize("status", [429, 500, 503, 529])
def test_a_status_comes_with_its_headers_and_uses_up_one_answer(tmp_path: Path, status: int) -> None:
    refusal = {"status": status, "headers": {"Retry-After": "3", "X-Own": "yes"}}
    with serving(answers(refusal, CLICK), tmp_path) as server:
        first, second = server.ask(), server.ask()

    assert (status, "3", "yes") == (first.status_code, first.headers["retry-after"], first.headers["x-own"])
    assert first.json()["error"]["message"]
    assert 200 == second.status_code


def test_a_lost_answer_is_there_under_its_key(tmp_path: Path) -> None:
    key = {"Idempotency-Key": "turn-1"}
    body = {"input": "x", "tools": [TOOLS["preview"]]}
    with serving(answers(CLICK | {"status": 500}, HELLO), tmp_path) as server:
        lost = server.http.post("/responses", json=body, headers=key)
        again = server.http.post("/responses", json=body, headers=key)
        other = server.http.post("/responses", json=body)

    assert [500, 200, 200] == [one.status_code for one in (lost, again, other)]
    assert ["computer_call", "message"] == [one.json()["output"][0]["type"] for one in (again, other)]


@pytest.mark.parametrize("stream", [True, False])
def test_a_cut_answer_is_cut_where_it_says_and_can_be_fetched_again(tmp_path: Path, stream: bool) -> None:
    with serving(answers(HELLO | {"cut_after_bytes": 300}), tmp_path) as server:
        got = server.until_cut(stream=stream)
        again = server.again(stream=stream)
        name = got.decode().partition('"id": "')[2].partition('"')[0]
        fetched = server.http.get(f"/responses/{name}").json()

    assert 300 == len(got)
    assert "completed" == fetched["status"]
    assert fetched == (events(again.text)[-1]["response"] if stream else again.json())


def test_a_stream_cut_after_some_events_has_just_these(tmp_path: Path) -> None:
    with serving(answers(HELLO | {"cut_after_events": 4}), tmp_path) as server:
        told = events(server.until_cut(stream=True).decode())
        rest = events(server.http.get(f"/responses/{told[0]['response']['id']}?stream=true&starting_after=3").text)

    assert [0, 1, 2, 3] == [event["sequence_number"] for event in told]
    assert 4 == rest[0]["sequence_number"]
    assert "response.completed" == rest[-1]["type"]


def test_a_slow_answer_takes_its_time(tmp_path: Path) -> None:
    with serving(answers(HELLO | {"slow_bytes_per_second": 1000}), tmp_path) as server:
        began = time.monotonic()
        size = len(server.ask().content)
        took = time.monotonic() - began

    assert size / 1000 * 0.8 <= took


@pytest.mark.parametrize("stream", [True, False])
def test_a_stalled_answer_is_silent_for_so_long(tmp_path: Path, stream: bool) -> None:
    with serving(answers(HELLO | {"stall": 0.4, "stall_after_events": 3}), tmp_path) as server:
        began = time.monotonic()
        answer = server.ask(stream=stream)
        took = time.monotonic() - began

    assert 200 == answer.status_code
    assert 0.4 <= took < 5


def test_odd_streams_look_as_they_were_asked_for(tmp_path: Path) -> None:
    odd = {"crlf": True, "comments": True, "done_marker": True, "drop_end_event": True, "same_sequence_number": True}
    with serving(answers(HELLO | odd, HELLO), tmp_path) as server:
        strange, plain = server.ask(stream=True).content, server.ask(stream=True).content

    assert strange.count(b"\r\n") == strange.count(b"\n") > 0
    assert strange.startswith(b": keep-alive\r\n\r\n")
    assert strange.endswith(b"data: [DONE]\r\n\r\n")
    assert b"response.completed" not in strange
    assert {0} == {event["sequence_number"] for event in events(strange.decode())}
    assert b"\r" not in plain
    assert b"[DONE]" not in plain
    assert b"\n:" not in plain


def test_characters_are_broken_in_two(tmp_path: Path) -> None:
    body = {"input": "x", "stream": True}
    with (
        serving(answers(HELLO | {"split_utf8": True}), tmp_path) as server,
        server.http.stream("POST", "/responses", json=body) as answer,
    ):
        pieces = list(answer.iter_raw())

    def whole(piece: bytes) -> bool:
        try:
            piece.decode()
        except UnicodeDecodeError:
            return False
        return True

    assert not all(whole(piece) for piece in pieces)
    assert "世界 👋" in b"".join(pieces).decode()


def test_a_stream_can_be_ignored_and_a_body_be_anything(tmp_path: Path) -> None:
    page = {"raw_body": "<html>Log in</html>", "content_type": "text/html", "status": 200}
    with serving(answers(HELLO | {"ignore_stream": True}, page, {"status": 204}), tmp_path) as server:
        plain, html, empty = (server.ask(stream=True) for _ in range(3))

    assert ("application/json", "response") == (plain.headers["content-type"], plain.json()["object"])
    assert ("text/html", "<html>Log in</html>") == (html.headers["content-type"], html.text)
    assert (204, b"") == (empty.status_code, empty.content)


def test_fields_of_the_response_can_be_odd(tmp_path: Path) -> None:
    raw: tuple[Json, ...] = ({"type": "message", "content": 5}, {}, {"type": "reasoning", "summary": [1]})
    odd: list[Json] = [
        CLICK | {"usage": None},
        CLICK | {"usage": {"input_tokens": -5, "output_tokens": 10**30}},
        {"response": {"output": None, "status": "failed", "error": {"code": "x", "message": "y"}}},
        {"items": [{"raw": one} for one in raw]},
        {"items": [{"message": "\ud800"}]},
        CLICK | {"response": {"status": "incomplete"}},
    ]
    with serving(answers(*odd), tmp_path) as server:
        told = [server.ask(stream=at % 2 == 1) for at in range(len(odd))]

    assert [200] * len(odd) == [one.status_code for one in told]
    assert told[0].json()["usage"] is None
    assert {"input_tokens": -5, "output_tokens": 10**30} == events(told[1].text)[-1]["response"]["usage"]
    assert (None, "failed") == (told[2].json()["output"], told[2].json()["status"])
    assert "response.completed" == events(told[3].text)[-1]["type"]
    assert "\ud800" == words(told[4])
    assert "response.incomplete" == events(told[5].text)[-1]["type"]


@pytest.mark.process  # the client asks `uname` what it runs on
def test_openais_own_client_goes_through_a_conversation(tmp_path: Path) -> None:
    script = answers(
        {"status": 429, "headers": {"retry-after-ms": "1"}},
        {"items": [{"reasoning": "Hm."}, {"click": [1, 2], "checks": [{"message": "Sure?"}]}]},
        {"items": [{"function_call": {"name": "f", "arguments": {"a": 1}}}]}, {"items": [{"message": "Done."}]},
    )  # fmt: skip
    with serving(script, tmp_path) as server, OpenAI(base_url=server.base_url, api_key=TOKEN) as client:
        tools: Any = [TOOLS["openai"]]
        one = client.responses.create(model="m", input="x", tools=tools)
        call: Any = one.output[1]
        answer: Any = result({"call_id": call.call_id})
        with pytest.raises(BadRequestError, match="not acknowledged"):
            client.responses.create(model="m", input=[answer], previous_response_id=one.id, tools=tools)
        answer["acknowledged_safety_checks"] = [check.to_dict() for check in call.pending_safety_checks]
        stream = client.responses.create(
            model="m", input=[answer], previous_response_id=one.id, tools=tools, stream=True
        )
        two: Any = list(stream)[-1]
        function = {"type": "function_call_output", "call_id": two.response.output[0].call_id, "output": "ok"}
        last: Any = {"input": [function], "previous_response_id": two.response.id}
        three = client.responses.create(model="m", tools=tools, **last)

    assert "Done." == three.output_text
    assert {"a": 1} == json.loads(two.response.output[0].arguments)
