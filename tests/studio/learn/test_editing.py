"""Steps that were learned are looked over before they are kept."""

from dataclasses import replace

from desktop_agent.core.geometry import Size
from desktop_agent.studio.learn.editing import (
    problem_with_name,
    with_step,
    without_skipped,
)
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.lines import problem_with
from desktop_agent.tasks.task import Step, StepPlace, StepWindow, Task, TaskVariable

STEPS = (
    Step('type "{name}" into "Name"', window=StepWindow("Letter to {name}")),
    Step('type "{town}" into "Town"'),
    Step("click here", place=StepPlace(((1, 1),), Size(9, 9))),
)
BOOK = StepBook(
    Task(STEPS, title="Write", variables=(TaskVariable("name", default="Ada"), TaskVariable("town", default="London"))),
    lambda _: None,
)


def test_what_is_left_out_is_not_kept_nor_is_a_variable_that_nothing_names() -> None:
    book = without_skipped(with_step(BOOK, 1, replace(STEPS[1], skip=True)))

    assert book.task.steps == (STEPS[0], STEPS[2])
    assert [one.name for one in book.task.variables] == ["name"]


def test_a_name_that_is_none_or_taken_is_refused() -> None:
    assert problem_with_name(BOOK, "name", "two words")
    assert problem_with_name(BOOK, "name", "town")
    assert not problem_with_name(BOOK, "name", "name")
    assert not problem_with_name(BOOK, "name", "who")


def test_words_that_cannot_be_played_are_refused() -> None:
    assert not problem_with(replace(STEPS[2], text='click "Send"'))
    assert problem_with(replace(STEPS[2], text="do what I mean", is_wish=True))
    assert problem_with(replace(STEPS[0], text="click here"))
    assert not problem_with(replace(STEPS[0], text="do what I mean", is_wish=True))
