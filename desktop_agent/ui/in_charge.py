"""Puts the person in charge of a run: who watches the hand, who asks, and what keeps our windows out of the picture."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from desktop_agent.app import Session, prepare, watch_person
from desktop_agent.core.decision import Answer, Question
from desktop_agent.core.geometry import Rect
from desktop_agent.policy.standing import Standings
from desktop_agent.resources import places
from desktop_agent.run.ports import Approver, Curtain
from desktop_agent.screen.choose import choose_capture
from desktop_agent.settings import Settings, load
from desktop_agent.ui.bridge import Ears, Order
from desktop_agent.ui.curtain import QtCurtain
from desktop_agent.ui.host import Host
from desktop_agent.ui.overlay import OverlayApprover

# Measured without a compositor: a large window was gone from every grab after 150 ms, what lies below 50 ms later.
_REPAINTED_S = 0.25


class InCharge:
    """Prepares runs for one program."""

    def __init__(self, host: Host, standings: Standings, environment: Mapping[str, str] = os.environ) -> None:
        """Take where windows live, and what the person has approved for good: it holds for all runs."""
        self._host, self._standings, self._environment = host, standings, environment

    @contextmanager
    def join(self, order: Order, ears: Ears) -> Iterator[Session]:
        """Prepare a run and tidy up after it; DesktopAgentError when it cannot begin."""
        settings = load(places(self._environment).config_file, self._environment, order.flags).settings
        box = captured(settings, self._environment)
        presence = watch_person(settings, self._environment)
        try:
            card = OverlayApprover(
                self._host,
                presence,
                within_s=settings.run.answer_within,
                challenge=settings.person.approve_with == "challenge",
                chord=tuple(settings.person.approve_chord.split("+")),
                monitor_box=box,
            )
            yield prepare(
                order.task,
                settings,
                approver=ByCardAndConsole(card, ears, settings.run.answer_within),
                listeners=(ears.hear,),
                environment=self._environment,
                presence=presence,
                curtain=WindowsAside(self._host, QtCurtain(self._host, monitor=box), ears, box),
                standings=self._standings,
            )
        finally:
            presence.close()


class ByCardAndConsole:
    """An approver: the card asks about actions, the console takes what the model asks in words."""

    answers_words = True
    admits = True

    def __init__(self, card: Approver, ears: Ears, within_s: float | None) -> None:
        """Take both; silence of `within_s` seconds is no answer."""
        self._card, self._ears, self._within_s = card, ears, within_s

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer on the card."""
        return await self._card.decide(question)

    async def reply(self, question: str) -> str | None:
        """Return what the person writes into the console."""
        try:
            return await asyncio.wait_for(self._ears.reply(question), self._within_s)
        except TimeoutError:
            return None

    async def hand_back(self, reason: str) -> None:
        """Wait until the person wants the run to go on."""
        await self._card.hand_back(reason)


class WindowsAside:
    """A curtain: our ordinary windows step aside for good, then the floating ones are drawn away as always."""

    def __init__(self, host: Host, floating: Curtain, ears: Ears, box: Rect) -> None:
        """Take the curtain of the floating windows, and the part of the desktop that is captured."""
        self._host, self._floating, self._ears, self._box = host, floating, ears, box

    async def draw(self) -> None:
        """Take all windows off the screen; those below may need a moment to paint themselves where they were."""
        if await self._host.do(lambda: self._ears.step_aside(self._box)):
            await asyncio.sleep(_REPAINTED_S)
        await self._floating.draw()

    def lift(self) -> None:
        """Let the floating windows be shown again; the others wait until they are wanted."""
        self._floating.lift()


def captured(settings: Settings, environment: Mapping[str, str]) -> Rect:
    """Return the part of the desktop that a run will see, in pixels; ScreenError when there is no such monitor."""
    if settings.screen.region is not None:
        return settings.screen.region
    source = choose_capture(environment)
    try:
        monitors = source.monitors()
    finally:
        source.close()
    one = next((each for each in monitors if each.n == settings.screen.monitor), None)
    if one is not None:
        return Rect(one.x, one.y, one.width, one.height)
    # All of them, or one that is not there: `prepare` says so in its own words.
    left, top = min(each.x for each in monitors), min(each.y for each in monitors)
    right, bottom = max(each.x + each.width for each in monitors), max(each.y + each.height for each in monitors)
    return Rect(left, top, right - left, bottom - top)
