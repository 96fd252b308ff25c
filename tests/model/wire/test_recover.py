"""Lines that break: the rest of a stream, the whole answer, or the question once more; never half an answer."""

import asyncio
from typing import Any

import httpx
import pytest

from desktop_agent.core.errors import DialectError, ModelError
from desktop_agent.core.stream_update import Discarded, Partial, Waiting
from desktop_agent.model.caps import Caps
from tests.fakes.stream import as_events, as_sse
from tests.fakes.thinking import QUICK, Heard
from tests.fakes.wire import CALL, GOLDEN, QUESTION, RESPONSE, Handler, Wire, ask, asked, cut, plain, refused, sse

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


@pytest.mark.parametrize("gets", [[plain(WORDY)], [plain({}, 404)]])
def test_a_stream_with_a_malformed_event_anywhere_is_recovered_as_if_it_had_been_cut(gets: list[Handler]) -> None:
    async def every_event() -> None:
        for at in range(len(EVENTS)):
            events = [as_sse([event], done=False).split(b"\n\n", 1)[1] for event in EVENTS]
            events[at] = events[at][: len(events[at]) // 2] + b"\n\n"
            wire = Wire([sse(b"".join(events)), sse(as_sse(EVENTS))], list(gets))
            assert await ask(wire, Heard()) == WORDY
            assert wire.did()[:2] in (["POST", "GET"], ["POST", "POST"])

    asyncio.run(every_event())


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
    heard, wire = Heard(), Wire([cut(as_sse(EVENTS[:-2], done=False)), sse(as_sse(EVENTS))], [get])

    assert asked(wire, heard) == WORDY
    pieces = [type(piece) for piece in heard.passed if not isinstance(piece, Waiting)]
    assert pieces.count(Discarded) == 1
    assert words_of(heard) == "Saved it all." * 2


@pytest.mark.parametrize("status", ["cancelled", "failed", "incomplete"])
def test_a_server_that_gave_up_with_the_line_is_asked_again(status: str) -> None:
    wire = Wire([cut(GOLDEN[: len(GOLDEN) // 2]), sse(GOLDEN)], [plain({**RESPONSE, "status": status})])

    assert asked(wire) == RESPONSE
    assert wire.did() == ["POST", "GET", "POST"]


def test_when_the_network_is_back_the_answer_that_was_begun_is_asked_for_first() -> None:
    heard = Heard()
    wire = Wire([cut(as_sse(EVENTS[:5], done=False)), refused(GONE)], [refused(GONE), refused(GONE), plain(WORDY)])

    assert asked(wire, heard) == WORDY
    assert wire.did() == ["POST", "GET", "GET", "POST", "GET"]
    assert words_of(heard) == "Saved i"
    assert Discarded() not in heard.passed


@pytest.mark.parametrize("status", ["queued", "in_progress"])
def test_an_answer_still_being_made_is_waited_for(status: str) -> None:
    unfinished = {**RESPONSE, "status": status, "output": []}
    heard = Heard()
    wire = Wire([plain(unfinished)], [plain(unfinished), plain(unfinished), plain(RESPONSE)])

    assert asked(wire, heard) == RESPONSE
    assert wire.did() == ["POST", "GET", "GET", "GET"]
    assert heard.waits == [0.5, 1.0]


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
