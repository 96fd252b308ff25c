"""What an agent asks for is done at a physical yes; whatever the agent's side plays on the card is none."""

from __future__ import annotations

import asyncio
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.card_yes import CARD, CHORD, approve_button
from tests.fakes.people.mcp_agent import agent, environment
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.apps import windows
from tests.fakes.waiting import wait_until

ASKED_FOR = (400, 300)
ACT = {"action": "click", "x": ASKED_FOR[0], "y": ASKED_FOR[1], "button": "left"}
REST = (200, 120)
ARMED_S = 1.2
HELD_S = 2.5


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

    def is_clicked() -> bool:
        hand.move(*REST)
        passes(ARMED_S)
        hand.click(*awaited_button(display))
        with suppress(AssertionError):
            wait_until(lambda: not windows(display, CARD), within_s=4)
        return not windows(display, CARD)

    wait_until(is_clicked, "the yes")


@pytest.mark.promise("README, What else it does: another agent")
def test_a_click_of_the_persons_mouse_approves_and_the_same_click_by_the_agent_does_not(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    def done() -> int:
        return sum((event.x, event.y) == ASKED_FOR for event in log.events("button_press"))

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
    content = journal.read_text()
    assert content.count('"verdict":"allow","by":"human"') == 1
