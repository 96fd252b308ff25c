"""Steps ready to be played: variables filled in, skipped steps removed, each with its recorded place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from desktop_agent.core.errors import StepFileError
from desktop_agent.core.locator import folded
from desktop_agent.core.message import Message
from desktop_agent.studio.steps.book import StepBook, gray
from desktop_agent.studio.steps.place import RecordedPlace
from desktop_agent.studio.steps.sight import PlaceSample
from desktop_agent.studio.steps.step import Step, StepFile
from desktop_agent.studio.steps.variables import filled, known_in, values_for
from desktop_agent.studio.steps.words import StepAct, act_of


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """A step with its number in the file, and its text with variables filled in.

    `act` is None where the offline planner has to read the screen for it.
    """

    number: int
    text: str
    step: Step
    act: StepAct | None

    @property
    def anchored(self) -> bool:
        """Return whether the step acts on a recorded place."""
        return self.act is not None and self.act.pointed


@dataclass(frozen=True, slots=True)
class Played:
    """The steps to play, in order; `of` is the number of steps in the file."""

    title: str
    steps: tuple[PlayedStep, ...]
    of: int
    book: StepBook


def played(book: StepBook, values_by_key: Mapping[str, str], leave_out: Collection[int] = (), start: int = 1) -> Played:
    """Return the steps to play; StepFileError where a value or a number is invalid, or no step remains."""
    file = book.file
    for number in (*leave_out, start):
        if not 1 <= number <= len(file.steps):
            raise StepFileError(
                Message("There is no step {number}.", number=number),
                Message("The steps are numbered from 1 to {steps}.", steps=len(file.steps)),
            )
    values = values_for(file, _by_name(file, values_by_key))
    steps = [
        _played(number, step, values)
        for number, step in enumerate(file.steps, start=1)
        if number >= start and number not in leave_out and not step.skip
    ]
    if not steps:
        raise StepFileError(Message("There are no steps to play."), Message("Include at least one step."))
    return Played(file.title or steps[0].step.title, tuple(steps), len(file.steps), book)


def recorded_place(played_step: PlayedStep, book: StepBook) -> RecordedPlace:
    """Return a step's recorded place, with its picture if that has the place's size; ValueError without one."""
    step = played_step.step
    if step.place is None:
        raise ValueError(step.text)
    data = book.png(step.picture) if step.picture else None
    picture = gray(data) if data else None
    fits = picture is not None and picture.shape[:2] == (step.place.size.height, step.place.size.width)
    box = step.target.box if step.target else None
    sample = PlaceSample(picture, step.place.points[0], box) if fits and picture is not None else None
    return RecordedPlace(step.window, step.target, step.place, sample)


def _played(number: int, step: Step, values: Mapping[str, str]) -> PlayedStep:
    text = filled(step.text, values)
    if step.window:
        step = replace(step, window=replace(step.window, title=known_in(step.window.title, values)))
    act = act_of(text)
    if act is not None and act.pointed and (step.place is None or not _keeps_target_name(act, step)):
        act = None  # the offline planner looks for it by name
    return PlayedStep(number, text, step, act)


def _keeps_target_name(act: StepAct, step: Step) -> bool:
    """Return whether the text still has the target's recorded name; an edited name counts instead of the place."""
    named = step.target.name if step.target else ""
    return not act.name or not named or folded(act.name) == folded(named)


def _by_name(file: StepFile, values_by_key: Mapping[str, str]) -> dict[str, str]:
    """Return the values by variable name; a key may also be the default value of exactly one variable."""
    names = {variable.name for variable in file.variables}
    holders = {
        text: [variable.name for variable in file.variables if variable.value == text]
        for text in values_by_key
        if text not in names
    }
    return {(holders[key][0] if len(holders.get(key, ())) == 1 else key): value for key, value in values_by_key.items()}
