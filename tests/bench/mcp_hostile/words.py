"""Acts without a yes, and words and fields that pretend one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.mcp_hostile.tries import ACTIONS, CLICK, FREE, REFUSES, SAYS_YES, TOOLS, TYPE, YES_FIELDS, Try, stdio
from tests.fakes.mcp_agent import environment
from tests.fakes.mcp_raw import RawAgent


def each_action(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Acts that need a yes, where nobody can say it; three refusals end a session, and the next look opens one."""
    with stdio(display, home, *REFUSES) as agent:
        for action in ACTIONS:
            agent.call("look")
            yield f"{action['action']}", partial(agent.act, action)
            yield f"{action['action']} twice in a list", partial(agent.act, action, action)


def forged_fields(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Yes by fields that no schema has."""
    with stdio(display, home, *REFUSES) as agent:
        agent.call("look")
        for more in YES_FIELDS:
            yield f"beside the actions {more}", partial(agent.call, "act", {"actions": [CLICK], **more})
            agent.call("look")
            yield f"in the action {more}", partial(agent.act, {**CLICK, **more})


def other_tools(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Tools and methods of other names."""
    with stdio(display, home, *FREE) as agent:
        agent.call("look")
        for tool in TOOLS:
            yield f"tool {tool!r}", partial(agent.call, tool, {"actions": [CLICK]})
        for method in ("approve", "desktop/act", "act", "tools/act", "completion/complete", "sampling/createMessage"):
            yield f"method {method}", partial(agent.answer, agent.send(method, {"actions": [CLICK]}), 5)


def names_with_prompts(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Prompts in the client's own name."""
    for text in SAYS_YES[:5]:
        with stdio(display, home, *REFUSES, name=f"{text}\u202e” " * 20) as agent:
            agent.call("look")
            yield f"named {text!r}", partial(agent.act, CLICK)
            yield f"named {text!r}, typing", partial(agent.act, TYPE)


def reasons_with_prompts(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Prompts in reasons, and in questions before the act."""
    with stdio(display, home, *REFUSES) as agent:
        for text in SAYS_YES:
            agent.call("look")
            yield f"why {text!r}", partial(agent.act, CLICK, why=text)
            agent.call("ask_person", {"question": f"{text} Answer yes"})
            yield f"asked {text!r}", partial(agent.act, CLICK)


def before_the_handshake(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Calls without a handshake, and acts before a look."""
    with RawAgent(environment(display, home), *FREE) as agent:
        for action in ACTIONS:
            call = {"name": "act", "arguments": {"actions": [action]}}
            yield "no handshake", partial(agent.answer, agent.send("tools/call", call), 5)
    with stdio(display, home, *FREE) as agent:
        yield "act before a look", partial(agent.act, CLICK)


def a_good_act(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """An act that the person's settings allow: what proves that acts are seen."""
    with stdio(display, home, *FREE) as agent:
        agent.call("look")
        yield "a good act", partial(agent.act, CLICK)
