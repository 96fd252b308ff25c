"""What all three kinds of file show of a how-to: numbered steps, windows where they change, pictures in one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop_agent.studio.howto.crop import StepPicture
from desktop_agent.studio.howto.emphasis import pieces, plain
from desktop_agent.studio.howto.instruction import Howto


@dataclass(frozen=True, slots=True)
class PageStep:
    """One step as a file shows it; `window` is empty where it is the one of the step before."""

    number: int
    text: str
    window: str
    picture: StepPicture | None

    @property
    def words(self) -> str:
        """Return the text alone: what a picture's description says."""
        return plain(self.text)

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text in pieces, each with whether it stands out."""
        return pieces(self.text)


def page_steps(howto: Howto, pictures: Sequence[StepPicture | None]) -> Iterator[PageStep]:
    """Yield the steps in their order."""
    windows = [step.window for step in howto.steps]
    changes = [True, *(before != after for before, after in pairwise(windows))]
    for number, (step, picture, changed) in enumerate(zip(howto.steps, pictures, changes, strict=True), 1):
        yield PageStep(number, step.text, step.window if changed else "", picture)


def scale_of(steps: Sequence[PageStep], width: float, largest: float) -> float:
    """Return the one scale in which all pictures fit a width, at most `largest`."""
    widest = max((step.picture.size.width for step in steps if step.picture), default=1)
    return min(largest, width / widest)
