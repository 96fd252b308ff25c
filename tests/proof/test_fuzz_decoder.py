"""What servers never should send, made up by hypothesis: a ModelError or a turn, and no action that nobody asked for.

`DESKTOP_AGENT_FUZZ=20000 pytest tests/proof/test_fuzz_decoder.py` looks for longer, and elsewhere each time.
"""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_agent.core.errors import ModelError
from desktop_agent.core.runs.turn import Turn
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.dialect_names import DIALECT_NAMES
from tests.fakes.servers.stream import as_events, as_sse
from tests.fakes.servers.talk import WITH_RESPONSES
from tests.proof.golden import decoded, golden, pieces, turn_of

ASKED_FOR = int(os.environ.get("DESKTOP_AGENT_FUZZ", "0"))
fuzzed = settings(
    max_examples=ASKED_FOR or 80,
    derandomize=not ASKED_FOR,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def asked_by(turn: Turn) -> list[JsonItem]:
    return [proposal.model_action for call in turn.calls for proposal in call.proposals]


STREAMS: dict[str, bytes] = {dialect: as_sse(as_events(golden(dialect))) for dialect in DIALECT_NAMES}
GOLDEN_ACTIONS: dict[str, list[JsonItem]] = {
    dialect: asked_by(turn_of(golden(dialect), dialect)) for dialect in DIALECT_NAMES
}
# Their streams say everything twice; another API's says it once, so that only TLS keeps a digit what it was.
dialects = st.sampled_from(WITH_RESPONSES)


def outcome(read: Callable[[], Any]) -> object:
    """Return what came out, or the class of the error that our callers know."""
    try:
        return read()
    except ModelError as error:
        return type(error)


def turn_of_stream(stream: bytes, dialect: str) -> Turn | None:
    response = decoded([stream], dialect)
    return None if response is None else turn_of(response, dialect)


@fuzzed
@given(st.sampled_from(DIALECT_NAMES), st.binary(max_size=400), st.integers(1, 9))
def test_any_bytes_are_a_stream_or_a_model_error_however_they_are_cut_up(dialect: str, data: bytes, size: int) -> None:
    whole = outcome(lambda: decoded([data], dialect))

    assert repr(whole) == repr(outcome(lambda: decoded(pieces(data, size), dialect)))  # NaN equals itself


@pytest.mark.long
@fuzzed
@given(dialects, st.data())
def test_one_change_to_a_golden_stream_never_makes_another_action(dialect: str, data: st.DataObject) -> None:
    stream = STREAMS[dialect]
    at = data.draw(st.integers(0, len(stream)))
    gone = data.draw(st.sampled_from([0, 1, 1, 2, 50]))
    instead = data.draw(st.binary(max_size=2) | st.sampled_from([b"\n", b"\r", b"\n\n", b'"', b"}", b"9", b"data: "]))
    changed = stream[:at] + instead + stream[at + gone :]

    turn = outcome(partial(turn_of_stream, changed, dialect))

    if isinstance(turn, Turn):
        assert all(action in GOLDEN_ACTIONS[dialect] for action in asked_by(turn)), changed[at - 60 : at + 60]


@pytest.mark.long
@fuzzed
@given(dialects, st.data())
def test_lost_doubled_and_shuffled_events_never_make_half_an_action(dialect: str, data: st.DataObject) -> None:
    reported = list(as_events(golden(dialect)))
    order = data.draw(
        st.lists(st.integers(0, len(reported) - 1), max_size=len(reported) + 5) | st.permutations(range(len(reported)))
    )
    stream = as_sse([reported[number] for number in order])

    turn = outcome(partial(turn_of_stream, stream, dialect))

    if isinstance(turn, Turn):
        assert len(reported) - 1 in order  # the end
        assert asked_by(turn) in (GOLDEN_ACTIONS[dialect], [])
