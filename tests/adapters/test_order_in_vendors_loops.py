"""What follows a call that wasn't done isn't done either, whatever a vendor's loop does with that call.

In each answer something is requested that isn't done, and then a text is typed into a field that has the keyboard. The
oracle is the window's own text.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.fields import Field
from tests.fakes.programs.told_window import told_window
from tests.fakes.programs.vendor_loop import ADK, ORACLE, developers_program
from tests.fakes.servers.script import Answer, asks, calls, says
from tests.fakes.servers.scripted_server import ScriptedServer

pytestmark = pytest.mark.skipif(not (ORACLE.exists() and ADK.exists()), reason="packaging/setup.sh makes .oracle, .adk")

LOOK = asks({"type": "screenshot"})
CHECK = {"id": "sc_1", "code": "require_confirmation", "message": "Sure?"}
NOWHERE = {"type": "click", "x": 5000, "y": 5000, "button": "left"}
AROUND = """
import asyncio, logging
logging.disable()
{tools}
async def main():
    async with {desktop}("Work", approver=lambda question: True) as computer:
        {loop}

asyncio.run(main())
"""
LOOPS: Mapping[str, tuple[str, str, str]] = {
    "openai": (
        "from agents import Agent, Runner, RunConfig, function_tool",
        "desktop_agent.adapters.openai.desktop",
        """
        from dataclasses import replace
        config = replace(computer.run_config, tool_not_found_behavior="return_error_to_model")
        agent = Agent(name="Clerk", model="gpt-5.6", tools=[computer.tool, *tools])
        {run}
""",
    ),
    "anthropic": (
        "from anthropic import AsyncAnthropic, beta_async_tool",
        "desktop_agent.adapters.anthropic.async_desktop",
        """
        about = dict(model="claude-sonnet-5-5", max_tokens=4096, messages=[{{"role": "user", "content": "Work"}}])
        {run}
""",
    ),
    "gemini": (
        "from google.adk.agents import LlmAgent; from google.adk.runners import InMemoryRunner",
        "desktop_agent.adapters.gemini.desktop",
        """
        agent = LlmAgent(name="clerk", model="gemini-3.5-flash", tools=[computer.tool, *tools])
        {run}
""",
    ),
}
RUNS: Mapping[str, str] = {
    "openai": 'print((await Runner.run(agent, "Work", run_config=config, max_turns=30)).final_output)',
    "openai streamed": """
        result = Runner.run_streamed(agent, "Work", run_config=config, max_turns=30)
        async for event in result.stream_events():
            pass
""",
    "openai with hooks": """
        from agents import MultiProvider
        agent.model = MultiProvider().get_model("gpt-5.6")
        config = RunConfig(call_model_input_filter=computer.tell, tool_not_found_behavior="return_error_to_model")
        await Runner.run(agent, "Work", run_config=config, max_turns=30, hooks=computer.hooks)
""",
    "anthropic": """
        runner = AsyncAnthropic().beta.messages.tool_runner(tools=[computer, *tools], **about)
        async for message in computer.follow(runner):
            pass
""",
    "anthropic streamed": """
        runner = AsyncAnthropic().beta.messages.tool_runner(tools=[computer, *tools], stream=True, **about)
        async for stream in computer.follow(runner):
            async for event in stream:
                pass
""",
    "anthropic eager": """
        runner = AsyncAnthropic().beta.messages.tool_runner(
            tools=[computer, *tools], stream=True, run_tools_eagerly=True, **about
        )
        async for stream in computer.follow(runner):
            async for event in stream:
                pass
""",
    "gemini": 'await InMemoryRunner(agent=agent).run_debug("Work", quiet=True)',
}
# A tool of the developer's own: it fails, or its result isn't known to ours.
TOOLS: Mapping[str, str] = {
    "openai": """
@function_tool
async def note(text: str) -> str:
    await asyncio.sleep(0.5)
    raise ValueError("no")
tools = [note]
""",
    "anthropic": """
@beta_async_tool
async def note(text: str) -> str:
    raise ValueError("no")
tools = [note]
""",
    "gemini": """
async def note(text: str) -> dict:
    await asyncio.sleep(0.5)
    return {"error": "no"}
