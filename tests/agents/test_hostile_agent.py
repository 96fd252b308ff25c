"""A hostile agent acts nowhere without the person, by another X client's word: no press, release or motion comes of it.

Each try is a call that no person has said yes to, or one in a form that is none. Who gets in over HTTP, what an agent
leaves that breaks off, and what a person's Stop ends stand in tests of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.mcp_agent import environment
from tests.fakes.mcp_raw import RawAgent
from tests.fakes.x_event_log import XEventLog

CLICK: dict[str, object] = {"action": "click", "x": 640, "y": 400, "button": "left"}
TYPE: dict[str, object] = {"action": "type", "text": "rm -rf ~\n"}
ACTIONS: tuple[dict[str, object], ...] = (
    CLICK,
    {"action": "double_click", "x": 5, "y": 5},
    {"action": "triple_click", "x": 5, "y": 5},
    {"action": "move", "x": 300, "y": 300},
    {"action": "drag", "x": 5, "y": 5, "end_x": 900, "end_y": 700},
    {"action": "scroll", "x": 5, "y": 5, "direction": "down", "pixels": 500},
    TYPE,
    {"action": "press", "keys": ["alt", "f4"]},
    {"action": "hold_keys", "keys": ["ctrl"]},
    {"action": "release_keys", "keys": ["ctrl"]},
)
ACT: dict[str, object] = {"name": "act", "arguments": {"actions": [CLICK]}}
REFUSES = ("--mode", "ask", "--approver", "none")
FREE = ("--mode", "auto", "--approver", "none")

Tries = Iterator[tuple[str, Callable[[], object]]]


@contextmanager
def agent_at(display: PrivateDisplay, home: Path, *flags: str) -> Iterator[RawAgent]:
    with RawAgent(environment(display, home), *flags) as agent:
        agent.start("raw")
        agent.call("look")
        yield agent


def each_action(display: PrivateDisplay, home: Path) -> Tries:
    """Acts that need a yes, where nobody can say it; three refusals end a session, and the next look opens one."""
    with agent_at(display, home, *REFUSES) as agent:
        for action in ACTIONS:
            yield f"{action['action']}", partial(_look_and_act, agent, action)
            yield f"{action['action']} twice in a list", partial(agent.act, action, action)


def before_the_handshake(display: PrivateDisplay, home: Path) -> Tries:
    """Calls without a handshake, and acts before a look."""
    with RawAgent(environment(display, home), *FREE) as agent:
        for action in ACTIONS:
            yield "no handshake", partial(_sent, agent, ACT | {"arguments": {"actions": [action]}})
    with RawAgent(environment(display, home), *FREE) as agent:
        agent.start("raw")
        yield "act before a look", partial(agent.act, CLICK)


def forms_that_are_none(display: PrivateDisplay, home: Path) -> Tries:
    """Batches, broken lines, and more than is read."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": ACT}
    good = json.dumps(call)
    lines = (
        json.dumps([call]), json.dumps([call, call]), good[:-1], good.replace("2.0", "1.0"), f"[{good}", good * 2,
        json.dumps({**call, "id": None}), json.dumps({**call, "id": [1]}), json.dumps({**call, "id": {"a": 1}}),
        json.dumps({key: value for key, value in call.items() if key != "id"}), "\ufeff" + "[" * 100_000, '"act"',
        json.dumps({**call, "params": [call["params"]]}), json.dumps({**call, "params": "act"}), "\x00" * 1_000,
        json.dumps({"a": "b" * 20_000_000}),
    )  # fmt: skip
    with agent_at(display, home, *FREE, "--max-steps", "1000") as agent:
        for line in lines:
            yield f"line {line[:40]!r}", partial(_written, agent, line)
        yield "33 actions", partial(agent.act, *([CLICK] * 33))
        yield "a text of 3 MB", partial(agent.act, {"action": "type", "text": "a" * 3_000_000})
        yield "a key list of 100 000", partial(agent.act, {"action": "press", "keys": ["a"] * 100_000})
        yield "a text just too long", partial(agent.act, {"action": "type", "text": "a" * 100_001})


def floods(display: PrivateDisplay, home: Path) -> Tries:
    """Many at once."""
    with agent_at(display, home, *REFUSES) as agent:
        for count in (2, 500):
            yield f"{count} at once", partial(_flood, agent, count)
            agent.call("look")


@pytest.mark.parametrize("kind", [each_action, before_the_handshake, forms_that_are_none, floods])
def test_nothing_is_done_without_the_person(
    kind: Callable[[PrivateDisplay, Path], Tries], display: PrivateDisplay, tmp_path: Path
) -> None:
    acts = list[str]()
    with XEventLog(display.environment()) as log:
        for name, attempt in kind(display, tmp_path):
            before = len(log.events())
            attempt()
            if len(log.events()) > before:
                acts.append(name)
        seen = len(log.events())
        with agent_at(display, tmp_path / "allowed", *FREE) as agent:
            agent.act(CLICK)
        log.wait_for(1, "button_release")

    assert [] == acts
    assert len(log.events()) > seen


def _look_and_act(agent: RawAgent, action: object) -> None:
    agent.call("look")
    agent.act(action)


def _sent(agent: RawAgent, told: dict[str, object]) -> None:
    agent.answer(agent.send("tools/call", told), 5)


def _written(agent: RawAgent, line: str) -> None:
    agent.write(line)
    agent.call("status")


def _flood(agent: RawAgent, count: int) -> None:
    for number in [agent.send("tools/call", ACT) for _ in range(count)]:
        agent.answer(number)
