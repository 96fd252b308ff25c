"""Kinds of faults of a server in each dialect: nothing is done twice, left out or done on a broken answer."""

import pytest

from desktop_agent.model.dialect_names import DIALECT_NAMES
from tests.faults.kinds import KINDS, broken_by
from tests.faults.whole_run import Way

SOME = [kind for kind in KINDS if kind.name in {"status 529", "cut after 300 bytes", "not completed"}]


@pytest.mark.parametrize("dialect", DIALECT_NAMES)
@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
def test_a_run_keeps_its_promises_whatever_the_servers_second_answer_is(dialect: str, stream: bool) -> None:
    way = Way(dialect, stream, chain=False)

    assert [(kind.name, one) for kind in SOME for one in broken_by(kind, way)] == []
