"""Carries out an agent's run, in which the agent takes the model's place; questions are cards on the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_agent.agents import sentences
from desktop_agent.agents.client_model import ClientModel
from desktop_agent.agents.sessions import McpClient, McpEnded, McpJob
from desktop_agent.cli import progress, run_client, terminal
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import AGENT, Asked, DeskEnded, Paused, Resumed, Stamped
from desktop_agent.core.message import Message
from desktop_agent.core.stream_update import StreamUpdate
from desktop_agent.host.follow import follow
from desktop_agent.host.provider import Provider
from desktop_agent.host.resume import session_continued
from desktop_agent.host.spec import RunSpec
from desktop_agent.lib.paths import places
from desktop_agent.model.profile import Profile
from desktop_agent.model.request_options import RequestOptions
from desktop_agent.record.store import RunStore
from desktop_agent.settings.api_keys import ApiKey

if TYPE_CHECKING:
    from desktop_agent.host.stand_in import RealModels, Sight
    from desktop_agent.run.desk_order import DeskOrder
    from desktop_agent.run.ports import Model
    from desktop_agent.run.result import RunContinuation
    from desktop_agent.settings import Settings

_AGENT_KEEPS_DATA = Message("The agent decides which data to keep.")


def carried_out(job: McpJob, settings: Settings, desk: DeskOrder | None) -> McpEnded:
    """Carry out a run on this thread, on a desk if one is ordered, and return its end."""
    origin = Message("“{words}” is requesting this over MCP.", words=job.client.words)
    terms = settings if job.agent_model else settings.noted(origin)
    order, expect = job.order, (*terms.run.expect, *job.order.expect)
    terms = replace(terms, run=replace(terms.run, expect=expect, attach=order.attach, like=order.like))
    store, watcher = RunStore(places().runs), _RunWatcher(job)
    try:
        if order.after:
            earlier: RunContinuation | None = follow(store, store.find(order.after)).continuation()
        else:
            earlier = session_continued(store, job.continues, job.client.words)
        result = run_client.carry_out(
            RunSpec(order.task, terms, continues=earlier, desk=desk, by_agent=True),
            json_lines=False,
            stand_in=McpCaller(job.client, job.agent_model) if job.agent_model else None,
            agent=run_client.RunForAgent(watcher, job.begun),
        )
    except DesktopAgentError as error:
        terminal.warn(Message("Error: {error}", error=error))
        return McpEnded("failed", str(error))
    return McpEnded(result.status, result.message, run_client.report_of(result), job.stopped_by(), watcher.desk)


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
                self._job.waits_for = sentences.PAUSED
            case Asked():
                self._job.waits_for = sentences.ASKED_IN_WORDS
            case Resumed():
                self._job.waits_for = ""
            case _ if self._job.waits_for and not isinstance(stamped.event, Paused):
                self._job.waits_for = ""

    def pass_on(self, update: StreamUpdate) -> None:
        """Do nothing: the run waits for no model."""

    def asks(self, sentence: str | None) -> None:
        """Record that a card has opened, or closed (None)."""
        self._job.waits_for = f"Waiting for the person's answer: {sentence}" if sentence else ""


@dataclass(frozen=True, slots=True)
class McpCaller:
    """A calling agent, and its model port for the loop."""

    client: McpClient
    agent_model: ClientModel
    name = ""
    words = ""
    chooses_pictures = True

    @property
    def provider(self) -> Provider:
        """Return the provider for the record: an agent is no server, so it has neither an address nor a key."""
        profile = Profile(AGENT, "", "", "functions", self.client.words, _AGENT_KEEPS_DATA)
        return Provider(profile, RequestOptions(), "", ApiKey(None, ""), embedded=False)

    @property
    def sends(self) -> str:
        """Return the destination of the pictures, in words."""
        return Message(
            "Every screenshot that “{words}” requests is sent to that agent, which may pass it on.",
            words=self.client.words,
        )

    def model(self, sight: Sight, models: RealModels) -> Model:  # noqa: ARG002 - none is asked
        """Return the port, connected to the screen's description and to the run's event stream."""
        from desktop_agent.agents.view import ScreenView
        from desktop_agent.run.named_places import NamedPlaces

        self.agent_model.view = ScreenView(sight.surroundings)
        self.agent_model.announce = sight.stream
        self.agent_model.stream = sight.stream
        self.agent_model.run = sight.stream.recorder.run
        return NamedPlaces(self.agent_model, self.agent_model.view.inquiry)
