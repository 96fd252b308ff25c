"""The card that asks on the person's own screen, and the curtain that hides it; Qt is loaded when first needed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_agent.core.decision import Answer, Question
    from desktop_agent.core.geometry import Rect
    from desktop_agent.core.presence import Presence
    from desktop_agent.settings import Settings
    from desktop_agent.ui.curtain import QtCurtain
    from desktop_agent.ui.host import Host
    from desktop_agent.ui.overlay import OverlayApprover


class LateCard:
    """An approver: the overlay's, made at the first question."""

    answers_words = True
    admits = True

    def __init__(self, host: Host, presence: Presence, settings: Settings, monitor: Rect) -> None:
        """Take where windows live, who proves a person's click, and where the card may stand."""
        self._host, self._presence, self._settings, self._monitor = host, presence, settings, monitor

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer on the card."""
        return await (await self._card()).decide(question)

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words."""
        return await (await self._card()).reply(question)

    async def hand_back(self, reason: str) -> None:
        """Return when the person wants the run to go on."""
        await (await self._card()).hand_back(reason)

    async def _card(self) -> OverlayApprover:
        # Loading Qt takes a while, and a stop must not wait for it.
        return await asyncio.to_thread(lambda: self._made)

    @cached_property
    def _made(self) -> OverlayApprover:
        from desktop_agent.ui.overlay import OverlayApprover

        person = self._settings.person
        return OverlayApprover(
            self._host,
            self._presence,
            within_s=self._settings.run.answer_within,
            challenge=person.approve_with == "challenge",
            chord=tuple(person.approve_chord.split("+")),
            monitor_box=self._monitor,
        )


class LateCurtain:
    """The run's curtain: there is nothing to draw it over until a window has been shown."""

    def __init__(self, host: Host, monitor: Rect) -> None:
        """Take where windows live, and the part of the desktop that is captured."""
        self._host, self._monitor = host, monitor

    async def draw(self) -> None:
        """Take our windows off the screen; ScreenError when they stay."""
        if self._host.started:
            await self._made.draw()

    def lift(self) -> None:
        """Let our windows be shown again."""
        if self._host.started:
            self._made.lift()

    @cached_property
    def _made(self) -> QtCurtain:
        from desktop_agent.ui.curtain import QtCurtain

        return QtCurtain(self._host, monitor=self._monitor)


def monitor_box(settings: Settings, environment: Mapping[str, str] = os.environ) -> Rect:
    """Return the monitor that a run works, in pixels: the first where that is not one; ScreenError without any."""
    from desktop_agent.screen.choose import choose_capture

    source = choose_capture(environment)
    try:
        monitors = source.monitors()
    finally:
        source.close()
    return next((one for one in monitors if one.n == settings.screen.monitor), monitors[0]).box
