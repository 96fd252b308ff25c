"""What stands in for the model in a session of an agent: whoever calls over MCP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_agent.agents.client import McpClient
from desktop_agent.agents.client_model import ClientModel
from desktop_agent.core.events import AGENT
from desktop_agent.core.message import Message
from desktop_agent.host.provider import Provider
from desktop_agent.model.profiles import Profile
from desktop_agent.model.request_options import RequestOptions
from desktop_agent.settings.api_keys import ApiKey

if TYPE_CHECKING:
    from desktop_agent.host.stand_in import RealModels, Sight
    from desktop_agent.run.ports import Model

_KEEPS = Message("The agent decides what it keeps.")


@dataclass(frozen=True, slots=True)
class McpCaller:
    """An agent that calls, and the port by which the loop asks it."""

    client: McpClient
    asked: ClientModel
    name = ""
    words = ""
    chooses_pictures = True

    @property
    def provider(self) -> Provider:
        """Return what the record has of it: an agent is no server, so there is neither an address nor a key."""
        profile = Profile(AGENT, "", "", "functions", self.client.words, _KEEPS)
        return Provider(profile, RequestOptions(), "", ApiKey(None, ""), embedded=False)

    @property
    def sends(self) -> str:
        """Return where the pictures go."""
        return Message(
            "Each picture that “{words}” requests goes to it, and it may pass it on.", words=self.client.words
        )

    def model(self, sight: Sight, models: RealModels) -> Model:  # noqa: ARG002 - none is asked
        """Return the port, once it can say what is on the screen, and that the run waits for the agent."""
        from desktop_agent.agents.view import ScreenView
        from desktop_agent.run.named_places import NamedPlaces

        self.asked.view = ScreenView(sight.surroundings)
        self.asked.announce = sight.stream
        self.asked.stream = sight.stream
        self.asked.run = sight.stream.recorder.run
        return NamedPlaces(self.asked, self.asked.view.inquiry)
