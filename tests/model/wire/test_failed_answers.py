"""Answers that the server itself gives up: its own fault is tried again as a 5xx is, anything else ends the run."""

from collections.abc import Callable, Mapping

import httpx
import pytest

from desktop_agent.core.errors import ModelError
from desktop_agent.core.turn import Opening, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.stream import as_events, as_sse
from tests.fakes.thinking import Heard, conversation, frame, with_conversation
from tests.fakes.wire import GOLDEN, RESPONSE, Handler, Wire, asked, plain, sse

Form = Callable[[Mapping[str, object]], Handler]
BASE = "http://127.0.0.1:9/v1"
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


def as_failed_event(error: Mapping[str, object]) -> Handler:
    return sse(as_sse(as_events(failing(error))))


def as_bare_error(error: Mapping[str, object]) -> Handler:
    return sse(as_sse([{"error": error}]))


def as_whole_answer(error: Mapping[str, object]) -> Handler:
    return plain(failing(error))


def as_good_status(error: Mapping[str, object]) -> Handler:
    return plain({"error": error})


FORMS = (as_failed_event, as_bare_error, as_whole_answer, as_good_status)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("error", PASSING)
def test_a_fault_of_the_server_is_tried_again_with_the_same_key(form: Form, error: Mapping[str, object]) -> None:
    heard, wire = Heard(), Wire([form(error), sse(GOLDEN)])

    assert asked(wire, heard) == RESPONSE
    assert wire.did() == ["POST", "POST"]
    assert len({request.headers["idempotency-key"] for request in wire.log}) == 1
    assert len(heard.waits) == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("error", LASTING)
def test_what_no_further_try_would_mend_ends_with_the_servers_reason(form: Form, error: Mapping[str, object]) -> None:
    wire = Wire([form(error), sse(GOLDEN)])

    async def think(mind: Conversation) -> Turn:
        return await mind.think(Opening("Save a note", frame(0)))

    mind = conversation(BASE, RequestOptions(stream=True), transport=httpx.MockTransport(wire))
    with pytest.raises(ModelError, match=str(error["message"])):
        with_conversation(mind, think)
    assert wire.did() == ["POST"]
