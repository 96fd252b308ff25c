"""The model of a run: the built-in one, a stand-in for one, or the one behind the provider's server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.actions.action import Function
from desktop_agent.core.runs.events import AGENT
from desktop_agent.core.texts.message import Message
from desktop_agent.model.profile import Profile
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.run.ports import Model
from desktop_agent.runtime import slices
from desktop_agent.runtime.provider.resolve import Provider
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.screen.ocr.reader import why_not as why_no_reader
from desktop_agent.settings.api_keys import ApiKey

if TYPE_CHECKING:
    from desktop_agent.run.inquiry import ScreenInquiry
    from desktop_agent.run.stream import Stream
    from desktop_agent.runtime.prepare import PreparedRun
    from desktop_agent.screen.controls.surroundings import ScreenSurroundings
    from desktop_agent.screen.controls.window import WindowSource


def why_unknown(task: str) -> str:
    """Return why the built-in model doesn't understand a task; empty where it does."""
    return slices.offline_model.why_unknown(task)


def reader_of(run: PreparedRun, stack: AsyncExitStack) -> OcrReader | None:
    """Return the reader of texts on the screen, one child process for all; None where it is not installed."""
    if why_no_reader():
        return None
    reader = run.parts.reader or stack.enter_context(OcrReader())
    if run.provider.embedded:
        reader.start()  # it loads while the rest is opened
    return reader


def programs_of(run: PreparedRun) -> Mapping[str, Function]:
    """Return the functions that start the programs of steps, by name; a server's model has no such steps."""
    stand_in = run.parts.stand_in
    desk = run.parts.desk
    followed = run.spec.task if run.provider.embedded else ""
    if stand_in:
        followed = stand_in.words
    find = desk.programs if desk else slices.offline_model.programs_for
    return find(followed, run.parts.environment) if followed else {}


def model_of(run: PreparedRun, sight: Sight, programs: Mapping[str, Function], on_server: Callable[[], Model]) -> Model:
    """Return the model; only the modules of the chosen one are loaded."""
    known = (programs, run.parts.environment, sight.windows, sight.surroundings)
    staged = run.parts.desk.staged if run.parts.desk else None
    offline = None
    if sight.reader:
        offline = partial(slices.offline_model.offline_model, sight.reader, sight.stream, *known, staged=staged)
    if run.parts.stand_in:
        return run.parts.stand_in.model(sight, (offline, on_server))
    return offline() if offline and run.provider.embedded else on_server()


_CALLER_KEEPS_DATA = Message("The agent decides which data to keep.")
# Functions that return the model that reads the screen here, if it can be read, and the provider's model.
RealModels = tuple[Callable[[], Model] | None, Callable[[], Model]]


@dataclass(frozen=True, slots=True)
class Sight:
    """The sources by which a stand-in sees the screen, and the run's stream for its events."""

    windows: WindowSource
    surroundings: ScreenSurroundings
    inquiry: ScreenInquiry
    reader: OcrReader | None
    stream: Stream


class StandIn(Protocol):
    """Decides the next action in the place of a model."""

    @property
    def name(self) -> str:
        """Return the provider and model for the record; empty where its own provider has them."""

    @property
    def provider(self) -> Provider | None:
        """Return its own provider; None where the run uses the one in the settings."""

    @property
    def words(self) -> str:
        """Return the planned steps, a line each; empty where they are unknown beforehand."""

    @property
    def chooses_pictures(self) -> bool:
        """Return whether it chooses its own pictures, from the first one on."""

    @property
    def sends(self) -> str | None:
        """Return a sentence on the data that leaves this computer; None where the provider's model is used as well."""

    def model(self, sight: Sight, models: RealModels) -> Model:
        """Return the model for the loop; `models` do the parts that it cannot do itself."""


@dataclass(frozen=True, slots=True)
class CallingProgram:
    """A program whose calls take the model's place: its name, and a function for the model port of a run."""

    caller: str
    connect: Callable[[Sight], Model]
    name = ""
    words = ""
    chooses_pictures = True

    @property
    def provider(self) -> Provider:
        """Return the provider for the record: a caller is no server, so it has neither an address nor a key."""
        profile = Profile(AGENT, "", "", "functions", self.caller, _CALLER_KEEPS_DATA)
        return Provider(profile, ProviderSettings(), "", ApiKey(None, ""), embedded=False)

    @property
    def sends(self) -> str:
        """Return the destination of the pictures, in words."""
        return Message(
            "Every screenshot that “{words}” requests is sent to that agent, which may pass it on.", words=self.caller
        )

    def model(self, sight: Sight, models: RealModels) -> Model:  # noqa: ARG002 - none is asked
        """Return the port, connected to the screen and to the run's event stream."""
        return self.connect(sight)
