"""One whole answer of the model: its calls in order, each answered with a true picture."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from desktop_agent.core.actions import Action, Effect, Finish, Invoke, effect_of, uses_keyboard
from desktop_agent.core.decision import Reason
from desktop_agent.core.describe import event_form_or_none
from desktop_agent.core.events import ActionProposed, Decided, FrameReason, Noticed, Settled, Status
from desktop_agent.core.frame import Frame
from desktop_agent.core.turn import Call, InvalidAction, NotDone, Proposal, Reply, Result, Turn
from desktop_agent.policy import progress
from desktop_agent.run.asking import ApprovalPrompter
from desktop_agent.run.calling import FunctionAnswered, FunctionCaller
from desktop_agent.run.handover import TOLD, TOLD_AFTER, PauseSupervisor
from desktop_agent.run.rooms import RunContext
from desktop_agent.run.step import ActionOutcome, Done, Stepper
from desktop_agent.run.weighed import PendingAction

_MOST_REFUSALS = 3
_REHEARSED = "This is a rehearsal: the action was shown to the person and not carried out."
_REST_LEFT = "What was asked for after that was not carried out."
_LEFT = "This was not carried out, because something before it was not."
STUCK = Reason("no-progress", "The same action came for the fourth time and the screen does not change.")


@dataclass(frozen=True, slots=True)
class RunEnding:
    """How a run ended, and what is said of it."""

    status: Status
    message: str


@dataclass(slots=True)
class _CallResult:
    """What has come together for the answer to one call."""

    told: list[str] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    output: str = ""  # of a function, or why there is none
    approved: bool = False


@dataclass(slots=True)
class _ReplyBuilder:
    """What has come together for the reply."""

    results: list[Result] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    abandon: list[str] = field(default_factory=list)
    not_done: NotDone | None = None
    stops: bool = False  # nothing more of this answer is done

    def leave(self, not_done: NotDone) -> None:
        """Take note of something that was not done; but for a rehearsal, nothing after it is done either."""
        self.not_done = self.not_done or not_done
        self.stops = self.stops or not_done.why != "rehearsed"

    def note(self, text: str) -> None:
        """Say something to the model, once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def reply(self, frame: Frame) -> Reply:
        """Return all of it; with an abandoned call what was done has to be told in words."""
        if not self.abandon:
            return Reply(tuple(self.results), tuple(self.notes), frame, not_done=self.not_done)
        done = [f"Done before that: {', '.join(self.told)}."] if self.told else []
        return Reply((), (*self.notes, *done), frame, tuple(self.abandon), self.not_done)


