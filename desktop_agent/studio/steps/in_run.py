"""What plays steps in a run, in the place of a model: with the run's own eyes, and with help where it is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.events import STEPS
from desktop_agent.core.frame import Frame
from desktop_agent.core.message import Message
from desktop_agent.host.stand_in import RealModels, Sight
from desktop_agent.record.differences import keep_difference
from desktop_agent.run.ports import Model

if TYPE_CHECKING:
    from desktop_agent.studio.steps.playing import Played, PlayedStep

_SENDS = Message("The steps are played without a model; nothing leaves this computer.")


@dataclass(frozen=True, slots=True)
class StepsToPlay:
    """Steps for a run; `foreign` ones are asked about one by one. What does not fit may go to the run's provider."""

    played: Played
    foreign: bool = False
    falls_back: bool = False

    name = STEPS
    provider = None

    @property
    def words(self) -> str:
        """Return what the steps say, a line each."""
        return "\n".join(one.text for one in self.played.steps)

    @property
    def chooses_pictures(self) -> bool:
        """Return False: each picture is looked at."""
        return False

    @property
    def sends(self) -> str | None:
        """Return that nothing leaves this computer, unless a step that does not fit goes to a model."""
        return None if self.falls_back else _SENDS

    def model(self, sight: Sight, models: RealModels) -> Model:
        """Return what plays the steps; `models` are for one without a place, and one that does not fit any more."""
        from desktop_agent.studio.steps.place import PlaceFinder
        from desktop_agent.studio.steps.player import StepHelp, StepPlayer

        offline, on_server = models
        reader, stream = sight.reader, sight.stream
        eyes = sight.surroundings
        finder = PlaceFinder(eyes.target, eyes.controls, sight.windows.describe, reader.read if reader else None)
        show = partial(_show, stream.recorder.dir)
        help_by = StepHelp(offline, on_server if self.falls_back else None)
        return StepPlayer(self.played, finder, stream, show, helped=help_by, foreign=self.foreign)


def _show(folder: Path, one: PlayedStep, before: bytes | None, now: Frame) -> str:
    """Keep the pictures of then and now in the run's folder, and return where they are."""
    kept = keep_difference(folder, one.number, before, now.data)
    return " ".join(f"{word.capitalize()}: {path}." for word, path in kept.pictures.items())
