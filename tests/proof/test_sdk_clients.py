"""The published SDKs, as clients of `serve`: whole conversations, and all that can be done with a response."""

from collections.abc import Iterator
from itertools import product

import pytest

from desktop_agent.model.dialects import dialect_named
from tests.fakes.serving import Serving, serving
from tests.proof.sdk_talk import (
    Talk,
    actions_in,
    script,
    whole_conversation,
)
from tests.proof.sides import OpenAISide, TzafonSide

WAYS = list(product((False, True), (True, False)))


@pytest.fixture(scope="module", params=["openai", "preview"])
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def server(dialect: str) -> Iterator[Serving]:
    with serving(script(dialect)) as one:
        yield one


@pytest.mark.parametrize(("stream", "chain"), WAYS)
def test_the_vendors_sdk_holds_a_whole_conversation(server: Serving, dialect: str, stream: bool, chain: bool) -> None:
    with OpenAISide(server) if dialect == "openai" else TzafonSide(server) as side:
        answers = whole_conversation(side, Talk(dialect, stream, chain))

    assert len(answers) == 4
    assert actions_in(answers) == set(dialect_named(dialect).actions)
