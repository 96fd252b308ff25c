"""One question until there is a whole answer: tries, waits, broken lines, and a network that is gone for long."""

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest

from desktop_agent.core.errors import DialectError, ModelError, UnreachableError
from desktop_agent.core.runs.events import Noticed, Paused, RequestSent, Resumed
from desktop_agent.core.runs.turn import Opening, Turn
from desktop_agent.core.runs.waiting import Discarded, Partial, Waiting
from desktop_agent.model.caps import Caps
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.wire.refusal import Refusal
from desktop_agent.model.wire.request_sender import RequestSender
from tests.fakes.servers.stream import as_events, as_sse
from tests.fakes.servers.thinking import QUICK, Heard, conversation, frame, with_conversation
from tests.fakes.servers.wire import (
    CALL,
    GOLDEN,
    QUESTION,
    RESPONSE,
    Handler,
    Wire,
    ask,
    asked,
    cut,
    plain,
    refused,
    sse,
)

WHOLE = json.dumps(RESPONSE).encode()


def sent(body: bytes, kind: str, encoding: str = "", *, pieces: int = 0) -> Handler:
    """Return an answer of a type and an encoding; in pieces of so many bytes, where that is said."""
    size = pieces or len(body)

    class Pieces(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for at in range(0, len(body), size):
                yield body[at : at + size]

    headers = {"Content-Type": kind} | ({"Content-Encoding": encoding} if encoding else {})
    return lambda _: httpx.Response(200, headers=headers, stream=Pieces())


def test_what_passes_is_tried_again_with_the_same_key_and_waits_in_between() -> None:
    events = Heard()
    busy = plain({}, 429, **{"Retry-After": "7"})
    wire = Wire([refused(httpx.ConnectError("refused")), busy, plain({}, 503), sse(GOLDEN)])

    assert asked(wire, events) == RESPONSE
    assert [event.attempt for event in events.events if isinstance(event, RequestSent)] == [1, 2, 3, 4]
    assert len({request.headers["idempotency-key"] for request in wire.log}) == 1
    assert events.waits[1] == 7.0
    assert 0.375 <= events.waits[0] <= 0.5
    assert 1.5 <= events.waits[2] <= 2.0
    reported = [event.text for event in events.events if isinstance(event, Noticed)]
    assert (len(reported), reported[1]) == (3, "The server takes no more requests for now (429). Trying again in 7 s.")


def test_the_log_says_what_was_tried_again_and_after_how_long(caplog: pytest.LogCaptureFixture) -> None:
    wire = Wire([plain({}, 429, **{"Retry-After": "7"}), sse(GOLDEN)])

    with caplog.at_level("INFO", "desktop_agent.model.wire.request_sender"):
        assert asked(wire, Heard()) == RESPONSE

    (line,) = [record.getMessage() for record in caplog.records if record.name.endswith("request_sender")]
    assert line.startswith("try 1 has failed, the next one is after 7.0 s: The server takes no more requests")


@pytest.mark.parametrize(
    ("seconds", "tries"), [(4, 2), (10, 2), (11, 1), (86_400, 1)], ids=["short", "the limit", "longer", "a day"]
)
def test_a_wait_is_kept_up_to_the_limit_of_the_run_and_a_longer_one_ends_it(seconds: int, tries: int) -> None:
    events = Heard()
    wire = Wire([plain({}, 429, **{"Retry-After": str(seconds)}), sse(GOLDEN)])

    answer = asked(wire, events)

    assert (answer == RESPONSE, len(wire.log), events.waits) == (tries == 2, tries, [float(seconds)] * (tries - 1))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_does_not_pass_is_asked_once(status: int) -> None:
    wire = Wire([plain({"error": "no"}, status)])

    answer = asked(wire)

    assert isinstance(answer, Refusal)
    assert wire.did() == ["POST"]


def test_after_four_tries_the_last_word_counts() -> None:
    overloaded = Wire([plain({}, 529)])
    gone = Wire([refused(httpx.ConnectError("refused"))])

    answer = asked(overloaded)
    with pytest.raises(UnreachableError):
        asked(gone)

    assert isinstance(answer, Refusal)
    assert answer.status == 529
    assert len(overloaded.log) == len(gone.log) == 4


@pytest.mark.parametrize(
    ("body", "kind", "sentence", "tries"),
    [
        (b"<html>Log in</html>", "text/html", "web page", 1),
        (b"hello", "", "isn't valid JSON", 1),
        (b"[]", "application/json", "not an object", 1),
        (b"data: []\n\n", "text/event-stream", "not an object", 1),
        (b"data: [DONE]\n\n", "text/event-stream", "returned an empty response", 4),
        (b"{", "application/json", "isn't valid JSON", 4),
        (b'data: {"type": "response.cre\n\n', "text/event-stream", "isn't valid JSON", 4),
        (b'data: {"a": \xc3}\n\n', "text/event-stream", "isn't valid JSON", 4),
    ],
)
def test_what_is_no_answer_is_an_error_and_what_is_malformed_asked_for_again_with_the_same_key(
    body: bytes, kind: str, sentence: str, tries: int
) -> None:
    never = Wire([sent(body, kind)])
    again = Wire([*[sent(body, kind)] * 2, sse(GOLDEN)])

    with pytest.raises(DialectError, match=sentence):
        asked(never)
    assert never.did() == ["POST"] * tries
    if tries > 1:
        assert asked(again) == RESPONSE
    assert len({request.headers["idempotency-key"] for request in again.log}) == (tries > 1)


def test_a_server_that_has_answered_is_asked_once_more_for_what_is_no_answer() -> None:
    broken = sent(b"<html>Log in", "text/html")

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


Form = Callable[[Mapping[str, object]], Handler]
PASSING = (
    {"code": "server_error", "message": "An error occurred."},
    {"code": "rate_limit_exceeded", "message": "Rate limit reached. Please try again in 6.2s."},
    {"type": "overloaded_error", "message": "Overloaded"},
    {"type": "InternalServerError", "code": 500, "message": "EngineDeadError"},  # vLLM
)
LASTING = (
    {"code": "invalid_prompt", "message": "Invalid prompt."},
    {"type": "rate_limit_error", "code": "insufficient_quota", "message": "You exceeded your quota."},
    {"message": "Nobody knows."},
)


def failing(error: Mapping[str, object]) -> dict[str, object]:
    return {**RESPONSE, "status": "failed", "error": error, "output": []}


FORMS: Mapping[str, Form] = {
    "an event": lambda error: sse(as_sse(as_events(failing(error)))),
    "a bare error": lambda error: sse(as_sse([{"error": error}])),
    "a whole answer": lambda error: plain(failing(error)),
    "a good status": lambda error: plain({"error": error}),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("error", PASSING)
def test_a_fault_of_the_server_is_tried_again_with_the_same_key(form: Form, error: Mapping[str, object]) -> None:
    events = Heard()
    wire = Wire([form(error), sse(GOLDEN)])

    assert asked(wire, events) == RESPONSE
    assert wire.did() == ["POST", "POST"]
    assert len({request.headers["idempotency-key"] for request in wire.log}) == 1
    assert len(events.waits) == 1


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("error", LASTING)
def test_what_no_further_try_would_mend_ends_with_the_servers_reason(form: Form, error: Mapping[str, object]) -> None:
    wire = Wire([form(error), sse(GOLDEN)])

    async def think(mind: Conversation) -> Turn:
        return await mind.think(Opening("Save a note", frame(0)))

    mind = conversation("http://127.0.0.1:9/v1", ProviderSettings(stream=True), transport=httpx.MockTransport(wire))
    with pytest.raises(ModelError, match=str(error["message"])):
        with_conversation(mind, think)
    assert wire.did() == ["POST"]


@pytest.mark.parametrize(
    "answer",
    [
        sent(gzip.compress(WHOLE), "application/json", "gzip"),
        sent(gzip.compress(GOLDEN), "text/event-stream", "gzip", pieces=7),
        sent(gzip.compress(WHOLE), "application/json", "x-gzip", pieces=1),
        sent(gzip.compress(WHOLE), "application/json"),
        sent(gzip.compress(WHOLE), "application/json", "deflate"),
        sent(gzip.compress(WHOLE[:9]) + gzip.compress(WHOLE[9:]), "application/json", "gzip"),
        sent(gzip.compress(WHOLE) + b"\0\0", "application/json", "gzip"),
        sent(gzip.compress(WHOLE)[:-8], "application/json", "gzip"),
        sent(WHOLE, "application/json", "gzip"),
        sent(WHOLE, "application/json", "br"),
        sent(GOLDEN, "text/event-stream", "gzip", pieces=5),
        sent(GOLDEN, "text/event-stream", "zstd"),
        sent(zlib.compress(WHOLE), "application/json", "deflate"),
        sent(zlib.compress(WHOLE), "application/json", "gzip"),
        sent(zlib.compress(WHOLE)[2:-4], "application/json", "deflate", pieces=3),
        sent(GOLDEN, "application/json"),
        sent(GOLDEN, ""),
        sent(b"\xef\xbb\xbf" + GOLDEN, "text/plain", pieces=2),
        sent(b"\n\n  " + WHOLE, "text/event-stream; charset=utf-8", pieces=3),
        sent(WHOLE, "text/html", pieces=1),
    ],
)
def test_it_is_the_same_answer_asked_for_once(answer: Handler) -> None:
    wire = Wire([answer])

    assert asked(wire) == RESPONSE
    assert wire.did() == ["POST"]


@pytest.mark.parametrize(
    ("body", "encoding", "tries"), [(b"\x28\xb5\x2f\xfd", "zstd", 1), (b"\x1f\x8b\x07" + bytes(20), "gzip", 4)]
)
def test_what_is_compressed_otherwise_is_said_to_be(body: bytes, encoding: str, tries: int) -> None:
    wire = Wire([sent(body, "application/json", encoding)])

    with pytest.raises(DialectError, match=rf"compressed in a way that can't be read \({encoding}\)"):
        asked(wire)
    assert len(wire.log) == tries


def test_a_compressed_bomb_is_given_up_at_the_bound() -> None:
    bomb = sent(gzip.compress(b" " * (1 << 22)), "application/json", "gzip")

    with pytest.raises(DialectError, match="larger than"):
        asyncio.run(Wire([bomb]).asker(Heard(), QUICK, Caps(body_bytes=1 << 20)).ask(QUESTION))


TEXT = {"type": "output_text", "text": "Saved it all."}
SAID = {"type": "message", "id": "m", "role": "assistant", "content": [TEXT]}
WORDY: dict[str, Any] = {"id": "resp_1", "status": "completed", "output": [SAID, CALL]}
EVENTS = list(as_events(WORDY))
GONE = httpx.ConnectError("no route")


def words_of(heard: Heard) -> str:
    return "".join(piece.text for piece in heard.passed if isinstance(piece, Partial))


def test_a_stream_cut_anywhere_is_recovered_by_its_id_or_asked_for_again() -> None:
    async def every_offset() -> None:
        for offset in range(0, len(GOLDEN), 23):
            for gets in ([plain(RESPONSE)], [plain({}, 404)]):
                wire = Wire([cut(GOLDEN[:offset]), sse(GOLDEN)], gets)
                assert await ask(wire, Heard()) == RESPONSE
                keys = {r.headers["idempotency-key"] for r in wire.log if r.method == "POST"}
                assert len(keys) == 1

    asyncio.run(every_offset())


@pytest.mark.parametrize(
    "get",
    [
        plain({}, 404),
        plain({}, 500),
        lambda _: httpx.Response(200, headers={"Content-Type": "text/html"}, stream=httpx.ByteStream(b"<html>")),
        refused(httpx.ReadError("reset")),
    ],
    ids=["404", "500", "a web page", "a reset"],
)
def test_where_there_is_nothing_to_go_on_with_the_question_is_put_again_and_the_words_are_taken_back(
    get: Handler,
) -> None:
    events = Heard()
    wire = Wire([cut(as_sse(EVENTS[:-2], done=False)), sse(as_sse(EVENTS))], [get])

    assert asked(wire, events) == WORDY
    pieces = [type(piece) for piece in events.passed if not isinstance(piece, Waiting)]
    assert pieces.count(Discarded) == 1
    assert words_of(events) == "Saved it all." * 2


@pytest.mark.parametrize("status", ["cancelled", "failed", "incomplete"])
def test_a_server_that_gave_up_with_the_line_is_asked_again(status: str) -> None:
    wire = Wire([cut(GOLDEN[: len(GOLDEN) // 2]), sse(GOLDEN)], [plain({**RESPONSE, "status": status})])

    assert asked(wire) == RESPONSE
    assert wire.did() == ["POST", "GET", "POST"]


def test_when_the_network_is_back_the_answer_that_was_begun_is_asked_for_first() -> None:
    events = Heard()
    wire = Wire([cut(as_sse(EVENTS[:5], done=False)), refused(GONE)], [refused(GONE), refused(GONE), plain(WORDY)])

    assert asked(wire, events) == WORDY
    assert wire.did() == ["POST", "GET", "GET", "POST", "GET"]
    assert words_of(events) == "Saved i"
    assert Discarded() not in events.passed


@pytest.mark.parametrize("status", ["queued", "in_progress"])
def test_an_answer_still_being_made_is_waited_for(status: str) -> None:
    unfinished = {**RESPONSE, "status": status, "output": []}
    events = Heard()
    wire = Wire([plain(unfinished)], [plain(unfinished), plain(unfinished), plain(RESPONSE)])

    assert asked(wire, events) == RESPONSE
    assert wire.did() == ["POST", "GET", "GET", "GET"]
    assert events.waits == [0.5, 1.0]


def test_an_answer_made_in_the_background_outlasts_broken_lines_and_a_server_that_is_busy() -> None:
    working = plain({**RESPONSE, "status": "in_progress"})
    faults = [refused(GONE), plain({}, 503), plain({}, 429)]
    wire = Wire([working], [*faults, working, *faults, plain(RESPONSE)])

    assert asked(wire) == RESPONSE
    assert wire.did() == ["POST"] + ["GET"] * 8


def test_an_answer_that_is_never_finished_is_given_up() -> None:
    unfinished = {**RESPONSE, "status": "in_progress"}

    wire = Wire([plain(unfinished)], [plain(unfinished)])

    with pytest.raises(ModelError, match=r"The server didn't finish its response within 30 minutes\. Try again\."):
        asked(wire)
    assert 200 <= wire.did().count("GET") <= 235  # fewer on a slow machine, whose own time counts


@pytest.mark.parametrize(
    ("caps", "sentence"),
    [
        (Caps(body_bytes=100), "larger than"),
        (Caps(events=2), "more than 2 events"),
        (Caps(depth=2), "nested too deeply"),
        (Caps(values=5), "too many values"),
    ],
)
def test_the_bounds_of_the_wire_are_those_that_were_set(caps: Caps, sentence: str) -> None:
    with pytest.raises(DialectError, match=sentence):
        asyncio.run(Wire([sse(GOLDEN)]).asker(Heard(), QUICK, caps).ask(QUESTION))


@pytest.mark.parametrize("streamed", [True, False])
def test_another_answer_than_the_one_that_was_begun_is_not_taken_for_it(*, streamed: bool) -> None:
    other = {**WORDY, "id": "resp_of_somebody", "output": [{**CALL, "call_id": "d", "action": {"type": "screenshot"}}]}
    begun = cut(as_sse(EVENTS[:3], done=False)) if streamed else plain({**WORDY, "status": "in_progress", "output": []})
    wire = Wire([begun, plain(WORDY)], [plain(other)])

    assert asked(wire) == WORDY
    assert wire.did()[-1] == "POST"
    assert len({request.headers["idempotency-key"] for request in wire.log if request.method == "POST"}) == 1


DOWN = refused(httpx.ConnectError("Network is unreachable"))
RESET = refused(httpx.ReadError("reset"))
ANSWER = sse(GOLDEN)


class Timeless(Heard):
    """Has a clock that nothing but the waits moves: however slow the machine is, it shows the same."""

    def clock(self) -> float:
        return sum(self.waits)


class Clock:
    """Notes how long was put aside, by the clock of what was heard."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.aside_s = 0.0
        self.open = 0

    @contextmanager
    def suspended(self) -> Iterator[None]:
        began = self.heard.clock()
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1
            self.aside_s += self.heard.clock() - began


async def after_an_answer(asker: RequestSender) -> object:
    """Ask, so that there was an answer, and ask again."""
    try:
        await asker.ask(QUESTION)
        return await asker.ask(QUESTION)
    finally:
        await asker.close()


def pauses(heard: Heard) -> list[object]:
    return [event for event in heard.events if not isinstance(event, Noticed | RequestSent)]


@pytest.mark.parametrize("gone", [DOWN, RESET], ids=["down", "reset"])
@pytest.mark.parametrize("times", [4, 5, 60])
def test_a_network_that_is_gone_for_long_pauses_the_run_which_goes_on_with_the_same_question(
    gone: Handler, times: int
) -> None:
    events = Timeless()
    clock = Clock(events)
    wire = Wire([ANSWER, *[gone] * times, ANSWER])

    assert asyncio.run(after_an_answer(wire.asker(events, suspended=clock.suspended))) == RESPONSE
    _, *keys = [request.headers["idempotency-key"] for request in wire.log]
    assert len(set(keys)) == 1
    paused, resumed = pauses(events)
    assert isinstance(paused, Paused)
    assert paused.by == "network"
    assert paused.reason.startswith("The server")
    assert resumed == Resumed("network")
    waits = events.waits[3:]
    assert max(waits) == (8.0 if times == 60 else waits[-1])
    assert clock.aside_s == pytest.approx(sum(waits))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 507, 520, 522, 524, 529, 530])
def test_a_server_that_is_not_there_just_now_is_waited_for(status: int) -> None:
    events = Timeless()
    wire = Wire([ANSWER, *[plain({}, status)] * 7, ANSWER])

    assert asyncio.run(after_an_answer(wire.asker(events))) == RESPONSE
    paused, resumed = pauses(events)
    assert isinstance(paused, Paused)
    assert resumed == Resumed("network")
    assert len({request.headers["idempotency-key"] for request in wire.log[1:]}) == 1


def test_the_server_s_own_wait_is_kept_while_it_is_not_there() -> None:
    events = Timeless()
    wire = Wire([ANSWER, *[plain({}, 529, **{"Retry-After": "3"})] * 6, ANSWER])

    assert asyncio.run(after_an_answer(wire.asker(events))) == RESPONSE
    assert events.waits == [3.0] * 6


@pytest.mark.parametrize("answers", [[DOWN], [ANSWER, cut(b"")]], ids=["before any answer", "broken off each time"])
def test_a_server_that_was_never_there_or_is_faulty_ends_the_run(answers: list[Handler]) -> None:
    events = Heard()

    with pytest.raises(UnreachableError):
        asyncio.run(after_an_answer(Wire(answers).asker(events)))
    assert pauses(events) == []


def test_after_the_time_that_was_set_it_is_given_up() -> None:
    events = Timeless()
    clock = Clock(events)
    wire = Wire([ANSWER, DOWN])

    with pytest.raises(
        UnreachableError, match=r"unreachable for 30 minutes: The server at .* can't be reached"
    ) as error:
        asyncio.run(after_an_answer(wire.asker(events, suspended=clock.suspended)))
    assert error.value.hint
    assert [type(event) for event in pauses(events)] == [Paused]
    assert 1800 <= sum(events.waits) <= 1830
    assert clock.open == 0


def test_a_stop_ends_the_wait_at_once() -> None:
    events = Timeless()
    clock = Clock(events)
    wire = Wire([ANSWER, DOWN])

    async def stopped() -> None:
        asker = wire.asker(events, suspended=clock.suspended)
        await asker.ask(QUESTION)
        asking = asyncio.create_task(asker.ask(QUESTION))
        while not clock.open:
            await asyncio.wait({asking}, timeout=0.001)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        await asker.close()

    asyncio.run(stopped())

    assert clock.open == 0
    assert [type(event) for event in pauses(events)] == [Paused]
