"""A task's program on a display of its own, an agent that works it through the program, and a person who says yes."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import Xlib.display
import Xlib.error
from Xlib import X

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.meant_tasks.task import Act, Step, Task
from tests.fakes.apps import running
from tests.fakes.card_yes import approve_button
from tests.fakes.mcp_agent import Agent, Told, agent, environment
from tests.fakes.physical import PhysicalHand

SIZE = (1920, 1080)
THINKS_S = 1.5  # between a picture and the next act
_REST = (1200, 1000)  # where the person's hand comes from
_ARMED_S, _GLANCE_S = 1.3, 0.4
_CARD = "Approve this action"
_STILL_CHANGING, _STALE = "still changing", ("The screen changed", "The content under the pointer changed")
_LOOKS, _TRIES = 5, 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """An action that was not done, with what the agent was told; `rule` is that of a decision, else empty."""

    action: str
    told: str
    rule: str = ""

    @property
    def half_done(self) -> bool:
        """Tell whether it was given up after a press."""
        return "after press" in self.told

    @property
    def stale(self) -> bool:
        """Tell whether it was refused because the screen had changed."""
        return self.told.startswith(_STALE)


@dataclass
class Session:
    """An open session at a task's program."""

    caller: Agent
    home: Path
    person: Person
    refusals: list[Refusal] = field(default_factory=list)
    acts: int = 0
    actions: int = 0
    told: int = 0  # of these actions, those on something whose kind its program tells
    _events: int = 0

    async def look(self) -> Told:
        """Take a picture."""
        return await self.caller.call("look")

    async def play_all(self, steps: Sequence[Step]) -> None:
        """Look, and have all acts of a task done."""
        await self.look()
        for step in steps:
            await asyncio.sleep(THINKS_S)
            await self.play(step)

    async def play(self, step: Step) -> Told:
        """Have a step's act done; where it is broken off, what the step has for that, else the rest once more."""
        if not step.act:
            return await self.look()
        answer, rest = await self.act(step.act)
        for instead in step.instead if rest else ():
            answer = await self.play(Step(instead))
        tries = 0
        while rest and not step.instead and tries < _TRIES:
            tries += 1
            answer, rest = await self.act(rest)
        return answer

    async def act(self, act: Act) -> tuple[Told, Act]:
        """Have an act done; return the answer, and what was not done of it. Look again while the screen changes."""
        answer = await self.caller.act(*act)
        done, refusal = self._outcome(act)
        self.acts += 1
        self.actions += done
        self.refusals += [refusal] if refusal else []
        for _ in range(_LOOKS):
            if _STILL_CHANGING not in answer.text:
                break
            answer = await self.look()
        return answer, act[done:] if refusal else ()

    def _outcome(self, act: Act) -> tuple[int, Refusal | None]:
        """Return how many actions the record says were done since it was last read, and what stopped the next one."""
        events = list(self.journal())
        fresh = events[self._events :]
        self._events = len(events)
        targets = [one.get("target") for one in fresh if one["event"] == "action.done"]
        done = len(targets)
        self.told += sum(isinstance(one, dict) and one["role"] is not None for one in targets)
        if done >= len(act):
            return done, None
        decided = [one for one in fresh if one["event"] == "decision" and one["verdict"] != "allow"]
        noticed = [one for one in fresh if one["event"] == "notice" and one["level"] != "info"]
        failed = [one for one in fresh if one["event"] == "action.failed"]
        told = str(noticed[-1]["text"] if noticed else failed[-1]["error"] if failed else "")
        rule = str(decided[0]["rule"]) if decided else ""
        return done, Refusal(json.dumps(act[done], ensure_ascii=False), told, rule)

    def journal(self) -> Iterator[Mapping[str, object]]:
        """Yield what the record says, event by event."""
        for path in sorted(self.home.glob("agent/data/runs/*/events.jsonl")):
            yield from map(json.loads, path.read_text().splitlines())


