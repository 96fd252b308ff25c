"""What plays steps in a run, in the place of a model: with the run's own eyes, and with help where it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.frame import Frame
from desktop_agent.record.differences import keep_difference
from desktop_agent.run.ports import Model

if TYPE_CHECKING:
    from desktop_agent.offline.ocr.reader import OcrReader
    from desktop_agent.run.stream import Stream
    from desktop_agent.screen.surroundings import ScreenSurroundings
    from desktop_agent.screen.window import WindowSource
    from desktop_agent.steps.playing import Played, PlayedStep


@dataclass(frozen=True, slots=True)
class StepsToPlay:
    """Steps for a run; `foreign` ones are asked about one by one. What does not fit may go to the run's provider."""

    played: Played
    foreign: bool = False
    falls_back: bool = False

    @property
    def words(self) -> str:
        """Return what the steps say, a line each."""
        return "\n".join(one.text for one in self.played.steps)


def step_player(
    steps: StepsToPlay,
    windows: WindowSource,
    surroundings: ScreenSurroundings,
    reader: OcrReader | None,
    stream: Stream,
    models: tuple[Callable[[], Model] | None, Callable[[], Model]],
) -> Model:
    """Return what plays steps; `models` are for a step without a place, and for one that does not fit any more."""
    from desktop_agent.steps.place import PlaceFinder
    from desktop_agent.steps.player import StepHelp, StepPlayer

    offline, on_server = models
    finder = PlaceFinder(surroundings.target, windows.describe, reader.read if reader else None)
    show = partial(_show, stream.recorder.dir)
    help_by = StepHelp(offline, on_server if steps.falls_back else None)
    return StepPlayer(steps.played, finder, stream, show, helped=help_by, foreign=steps.foreign)


def _show(folder: Path, one: PlayedStep, before: bytes | None, now: Frame) -> str:
    """Keep the pictures of then and now in the run's folder, and return where they are."""
    kept = keep_difference(folder, one.number, before, now.data)
    return " ".join(f"{word.capitalize()}: {path}." for word, path in kept.pictures.items())
