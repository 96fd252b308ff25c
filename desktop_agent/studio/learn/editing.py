"""Editing of learned steps: change words or order, remove steps, rename variables. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_agent.core.message import Message
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.variables import names_in, renamed_in
from desktop_agent.tasks.task import VARIABLE, Step


def with_step(book: StepBook, at: int, step: Step) -> StepBook:
    """Return the steps with the one at an index replaced."""
    steps = list(book.task.steps)
    steps[at] = step
    return _with(book, steps)


def moved(book: StepBook, at: int, by: int) -> StepBook:
    """Return the steps with one of them moved by a number of places, at most to either end."""
    steps = list(book.task.steps)
    to = max(0, min(len(steps) - 1, at + by))
    steps.insert(to, steps.pop(at))
    return _with(book, steps)


def without_skipped(book: StepBook) -> StepBook:
    """Return the steps without skipped ones, and without variables that are no longer used."""
    steps = [step for step in book.task.steps if not step.skip]
    named = {name for step in steps for name in names_in(step.text, in_step=True)}
    variables = tuple(variable for variable in book.task.variables if variable.name in named)
    return replace(book, task=replace(book.task, steps=tuple(steps), variables=variables))


def with_value(book: StepBook, name: str, value: str) -> StepBook:
    """Return the steps with a new value for a variable."""
    variables = tuple(
        replace(variable, default=value) if variable.name == name else variable for variable in book.task.variables
    )
    return replace(book, task=replace(book.task, variables=variables))


def problem_with_name(book: StepBook, name: str, other: str) -> str:
    """Return why a variable cannot be renamed to `other`, in a sentence; empty where it can."""
    if re.fullmatch(VARIABLE, other) is None:
        return Message("Variable names can contain only letters, digits and “_”, and must begin with a letter.")
    is_used = other != name and any(variable.name == other for variable in book.task.variables)
    return Message("A variable named “{other}” already exists.", other=other) if is_used else ""


def renamed(book: StepBook, name: str, other: str) -> StepBook:
    """Return the steps with a variable renamed to `other` in all texts and titles."""
    steps = []
    for step in book.task.steps:
        window = step.window and replace(step.window, title=renamed_in(step.window.title, name, other))
        steps.append(replace(step, text=renamed_in(step.text, name, other), window=window))
    variables = tuple(
        replace(variable, name=other) if variable.name == name else variable for variable in book.task.variables
    )
    return replace(book, task=replace(book.task, steps=tuple(steps), variables=variables))


def _with(book: StepBook, steps: list[Step]) -> StepBook:
    return replace(book, task=replace(book.task, steps=tuple(steps)))
