"""Clocks at the seams of a run: how long each port takes, as the loop calls it.

The ports are the real ones; each is behind a stand-in that passes everything on and notes the time.
"""

import asyncio
import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast

from desktop_agent.core.events import ActionStarted, RequestSent, RunFinished, Stamped
from desktop_agent.run.compose import RunPorts
from tests.bench.usual_pipeline import UsualPipeline

Spent = dict[str, float]


@dataclass
class Timing:
    """The turns of a run, each with its time by stage in ms; only the outermost of nested stages counts."""

    turns: list[Spent] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    began: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    inside: bool = False

    def begin(self) -> None:
        """End the turn before, if there was one, and begin the next."""
        self.turns.append({})
        self.began.append(time.monotonic())

    def add(self, stage: str, ms: float) -> None:
        """Add time to a stage of this turn."""
        if self.turns:
            self.turns[-1][stage] = self.turns[-1].get(stage, 0.0) + ms

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside, unless it is inside of another stage."""
        if self.inside:
            yield
            return
        self.inside, began = True, time.monotonic()
        try:
            yield
        finally:
            self.inside = False
            self.add(name, (time.monotonic() - began) * 1000)

    def hear(self, stamped: Stamped) -> None:
        """Note when a request was built and is about to leave."""
        if isinstance(stamped.event, RequestSent):
            self.asked.append(time.monotonic())


class Timed:
    """Any port, with the time of some of its methods counted as a stage."""

    def __init__(self, real: object, timing: Timing, **stages: str) -> None:
        self._real, self._timing, self._stages = real, timing, stages

    def __getattr__(self, name: str) -> object:
        method = getattr(self._real, name)
        if name not in self._stages:
            return method
        inner, timing, stage = method, self._timing, self._stages[name]

        def timed(*args: object, **named: object) -> object:
            with timing.stage(stage):
                return inner(*args, **named)

        async def timed_later(*args: object, **named: object) -> object:
            with timing.stage(stage):
                return await inner(*args, **named)

        return timed_later if inspect.iscoroutinefunction(inner) else timed


class TimedLook:
    """Where captures come from; notes how long the last look took, from the monitors to the pixels."""

    def __init__(self, real: Any) -> None:  # noqa: ANN401
        self._real, self._began, self.ms = real, 0.0, 0.0

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def monitors(self) -> object:
        self._began = time.monotonic()
        return self._real.monitors()

    def grab(self, box: object) -> object:
        return self._timed(self._real.grab, box)

    def glance(self, box: object) -> object:
        return self._timed(self._real.glance, box)

    def _timed(self, take: Callable[[object], object], box: object) -> object:
        pixels = take(box)
        self.ms = (time.monotonic() - self._began) * 1000
        return pixels


class TimedCamera(Timed):
    """The camera; a wait for the screen is told apart from the look that ends it and from making the picture."""

    encode_ms = 0.0

    def watch(self, since: object, effect: object, windows: object, habit: object) -> object:
        real = cast("Any", self._real)
        return TimedWatch(real.watch(since, effect, windows, habit), self, real._source)

    def timed_frame(self, make_frame: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Return the function that makes a picture of a look, timed."""

        def timed(look: object) -> object:
            began = time.monotonic()
            frame = make_frame(look)
            self.encode_ms = (time.monotonic() - began) * 1000
            return frame

        return timed


class TimedWatch:
    """The watch after an action."""

    def __init__(self, real: Any, camera: TimedCamera, source: TimedLook) -> None:  # noqa: ANN401
        self._real, self._camera, self._source = real, camera, source

    async def picture(self, *, early: bool = False) -> object:
        timing = self._camera._timing
        with timing.stage("settle wait"):
            settled = await self._real.picture(early=early)
        apart = {"look": self._source.ms, "encode": self._camera.encode_ms}
        for stage, ms in apart.items():
            timing.add(stage, ms)
        timing.add("settle wait", -sum(apart.values()))
        return settled

    def outdates(self, *, again: bool = False) -> object:
        return self._real.outdates(again=again)


class TimedRecorder:
    """The recorder; what waits for the disk is told apart."""

    def __init__(self, real: Any, timing: Timing) -> None:  # noqa: ANN401
        self._real, self._timing = real, timing

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def keep(self, frame: object) -> object:
        with self._timing.stage("record"):
            return self._real.keep(frame)

    def write(self, stamped: object) -> object:
        waits = isinstance(stamped, Stamped) and isinstance(stamped.event, ActionStarted | RunFinished)  # for the disk
        with self._timing.stage("fsync" if waits else "record"):
            return self._real.write(stamped)


class TimedModel:
    """The model; before it thinks, the usual pipeline does a turn, and then ours begins."""

    def __init__(self, real: Any, timing: Timing, usual: UsualPipeline) -> None:  # noqa: ANN401
        self._real, self._timing, self._usual = real, timing, usual

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    async def think(self, message: object) -> object:
        self._timing.ended.append(time.monotonic())
        await asyncio.to_thread(self._usual.turn)
        self._timing.begin()
        self._timing.inside = True  # what is written meanwhile belongs to build and parse
        turn = await self._real.think(message)
        self._timing.inside = False
        self._timing.answered.append(time.monotonic())
        return turn


def timed(ports: RunPorts, timing: Timing, usual: UsualPipeline) -> RunPorts:
    """Put a clock at each seam of a run."""
    bare: Any = ports
    camera = bare.camera
    camera._source = camera._aimer._source = camera._looker._source._source = TimedLook(camera._source)
    bare.camera = TimedCamera(
        camera, timing, same_near="decide", same_window="decide", same_focus="decide", alike="decide"
    )
    watching = camera._watching
    camera._watching = replace(watching, make_frame=bare.camera.timed_frame(watching.make_frame))
    bare.surroundings = Timed(bare.surroundings, timing, target="decide")
    bare.judge = Timed(bare, timing, judge="decide").judge
    bare.gate = Timed(bare.gate, timing, permit="decide")
    bare.executor = Timed(bare.executor, timing, perform="act")
    bare.model = TimedModel(bare.model, timing, usual)
    bare.stream.recorder = TimedRecorder(bare.stream.recorder, timing)
    return ports
