"""Vendors' own loops at work on a real window by our adapters, their servers played by strict fakes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.card_yes import approve_by_hand
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.fields import Field
from tests.fakes.programs.told_window import told_window
from tests.fakes.programs.vendor_loop import ADK, ORACLE, developers_program, printed
from tests.fakes.servers.script import asks, calls, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.test_guide_python import EVERY_EXAMPLE

pytestmark = pytest.mark.skipif(not (ORACLE.exists() and ADK.exists()), reason="packaging/setup.sh makes .oracle, .adk")

LOOK = asks({"type": "screenshot"})
TEXT = {"type": "type", "text": "Dear Ada"}
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "Look out."}
EXAMPLES = [
    *(
        (vendor, next(code for code in EVERY_EXAMPLE if f"desktop_agent.adapters.{vendor}" in code))
        for vendor in ("openai", "anthropic", "gemini")
    ),
    ("anthropic", (ROOT / "README.md").read_text("utf-8").partition("```python\n")[2].partition("```")[0]),
]
# The same loops with an approver of the developer's own, and with what a test adds.
WITH_CONFIG = ", run_config=computer.run_config"
LOOPS = {
    "openai": """
import asyncio
from agents import Agent, Runner
from desktop_agent.adapters.openai import desktop

async def main():
    async with desktop("Work", approver={answer}{more}) as computer:
        agent = Agent(name="Clerk", model="gpt-5.6", tools=[computer.tool])
        print((await Runner.run(agent, "Work"{config})).final_output)
    print(computer.run.result().status)

asyncio.run(main())
""",
    "anthropic": """
from anthropic import Anthropic
from desktop_agent.adapters.anthropic import desktop

with desktop("Work", approver={answer}{more}) as computer:
    about = dict(model="claude-sonnet-5-5", max_tokens=4096, messages=[{{"role": "user", "content": "Work"}}])
    for message in computer.follow(Anthropic().beta.messages.tool_runner(tools=[computer], **about)):
        print(message.content[-1].text if message.content[-1].type == "text" else "")
print(computer.run.result().status)
""",
    "anthropic async": """
import asyncio
from anthropic import AsyncAnthropic
from desktop_agent.adapters.anthropic import async_desktop

async def main():
    async with async_desktop("Work", approver={answer}{more}) as computer:
        about = dict(model="claude-sonnet-5-5", max_tokens=4096, messages=[{{"role": "user", "content": "Work"}}])
        async for message in computer.follow(AsyncAnthropic().beta.messages.tool_runner(tools=[computer], **about)):
            print(message.content[-1].text if message.content[-1].type == "text" else "")

asyncio.run(main())
""",
    "gemini": """
import asyncio
from google.adk.agents import LlmAgent
from google.adk.runners import InMemoryRunner
from desktop_agent.adapters.gemini import desktop

async def main():
    async with desktop("Work", approver={answer}{more}) as computer:
        agent = LlmAgent(name="clerk", model="gemini-3.5-flash", tools=[computer.tool])
        for event in await InMemoryRunner(agent=agent).run_debug("Work", quiet=True):
            print(event.content.parts[-1].text)

