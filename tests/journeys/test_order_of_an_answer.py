"""What follows a call that wasn't done isn't done either: whole runs, typed into a window that has the keyboard."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.fields import Field
from tests.fakes.programs.told_window import told_window
from tests.fakes.servers.script import Answer, Item, asks, calls, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.journeys.conftest import BARE, Agent

NOWHERE: Item = {"type": "click", "x": 5000, "y": 5000, "button": "left"}
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "Look out."}
UNKNOWN = calls("tap", '{"x": 5, "y": 6}')


def item(kind: str, **more: object) -> Answer:
    return Answer(({"type": kind, **more},))


def typing(text: str, call_id: str = "") -> Answer:
    return asks({"type": "type", "text": text}, call_id=call_id)


def computer(*actions: object, **more: object) -> Answer:
    call = {"id": "cu_x", "call_id": "c_x", "status": "completed", "pending_safety_checks": [], "actions": [*actions]}
    return item("computer_call", **{**call, **more})


EVERYWHERE = {
    "a function that isn't there": UNKNOWN,
    "a point outside of the picture": asks(NOWHERE),
    "a wait, and a function that isn't there": asks({"type": "wait"}) + UNKNOWN,
    "a call begun in the text": says('I click. <tool_call>{"name": "click", "arguments": {"x": 5'),
}
# What is asked for before the text in the same answer, and isn't done.
BEFORE: Mapping[str, Mapping[str, Answer]] = {
    "openai": {
        **EVERYWHERE,
        "a local shell": item("local_shell_call", id="ls_x", call_id="s_x", action={"type": "exec", "command": ["ls"]}),
        "a shell": item("shell_call", id="sh_x", call_id="s_y", action={"commands": ["ls"]}, status="completed"),
        "a patch": item("apply_patch_call", id="ap_x", call_id="p_x", status="completed", operation={}),
        "a tool of another kind": item("custom_tool_call", id="ct_x", call_id="t_x", name="grep", input="x"),
        "a server's tool that nobody allows": item(
            "mcp_approval_request", id="mcpr_x", name="pay", server_label="bank", arguments="{}"
        ),
        "a call that isn't complete": computer({"type": "wait"}, status="incomplete"),
        "an action that doesn't exist": computer({"type": "fly"}),
        "a call without an action": computer(),
        "a key that doesn't exist": computer({"type": "keypress", "keys": ["NoSuchKey"]}),
        "a call with a check that nobody confirms": asks({"type": "wait"}, checks=(CHECK,)),
        "a search of the server's that failed": item("web_search_call", id="ws_x", status="failed"),
        "a server's tool with an error": item("mcp_call", id="mcp_x", name="pay", error="no", arguments="{}"),
        "a call of a kind to come": item("hologram_call", id="h_x"),
        "null in the place of an item": Answer((None,)),  # type: ignore[arg-type]
        "a text that is too long": computer({"type": "type", "text": "x" * 100_001}),
    },
    "functions": {
        **EVERYWHERE,
        "arguments that are cut off": calls("click", '{"x": 5, "y"', "a_1"),
        "arguments that are a text": calls("click", "somewhere", "a_2"),
        "arguments that are missing": calls("click", "{}", "a_3"),
        "an argument that doesn't exist": calls("click", '{"x": 5, "y": 6, "depth": 1}', "a_4"),
        "a name that nothing has": calls("click", '{"name": "No such button"}', "a_5"),
        "a region outside of the picture": calls("zoom", '{"region": [0, 0, 99999, 5]}', "a_6"),
        "a wait in vain": calls("wait_for", '{"text": "No such window", "seconds": 1}', "a_7"),
        "the clipboard, which nobody lets it read": calls("read_clipboard", "{}", "a_8"),
    },
    "anthropic": {
        **EVERYWHERE,
        "a member that is turned off": calls("left_mouse_down", "{}", "a_1"),
        "a place in no shape to be read": calls("left_click", '{"coordinate": "there"}', "a_2"),
        "a key that doesn't exist": calls("key", '{"text": "NoSuchKey"}', "a_3"),
        "a tool of the server's without its result": item(
            "server_tool_use", id="srv_x", name="web_search", input={"query": "x"}
        ),
        "a tool of the vendor's that isn't there": calls("bash", '{"command": "ls"}', "a_4"),
    },
    "gemini": {
        **EVERYWHERE,
        "a function of a browser": calls("navigate", '{"url": "https://example.org"}', "a_1"),
        "a click that nobody confirms": asks({"type": "click", "x": 9, "y": 9}, checks=(CHECK,)),
        "a call without its place": calls("click", "{}", "a_2"),
        "code for the server": Answer(({"executableCode": {"language": "PYTHON", "code": "1"}},)),
    },
}


@pytest.fixture
def letter(display: PrivateDisplay, tmp_path: Path) -> Iterator[Field]:
    with told_window("qt6", [sys.executable, "qt_window.py"], "Qt fields", display, tmp_path / "window") as field:
        field.focus()
        yield field


@pytest.mark.slow
@pytest.mark.parametrize("dialect", BEFORE)
def test_nothing_is_typed_after_something_in_the_same_answer_that_was_not_done(
    dialect: str, letter: Field, agent: Agent
) -> None:
    # Between two of them a text is typed alone, which shows that it can be.
    answers = [
        answer for what, before in BEFORE[dialect].items() for answer in (before + typing(f"[{what}]"), typing("."))
    ]

    with ScriptedServer([*answers, says("Done.")], dialect=dialect, strict=dialect != "openai") as server:
        ran = agent("run", "Do the task", *BARE, "--dialect", dialect, "--base-url", server.base_url, within_s=170)

    dots = "." * len(BEFORE[dialect])
    assert letter.text_once(dots, within_s=10) == dots, ran.out[-3000:] + ran.err
    assert len(server.creates) == len(answers) + 1