class TurnRunner:
    """Goes through the calls of one answer after the other."""

    def __init__(self, rooms: RunContext, handover: PauseSupervisor) -> None:
        """Take the rooms of the run."""
        self._rooms = rooms
        self._handover = handover
        self._stepper = Stepper(rooms, handover)
        self._caller = FunctionCaller(rooms, ApprovalPrompter(rooms, handover))
        self._progress = progress.ProgressWatch()
        self._before: Frame | None = None  # the picture at the last call

    async def answer(self, turn: Turn, seen: Frame) -> Reply | RunEnding:
        """Do what the model asks for, as far as it may be done; return what to say to it, or how the run ended.

        An end that the model told beside calls counts only when all of them were done: it has not seen the others fail.
        """
        self._stepper.begin_answer()
        heap, frame = _ReplyBuilder(), seen
        for call in map(self._caller.ready, turn.calls):
            if heap.stops:
                self._leave(call, heap, seen, frame)
                continue
            ended, frame = await self._call(call, heap, seen, frame)
            if ended is not None:
                return ended
        if self._rooms.course.refusals >= _MOST_REFUSALS:
            return RunEnding(
                "blocked",
                f"{_MOST_REFUSALS} actions in a row were refused. {heap.not_done.text if heap.not_done else ''}",
            )
        if turn.finish and not heap.stops:
            return self.finished(turn.finish)
        return heap.reply(frame)

    def left(self, turn: Turn, seen: Frame, frame: Frame, why: str) -> Reply:
        """Do nothing of an answer; return what to say to the model, with a true picture."""
        heap = _ReplyBuilder(notes=[why], not_done=NotDone("failed", why), stops=True)
        for call in turn.calls:
            self._leave(call, heap, seen, frame)
        return heap.reply(frame)

    async def _call(
        self, call: Call, heap: _ReplyBuilder, seen: Frame, latest: Frame
    ) -> tuple[RunEnding | None, Frame]:
        actions = tuple(
            proposal.action for proposal in call.proposals if not isinstance(proposal.action, InvalidAction)
        )
        extra, ending = self._stalled(actions, latest, heap)
        if ending is not None:
            return ending, latest
        self._stepper.begin_call()
        others = actions[1:] if call.checks or extra else ()
        own = _CallResult()
        for index, proposal in enumerate(call.proposals):
            if heap.stops:
                self._pass_over(call, index, proposal, seen)
                heap.note(_REST_LEFT)
                continue
            outcome = await self._take(call, index, proposal, seen, others if index == 0 else (), extra)
            if isinstance(outcome, Finish):
                return self.finished(outcome), latest
            _take_in(outcome, call, _effect(proposal), own, heap)
            if self._rooms.course.state == "settling":
                self._rooms.step("settled")
        frame = await self._rest(latest, own.effects, heap)
        heap.told.extend(own.told)
        self._file(call, heap, frame, own)
        return None, frame

    async def _take(
        self,
        call: Call,
        index: int,
        proposal: Proposal,
        seen: Frame,
        others: tuple[Action, ...],
        extra: tuple[Reason, ...],
    ) -> ActionOutcome | FunctionAnswered:
        rooms = self._rooms
        self._propose(call, index, proposal, seen)
        rooms.check_stop()
        if rooms.reins.taken:
            rooms.announce(Decided(call.call_id, index, "deny", "human", "takeover"))
            return NotDone("taken over", TOLD)
        rooms.step("next")
        if rooms.mode == "watch" and not isinstance(proposal.action, Finish):
            return self._rehearse(call, index, proposal)
        if isinstance(proposal.action, InvalidAction):
            rooms.step("refused")
            return NotDone("failed", self._refuse_unreadable(call, index, proposal.action))
        item = PendingAction(call, index, proposal.action, seen)
        if isinstance(proposal.action, Invoke):
            return await self._caller.take(call, proposal.action, seen, extra, lambda: self._stepper.may_ask(item))
        return await self._stepper.take(item, others, extra)

    def _rehearse(self, call: Call, index: int, proposal: Proposal) -> NotDone:
        rooms = self._rooms
        rooms.step("refused")
        rooms.course = rooms.course.forgiven()
        if isinstance(proposal.action, InvalidAction):
            return NotDone("rehearsed", self._refuse_unreadable(call, index, proposal.action))
        rooms.announce(Decided(call.call_id, index, "deny", "mode", "watch"))
        return NotDone("rehearsed", _REHEARSED)

    def _refuse_unreadable(self, call: Call, index: int, action: InvalidAction) -> str:
        """Say to everybody why something cannot be done, and return it for the model."""
        why = action.reason if "not done" in action.reason else f"This action was not done: {action.reason}"
        self._rooms.announce(Decided(call.call_id, index, "deny", "policy", "unreadable"))
        self._rooms.announce(Noticed("info", why))
        return why

    def _pass_over(self, call: Call, index: int, proposal: Proposal, seen: Frame) -> None:
        self._propose(call, index, proposal, seen)
        self._rooms.announce(Decided(call.call_id, index, "deny", "policy", "not-reached"))

    def _stalled(
        self, actions: tuple[Action, ...], latest: Frame, heap: _ReplyBuilder
    ) -> tuple[tuple[Reason, ...], RunEnding | None]:
        """Count the same call on an unchanged picture; tell, ask, end."""
        exactly = any(uses_keyboard(action) for action in actions)
        before = self._before
        # Nothing is done in a rehearsal, so that whatever moves on the screen is no progress of the model's.
        unchanged = self._rooms.mode == "watch" or (
            before is not None and self._rooms.camera.alike(before, latest, exactly=exactly)
        )
        self._progress = self._progress.note(actions, unchanged=unchanged)
        self._before = latest
        times = self._progress.times
        if self._rooms.mode == "watch":
            return (), RunEnding("completed", "The rehearsal is over: the model repeats itself.") if times > 1 else None
        if times >= progress.END_AT:
            return (), RunEnding("limit", "No progress: the same action came five times and the screen did not change.")
        if times == progress.TELL_AT:
            heap.note(progress.TOLD)
        return ((STUCK,) if times == progress.ASK_AT else ()), None

    def _propose(self, call: Call, index: int, proposal: Proposal, seen: Frame) -> None:
        read = proposal.action
        action = None if isinstance(read, InvalidAction) else event_form_or_none(read, seen.viewport)
        checks = tuple(check.raw or asdict(check) for check in call.checks)
        self._rooms.announce(ActionProposed(call.call_id, index, action, proposal.model_action, checks))

    async def _rest(self, since: Frame, effects: list[Effect], heap: _ReplyBuilder) -> Frame:
        """Wait until what was done has had its effect, and take the picture that answers the call.

        While the person has the computer none is taken; the picture is then the one from after the hand-over.
        """
        rooms, reins = self._rooms, self._rooms.reins
        reason: FrameReason = "recheck" if heap.stops else "requested"
        frame = None
        if effects:
            strongest: Effect = "any" if "any" in effects else "small" if "small" in effects else "none"
            settlement = await self._handover.undisturbed(rooms.camera.settle(since, strongest))
            if settlement is not None:
                rooms.announce(Settled(settlement.waited_ms, settlement.stable))
                frame = settlement.frame
                reason = "requested" if strongest == "none" else "after-action"
        await self._handover.clear()
        if frame is None or reins.taken:
            frame = await self._handover.picture()
        if reins.taken:
            heap.note("" if TOLD in heap.notes else TOLD if heap.stops else TOLD_AFTER)
            heap.stops = True
            reason = "recheck"
            reins.begin()
        rooms.show(frame, reason)
        return frame

    def _file(self, call: Call, heap: _ReplyBuilder, frame: Frame, own: _CallResult) -> None:
        if call.checks and not self._stepper.person_agreed():
            heap.abandon.append(call.call_id)
            return
        told = tuple(own.told)
        heap.results.append(Result(call.call_id, frame, call.checks, told, call.called, own.output, own.approved))

    def _leave(self, call: Call, heap: _ReplyBuilder, seen: Frame, frame: Frame) -> None:
        """Answer a call that is not reached any more: nothing of it is done."""
        for index, proposal in enumerate(call.proposals):
            self._pass_over(call, index, proposal, seen)
        heap.note(_REST_LEFT)
        heap.leave(NotDone("taken over", TOLD))
        if call.checks:
            heap.abandon.append(call.call_id)
        else:
            heap.results.append(Result(call.call_id, frame, called=call.called, output=_LEFT))

    def let_go(self, meanwhile: str) -> str:
        """Let go of what is held, for the person to have the keyboard; return what to say of it to the model."""
        return f"What was held was let go while {meanwhile}." if self._stepper.let_go() else ""

    def finished(self, finish: Finish) -> RunEnding:
        """Return how the run ended by the model's own word."""
        if finish.status == "success":
            return RunEnding("completed", finish.text)
        return RunEnding("blocked" if self._rooms.course.refusals else "failed", finish.text)


def _take_in(
    outcome: Done | NotDone | FunctionAnswered,
    call: Call,
    effect: Effect,
    own: _CallResult,
    heap: _ReplyBuilder,
) -> None:
    """Put what came of a proposal where it belongs; of a function it is told in its own answer, not as the user."""
    if isinstance(outcome, NotDone):
        heap.leave(outcome)
        own.effects += [effect] if outcome.touched else []
        text = outcome.text
    else:
        own.told.append(outcome.words)
        own.effects.append(effect)
        if isinstance(outcome, FunctionAnswered):
            own.output, own.approved = outcome.output, True
            return
        text = outcome.note
    if call.called == "computer":
        heap.note(text)
    else:
        own.output = text


def _effect(proposal: Proposal) -> Effect:
    return "none" if isinstance(proposal.action, InvalidAction) else effect_of(proposal.action)