tools = [note]
""",
}
NOTE = calls("note", '{"text": "x"}')
UNKNOWN = calls("tap", '{"x": 5, "y": 6}')
# What comes before the text in the same answer, and isn't done.
KEPT = asks({"type": "click", "x": 9, "y": 9}, checks=(CHECK,)) + asks({"type": "type", "text": "[kept]"})
LAST = {"openai": says("Done."), "anthropic": says("Done."), "gemini": KEPT}
BEFORE: Mapping[str, Mapping[str, Answer]] = {
    "openai": {
        "a function that isn't there": UNKNOWN,
        "a developer's function that fails": NOTE,
        "a click outside of the picture": asks(NOWHERE),
        "a call that isn't complete": Answer(
            (
                {
                    "type": "computer_call",
                    "id": "cu",
                    "call_id": "cut",
                    "status": "incomplete",
                    "pending_safety_checks": [],
                    "actions": [{"type": "wait"}],
                },
            )
        ),
        "a search that failed": Answer(({"type": "web_search_call", "id": "ws", "status": "failed", "action": None},)),
        "a call in the text": says('<tool_call>{"name": "click", "arguments": {"x": 5'),
        "a click and then a function that isn't there": asks({"type": "wait"}) + UNKNOWN,
    },
    "anthropic": {
        "a function that isn't there": UNKNOWN,
        "a developer's tool that fails": NOTE,
        "a click outside of the picture": asks(NOWHERE),
        "a click without a point in any shape": calls("left_click", '{"coordinate": "there"}'),
        "a member that is turned off": calls("cursor_position", "{}"),
        "a wait and then a function that isn't there": asks({"type": "wait"}) + UNKNOWN,
        "a call in the text": says('<invoke name="left_click">'),
    },
    "gemini": {
        "a function that isn't there": UNKNOWN,
        "a browser's function": calls("navigate", '{"url": "https://example.org"}'),
        "a developer's function that fails": NOTE,
        "a click outside of the picture": calls("click", '{"x": 5000, "y": 10}'),
        "a key that doesn't exist": calls("press_key", '{"key": "NoSuchKey"}'),
        "a wait and then a function that isn't there": asks({"type": "wait"}) + UNKNOWN,
        "a click without its point": calls("click", "{}"),
    },
}


@pytest.fixture
def letter(display: PrivateDisplay, tmp_path: Path) -> Iterator[Field]:
    with told_window("qt6", [sys.executable, "qt_window.py"], "Qt fields", display, tmp_path / "window") as field:
        field.focus()
        yield field


def played(
    loop: str, script: list[Answer], display: PrivateDisplay, home: Path, *, tools: str = "tools = []"
) -> ScriptedServer:
    """Play the script to a developer's program with this loop, and return the server with its log."""
    vendor = loop.partition(" ")[0]
    imports, desktop, body = LOOPS[vendor]
    module, _, name = desktop.rpartition(".")
    begin = f"{imports}\nfrom {module} import {name}\n{tools}"
    code = AROUND.format(tools=begin, desktop=name, loop=body.format(run=RUNS[loop]).strip())
    with ScriptedServer(script, dialect=vendor) as server, developers_program(code, display, server, home) as program:
        _, complained = program.communicate(timeout=200)
    assert program.returncode == 0, complained[-3000:]
    return server


@pytest.mark.parametrize("loop", RUNS)
def test_nothing_is_typed_after_something_in_the_same_answer_that_was_not_done(
    loop: str, display: PrivateDisplay, letter: Field, tmp_path: Path
) -> None:
    vendor = loop.partition(" ")[0]
    answers = [before + typing(f"[{what}]") for what, before in BEFORE[vendor].items()]
    # All calls of the others are done, so the text of these is typed; after the last one the kit waits for a yes.
    script = [LOOK, *answers, typing("all ") + asks({"type": "wait"}) + typing("is"), typing(" well"), LAST[vendor]]

    server = played(loop, script, display, tmp_path, tools=TOOLS[vendor])

    assert letter.text_once("all is well") == "all is well"
    assert len(server.creates) == len(script)
    for number in range(2, len(answers) + 2):
        words = words_after(server, number)  # of Anthropic's runner, after a call of the toolset's own that failed
        assert "wasn't carried out" in words or "Not executed: an earlier" in words


def typing(text: str) -> Answer:
    return asks({"type": "type", "text": text})


def words_after(server: ScriptedServer, number: int) -> str:
    """Return what the model was told last before a request, without what it was told before."""
    before, now = (str(server.creates[at].body["input"]) for at in (number - 1, number))
    return now.removeprefix(before.rstrip("]"))


def test_an_action_from_an_answer_that_the_toolset_never_saw_is_not_done_and_the_developer_is_told(
    display: PrivateDisplay, letter: Field, tmp_path: Path
) -> None:
    unfollowed = RUNS["anthropic"].replace("computer.follow(runner)", "runner")
    imports, _, body = LOOPS["anthropic"]
    code = AROUND.format(
        tools=f"{imports}\nfrom desktop_agent.adapters.anthropic import async_desktop\ntools = []",
        desktop="async_desktop",
        loop=body.format(run=unfollowed).strip(),
    )

    script = [LOOK, typing("abc"), says("Never.")]
    with (
        ScriptedServer(script, dialect="anthropic") as server,
        developers_program(code, display, server, tmp_path) as program,
    ):
        _, complained = program.communicate(timeout=200)

    assert letter.ask("text")["text"] == ""
    assert "Iterate over computer.follow(runner)" in complained
    assert len(server.creates) == 2
