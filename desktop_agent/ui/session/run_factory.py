"""Prepares a run of the tray program: who watches the person's input, who asks, and what hides our windows."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from desktop_agent.app.own_settings import settings_for_run
from desktop_agent.app.prepare import Session, prepare, watch_person
from desktop_agent.core.stream_update import OnUpdate, StreamUpdate
from desktop_agent.policy.standing import RememberedApprovals
from desktop_agent.ui.overlay.hider import QtOverlayHider
from desktop_agent.ui.overlay.windows import OrdinaryWindows
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.session.bridge import Bridge, TaskOrder
from desktop_agent.ui.session.capture_area import captured, card_on
from desktop_agent.ui.status.status_badge import StatusBadge


@contextmanager
def prepared_run(
    order: TaskOrder,
    bridge: Bridge,
    executor: QtExecutor,
    approval_memory: RememberedApprovals,
    ordinary: OrdinaryWindows,
) -> Iterator[Session]:
    """Prepare a run and tidy up after it; DesktopAgentError when it cannot begin.

    `approval_memory` holds for all runs; `ordinary` are our windows that must not lie where the run works.
    """
    settings = settings_for_run(os.environ, order.flags)
    box = captured(settings, os.environ)
    presence = watch_person(settings, os.environ)
    overlays = QtOverlayHider(executor, box, ordinary=ordinary)
    badge = StatusBadge(executor, box, overlays)
    try:
        card = card_on(box, settings, executor, presence, _reply_within(bridge, settings.run.answer_within))
        session = prepare(
            order.task,
            settings,
            approver=card,
            listeners=(bridge.hear, badge.hear),
            pass_on=_to_both(bridge.pass_on, badge.pass_on),
            environment=os.environ,
            presence=presence,
            overlays=overlays,
            approval_memory=approval_memory,
            admitted=order.admitted,
        )
        card.on_stop = lambda: session.stop("human")
        yield session
    finally:
        badge.end()
        presence.close()


def _to_both(one: OnUpdate, other: OnUpdate) -> OnUpdate:
    def pass_on(update: StreamUpdate) -> None:
        one(update)
        other(update)

    return pass_on


def _reply_within(bridge: Bridge, within_s: float | None) -> Callable[[str], Awaitable[str | None]]:
    async def reply(question: str) -> str | None:
        try:
            return await asyncio.wait_for(bridge.reply(question), within_s)
        except TimeoutError:
            return None

    return reply
