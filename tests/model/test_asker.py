"""One question until there is a whole answer: tries, waits, and streams cut at every byte."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from desktop_agent.core.errors import DialectError, ModelError, UnreachableError
from desktop_agent.core.events import Noticed, RequestSent
from desktop_agent.model.asker import Asker, Question
from desktop_agent.model.client import Client
from desktop_agent.model.endpoint import Endpoint
from desktop_agent.model.refusal import Refusal
from tests.fakes.stream import as_events, as_sse
from tests.fakes.thinking import QUICK, Heard

HERE = Endpoint("http://127.0.0.1:9/v1/responses", loopback=True)
CALL = {"type": "computer_call", "id": "cu_1", "call_id": "c", "action": {"type": "wait"}, "status": "completed"}
RESPONSE: dict[str, Any] = {"id": "resp_1", "status": "completed", "output": [CALL]}
GOLDEN = as_sse(as_events(RESPONSE))
QUESTION = Question(b'{"input": []}', 1, "", stream=True)
Handler = Callable[[httpx.Request], httpx.Response]


class CutBody(httpx.AsyncByteStream):
    """Some bytes, then the connection is gone."""

    def __init__(self, sent: bytes) -> None:
        self.sent = sent

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self.sent:
            yield self.sent
        raise httpx.ReadError("gone")


@dataclass(slots=True)
class Wire:
    """Answers POST and GET from two lists, the last entry again and again, and keeps a log."""

    posts: list[Handler]
    gets: list[Handler] = field(default_factory=lambda: [lambda _: httpx.Response(404, stream=httpx.ByteStream(b""))])
    log: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.log.append(request)
        answers = self.posts if request.method == "POST" else self.gets
        return (answers.pop(0) if len(answers) > 1 else answers[0])(request)

    def did(self) -> list[str]:
        return [request.method for request in self.log]


def sse(body: bytes) -> Handler:
    return lambda _: httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=httpx.ByteStream(body))


def cut(body: bytes) -> Handler:
    return lambda _: httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=CutBody(body))


def plain(body: Mapping[str, Any], status: int = 200, **headers: str) -> Handler:
    sent = {"Content-Type": "application/json", **headers}
    return lambda _: httpx.Response(status, headers=sent, stream=httpx.ByteStream(json.dumps(body).encode()))


def refused(error: Exception) -> Handler:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    return answer


async def ask(wire: Wire, heard: Heard) -> Mapping[str, object] | Refusal:
    client = Client(HERE, {}, QUICK, transport=httpx.MockTransport(wire))
    try:
        return await Asker(client, heard.announce, heard.sleep, heard.clock).ask(QUESTION)
    finally:
        await client.close()


def asked(wire: Wire, heard: Heard | None = None) -> Mapping[str, object] | Refusal:
    return asyncio.run(ask(wire, heard or Heard()))


def test_a_stream_and_a_server_that_ignores_the_wish_for_one_give_the_same() -> None:
    assert asked(Wire([sse(GOLDEN)])) == {**RESPONSE} | {"output": [CALL]}
    assert asked(Wire([plain(RESPONSE)])) == RESPONSE
    assert (
        asked(Wire([lambda _: httpx.Response(200, stream=httpx.ByteStream(json.dumps(RESPONSE).encode()))])) == RESPONSE
    )


def test_a_stream_cut_at_any_byte_is_recovered_by_its_id_or_asked_for_again() -> None:
    async def every_offset() -> None:
        for offset in range(len(GOLDEN)):
            for gets in ([plain(RESPONSE)], [plain({}, 404)]):
                wire = Wire([cut(GOLDEN[:offset]), sse(GOLDEN)], gets)
                assert await ask(wire, Heard()) == RESPONSE
                keys = {r.headers["idempotency-key"] for r in wire.log if r.method == "POST"}
                assert len(keys) == 1

    asyncio.run(every_offset())


def test_a_stream_that_ends_without_its_end_is_not_a_whole_answer() -> None:
    *events, _ = as_events(RESPONSE)
    wire = Wire([sse(as_sse(events)), sse(GOLDEN)], [plain({}, 404)])

    assert asked(wire) == RESPONSE
    assert wire.did() == ["POST", "GET", "GET", "POST"]


def test_done_alone_is_no_answer() -> None:
    wire = Wire([sse(b"data: [DONE]\n\n")])

    with pytest.raises(DialectError, match="answer is empty"):
        asked(wire)
    assert wire.did() == ["POST"]


@pytest.mark.parametrize("status", ["cancelled", "failed", "incomplete"])
def test_a_server_that_gave_up_with_the_line_is_asked_again(status: str) -> None:
    wire = Wire([cut(GOLDEN[: len(GOLDEN) // 2]), sse(GOLDEN)], [plain({**RESPONSE, "status": status})])

    assert asked(wire) == RESPONSE
    assert wire.did() == ["POST", "GET", "POST"]


@pytest.mark.parametrize("status", ["queued", "in_progress"])
def test_an_answer_still_being_made_is_waited_for(status: str) -> None:
    unfinished = {**RESPONSE, "status": status, "output": []}
    heard = Heard()
    wire = Wire([plain(unfinished)], [plain(unfinished), plain(unfinished), plain(RESPONSE)])

    assert asked(wire, heard) == RESPONSE
    assert wire.did() == ["POST", "GET", "GET", "GET"]
    assert heard.waits == [0.5, 1.0]


def test_an_answer_that_is_never_finished_is_given_up() -> None:
    unfinished = {**RESPONSE, "status": "in_progress"}

    wire = Wire([plain(unfinished)], [plain(unfinished)])

    with pytest.raises(ModelError, match="did not finish its answer within 30 minutes"):
        asked(wire)
    assert 360 <= wire.did().count("GET") <= 370


def test_what_passes_is_tried_again_with_the_same_key_and_waits_in_between() -> None:
    heard = Heard()
    wire = Wire([
        refused(httpx.ConnectError("refused")),
        plain({}, 429, **{"Retry-After": "7"}),
        plain({}, 503),
        sse(GOLDEN),
    ])  # fmt: skip

    assert asked(wire, heard) == RESPONSE
    assert [event.attempt for event in heard.events if isinstance(event, RequestSent)] == [1, 2, 3, 4]
    assert len({request.headers["idempotency-key"] for request in wire.log}) == 1
    assert heard.waits[1] == 7.0
    assert 0.375 <= heard.waits[0] <= 0.5
    assert 1.5 <= heard.waits[2] <= 2.0
    assert [event.text for event in heard.events if isinstance(event, Noticed)] == [
        "The server cannot be reached: refused. Trying again.",
        "The server said 429. The next try is in 7 s.",
        "The server said 503. Trying again.",
    ]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_does_not_pass_is_asked_once(status: int) -> None:
    wire = Wire([plain({"error": "no"}, status)])

    answer = asked(wire)

    assert isinstance(answer, Refusal)
    assert (answer.status, json.loads(answer.body)) == (status, {"error": "no"})
    assert wire.did() == ["POST"]


def test_after_four_tries_the_last_word_counts() -> None:
    overloaded, gone = Wire([plain({}, 529)]), Wire([refused(httpx.ConnectError("refused"))])

    answer = asked(overloaded)
    with pytest.raises(UnreachableError):
        asked(gone)

    assert isinstance(answer, Refusal)
    assert answer.status == 529
    assert len(overloaded.log) == len(gone.log) == 4


def test_a_server_that_takes_minutes_to_fail_is_not_asked_again() -> None:
    wire, minutes = Wire([refused(httpx.ReadError("gone"))]), iter([0.0, 700.0])

    async def slowly() -> None:
        client = Client(HERE, {}, QUICK, transport=httpx.MockTransport(wire))
        await Asker(client, Heard().announce, Heard().sleep, lambda: next(minutes)).ask(QUESTION)

    with pytest.raises(UnreachableError):
        asyncio.run(slowly())
    assert wire.did() == ["POST"]


@pytest.mark.parametrize(
    ("body", "media_type", "sentence"),
    [
        (b"<html>Log in</html>", "text/html", "web page"),
        (b"hello", "text/plain", "“text/plain”"),
        (b"hello", "", "“nothing”"),
        (b"{", "application/json", "not valid JSON"),
        (b"[]", "application/json", "no object"),
        (b'{"a": NaN}', "application/json", "not valid JSON"),
        (b'data: {"a": NaN}\n\n', "text/event-stream", "not valid JSON"),
        (b"data: []\n\n", "text/event-stream", "no object"),
    ],
)
def test_what_is_no_answer_is_an_error_and_not_asked_again(body: bytes, media_type: str, sentence: str) -> None:
    wire = Wire([lambda _: httpx.Response(200, headers={"Content-Type": media_type}, stream=httpx.ByteStream(body))])

    with pytest.raises(DialectError, match=sentence):
        asked(wire)
    assert wire.did() == ["POST"]


def test_a_certificate_that_is_not_trusted_is_not_tried_again() -> None:
    wire = Wire([refused(httpx.ConnectError("CERTIFICATE_VERIFY_FAILED"))])

    with pytest.raises(ModelError, match="certificate"):
        asked(wire)
    assert wire.did() == ["POST"]


def test_an_end_is_not_waited_for_past_the_end_event() -> None:
    async def open_ended() -> AsyncIterator[bytes]:
        yield GOLDEN
        await asyncio.Event().wait()

    class Body(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for chunk in open_ended():
                yield chunk

    headers = {"Content-Type": "text/event-stream"}

    assert asked(Wire([lambda _: httpx.Response(200, headers=headers, stream=Body())])) == RESPONSE


def test_an_end_event_counts_without_its_blank_line() -> None:
    bare = as_sse(as_events(RESPONSE), done=False)

    assert asked(Wire([sse(bare.rstrip(b"\n") + b"\n")])) == RESPONSE


def test_bytes_after_the_end_event_change_nothing_even_when_the_line_breaks_there() -> None:
    assert asked(Wire([cut(GOLDEN)])) == RESPONSE
