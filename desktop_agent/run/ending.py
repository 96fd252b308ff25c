"""How a run ends, and what that is called."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions import Finish
from desktop_agent.core.events import Status
from desktop_agent.core.mode import Mode
from desktop_agent.core.turn import NotDone
from desktop_agent.run.pending import Outcome
from desktop_agent.run.stream import Stream


@dataclass(frozen=True, slots=True)
class RunEnding:
    """How a run ended, and what is said of it."""

    status: Status
    message: str


class Endings:
    """Knows whether every step was done: “completed” is said of nothing else."""

    def __init__(self, stream: Stream, mode: Mode) -> None:
        self._stream, self._mode = stream, mode
        self._has_refused = False  # anything, since the run began

    @property
    def done(self) -> Status:
        """Return what a run is called that the model takes for done."""
        if self._mode == "watch":
            return "rehearsed"
        return "partly" if self._has_refused else "completed"

    def note(self, outcome: Outcome) -> None:
        """Take note of what came of an action."""
        self._has_refused |= isinstance(outcome, NotDone) and outcome.why == "refused"

    def finished(self, finish: Finish) -> RunEnding:
        """Return how the run ended by the model's own word."""
        if finish.status == "success":
            return RunEnding(self.done, finish.text)
        return RunEnding(self._or_blocked("failed"), finish.text)

    def said(self, text: str) -> RunEnding:
        """Return how the run ended by a text without a call: a model that gives up after a refusal was blocked."""
        return RunEnding(self._or_blocked(self.done), text)

    def _or_blocked(self, status: Status) -> Status:
        return "blocked" if self._stream.course.refusals else status
