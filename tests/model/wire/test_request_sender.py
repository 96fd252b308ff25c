"""One question until there is a whole answer: tries and the waits between them."""

import asyncio
from collections.abc import Mapping

import httpx
import pytest

from desktop_agent.core.errors import DialectError, UnreachableError
from desktop_agent.core.events import Noticed, RequestSent
from desktop_agent.model.wire.refusal import Refusal
from tests.fakes.thinking import Heard
from tests.fakes.wire import GOLDEN, QUESTION, RESPONSE, Handler, Wire, asked, plain, refused, sse


def test_done_alone_is_no_answer() -> None:
    wire = Wire([sse(b"data: [DONE]\n\n")])

    with pytest.raises(DialectError, match="returned an empty response"):
        asked(wire)
    assert wire.did() == ["POST"] * 4


def test_what_passes_is_tried_again_with_the_same_key_and_waits_in_between() -> None:
    heard = Heard()
    busy = plain({}, 429, **{"Retry-After": "7"})
    wire = Wire([refused(httpx.ConnectError("refused")), busy, plain({}, 503), sse(GOLDEN)])

    assert asked(wire, heard) == RESPONSE
    assert [event.attempt for event in heard.events if isinstance(event, RequestSent)] == [1, 2, 3, 4]
    assert len({request.headers["idempotency-key"] for request in wire.log}) == 1
    assert heard.waits[1] == 7.0
    assert 0.375 <= heard.waits[0] <= 0.5
    assert 1.5 <= heard.waits[2] <= 2.0
    told = [event.text for event in heard.events if isinstance(event, Noticed)]
    assert (len(told), told[1]) == (3, "The server is busy (429). Trying again in 7 s.")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_does_not_pass_is_asked_once(status: int) -> None:
    wire = Wire([plain({"error": "no"}, status)])

    answer = asked(wire)

    assert isinstance(answer, Refusal)
    assert wire.did() == ["POST"]


def test_after_four_tries_the_last_word_counts() -> None:
    overloaded, gone = Wire([plain({}, 529)]), Wire([refused(httpx.ConnectError("refused"))])

    answer = asked(overloaded)
    with pytest.raises(UnreachableError):
        asked(gone)

    assert isinstance(answer, Refusal)
    assert answer.status == 529
    assert len(overloaded.log) == len(gone.log) == 4


@pytest.mark.parametrize(
    ("body", "media_type", "sentence"),
    [
        (b"<html>Log in</html>", "text/html", "web page"),
        (b"hello", "", "isn't valid JSON"),
        (b"[]", "application/json", "not an object"),
        (b"data: []\n\n", "text/event-stream", "not an object"),
    ],
)
def test_what_is_no_answer_is_an_error_and_not_asked_again(body: bytes, media_type: str, sentence: str) -> None:
    wire = Wire([lambda _: httpx.Response(200, headers={"Content-Type": media_type}, stream=httpx.ByteStream(body))])

    with pytest.raises(DialectError, match=sentence):
        asked(wire)
    assert wire.did() == ["POST"]


def test_a_server_that_has_answered_is_asked_once_more_for_what_is_no_answer() -> None:
    def broken(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Type": "text/html"}, stream=httpx.ByteStream(b"<html>Log in"))

    async def twice(posts: list[Handler]) -> tuple[Mapping[str, object] | Refusal, list[str]]:
        wire = Wire([plain(RESPONSE), *posts])
        asker = wire.asker(Heard())
        try:
            await asker.ask(QUESTION)
            return await asker.ask(QUESTION), wire.did()
        finally:
            await asker.close()

    assert asyncio.run(twice([broken, plain(RESPONSE)])) == (RESPONSE, ["POST"] * 3)
    with pytest.raises(DialectError):
        asyncio.run(twice([broken, broken]))


@pytest.mark.parametrize(
    ("body", "media_type", "sentence"),
    [
        (b"{", "application/json", "isn't valid JSON"),
        (b'data: {"type": "response.cre\n\n', "text/event-stream", "isn't valid JSON"),
        (b'data: {"a": "\xc3"}\n\n', "text/event-stream", "isn't UTF-8 text"),
    ],
)
def test_what_is_malformed_is_asked_for_again_with_the_same_key(body: bytes, media_type: str, sentence: str) -> None:
    def malformed(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Type": media_type}, stream=httpx.ByteStream(body))

    again, never, heard = Wire([malformed, malformed, sse(GOLDEN)]), Wire([malformed]), Heard()

    assert asked(again, heard) == RESPONSE
    assert again.did() == ["POST"] * 3
    assert len({request.headers["idempotency-key"] for request in again.log}) == 1
    assert [sentence in event.text for event in heard.events if isinstance(event, Noticed)] == [True]
    with pytest.raises(DialectError, match=sentence):
        asked(never)
    assert never.did() == ["POST"] * 4
