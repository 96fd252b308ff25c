"""The end of a run, and its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from desktop_agent.core.actions.action import Action, Finish, Look, Wait
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.runs.events import Noticed, Status
from desktop_agent.core.runs.turn import InvalidAction, NotDone
from desktop_agent.core.texts.message import Message, Quotation, foreign, sentences
from desktop_agent.run.act.attempt import Done, Outcome
from desktop_agent.run.stream import Stream

_ONLY_TALKS = Message("The model only replied with text, so nothing was done. Not all models can use a computer.")
_NOT_POSSIBLE = Message("Nothing that the model asked for could be carried out.")
_NOTHING_DONE = Message("This run didn't do anything on the computer.")
_NOT_SEEN = Message("Nothing visibly changed on the screen in this run, so it may not have done anything.")
_LAST_FAILED = Message("The last step wasn't carried out, and the model didn't continue.")

_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether all expectations of the end hold, and a sentence on those that do not."""

    status: Literal["proven", "unproven"]
    unmet: str = ""


@dataclass(frozen=True, slots=True)
class RunEnding:
    """The state in which a run ended, and a sentence on it."""

    status: Status
    message: str
    files: tuple[Mapping[str, str], ...] | None = None  # that have changed, as in the event
    is_reached: bool = False  # the program itself has checked each step, or the end


class Endings:
    """The record of whether every step was done: only then is a run “completed”, and after checks “proven”.

    A run in which the model asked for no act is “answered” by its words, if it isn't reported as done and the model is
    known to call functions.
    """

    def __init__(self, stream: Stream, mode: Mode) -> None:
        self._stream = stream
        self._mode = mode
        self._has_refused = False  # anything, since the run began
        self._has_called = False  # the model has, any function
        self._has_asked = False  # the model has, for any act
        self.has_acted = False  # or an earlier run has that this one continues
        self.has_shown = False  # an act of this run had a visible effect, or needed none, as copying does
        self._last_failed = False  # the last act: looks and waits are none
        self.proof: Proof | None = None  # where something is expected of the end

    def note(self, action: Action | InvalidAction, outcome: Outcome) -> None:
        """Note the outcome of an action."""
        self._has_called = True
        self._has_refused |= isinstance(outcome, NotDone) and outcome.why == "refused"
        if isinstance(action, Look | Wait | Finish):
            return
        self._has_asked = True
        if isinstance(outcome, Done):
            self.has_acted = True
            self.has_shown |= not outcome.reacts
            self._last_failed = outcome.found.typed is not None
        elif isinstance(outcome, NotDone):
            self.has_acted |= outcome.touched
            self._last_failed = outcome.why == "failed"

    def note_lost_text(self) -> None:
        """Note that the text typed last was not visible."""
        self._last_failed = True

    def finished(self, finish: Finish, *, exact: bool = False) -> RunEnding:
        """Return the ending after the model's statement; `exact`: it has checked each step of the task itself."""
        if finish.status == "success":
            return self._with_proof(RunEnding(self._status_when_done("", exact=exact), finish.text, is_reached=exact))
        return RunEnding(self._or_blocked("failed"), finish.text)

    def ended_by_text(self, text: str, *, is_question: bool, unchecked: bool) -> RunEnding:
        """Return the ending after a text without a call: a model that gives up after a refusal was blocked.

        `is_question`: no one has answered it. `unchecked`: the model's ability to call functions is only assumed,
        unless it has looked or waited in this run.
        """
        only_talks = unchecked and not self._has_called
        answer = "" if is_question or only_talks else text
        status = self._status_when_done(answer, talks=_ONLY_TALKS if only_talks else _NOTHING_DONE)
        return self._with_proof(RunEnding(self._or_blocked(status), text))

    def rehearsed(self, text: str) -> RunEnding:
        """Return the ending of a rehearsal."""
        return RunEnding("rehearsed", text)

    def _with_proof(self, ending: RunEnding) -> RunEnding:
        """Return the ending according to the checks, where there are any; the model's statement comes second."""
        if self.proof is None or (self.proof.status == "unproven" and ending.status == "blocked"):
            return ending
        if not self.proof.unmet:
            return replace(ending, status=self.proof.status, is_reached=True)
        claim = Quotation(foreign(ending.message, _LONGEST))
        says = Message("The model says: “{name}”", name=claim) if claim else ""
        return replace(ending, status=self.proof.status, message=sentences(self.proof.unmet, says))

    def _status_when_done(self, answer: str, *, exact: bool = False, talks: str = _NOTHING_DONE) -> Status:
        """Return the status of a run that the model considers done; warn if nothing was done or the last act failed.

        `answer`: what it says in place of an act; empty where it claims an act, or may not be able to do any.
        """
        if self._mode == "watch":
            return "rehearsed"
        if self.proof is not None:
            return self.proof.status
        if self._has_refused:
            return "partly"
        if exact:
            why = _NOT_SEEN if self._has_asked and not self.has_shown else ""
        elif not self.has_acted:
            why = _NOT_POSSIBLE if self._has_asked else talks
        elif self._last_failed:
            why = _LAST_FAILED
        else:
            why = ""
        if why:
            self._stream.announce(Noticed("warning", why))
        if answer.strip() and not (exact or self._has_asked or self.has_acted):
            return "answered"
        return "partly" if why else "completed"

    def _or_blocked(self, status: Status) -> Status:
        return "blocked" if self._stream.progress.refusals else status
