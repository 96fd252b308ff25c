"""Steps as they are to be played: variables filled in, some left out, and each with what is known of its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from desktop_agent.core.errors import StepFileError
from desktop_agent.core.locator import folded
from desktop_agent.core.message import Message
from desktop_agent.studio.steps.book import StepBook, gray
from desktop_agent.studio.steps.place import PlaceWanted
from desktop_agent.studio.steps.sight import PlaceSample
from desktop_agent.studio.steps.step import Step, StepFile
from desktop_agent.studio.steps.variables import filled, known_in, values_for
from desktop_agent.studio.steps.words import StepAct, act_of


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """A step with its number in the file and its words as they are meant now.

    `act` is None where the screen has to be read for it: then it is the offline planner's.
    """

    number: int
    text: str
    step: Step
    act: StepAct | None

    @property
    def anchored(self) -> bool:
        """Tell whether it goes to a recorded place."""
        return self.act is not None and self.act.pointed


@dataclass(frozen=True, slots=True)
class Played:
    """What is to be played, in order; `of` is how many steps the file has."""

    title: str
    steps: tuple[PlayedStep, ...]
    of: int
    book: StepBook


def played(book: StepBook, given: Mapping[str, str], leave_out: Collection[int] = (), start: int = 1) -> Played:
    """Return the steps that are to be played; StepFileError where a value or a number does not fit, or none is left."""
    file = book.file
    for number in (*leave_out, start):
        if not 1 <= number <= len(file.steps):
            raise StepFileError(
                Message("There is no step {number}.", number=number),
                Message("The steps are numbered from 1 to {steps}.", steps=len(file.steps)),
            )
    values = values_for(file, _by_name(file, given))
    steps = [
        _played(number, step, values)
        for number, step in enumerate(file.steps, start=1)
        if number >= start and number not in leave_out and not step.skip
    ]
    if not steps:
        raise StepFileError(Message("There are no steps to play."), Message("Include at least one step."))
    return Played(file.title or steps[0].step.title, tuple(steps), len(file.steps), book)


def wanted_of(one: PlayedStep, book: StepBook) -> PlaceWanted:
    """Return what is known of a step's place, with its picture where that can be read and has the place's size."""
    step = one.step
    if step.place is None:
        raise ValueError(step.text)
    data = book.png(step.picture) if step.picture else None
    picture = gray(data) if data else None
    fits = picture is not None and picture.shape[:2] == (step.place.size.height, step.place.size.width)
    box = step.target.box if step.target else None
    sample = PlaceSample(picture, step.place.points[0], box) if fits and picture is not None else None
    return PlaceWanted(step.window, step.target, step.place, sample)


def _played(number: int, step: Step, values: Mapping[str, str]) -> PlayedStep:
    text = filled(step.text, values)
    if step.window:
        step = replace(step, window=replace(step.window, title=known_in(step.window.title, values)))
    act = act_of(text)
    if act is not None and act.pointed and (step.place is None or not _is_meant(act, step)):
        act = None  # it is looked for by its name
    return PlayedStep(number, text, step, act)


def _is_meant(act: StepAct, step: Step) -> bool:
    """Tell whether the words still call the control what it was called: they count, if they were changed."""
    named = step.target.name if step.target else ""
    return not act.name or not named or folded(act.name) == folded(named)


def _by_name(file: StepFile, given: Mapping[str, str]) -> dict[str, str]:
    """Return the values by the variables' names; a text that one variable alone has stands for it."""
    names = {one.name for one in file.variables}
    holders = {text: [one.name for one in file.variables if one.value == text] for text in given if text not in names}
    return {(holders[key][0] if len(holders.get(key, ())) == 1 else key): value for key, value in given.items()}
