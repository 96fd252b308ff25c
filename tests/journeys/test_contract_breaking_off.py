"""A stop, by the contract, from outside: the server is told, and nobody reads the key."""

from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.hands import Hands
from tests.fakes.people.typist import ASKED_HERE, at_a_terminal
from tests.fakes.processes import command_lines
from tests.fakes.servers.script import Answer, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

KEY = "sk-canary-of-the-contract-0123456789"


def test_a_stop_cancels_on_the_server_and_no_process_has_the_key_in_its_arguments(
    display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    long = Answer(says("Looking " * 900).pieces, stall_after=8000)
    more = {"DESKTOP_AGENT_HOME": str(tmp_path), "DESKTOP_AGENT_API_KEY": KEY} | ASKED_HERE
    command = program("run", "t", "--dialect", "openai", "--base-url")
    with ScriptedServer([long], dialect="openai", key=KEY) as server:  # noqa: SIM117 - the command needs its address
        with at_a_terminal([*command, server.base_url], display.environment() | more) as person:
            person.waits_for("Looking Looking")
            arguments = b"\n".join(command_lines().values()).decode(errors="replace")
            hands.press("Pause", "Pause")
            wait_until(lambda: server.cancelled, "the cancelling")
            ended = person.ends()

    assert (ended, server.cancelled) == (3, ["resp_1"])
    assert "desktop_agent" in arguments
    assert KEY not in arguments + person.text
    assert "Traceback" not in person.text
