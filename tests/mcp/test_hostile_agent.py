"""A hostile agent acts nowhere without the person, by another X client's word: no press, release or motion comes of it.

Who gets in over HTTP, what an agent leaves that breaks off, and what a person's Stop ends stand in tests of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.mcp_agent import environment
from tests.fakes.people.mcp_raw import RawAgent

CLICK: dict[str, object] = {"action": "click", "x": 640, "y": 400, "button": "left"}
ACTIONS: tuple[dict[str, object], ...] = (
    CLICK,
    {"action": "double_click", "x": 5, "y": 5},
    {"action": "triple_click", "x": 5, "y": 5},
    {"action": "move", "x": 300, "y": 300},
    {"action": "drag", "x": 5, "y": 5, "end_x": 900, "end_y": 700},
    {"action": "scroll", "x": 5, "y": 5, "direction": "down", "pixels": 500},
    {"action": "type", "text": "rm -rf ~\n"},
    {"action": "press", "keys": ["alt", "f4"]},
    {"action": "hold_keys", "keys": ["ctrl"]},
    {"action": "release_keys", "keys": ["ctrl"]},
)
FREE = ("--mode", "auto", "--approver", "none")


@contextmanager
def agent_at(display: PrivateDisplay, home: Path, *flags: str) -> Iterator[RawAgent]:
    with RawAgent(environment(display, home), *flags) as agent:
        agent.start("raw")
        agent.call("look")
        yield agent


def each_action(display: PrivateDisplay, home: Path) -> Iterator[str]:
    """Act where a yes is needed and nobody can say it; three refusals end a session, and the next look opens one."""
    with agent_at(display, home, "--mode", "ask", "--approver", "none") as agent:
        for action in ACTIONS:
            agent.call("look")
            agent.act(action)
            yield f"{action['action']}"
            agent.act(action, action)
            yield f"{action['action']} twice in a list"


def before_the_handshake(display: PrivateDisplay, home: Path) -> Iterator[str]:
    """Act without a handshake, and before a look."""
    with RawAgent(environment(display, home), *FREE) as agent:
        for action in ACTIONS:
            agent.answer(agent.send("tools/call", {"name": "act", "arguments": {"actions": [action]}}), 5)
            yield "no handshake"
    with RawAgent(environment(display, home), *FREE) as agent:
        agent.start("raw")
        agent.act(CLICK)
        yield "before a look"


@pytest.mark.slow
@pytest.mark.parametrize("tries", [each_action, before_the_handshake])
def test_nothing_is_done_without_the_person(
    tries: Callable[[PrivateDisplay, Path], Iterator[str]], display: PrivateDisplay, tmp_path: Path
) -> None:
    with XEventLog(display.environment()) as log:
        acts = [name for name in tries(display, tmp_path) if log.events()]
        with agent_at(display, tmp_path / "allowed", *FREE) as agent:
            agent.act(CLICK)
        log.wait_for(1, "button_release")

    assert [] == acts
