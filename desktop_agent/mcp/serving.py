"""Serves agents on a thread of its own; the main thread carries out their runs, one after the other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.mcp.sessions import McpEnded, McpJob, McpSessions

if TYPE_CHECKING:
    from desktop_agent.mcp.consent import FlagConsent
    from desktop_agent.run.ports import DeskOrder
    from desktop_agent.settings import Settings

_OURS = frozenset({"signal", "interrupt"})


def carry_out_runs_on_main_thread(
    sessions: McpSessions,
    settings: Settings,
    serve: Callable[[], Coroutine[None, None, None]],
    order: DeskOrder | None,
    consent: FlagConsent,
) -> None:
    """Serve agents on a thread and carry out their runs here, until they have disconnected or a signal arrives.

    With a desk order each run has a desk of its own.
    """
    failed: list[Exception] = []

    def protocol() -> None:
        try:
            asyncio.run(serve())
        except Exception as error:  # noqa: BLE001 - raised again on the main thread
            failed.append(error)
        finally:
            sessions.close()

    threading.Thread(target=protocol, name="desktop-agent-mcp", daemon=True).start()
    while (job := sessions.jobs.get()) is not None:
        ended = _carry_out(job, settings, order, consent)
        job.ended.set_result(ended)
        if ended.by in _OURS and not job.stopped_here:
            return
    if failed:
        raise failed[0]


def _carry_out(job: McpJob, settings: Settings, order: DeskOrder | None, consent: FlagConsent) -> McpEnded:
    # What a run is made of is loaded with the first one, not before an agent has its first answer.
    from desktop_agent.mcp.agent_run import carry_out_job

    try:
        consent.at_session(job)
    except DesktopAgentError as error:
        return McpEnded("failed", str(error))
    return carry_out_job(job, settings, order)
