"""Prepares a run of the tray program: its process, who asks, and what hides our windows."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial

from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.waiting import to_both
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.desktop.watch import watch_person
from desktop_agent.runtime.protocol.client import RunClient
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.settings import Settings
from desktop_agent.settings.confirmed import settings_for_run
from desktop_agent.ui.overlay.overlays import QtOverlays
from desktop_agent.ui.overlay.windows import OrdinaryWindows
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.session.bridge import Bridge
from desktop_agent.ui.session.capture_area import captured, card_approver
from desktop_agent.ui.session.process_ahead import ProcessAhead
from desktop_agent.ui.session.shared_approvals import SharedApprovals
from desktop_agent.ui.session.task_order import TaskOrder
from desktop_agent.ui.status.status_badge import StatusBadge

_ANNOUNCED_MS = 300


@contextmanager
def prepared_run(
    order: TaskOrder,
    bridge: Bridge,
    executor: QtExecutor,
    approvals: SharedApprovals,
    ordinary: OrdinaryWindows,
    ahead: ProcessAhead,
) -> Iterator[RunClient]:
    """Prepare a run and tidy up after it; DesktopAgentError when it cannot begin.

    `ahead` has the process, if it was started ahead of the order. `approvals` are for this run; `ordinary` are our
    windows that must not lie where the run works.
    """
    with RunClient(ahead.take()) as client, ExitStack() as stack:
        settings = _with_announcements(settings_for_run(os.environ, order.flags))
        elsewhere = order.desk is not None  # then the person works on here, and nothing of theirs is in a picture
        box = captured(settings, os.environ)
        overlays = QtOverlays(executor, box, client, ordinary=None if elsewhere else ordinary)
        badge = StatusBadge(executor, overlays, client, framed=not elsewhere)
        stack.callback(badge.end)
        watching = closing(watch_person(settings, os.environ, by_hand_only=True, runs_elsewhere=elsewhere))
        with watching as presence, approvals.followed_by(client.forget):
            reply = _reply_within(bridge, settings.run.answer_within)
            card = card_approver(box, settings, executor, presence, client, reply, elsewhere=elsewhere)
            card.on_stop = lambda: client.stop("human")
            passing = to_both(bridge.pass_on, badge.pass_on)
            spec = RunSpec(
                order.task,
                settings,
                order.admitted,
                order.continues,
                order.desk,
                lines=order.lines,
                source=order.source,
            )
            listeners = (bridge.hear, badge.hear)
            opened = bridge.desk_up.emit

            def share(area: Rect) -> None:
                card.monitor = area
                overlays.monitor = area

            asks = bridge.desktop_asks.emit
            services = ClientServices(card, overlays, listeners, passing, approvals, opened, shared=share, asks=asks)
            client.prepare(spec, services)
            # The run hears the stop keys itself, unless it hangs.
            presence.watch(
                badge.take_hand,
                lambda how: client.stop("human", Message("Stopped by you: {how}.", how=how)),
                partial(client.stop, "lost"),
            )
            yield client


def _with_announcements(settings: Settings) -> Settings:
    """Return the settings of a run that a person watches: each action is shown before it is done."""
    if settings.ui.announce_ms is not None:
        return settings
    return replace(settings, ui=replace(settings.ui, announce_ms=_ANNOUNCED_MS))


def _reply_within(bridge: Bridge, within_s: float | None) -> Callable[[str], Awaitable[str | None]]:
    async def reply(question: str) -> str | None:
        try:
            return await asyncio.wait_for(bridge.reply(question), within_s)
        except TimeoutError:
            return None

    return reply
