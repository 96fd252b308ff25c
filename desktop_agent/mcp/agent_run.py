"""Carries out an agent's run, in which the agent takes the model's place; questions are cards on the screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desktop_agent.cli import progress, run_client, terminal
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import Asked, DeskEnded, Paused, Resumed, Stamped
from desktop_agent.core.runs.waiting import StreamUpdate
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.mcp import sessions
from desktop_agent.mcp.client_model import ClientModel
from desktop_agent.mcp.sessions import McpEnded, McpJob
from desktop_agent.record.store import RunStore
from desktop_agent.runtime.continuation import follow, session_continued
from desktop_agent.runtime.provider.run_model import CallingProgram
from desktop_agent.runtime.spec import RunSpec

if TYPE_CHECKING:
    from desktop_agent.run.end.result import RunContinuation
    from desktop_agent.run.ports import DeskOrder, Model
    from desktop_agent.runtime.provider.run_model import Sight
    from desktop_agent.settings import Settings


def carry_out_job(job: McpJob, settings: Settings, desk: DeskOrder | None) -> McpEnded:
    """Carry out a run on this thread, on a desk if one is ordered, and return its end."""
    origin = Message("“{words}” is requesting this over MCP.", words=job.client.words)
    terms = settings if job.agent_model else settings.noted(origin)
    order = job.order
    expect = (*terms.run.expect, *job.order.expect)
    terms = replace(terms, run=replace(terms.run, expect=expect, attach=order.attach, like=order.like))
    store = RunStore(places().runs)
    watcher = _RunWatcher(job)
    try:
        if order.after:
            earlier: RunContinuation | None = follow(store, store.find(order.after)).continuation()
        else:
            earlier = session_continued(store, job.continues, job.client.words)
        result = run_client.carry_out(
            RunSpec(order.task, terms, continues=earlier, desk=desk, by_agent=True),
            json_lines=False,
            stand_in=CallingProgram(job.client.words, partial(_connected_model, job.agent_model))
            if job.agent_model
            else None,
            agent=run_client.RunForAgent(watcher, job.begun),
        )
    except DesktopAgentError as error:
        terminal.warn(Message("Error: {error}", error=error))
        return McpEnded("failed", str(error))
    return McpEnded(result.status, result.message, run_client.write_run_report(result), job.stopped_by(), watcher.desk)


class _RunWatcher(progress.Quiet):
    """Records the end of the run's desk, and what the run waits for, in a sentence for the agent.

    `asks` is called on the windows' thread.
    """

    def __init__(self, job: McpJob) -> None:
        super().__init__()
        self._job = job
        self.desk: DeskEnded | None = None

    def __call__(self, stamped: Stamped) -> None:
        """Record an event."""
        super().__call__(stamped)
        if isinstance(stamped.event, DeskEnded):
            self.desk = stamped.event
        match stamped.event:
            case Paused(by=by) if by != "network":
                self._job.waits_for = sessions.PAUSED
            case Asked():
                self._job.waits_for = sessions.ASKED_IN_WORDS
            case Resumed():
                self._job.waits_for = ""
            case _ if self._job.waits_for and not isinstance(stamped.event, Paused):
                self._job.waits_for = ""

    def pass_on(self, update: StreamUpdate) -> None:
        """Do nothing: the run waits for no model."""

    def asks(self, sentence: str | None) -> None:
        """Record that a card has opened, or closed (None)."""
        self._job.waits_for = f"Waiting for the person's answer: {sentence}" if sentence else ""


def _connected_model(agent_model: ClientModel, sight: Sight) -> Model:
    """Return the agent's port, connected to the screen's description and to the run's event stream."""
    from desktop_agent.runtime.description.screen_view import ScreenView

    agent_model.view = ScreenView(sight.inquiry)
    agent_model.announce = sight.stream
    agent_model.stream = sight.stream
    agent_model.run = sight.stream.recorder.run
    return agent_model
