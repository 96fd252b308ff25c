"""What may stand in for a model in a run: steps that are played, or an agent that calls this computer from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop_agent.run.ports import Model

if TYPE_CHECKING:
    from desktop_agent.host.provider import Provider
    from desktop_agent.run.stream import Stream
    from desktop_agent.screen.ocr.reader import OcrReader
    from desktop_agent.screen.surroundings import ScreenSurroundings
    from desktop_agent.screen.window import WindowSource

# What reads the screen here, where it can be read, and what asks the provider's server.
RealModels = tuple[Callable[[], Model] | None, Callable[[], Model]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What a run sees by, and where it tells what happens."""

    windows: WindowSource
    surroundings: ScreenSurroundings
    reader: OcrReader | None
    stream: Stream


class StandIn(Protocol):
    """Says in the place of a model what is to be done next."""

    @property
    def name(self) -> str:
        """Return what the record has as provider and model; empty where its own provider says that."""

    @property
    def provider(self) -> Provider | None:
        """Return its own provider; None where the one of the settings is the run's."""

    @property
    def words(self) -> str:
        """Return what it is going to have done, a line each; empty where nobody knows beforehand."""

    @property
    def chooses_pictures(self) -> bool:
        """Return whether it says itself which pictures it is given, from the first one on."""

    @property
    def sends(self) -> str | None:
        """Return what leaves this computer, in a sentence; None where the provider's model is asked as well."""

    def model(self, sight: Sight, models: RealModels) -> Model:
        """Return what the loop asks; `models` are for what it cannot do itself."""
