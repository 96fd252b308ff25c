"""A recorded run becomes steps, each with the window that it was done in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.pictures import Rect, Size
from desktop_agent.core.runs.events import ActionDone, ActionProposed, ActionStarted, Event, NamedTarget, Reasoned
from desktop_agent.record.reader import read_run
from desktop_agent.record.store import RunStore
from desktop_agent.tasks.steps.writer import steps_of
from desktop_agent.tasks.task import StepPlace, Task
from tests.fakes.runs.recorded import VIEWPORT, Story, run_started

# In pixels of the screen, which begins at x = 100 and is one and a half times as large as the picture.
CLICK = {"kind": "click", "x": 250, "y": 150, "button": "left", "count": 1, "keys": []}


def task_of(folder: Path, *acts: Event) -> Task:
    """Return the task of a run with these events."""
    recorder = RunStore(folder).create("Send it", datetime(2026, 11, 20, tzinfo=UTC), "3fa9c1")
    story = Story(recorder)
    story.tell(replace(run_started(recorder.run, str(recorder.dir)), offline=True))
    story.show("start")
    story.think("Now.")
    for event in acts:
        story.tell(event)
    recorder.close()
    return steps_of(read_run(recorder.dir)).book.task


def done(action: Mapping[str, object], target: NamedTarget | None, call: str = "c") -> tuple[Event, ...]:
    """Return the events of an action that was carried out."""
    proposed = ActionProposed(call, 0, {**action}, {}, target=target)
    return proposed, ActionStarted(call, 0), ActionDone(call, 0, 8, target=target)


def test_lines_that_wait_or_check_stay_where_they_were(tmp_path: Path) -> None:
    target = NamedTarget(
        "Send", "push button", "shop", "~/bill.ods - LibreOffice Calc", window_rect=Rect(190, 90, 300, 150)
    )
    events = (
        Reasoned("", 1, 5, 'wait for "Order"'),
        Reasoned("", 2, 5, 'click "Send"'),
        *done(CLICK, target, "c1"),
        Reasoned("", 3, 5, "press ctrl+s"),
        *done({"kind": "press", "keys": ["ctrl", "s"]}, target, "c2"),
        Reasoned("", 4, 5, 'check that "{name}" is visible'),
        Reasoned("", 4, 5, 'check that "{name}" is visible'),
        Reasoned("", 5, 5, "wait 2 seconds"),
    )

    task = task_of(tmp_path, *events)

    assert [step.text for step in task.steps] == [
        'wait for "Order"',
        'click button "Send"',
        "press ctrl+s",
        r'check that "\{name}" is visible',
        "wait 2 seconds",
    ]
    assert task.title == "LibreOffice Calc: bill.ods"


@pytest.mark.parametrize(
    ("window", "place"),
    [
        (Rect(190, 90, 300, 150), StepPlace(((40, 40),), Size(200, 100))),
        (VIEWPORT.screen, StepPlace(((100, 100),), Size(1280, 720))),  # maximized: it is a window all the same
        (Rect(400, 90, 300, 150), StepPlace(((100, 100),), Size(1280, 720), of_screen=True)),  # the point lies beside
        (None, StepPlace(((100, 100),), Size(1280, 720), of_screen=True)),
    ],
)
def test_a_place_is_one_of_its_window_wherever_that_is_known(
    window: Rect | None, place: StepPlace, tmp_path: Path
) -> None:
    (step,) = task_of(tmp_path, *done(CLICK, NamedTarget(window="Order", application="shop", window_rect=window))).steps

    assert step.place == place
