"""A run of somebody who works in a form: windows, controls and pictures as a real run records them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.core.actions.action import Action
from desktop_agent.core.actions.describe import event_form
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import ActionDone, ActionFailed, ActionProposed, ActionStarted, Decided, NamedTarget
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import START, VIEWPORT, Story, run_started

WINDOW = Rect(200, 60, 1700, 960)  # on a screen that begins at x = 100, shown smaller by a third
NAME = NamedTarget("Name:", "entry", "mail", "Order — Demo", Rect(220, 165, 720, 54), WINDOW)
SEND = NamedTarget("Send", "push button", "mail", "Order — Demo", Rect(1615, 915, 255, 75), WINDOW)
FILE = NamedTarget("File", "menu", "mail", "Order — Demo", Rect(210, 90, 60, 30), WINDOW)
SAVE = NamedTarget("Save As…", "menu item", "mail", "", Rect(215, 130, 220, 30), Rect(210, 125, 240, 120))


@dataclass(slots=True)
class ShownWork:
    root: Path
    task: str = "Order a box"
    story: Story = field(init=False)
    recorder: RunRecorder = field(init=False)

    def __post_init__(self) -> None:
        recorder = RunStore(self.root).create(self.task, START, "3fa9c1")
        self.recorder = recorder
        self.story = Story(recorder)
        self.story.tell(run_started(recorder.run, str(recorder.dir), self.task))
        self.story.show("start")

    @property
    def folder(self) -> Path:
        return self.recorder.dir

    def act(
        self, action: Action, target: NamedTarget | None = None, *, refused: bool = False, failed: bool = False
    ) -> None:
        self.story.think("Next.")
        call = f"c{self.story.turn}"
        form = event_form(action, VIEWPORT)
        self.story.tell(ActionProposed(call, 0, form, {}, target=target), 2)
        self.story.tell(Decided(call, 0, "deny" if refused else "allow", "policy", "default", target=target), 1)
        if not refused:
            self.story.tell(ActionStarted(call, 0), 1)
            self.story.tell(ActionFailed(call, 0, 5, "Gone.") if failed else ActionDone(call, 0, 9), 9)
        self.story.show()

    def end(self) -> Path:
        self.recorder.close()
        return self.folder