asyncio.run(main())
""",
}
VENDORS = pytest.mark.parametrize("vendor", LOOPS)


@pytest.fixture
def letter(display: PrivateDisplay, tmp_path: Path) -> Iterator[Field]:
    with told_window("qt6", [sys.executable, "qt_window.py"], "Qt fields", display, tmp_path / "window") as field:
        yield field


def worked(code: str, display: PrivateDisplay, server: ScriptedServer, home: Path) -> str:
    with developers_program(code, display, server, home) as program:
        return printed(program)


def ended_with(error: str, code: str, display: PrivateDisplay, server: ScriptedServer, home: Path) -> None:
    with developers_program(code, display, server, home) as program:
        _, complained = program.communicate(timeout=200)
    assert program.returncode == 1
    assert error in complained.splitlines()[-1], complained[-3000:]


def at(field: Field) -> Mapping[str, Any]:
    return {"type": "click", "x": field.at().x, "y": field.at().y, "button": "left"}


def events(home: Path) -> list[dict[str, Any]]:
    (journal,) = home.glob("data/runs/*/events.jsonl")
    return [json.loads(line) for line in journal.read_text().splitlines()]


def told(server: ScriptedServer) -> str:
    """Return the texts that the model was told last."""
    items = server.creates[-1].body["input"]
    words = [item.get("output") or item.get("content") or [] for item in items]
    parts = [part for each in words for part in ([{"text": each}] if isinstance(each, str) else each)]
    return "\n".join(str(part["text"]) for part in parts if "text" in part)


@pytest.mark.parametrize(("vendor", "code"), EXAMPLES, ids=["openai", "anthropic", "gemini", "README"])
def test_the_guides_example_writes_into_a_window_after_a_yes_by_hand_on_our_card(
    vendor: str, code: str, display: PrivateDisplay, letter: Field, tmp_path: Path
) -> None:
    script = [LOOK, asks(at(letter), TEXT), says("It is written.")]

    with (
        ScriptedServer(script, dialect=vendor) as server,
        PhysicalHand(display.name, display.xauthority) as hand,
        developers_program(code, display, server, tmp_path) as program,
    ):
        approve_by_hand(display, hand)
        words = printed(program)

    assert "It is written." in words
    assert letter.text_once("Dear Ada") == "Dear Ada"
    assert server.objections == []
    decisions = [event for event in events(tmp_path) if event["event"] == "decision"]
    assert {"human"} <= {decision["by"] for decision in decisions}
    assert [event["status"] for event in events(tmp_path) if event["event"] == "run.finished"] == ["completed"]


@VENDORS
def test_a_refused_act_is_not_done_and_its_reason_is_told_to_the_model(
    vendor: str, display: PrivateDisplay, letter: Field, tmp_path: Path
) -> None:
    no_then_yes = "lambda question, asked=[]: asked.append(question) or len(asked) > 1"
    code = LOOPS[vendor].format(answer=no_then_yes, more="", config=WITH_CONFIG)
    script = [LOOK, asks(at(letter), TEXT), says("Then not.")]

    with ScriptedServer(script, dialect=vendor.partition(" ")[0]) as server:
        words = worked(code, display, server, tmp_path)

    assert "Then not." in words
    assert "This was refused by the person" in told(server)
    assert letter.ask("text")["text"] == ""
    assert server.objections == []
    # Nor is what follows it in the same answer.
    assert [] == [event for event in events(tmp_path) if event["event"] == "action.started"]


@VENDORS
def test_a_stop_ends_the_vendors_loop_at_its_next_call(
    vendor: str, display: PrivateDisplay, letter: Field, tmp_path: Path
) -> None:
    more = ", on_event=lambda stamped: computer.run.stop() if stamped.event.event == 'frame' and stamped.seq > 3 else 0"
    code = LOOPS[vendor].format(answer="lambda question: True", more=more, config=WITH_CONFIG)

    with ScriptedServer([LOOK, asks(at(letter), TEXT), says("Never.")], dialect=vendor.partition(" ")[0]) as server:
        ended_with(
            "RunOverError: The run has ended: Stopped by the program that started the run.",
            code,
            display,
            server,
            tmp_path,
        )

    assert len(server.creates) < 3
    assert letter.ask("text")["text"] == ""
    assert events(tmp_path)[-1]["status"] == "stopped"


@pytest.mark.parametrize("yes", [True, False])
def test_a_safety_check_is_decided_with_its_actions_and_they_are_done_once(
    yes: bool, display: PrivateDisplay, letter: Field, tmp_path: Path
) -> None:
    code = LOOPS["openai"].format(answer=f"lambda question: not question.checks or {yes}", more="", config=WITH_CONFIG)
    checked = asks(at(letter), TEXT, checks=(CHECK,))

    with (
        XEventLog(display.environment()) as log,
        ScriptedServer([LOOK, checked, says("Done.")], dialect="openai") as server,
    ):
        if yes:
            worked(code, display, server, tmp_path)
        else:
            ended_with("UserError: Computer tool safety check was not acknowledged", code, display, server, tmp_path)
        presses = len(log.events("button_press"))

    outputs = [item for item in server.creates[-1].body["input"] if item.get("type") == "computer_call_output"]
    assert letter.ask("text")["text"] == ("Dear Ada" if yes else "")
    assert presses == yes
    assert (outputs[-1]["acknowledged_safety_checks"] == [CHECK]) if yes else len(server.creates) == 2
    assert server.objections == []


def test_without_the_filter_a_refused_act_ends_the_loop(display: PrivateDisplay, letter: Field, tmp_path: Path) -> None:
    code = LOOPS["openai"].format(answer="lambda question: False", more="", config="")

    with ScriptedServer([LOOK, asks(at(letter)), says("Never.")], dialect="openai") as server:
        ended_with("NotDoneError: ", code, display, server, tmp_path)

    assert len(server.creates) == 2
    assert letter.ask("seen")["seen"] == []


JPEG = """
from types import SimpleNamespace
from agents.run import ModelInputData
from desktop_agent.adapters.openai import DesktopComputer

computer = DesktopComputer(SimpleNamespace(run=None))
for data in ("/9j/4AAQ", "iVBORw0KGgo", ""):
    url = f"data:image/png;base64,{data}" if data else ""
    output = {"type": "computer_call_output", "call_id": "c", "output": {"image_url": url}}
    told = computer.tell(SimpleNamespace(model_data=ModelInputData([output], "")))
    print(told.input[0]["output"]["image_url"] or "none")
"""


def test_a_picture_that_is_sent_as_a_jpeg_is_not_called_a_png(display: PrivateDisplay, tmp_path: Path) -> None:
    with ScriptedServer([], dialect="openai") as server:
        words = worked(JPEG, display, server, tmp_path)

    assert words.split() == ["data:image/jpeg;base64,/9j/4AAQ", "data:image/png;base64,iVBORw0KGgo", "none"]


@pytest.mark.parametrize("keys", ['"control+a"', '["control", "a"]'])
def test_googles_kit_presses_keys_that_a_model_writes_as_one_text_or_as_a_list(
    keys: str, display: PrivateDisplay, letter: Field, tmp_path: Path
) -> None:
    code = LOOPS["gemini"].format(answer="lambda question: True", more="")
    select = calls("key_combination", f'{{"keys": {keys}}}')
    replace = asks({"type": "type", "text": "new"})
    script = [LOOK, asks(at(letter), TEXT), select, replace, calls("key_combination", '{"keys": "tab"}'), says("Done.")]

    with ScriptedServer(script, dialect="gemini") as server:
        worked(code, display, server, tmp_path)

    assert letter.text_once("new\t") == "new\t"
