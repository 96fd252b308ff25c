"""A short recorded run with all that films show: clicks, typed text, a shortcut, a refusal, a long wait, targets."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw

from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import (
    ActionDone,
    ActionProposed,
    ActionStarted,
    Decided,
    Event,
    NamedTarget,
    RunFinished,
    Settled,
)
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import Story, run_started

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
TASK = 'click "Name"\ntype "Ada"\npress ctrl+s\nclick "Send"'
NAME_FIELD = Rect(220, 165, 480, 36)  # in screen pixels; the monitor starts at x = 100 and is 1.5 times the picture
FIELD = NamedTarget("Name", "entry", "forms", "Order", NAME_FIELD)
SEND = Rect(1615, 915, 255, 75)


def screen(number: int, size: tuple[int, int] = (1280, 720)) -> bytes:
    image = Image.new("RGB", size, (226, 232, 240))
    draw = ImageDraw.Draw(image)
    draw.rectangle((80, 110, 400, 134), fill="white", outline=(100, 116, 139))
    draw.rectangle((1010, 610, 1180, 660), fill=(37, 99, 235))
    if number >= 3:
        draw.text((90, 116), "Ada", fill="black")
    if number >= 4:
        draw.rectangle((80, 300, 300, 330), fill=(34, 197, 94))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def film_run(
    root: Path, *, pictures: bool = True, draw: Callable[[int], bytes] = screen, ends: bool = True,
    checked: Sequence[Event] = (), field: NamedTarget = FIELD,
) -> Path:  # fmt: skip
    recorder = RunStore(root).create("Fill in the form", NOW, "3fa9c1", pictures=pictures)
    story = Story(recorder, draw=draw)
    story.tell(run_started(recorder.run, str(recorder.dir), TASK))
    story.show("start")
    click = {"kind": "click", "button": "left", "count": 1, "keys": []}
    _act(story, {**click, "x": 400, "y": 180}, field)
    _act(story, {"kind": "type", "text": "Ada"}, field)
    _act(story, {"kind": "press", "keys": ["ctrl", "s"]}, field, thinks_ms=14_000)
    _act(
        story, {**click, "x": 1700, "y": 950}, NamedTarget("Send", "push button", "forms", "Order", SEND), refused=True
    )
    for event in checked:
        story.tell(event)
    if ends:
        story.turn += 1
        usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
        story.tell(RunFinished("partly", "I did not click “Send”.", 5, 3, usage, None, 20.0, 2.0, 5))
    recorder.close()
    return recorder.dir


def _act(
    story: Story, action: dict[str, object], target: NamedTarget, *, thinks_ms: int = 600, refused: bool = False
) -> None:  # fmt: skip
    story.think(f"Step {story.turn + 1}.", ms=thinks_ms)
    call = f"call_{story.turn}"
    story.tell(ActionProposed(call, 0, action, action, (), target), 2)
    if refused:
        story.tell(Decided(call, 0, "deny", "human", "out", "Not now.", 1200), 1200)
    else:
        story.tell(Decided(call, 0, "allow", "policy", "scope"), 1)
        story.tell(ActionStarted(call, 0), 3)
        story.tell(ActionDone(call, 0, 14), 14)
        story.tell(Settled(112, stable=True), 112)
    story.show()
