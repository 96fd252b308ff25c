"""A run of plain steps that was broken off: after its first click, or in the middle of its second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_agent.core.runs.events import ActionProposed, ActionStarted, Decided, NamedTarget, Status
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.resume import call_id
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import Story, run_finished, run_started

CLICK = {"kind": "click", "x": 550, "y": 190, "button": "left", "count": 1, "keys": []}
TASK = 'click "New"; click "Send"'


def broken_off(
    store: RunStore,
    token: str = "abcdef",
    *,
    uncertain: bool = True,
    ended: Status | None = None,
    resumes: str = "",
    draw: Callable[[int], bytes] = lambda _: b"no picture",
) -> Path:
    now = datetime.now(UTC)
    recorder = store.create(TASK, now, token)
    story = Story(recorder, draw=draw, now=now)
    story.tell(replace(run_started(recorder.run, str(recorder.dir), TASK), offline=True, resumes=resumes))
    story.show("start")
    story.think('1 of 2: click "New". I see it.', step=(1, 2))
    story.act(CLICK)
    if uncertain:
        story.think('2 of 2: click "Send". I see it.', step=(2, 2))
        call = call_id(PlanPosition(step=2, did_step=1), "0123abcd")
        send = NamedTarget("Send", "push button", "mail", "Letter")
        story.tell(ActionProposed(call, 0, CLICK, {"type": "click"}, target=send))
        story.tell(Decided(call, 0, "allow", "human", "words"))
        story.tell(ActionStarted(call, 0))
    if ended:
        story.tell(replace(run_finished(1, 1), status=ended))
    recorder.close()
    return recorder.dir
