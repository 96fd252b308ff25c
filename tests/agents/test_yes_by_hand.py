"""What an agent asks for is done at a physical yes; whatever the agent's side plays on the card is none."""

from __future__ import annotations

import asyncio
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import Xlib.display
import Xlib.error
from Xlib import X

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import windows
from tests.fakes.card_yes import CARD, CHORD, approve_button
from tests.fakes.mcp_agent import agent, environment
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_window import XWindow

_REST = (1200, 1000)  # where the person's hand comes from
_ARMED_S, _GLANCE_S = 1.3, 0.4
_CARD = "Approve this action"
ASKED_FOR = (400, 300)
ACT = {"action": "click", "x": ASKED_FOR[0], "y": ASKED_FOR[1], "button": "left"}
REST = (200, 120)
ARMED_S, HELD_S = 1.2, 2.5


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


def awaited_button(display: PrivateDisplay) -> tuple[int, int]:
    return approve_button(display, next(iter(wait_until(lambda: windows(display, CARD), "the card"))))


def passes(seconds: float) -> None:
    until = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > until, "the time")


def by_xtest(display: PrivateDisplay, *words: str) -> None:
    subprocess.run(["xdotool", *words], env=display.environment(), check=True, timeout=60)


def play_yes(display: PrivateDisplay) -> None:
    """Do all that a program beside the card can: click on its button, and hold the chord."""
    x, y = awaited_button(display)
    passes(ARMED_S)
    by_xtest(display, "mousemove", str(x), str(y), "click", "1")
    by_xtest(display, *(word for key in CHORD for word in ("keydown", key)))
    passes(HELD_S)
    by_xtest(display, *(word for key in reversed(CHORD) for word in ("keyup", key)))


def click_by_hand(display: PrivateDisplay, hand: PhysicalHand) -> None:
    """Click on the same button with a device, again when that was too early."""
    for _ in range(10):
        hand.move(*REST)
        passes(ARMED_S)
        hand.click(*awaited_button(display))
        try:
            wait_until(lambda: not windows(display, CARD), within_s=4)
        except AssertionError:
            continue
        else:
            return
    message = "the card took no answer"
    raise AssertionError(message)


def test_a_click_of_the_persons_mouse_is_a_yes_and_the_same_click_by_the_agents_side_is_none(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    def done() -> int:
        return sum((one.x, one.y) == ASKED_FOR for one in log.events("button_press"))

    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "ask") as caller:
            await caller.call("look")
            asked = asyncio.create_task(caller.act(ACT))
            x, y = await asyncio.to_thread(awaited_button, display)
            again = await caller.act({**ACT, "x": x, "y": y})
            await asyncio.to_thread(play_yes, display)

            assert "one call at a time" in again.text
            assert windows(display, CARD)
            assert not asked.done()
            assert done() == 0
            await asyncio.to_thread(click_by_hand, display, hand)
            assert "Done: Click" in (await asked).text
            assert done() == 1

    with PhysicalHand(display.name, display.xauthority) as hand, XEventLog(display.environment()) as log:
        asyncio.run(work())

    (journal,) = tmp_path.glob("data/runs/*/events.jsonl")
    told = journal.read_text()
    assert told.count('"verdict":"allow","by":"human"') == 1


def test_keys_go_to_what_lay_under_the_pointer_before_the_person_took_it_to_the_card(
    on_display: PrivateDisplay, tmp_path: Path
) -> None:
    async def work() -> None:
        async with agent(environment(on_display, tmp_path), "--mode", "ask") as caller:
            await caller.call("look")
            for act in ({**ACT, "x": 640}, {"action": "press", "keys": ["f7"]}):
                assert "Done: " in (await caller.act(act)).text

    with XWindow(440, 185, 400, 400, managed=True) as window, attended(on_display) as person:
        parts = [window.part_for_keys(0, top, 400, 250) for top in (0, 250)]
        asyncio.run(work())

        assert person.asked > 1
        assert window.keyed() == parts[:1]
