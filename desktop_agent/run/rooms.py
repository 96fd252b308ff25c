"""All that one run works with, joined: its rooms, its stream of events, its clock and its stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.core.actions import Action
from desktop_agent.core.events import Event, FrameReason, FrameTaken, RunFinished
from desktop_agent.core.frame import Frame
from desktop_agent.core.mode import Mode
from desktop_agent.core.permit import Binding
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import Call
from desktop_agent.policy.limits import Limits
from desktop_agent.run.control import Stopwatch, ThreadStop
from desktop_agent.run.machine import Course, RunStep
from desktop_agent.run.ports import (
    AppPermissions,
    ApprovalMemory,
    Approver,
    Camera,
    Functions,
    Gate,
    InputExecutor,
    Judge,
    Model,
    OverlayHider,
    Recorder,
    Surroundings,
)
from desktop_agent.run.reins import PauseControl
from desktop_agent.run.stream import Stream


@dataclass(slots=True)
class RunContext:
    """One run's rooms; `course` moves on, everything else stays."""

    run: str
    dir: Path
    mode: Mode
    limits: Limits
    camera: Camera
    surroundings: Surroundings
    mind: Model
    judge: Judge
    gate: Gate
    approver: Approver
    app_permissions: AppPermissions
    approval_memory: ApprovalMemory
    overlays: OverlayHider
    hands: InputExecutor
    functions: Functions
    recorder: Recorder
    stream: Stream
    reins: PauseControl
    watch: Stopwatch
    course: Course = field(default_factory=Course)

    @property
    def stop(self) -> ThreadStop:
        """Return the stop of the run."""
        return self.reins.stop

    def announce(self, event: Event) -> None:
        """Put an event on the run's stream; DesktopAgentError when somebody cannot hear it any more."""
        self.stream(event)
        if self.stream.broken and not isinstance(event, RunFinished):
            raise self.stream.broken

    def step(self, step: RunStep) -> None:
        """Move the run on; RunOrderError if it cannot go there."""
        self.course = self.course.after(step)
        self.stream.turn = self.course.turns

    def check_stop(self) -> None:
        """Raise Stopped when the run must stop now."""
        if self.stop.is_set():
            raise Stopped

    def show(self, frame: Frame, reason: FrameReason) -> None:
        """Keep and announce a picture that goes to the model."""
        path = self.recorder.keep(frame)
        size = frame.viewport.image
        self.announce(
            FrameTaken(path, size.width, size.height, len(frame.data), frame.media_type, frame.digest, reason)
        )

    def binding(self, call: Call, index: int, action: Action, seen: Frame, window: int | None) -> Binding:
        """Return what a permit for this action is bound to."""
        checks = tuple(check.id for check in call.checks)
        turn = self.course.turns
        return Binding(self.run, turn, call.call_id, index, action, checks, seen.viewport, seen.digest, window)
