"""Prepares a run of the tray program: its process, who asks, and what hides our windows."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager

from desktop_agent.app.keys import session_keys
from desktop_agent.app.own_settings import settings_for_run
from desktop_agent.app.watch import watch_person
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.stream_update import OnUpdate, StreamUpdate
from desktop_agent.screen.own_programs import own_programs
from desktop_agent.settings.saved import signed_with
from desktop_agent.ui.overlay.hider import QtOverlayHider
from desktop_agent.ui.overlay.windows import OrdinaryWindows
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.session.bridge import Bridge, TaskOrder
from desktop_agent.ui.session.capture_area import captured, card_on
from desktop_agent.ui.session.messages import RunSetup
from desktop_agent.ui.session.run_process import RunProcess, TrayServices
from desktop_agent.ui.session.shared_approvals import SharedApprovals
from desktop_agent.ui.status.status_badge import StatusBadge


@contextmanager
def prepared_run(
    order: TaskOrder,
    bridge: Bridge,
    executor: QtExecutor,
    approvals: SharedApprovals,
    ordinary: OrdinaryWindows,
) -> Iterator[RunProcess]:
    """Prepare a run and tidy up after it; DesktopAgentError when it cannot begin.

    `approvals` hold for all runs; `ordinary` are our windows that must not lie where the run works.
    """
    with _started() as process:
        settings = settings_for_run(os.environ, order.flags)
        box = captured(settings, os.environ)
        overlays = QtOverlayHider(executor, box, ordinary=ordinary)
        badge = StatusBadge(executor, box, overlays)
        with closing(watch_person(settings, os.environ, by_hand_only=True)) as presence, approvals.told(process.forget):
            card = card_on(box, settings, executor, presence, _reply_within(bridge, settings.run.answer_within))
            card.explains = order.explained
            card.on_stop = lambda: process.stop("human")
            passing = _to_both(bridge.pass_on, badge.pass_on)
            process.prepare(
                RunSetup(
                    *(order.task, settings, order.admitted, approvals.all()),
                    *(os.getpid(), own_programs(), signed_with(), session_keys()),
                ),
                TrayServices(card, overlays, (bridge.hear, badge.hear), passing, approvals),
            )
            # The run hears the stop keys itself, unless it hangs.
            presence.watch(lambda _: None, lambda how: process.stop("human", f"Stopped by the person: {how}."))
            try:
                yield process
            finally:
                badge.end()


def _started() -> RunProcess:
    try:
        return RunProcess()
    except OSError as error:
        raise DesktopAgentError(
            f"No process could be started for the run: {error.strerror}.", "Close other programs."
        ) from error


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
