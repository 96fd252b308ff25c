"""Golden streams, cut off and fed in chunks of every kind: the same turn or none, never half an action."""

from functools import cache

import openai.types.responses as openai_types
import pytest
import tzafon.types as tzafon_types

from desktop_agent.core.runs.turn import InvalidAction, Turn
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.dialects import dialect_named
from tests.fakes.servers.stream import as_events
from tests.proof.golden import MANNERS, decoded, golden, pieces, turn_of
from tests.proof.kept_fields import left_over
from tests.proof.vendors import EVENTS, parsed


@cache
def whole(dialect: str) -> Turn:
    return turn_of(golden(dialect), dialect)


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_the_golden_answer_holds_every_action_of_the_dialect_and_all_are_read(dialect: str) -> None:
    calls = [call for call in whole(dialect).calls if call.called == "computer"]
    proposals = [proposal for call in calls for proposal in call.proposals]

    assert set(dialect_named(dialect).actions) == {str(each.model_action["type"]) for each in proposals}
    assert [] == [each.action for each in proposals if isinstance(each.action, InvalidAction)]
    assert whole(dialect).reasoning
    assert whole(dialect).messages
    assert whole(dialect).usage is not None


@pytest.mark.parametrize("dialect", ["preview", "openai"])
def test_the_golden_answer_is_an_answer_by_the_vendors_types_with_nothing_left_over(dialect: str) -> None:
    kind = openai_types.Response if dialect == "openai" else tzafon_types.ResponseCreateResponse

    assert [] == list(left_over(parsed(kind, golden(dialect))))


def test_the_events_of_the_golden_stream_are_events_by_the_vendors_types_with_nothing_left_over() -> None:
    for event in as_events(golden("openai")):
        assert [] == list(left_over(parsed(EVENTS[event["type"]], event))), event


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("dialect", DIALECT_NAMES)
def test_a_golden_stream_gives_the_turn_of_the_whole_answer(dialect: str, manner: str) -> None:
    response = decoded(pieces(MANNERS[manner](golden(dialect)), 7), dialect)

    assert response is not None
    assert whole(dialect) == turn_of(response, dialect)


@pytest.mark.parametrize(
    ("dialect", "manner"),
    [*((dialect, "line feeds") for dialect in DIALECT_NAMES), *(("openai", manner) for manner in [*MANNERS][1:])],
)
def test_a_cut_never_gives_another_turn_in_whatever_manner_the_server_writes(dialect: str, manner: str) -> None:
    stream = MANNERS[manner](golden(dialect))
    late = len(stream) - 200  # the end, where a turn may come or not
    cuts = [*range(7, late, len(stream) // 8), *range(late, len(stream), 20)]

    found = [response for cut in cuts if (response := decoded(pieces(stream[:cut], 7), dialect)) is not None]

    assert all(whole(dialect) == turn_of(response, dialect) for response in found)
