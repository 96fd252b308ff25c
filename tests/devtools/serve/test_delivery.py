"""How an answer goes out is exactly what its manners say."""

from typing import Any

import pytest

from desktop_agent.devtools.serve.wire.delivery import (
    NO_FAULTS,
    Cut,
    FaultPlan,
    SendPause,
    as_stream,
    as_whole,
    written,
)

EVENTS: list[dict[str, Any]] = [
    {"type": "response.created", "sequence_number": 0}, {"type": "x", "text": "ä", "sequence_number": 1},
    {"type": "response.completed", "sequence_number": 2},
]  # fmt: skip
WHOLE = b"".join(piece for piece in as_stream(EVENTS, NO_FAULTS) if isinstance(piece, bytes))


def test_without_faults_it_is_plain() -> None:
    assert [b"body"] == list(as_whole(b"body", NO_FAULTS))
    assert 3 == len(list(as_stream(EVENTS, NO_FAULTS)))
    assert WHOLE.startswith(b'event: response.created\ndata: {"type": "response.created"')


@pytest.mark.parametrize("at", range(len(WHOLE) + 1))
def test_it_is_cut_at_any_byte(at: int) -> None:
    pieces = list(as_stream(EVENTS, FaultPlan(cut_after_bytes=at)))

    assert (WHOLE[:at], Cut()) == (b"".join(piece for piece in pieces if isinstance(piece, bytes)), pieces[-1])


def test_a_cut_past_the_end_is_none() -> None:
    assert Cut() not in list(as_stream(EVENTS, FaultPlan(cut_after_bytes=len(WHOLE) + 1)))


def test_a_slow_answer_is_made_of_small_pieces_and_pauses() -> None:
    pieces = list(as_whole(b"x" * 95, FaultPlan(slow_bytes_per_second=100)))

    assert pytest.approx(0.95) == sum(piece.seconds for piece in pieces if isinstance(piece, SendPause))
    assert [10] * 9 + [5] == [len(piece) for piece in pieces if isinstance(piece, bytes)]


def test_even_less_than_a_byte_a_second_goes_on() -> None:
    assert [SendPause(2.0), b"a", SendPause(2.0), b"b"] == list(as_whole(b"ab", FaultPlan(slow_bytes_per_second=0.5)))


def test_it_stalls_before_an_event_or_before_the_body() -> None:
    stalling = FaultPlan(stall=3, stall_after_events=1)

    assert [bytes, SendPause, bytes, bytes] == [type(piece) for piece in as_stream(EVENTS, stalling)]
    assert [SendPause(3), b"x"] == list(as_whole(b"x", stalling))


def test_characters_are_broken_and_nothing_is_lost() -> None:
    pieces = [piece for piece in as_stream(EVENTS, FaultPlan(split_utf8=True)) if isinstance(piece, bytes)]

    assert WHOLE == b"".join(pieces)
    assert 4 == len(pieces)


def test_half_a_character_stays_an_escape() -> None:
    assert b'"\\ud800"' == written("\ud800")
    assert '"ä"'.encode() == written("ä")