@dataclass
class Person:
    """A person who presses the green button of each card with a mouse of the server's own, and counts the cards."""

    display: PrivateDisplay
    asked: int = 0  # cards
    _x: Any = None
    _name: int = 0
    _gone: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Answer cards until told to go."""
        os.environ["XAUTHORITY"] = str(self.display.xauthority)
        self._x = Xlib.display.Display(self.display.name)
        self._name = self._x.intern_atom("_NET_WM_NAME")
        with PhysicalHand(self.display.name, self.display.xauthority) as hand:
            seen = 0
            while not self._gone.wait(_GLANCE_S):
                card = self._card()
                if not card:
                    continue
                self.asked += card != seen
                seen = card
                self._press(hand, card)
        self._x.close()

    def _card(self) -> int:
        """Return the window of the card that is shown; 0 for none."""
        with suppress(Xlib.error.XError):
            for frame in self._x.screen().root.query_tree().children:
                for window in (frame, *frame.query_tree().children):
                    name = window.get_full_text_property(self._name) or ""
                    if name.startswith(_CARD) and window.get_attributes().map_state == X.IsViewable:
                        return int(window.id)
        return 0

    def _press(self, hand: PhysicalHand, card: int) -> None:
        hand.move(*_REST)
        self._gone.wait(_ARMED_S)
        try:
            button = approve_button(self.display, card)
        except subprocess.CalledProcessError:
            return  # the card has gone by itself
        hand.click(*button)

    def go(self) -> None:
        """Have the person leave."""
        self._gone.set()


@asynccontextmanager
async def session(task: Task, home: Path, *, more: Sequence[str] = ()) -> AsyncIterator[Session]:
    """Open a task's program in `home`, and a session at it."""
    with PrivateDisplay(*SIZE) as display, opened(task, display, home):
        async with session_at(display, task, home, more=more) as made:
            yield made


@asynccontextmanager
async def session_at(
    display: PrivateDisplay, task: Task, home: Path, *, more: Sequence[str] = ()
) -> AsyncIterator[Session]:
    """Open a session at a program that runs already, with a person at its display."""
    surroundings = environment(display, home / "agent", HOME=str(home))
    scope = [word for one in task.allow for word in ("--allow", one)]
    with attended(display) as person:
        async with agent(surroundings, *scope, *more) as caller:
            yield Session(caller, home, person)


@contextmanager
def opened(task: Task, display: PrivateDisplay, home: Path) -> Iterator[None]:
    """Start a task's program, its window as large as the screen."""
    (home / "Desktop").mkdir(parents=True)
    task.prepare(home)
    # What the bus starts, such as the keeper of XFCE's settings, would go by the tester's own home.
    subprocess.run(["dbus-update-activation-environment", f"HOME={home}"], env=display.environment(), check=True)
    words = [word.replace("~", str(home)) for word in task.opens]
    with running(words, display, home, task.title, environment=dict(task.environment)) as app:
        if task.maximized:
            state = ["-b", "add,maximized_vert,maximized_horz"]
            subprocess.run(["wmctrl", "-i", "-r", str(app.window), *state], env=display.environment(), check=True)
        settled(display)
        yield
        leave(display, home)


def settled(display: PrivateDisplay, within_s: float = 60.0, still_s: float = 2.0) -> None:
    """Wait until a program that starts paints no more."""
    until = time.monotonic() + within_s
    before, since = b"", time.monotonic()
    while time.monotonic() < until and time.monotonic() - since < still_s:
        # It fails where a window goes while it reads.
        taken = subprocess.run(
            ["xwd", "-root", "-silent"], env=display.environment(), capture_output=True, check=False
        ).stdout
        if taken != before:
            before, since = taken, time.monotonic()
        time.sleep(_GLANCE_S)


def leave(display: PrivateDisplay, home: Path) -> None:
    """End what the program has started beside itself, as LibreOffice's wrapper does: all that lives in this home."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"HOME={home}".encode() in variables and f"DISPLAY={display.name}".encode() in variables:
            subprocess.run(["kill", folder.name], check=False, capture_output=True)


@contextmanager
def attended(display: PrivateDisplay) -> Iterator[Person]:
    """Have a person sit at the display."""
    person = Person(display)
    thread = threading.Thread(target=person.watch, daemon=True)
    thread.start()
    try:
        yield person
    finally:
        person.go()
        thread.join(20)
