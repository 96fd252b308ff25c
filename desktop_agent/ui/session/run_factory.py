"""Puts the person in charge of a run: who watches the hand, who asks, and what keeps our windows out of the picture."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

from desktop_agent.app.paths import places
from desktop_agent.app.prepare import Session, prepare, watch_person
from desktop_agent.core.geometry import Rect
from desktop_agent.core.stream_update import OnUpdate, StreamUpdate
from desktop_agent.policy.standing import RememberedApprovals
from desktop_agent.run.ports import OverlayHider
from desktop_agent.settings import load
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.session.bridge import Ears, TaskOrder
from desktop_agent.ui.session.capture_area import captured, card_on
from desktop_agent.ui.status.overlay_hider import QtOverlayHider
from desktop_agent.ui.status.status_badge import Pill

# Measured without a compositor: a large window was gone from every grab after 150 ms, what lies below 50 ms later.
_REPAINTED_S = 0.25


class InCharge:
    """Prepares runs for one program."""

    def __init__(
        self, host: QtExecutor, approval_memory: RememberedApprovals, environment: Mapping[str, str] = os.environ
    ) -> None:
        """Take where windows live, and what the person has approved for good: it holds for all runs."""
        self._host, self._standings, self._environment = host, approval_memory, environment

    @contextmanager
    def join(self, order: TaskOrder, ears: Ears) -> Iterator[Session]:
        """Prepare a run and tidy up after it; DesktopAgentError when it cannot begin."""
        settings = load(places(self._environment).config_file, self._environment, order.flags).settings
        box = captured(settings, self._environment)
        presence = watch_person(settings, self._environment)
        pill = Pill(self._host, box)
        try:
            in_words = _in_the_console(ears, settings.run.answer_within)
            card = card_on(box, settings, self._host, presence, in_words)
            session = prepare(
                order.task,
                settings,
                approver=card,
                listeners=(ears.hear, pill.hear),
                pass_on=_to_both(ears.pass_on, pill.pass_on),
                environment=self._environment,
                presence=presence,
                overlays=WindowsAside(self._host, QtOverlayHider(self._host, monitor=box), ears, box),
                approval_memory=self._standings,
                admitted=order.admitted,
            )
            card.on_stop = lambda: session.stop("human")
            yield session
        finally:
            pill.end()
            presence.close()


class WindowsAside:
    """A curtain: our ordinary windows step aside for good, then the floating ones are drawn away as always."""

    def __init__(self, host: QtExecutor, floating: OverlayHider, ears: Ears, box: Rect) -> None:
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


def _to_both(one: OnUpdate, other: OnUpdate) -> OnUpdate:
    def pass_on(passing: StreamUpdate) -> None:
        one(passing)
        other(passing)

    return pass_on


def _in_the_console(ears: Ears, within_s: float | None) -> Callable[[str], Awaitable[str | None]]:
    async def reply(question: str) -> str | None:
        try:
            return await asyncio.wait_for(ears.reply(question), within_s)
        except TimeoutError:
            return None

    return reply
