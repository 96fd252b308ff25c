"""The stand-ins for a model in a run: steps that are replayed, or an agent that calls this computer from outside."""

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

# Functions that return the model that reads the screen here, if it can be read, and the provider's model.
RealModels = tuple[Callable[[], Model] | None, Callable[[], Model]]


@dataclass(frozen=True, slots=True)
class Sight:
    """The sources by which a stand-in sees the screen, and the run's stream for its events."""

    windows: WindowSource
    surroundings: ScreenSurroundings
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
