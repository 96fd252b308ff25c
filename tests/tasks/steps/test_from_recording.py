"""A recorded run becomes steps, each with the window that it was done in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.events import ActionDone, ActionProposed, ActionStarted, NamedTarget
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.record.reader import read_run
from desktop_agent.record.store import RunStore
from desktop_agent.tasks.steps.from_recording import steps_of
from desktop_agent.tasks.task import Step, StepPlace
from tests.fakes.recorded import VIEWPORT, Story, run_started

# In pixels of the screen, which begins at x = 100 and is one and a half times as large as the picture.
CLICK = {"kind": "click", "x": 250, "y": 150, "button": "left", "count": 1, "keys": []}


def step_of(target: NamedTarget | None, folder: Path) -> Step:
    """Return the step of a run of one click."""
    recorder = RunStore(folder).create("Send it", datetime(2026, 11, 20, tzinfo=UTC), "3fa9c1")
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.show("start")
    story.think("Now.")
    for event in (
        ActionProposed("c", 0, CLICK, {}, target=target),
        ActionStarted("c", 0),
        ActionDone("c", 0, 8, target=target),
    ):
        story.tell(event)
    recorder.close()
    (step,) = steps_of(read_run(recorder.dir)).book.task.steps
    return step


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
    step = step_of(NamedTarget(window="Order", application="shop", window_rect=window), tmp_path)

    assert step.place == place
