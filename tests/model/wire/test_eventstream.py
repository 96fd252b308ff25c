"""Amazon's event stream: what its vendors' decoder was tested with, and what is damaged or does not end."""

import json

import pytest

from desktop_agent.core.errors import DialectError, MalformedError
from desktop_agent.model.caps import Caps
from desktop_agent.model.wire.eventstream import EventStreamDecoder
from desktop_agent.model.wire.refusal import retry_reason
from desktop_agent.model.wire.sse import SseEvent
from tests.fakes.vendors.anthropic import frame

# Messages of the tests of botocore 1.44 (tests/unit/test_eventstream.py).
EMPTY = b"\x00\x00\x00\x10\x00\x00\x00\x00\x05\xc2H\xeb}\x98\xc8\xff"
A_NUMBER = b"\x00\x00\x00+\x00\x00\x00\x0e4\x8b\xec{\x08event-id\x04\x00\x00\xa0\x0c{'foo':'bar'}\xd3\x89\x02\x85"


OVERLOADED = {"type": "error", "error": {"type": "overloaded_error", "message": "Wait."}}


def test_messages_without_an_event_say_nothing() -> None:
    assert EventStreamDecoder().feed(EMPTY + A_NUMBER + EMPTY) == []


def test_an_exception_is_an_error_after_which_another_try_makes_sense() -> None:
    (event,) = EventStreamDecoder().feed(frame(OVERLOADED))

    error = {"type": "throttlingException", "message": "Wait."}
    assert event == SseEvent("error", json.dumps({"type": "error", "error": error}))
    assert retry_reason({"status": "failed", "error": error}) is not None


@pytest.mark.parametrize("at", range(len(A_NUMBER)))
def test_a_byte_that_was_changed_on_the_way_is_noticed(at: int) -> None:
    spoilt = A_NUMBER[:at] + bytes([A_NUMBER[at] ^ 1]) + A_NUMBER[at + 1 :]

    with pytest.raises(MalformedError, match="corrupted"):
        EventStreamDecoder().feed(spoilt)


def test_a_message_that_is_larger_than_any_event_is_refused_before_it_has_come() -> None:
    with pytest.raises(DialectError, match="never ends"):
        EventStreamDecoder(Caps(event_bytes=40)).feed(A_NUMBER[:12])
