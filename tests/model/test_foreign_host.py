"""Conversations with a Responses host from PyPI that nobody here wrote; what it hands to its handler is the oracle."""

import json
import os
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.core.actions import Click, Drag, Press
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import Opening, SafetyCheck, Turn
from desktop_agent.model.conversation import Conversation, Terms
from tests.fakes.thinking import answered, conversation, frame, with_conversation
from tests.fakes.waiting import wait_until

ROOT = Path(__file__).parents[2]
ORACLE = ROOT / ".oracle" / "bin" / "python"
WAYS = list(product(("preview", "openai"), (True, False), (True, False)))
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}

pytestmark = pytest.mark.skipif(
    not ORACLE.exists(), reason="the environment .oracle is not there: packaging/setup.sh test makes it"
)


@dataclass(frozen=True, slots=True)
class Host:
    """The host's address, and its log of what it understood."""

    url: str
    log: Path

    def understood(self, since: int) -> list[dict[str, Any]]:
        """Return what the host handed to its handler, one entry a request, from a line of the log on."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()[since:]]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Start the host in a home of its own, silent towards its makers."""
    home = tmp_path_factory.mktemp("host")
    (home / "log").touch()
    quiet = {"OTEL_SDK_DISABLED": "true", "APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL": "true"}
    environment = {**os.environ, **quiet, "HOME": str(home), "AGENTSERVER_STATE_ROOT": str(home)}
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        process = subprocess.Popen(
            [ORACLE, ROOT / "tests" / "model" / "foreign_host.py", str(listening.fileno()), home / "log"],
            pass_fds=[listening.fileno()],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            wait_until(lambda: is_ready(address), 60.0, "the host's readiness")
            yield Host(f"{address}/responses", home / "log")
        finally:
            process.kill()
            process.wait()


def is_ready(address: str) -> bool:
    """Tell whether the host answers; the socket takes connections before it does."""
    try:
        with urllib.request.urlopen(f"{address}/readiness", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


async def to_the_end(mind: Conversation) -> list[Turn]:
    turns = [await mind.think(Opening("Save a note", frame(0)))]
    while turns[-1].calls:
        turns.append(await mind.think(answered(turns[-1], len(turns))))
    return turns


@pytest.mark.parametrize(("dialect", "stream", "chain"), WAYS)
def test_a_host_that_nobody_here_wrote_understands_us_and_we_it(
    host: Host, dialect: str, stream: bool, chain: bool
) -> None:
    since = len(host.understood(0))

    terms = Terms(dialect=dialect, stream=stream, chain=chain)
    first, second, third = with_conversation(conversation(host.url, terms), to_the_end)

    assert first.reasoning == ("The button is in view.",)
    assert first.calls[0].proposals[0].action == Click(ImagePoint(30, 20))
    assert [call.proposals[0].action for call in second.calls] == [
        Drag((ImagePoint(1, 2), ImagePoint(30, 40))),
        Press(("ctrl", "s")),
    ]
    assert second.calls[0].checks == (SafetyCheck(raw=CHECK, **CHECK),)
    assert third.messages == ("All saved.",)
    kinds = [[item["type"] for item in request["given"]] for request in host.understood(since)]
    answers = [["computer_call_output"], ["computer_call_output"] * 2, ["function_call_output"]]
    assert kinds[0] == ["message"]
    assert [kind[-len(answer) :] for kind, answer in zip(kinds[1:], answers, strict=True)] == answers
    confirmed = [item.get("acknowledged_safety_checks") for item in host.understood(since)[2]["given"][-2:]]
    assert confirmed == [[CHECK], None]
    assert [len(request["past"]) > 0 for request in host.understood(since)] == [False, *[chain] * 3]
