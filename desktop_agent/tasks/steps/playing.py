"""The lines of a task ready to be played: skipped ones removed, each with its recorded place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.controls.locator import folded
from desktop_agent.core.errors import StepFileError
from desktop_agent.core.texts.message import Message
from desktop_agent.tasks.steps.book import StepBook, gray
from desktop_agent.tasks.steps.place import RecordedPlace
from desktop_agent.tasks.steps.sight import PlaceSample
from desktop_agent.tasks.steps.words import StepAct, act_of, parts_of
from desktop_agent.tasks.task import Step


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """A line with its number in the task, and its variables filled in; of a line with several steps, one of them.

    `act` is None for a wish, and where the offline planner has to read the screen for it.
    """

    number: int
    step: Step
    act: StepAct | None

    @property
    def anchored(self) -> bool:
        """Return whether the step acts on a recorded place."""
        return self.act is not None and self.act.pointed


@dataclass(frozen=True, slots=True)
class Played:
    """The lines to play, in order; `of` is the number of lines in the task."""

    title: str
    steps: tuple[PlayedStep, ...]
    of: int
    book: StepBook


def played(book: StepBook, lines: Sequence[Step], leave_out: Collection[int] = (), start: int = 1) -> Played:
    """Return the lines to play, which have their values; StepFileError for an invalid number, or if no line remains."""
    for number in (*leave_out, start):
        if not 1 <= number <= len(lines):
            raise StepFileError(
                Message("There is no step {number}.", number=number),
                Message("The steps are numbered from 1 to {steps}.", steps=len(lines)),
            )
    numbered = [
        (number, step)
        for number, line in enumerate(lines, start=1)
        if number >= start and number not in leave_out and not line.skip
        for step in single_steps(line)
    ]
    steps = [PlayedStep(number, step, _act(step)) for number, step in numbered]
    if not steps:
        raise StepFileError(Message("There are no steps to play."), Message("Include at least one step."))
    return Played(book.task.title or steps[0].step.title, tuple(steps), len(lines), book)


def single_steps(line: Step) -> tuple[Step, ...]:
    """Return the steps in a line; it's waited before the first of them."""
    parts = (line.text,) if line.is_wish else parts_of(line.text)
    return tuple(replace(line, text=text, wait_s=0 if number else line.wait_s) for number, text in enumerate(parts))


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


def _act(step: Step) -> StepAct | None:
    act = None if step.is_wish else act_of(step.text)
    if act is not None and act.pointed and (step.place is None or not _keeps_target_name(act, step)):
        return None  # the offline planner looks for it by name
    return act


def _keeps_target_name(act: StepAct, step: Step) -> bool:
    """Return whether the text still has the target's recorded name; an edited name counts instead of the place."""
    named = step.target.name if step.target else ""
    return not act.name or not named or folded(act.name) == folded(named)
