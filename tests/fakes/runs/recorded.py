"""Runs as a recorder would write them: pictures made here, events in the contract's words, time that passes."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, Size, Viewport
from desktop_agent.core.runs.events import (
    AGENT,
    STEPS,
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Decided,
    Event,
    FrameReason,
    FrameTaken,
    NamedTarget,
    Noticed,
    Reasoned,
    RequestSent,
    RunFinished,
    RunStarted,
    Said,
    Settled,
    Stamped,
    Status,
    TaskSource,
    UsageReported,
)
from desktop_agent.record.store import RunStore
from desktop_agent.run.ports import Recorder
from desktop_agent.run.stream import Stream

START = datetime(2026, 11, 20, 10, 15, 30, 123000, tzinfo=UTC)
VIEWPORT = Viewport(Rect(100, 0, 1920, 1080), Size(1280, 720))


@cache
def picture(number: int, size: tuple[int, int] = (1280, 720), kind: str = "PNG") -> bytes:
    image = Image.new("RGB", size, (226, 232, 240))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], 44), fill=(51, 65, 85))
    draw.text((20, 14), f"Order form - picture {number}", fill="white")
    for row in range(6):
        draw.rectangle((80, 110 + 70 * row, 560, 146 + 70 * row), fill="white", outline=(148, 163, 184))
        draw.text((90, 120 + 70 * row), f"Field {row + 1}", fill=(30, 41, 59))
    draw.rectangle((1010, 610, 1180, 660), fill=(37, 99, 235))
    draw.text((1080, 628), "Send", fill="white")
    stream = io.BytesIO()
    image.save(stream, kind, compress_level=1)
    return stream.getvalue()


def frame(data: bytes, media_type: str = "image/png") -> Frame:
    digest = hashlib.sha256(data).hexdigest()
    return Frame(data, media_type, VIEWPORT, digest, Scene(), Pixels(VIEWPORT.screen.size, b""))


def run_started(run: str, folder: str, task: str = "Save a note") -> RunStarted:
    return RunStarted(
        format=1,
        run=run,
        dir=folder,
        task=task,
        provider="local",
        dialect="preview",
        model="local",
        base_url="http://127.0.0.1:8017/v1",
        mode="guard",
        monitor={"n": 1, "x": 100, "y": 0, "width": 1920, "height": 1080, "scale": 1.0},
        region=None,
        viewport={"width": 1280, "height": 720},
        limits={"steps": 200, "minutes": 60, "cost": None},
        version="0.1.0",
    )


def run_finished(turns: int, actions: int, seconds: float = 12.4) -> RunFinished:
    usage = {"input_tokens": 8000, "output_tokens": 210, "total_tokens": 8210}
    return RunFinished("completed", "Saved.", turns, actions, usage, 0.009, seconds, 2.1, 0)


@dataclass(slots=True)
class Story:
    recorder: Recorder
    turn: int = 0
    seq: int = 0
    now: datetime = START
    frames: int = 0
    draw: Callable[[int], bytes] = picture
    said: list[Stamped] = field(default_factory=list)

    def tell(self, event: Event, after_ms: int = 0) -> None:
        self.seq += 1
        self.now += timedelta(milliseconds=after_ms)
        at = f"{self.now:%Y-%m-%dT%H:%M:%S}.{self.now.microsecond // 1000:03d}Z"
        self.said.append(self.recorder.write(Stamped(self.seq, at, self.turn, event)))

    def show(self, reason: FrameReason = "after-action") -> None:
        self.frames += 1
        data = self.draw(self.frames)
        path = self.recorder.keep(frame(data))
        digest = hashlib.sha256(data).hexdigest()
        self.tell(FrameTaken(path, 1280, 720, len(data), "image/png", digest, reason), 9)
        self.tell(RequestSent(1, 2, 188500, chained=False, previous_response_id=None), 4)

    def act(self, action: dict[str, object], *, by_human: bool = False, fails: str = "") -> None:
        call = f"call_{self.turn}"
        checks = ({"id": "sc1", "code": "sensitive", "message": "Sends data."},) if by_human else ()
        self.tell(ActionProposed(call, 0, action, {**action, "type": action["kind"]}, checks), 2)
        if by_human:
            self.tell(Decided(call, 0, "allow", "human", "out", None, 2600), 2600)
        else:
            self.tell(Decided(call, 0, "allow", "policy", "default"), 1)
        self.tell(ActionStarted(call, 0), 3)
        self.tell(ActionFailed(call, 0, 5, fails) if fails else ActionDone(call, 0, 14), 14)
        self.tell(Settled(112, stable=True), 112)
        self.show()

    def think(self, reasoning: str, *, ms: int = 640, message: str = "", step: tuple[int, int] | None = None) -> None:
        """Answer as the model, which begins the next turn; `step` is which of how many plain steps it is at."""
        self.turn += 1
        self.tell(Reasoned(reasoning, *(step or (None, None))), ms)
        if message:
            self.tell(Said(message), 3)
        self.tell(UsageReported(1204, 33, 1237, 0.0014), 1)


def tell_whole_run(
    recorder: Recorder,
    folder: str,
    run: str,
    *,
    turns: int = 5,
    task: str = "Save a note",
    draw: Callable[[int], bytes] = picture,
) -> Story:
    """Record a run with many kinds of action, an approval and, from the third turn on, a failure; return the story."""
    story = Story(recorder, draw=draw)
    story.tell(run_started(run, folder, task))
    story.show("start")
    actions = _actions()
    for number in range(1, turns + 1):
        action = next(actions)
        story.think(f"Step {number}: the form is open.", message="On it." if number == 1 else "")
        if number == turns:
            story.act({"kind": "click", "x": 1743, "y": 952, "button": "left", "count": 1, "keys": []}, by_human=True)
        elif number == 3:
            story.act(action, fails="The window went away.")
        else:
            story.act(action)
    story.tell(Noticed("warning", "The same step was tried twice."), 1)
    story.think("All done.", message="Saved.")
    story.tell(run_finished(story.turn, turns - 1), 2)
    return story


def record_run(
    store: RunStore,
    token: str,
    task: str = "Save a note",
    draw: Callable[[int], bytes] = lambda _: b"no picture",
) -> Path:
    """Record a whole run into a store, a minute later for each number in its token, and return its folder."""
    recorder = store.create(task, datetime(2026, 11, 20, 10, int(token, 16) % 60, tzinfo=UTC), token)
    tell_whole_run(recorder, str(recorder.dir), recorder.run, task=task, draw=draw)
    recorder.close()
    return recorder.dir


def record_session(store: RunStore, second: int, resumes: str = "", provider: str = AGENT, message: str = "") -> Path:
    """Record a session of one click that goes on with another one, and return its folder."""
    task = "“client 1” works this computer over MCP"
    now = START + timedelta(seconds=second)
    recorder = store.create(task, now, f"{second:06x}")
    story = Story(recorder, now=now)
    begun = run_started(recorder.run, str(recorder.dir), task)
    story.tell(replace(begun, provider=provider, model="client 1", resumes=resumes))
    story.show("start")
    story.think("The form is open.")
    story.act({"kind": "click", "x": 550, "y": 190, "button": "left", "count": 1, "keys": []})
    story.tell(replace(run_finished(1, 1, 2.5), status="stopped", message=message, steps=None))
    recorder.close()
    return recorder.dir


def record_small_run(root: Path, turns: int = 1) -> Path:
    recorder = RunStore(root / "runs").create("Save a note", START, "3fa9c1")
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=turns, draw=lambda n: f"picture {n}".encode())
    recorder.close()
    return recorder.dir


def _actions() -> Iterator[dict[str, object]]:
    table: list[Callable[[], dict[str, object]]] = [
        lambda: {"kind": "click", "x": 550, "y": 190, "button": "left", "count": 1, "keys": []},
        lambda: {"kind": "type", "text": "Grüße, 世界 🌍\nsecond\u202eline\t<b>bold</b>", "x": 550, "y": 300},
        lambda: {
            "kind": "drag",
            "path": [{"x": 300, "y": 300}, {"x": 600, "y": 520}, {"x": 900, "y": 500}],
            "keys": [],
        },
        lambda: {"kind": "scroll", "x": 1000, "y": 500, "dx": 0, "dy": 600, "keys": []},
        lambda: {"kind": "press", "keys": ["ctrl", "s"]},
    ]
    while True:
        for make in table:
            yield make()


def record_played(
    store: RunStore,
    token: str,
    source: TaskSource | None,
    *,
    title: str = "A task",
    password: str = "",
    desk: str = "",
    status: Status = "completed",
) -> Path:
    """Record a run that played the lines of a task, as its own stream writes it; `password` is typed into a field."""
    recorder = store.create(title, START, token)
    stream = Stream(recorder, (), lambda: START)
    started = run_started(recorder.run, str(recorder.dir), title)
    stream(replace(started, provider=STEPS, offline=True, source=source, desk=desk))
    if password:
        field_of_password = NamedTarget("Password", "password text")
        stream(ActionProposed("c1", 0, {"kind": "type", "text": password}, {"type": "type"}, target=field_of_password))
    stream.ended(replace(run_finished(1, 1), status=status))
    recorder.close()
    return recorder.dir
