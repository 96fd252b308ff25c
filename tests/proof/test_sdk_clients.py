"""The published SDKs, as clients of `serve`: whole conversations, and all that can be done with a response."""

import json
import os
import subprocess
from collections.abc import Iterator
from itertools import product

import pytest

from desktop_agent.model.dialects import dialect_named
from tests.fakes.serving import Serving, serving
from tests.fakes.source import ROOT
from tests.proof.hosts import NO_ORACLE, ORACLE
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


@pytest.mark.skipif(not ORACLE.exists(), reason=NO_ORACLE)
def test_the_last_sdk_that_knows_the_older_api_holds_whole_conversations() -> None:
    with serving(script("lightcone")) as server:
        done = subprocess.run(
            [ORACLE, ROOT / "tests" / "proof" / "lightcone_client.py", server.origin, server.token],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    assert done.returncode == 0, done.stderr[-2000:]
    spoken = {"click", "double_click", "triple_click", "right_click", "type", "keypress", "key_down", "key_up"}
    assert json.loads(done.stdout) == {
        "actions": sorted({*spoken, "scroll", "navigate", "drag", "wait"}),
        "same": True,
        "turns": [4, 4, 4, 4],
        "kept": True,
        "cancel of a finished one": 400,
        "deleted": True,
        "after that": 404,
    }
