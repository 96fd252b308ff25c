"""One whole answer of the model: its calls in order, each answered with a true picture."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from desktop_agent.core.actions.action import (
    Action,
    Finish,
    Invoke,
    uses_keyboard,
)
from desktop_agent.core.controls.screen_contents import LocatedControl, ShownControl
from desktop_agent.core.decisions.decision import Reason
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.pictures import Frame, Rect
from desktop_agent.core.runs.events import Decided, FrameReason, Noticed, SentPicture, Settled
from desktop_agent.core.runs.turn import NOT_REACHED, Call, InvalidAction, NotDone, Proposal, Reply, Result, Turn
from desktop_agent.core.runs.waiting import NOTHING_MOVED, Settlement
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.policy import limits
from desktop_agent.run.act.attempt import AnswerPlan, Attempt, CallConsent, ControlBox, Done, Outcome, RunContext
from desktop_agent.run.act.effects import NOTHING_COPIED, no_effect_note, strongest_effect
from desktop_agent.run.act.execute import ActionRunner, Proposals
from desktop_agent.run.act.named_places import with_paths, with_proposal
from desktop_agent.run.act.shown_text import (
    CANT_BE_SEEN,
    indents_note,
    leaves_texts,
    may_change_text,
    presses_return,
    words_note,
)
from desktop_agent.run.end.ending import Endings, RunEnding
from desktop_agent.run.end.expectations import EndCheck
from desktop_agent.run.pause import INTERRUPTIONS, TAKEOVER, Interruption, PauseSupervisor

_MOST_REFUSALS = 3
_REHEARSED = "This is a rehearsal. The action was shown to the person but not carried out."
_REST_LEFT = "Anything requested after that wasn't carried out."
_NOT_OVER = Message("The person has added something, so the task isn't finished yet.")
_REPEATED = Message("The rehearsal ended because the model is repeating itself.")
_NO_PROGRESS = Message("No progress: the same step was requested five times, but the screen didn't change.")
_CHANGED_LATER = Message("A text that was typed before has changed since.")
STUCK = Reason(
    "no-progress", Message("The model has requested the same step four times, but the screen hasn't changed.")
)


@dataclass(slots=True)
class CallResult:
    """The parts of the answer to one call, as far as they are known."""

    consent: CallConsent = field(default_factory=CallConsent)
    done: list[str] = field(default_factory=list)  # in words
    acts: list[Action] = field(default_factory=list)  # what was done or begun, since the last picture
    output: str = ""  # of a function, or why there is none
    part: Frame | None = None  # a picture that it answers with
    approved: bool = False
    shows: bool = False  # what was done last is a text that has to be seen
    block: str = ""  # what was done last is a text whose indents a program in a terminal may have changed
    unread: list[str] = field(default_factory=list)  # texts since the last picture that no field has reported
    unread_in: set[ControlBox] = field(default_factory=set)  # the controls that these texts have gone to
    unmoved: bool = False  # what was done since the last picture has a scroll that moved nothing
    has_acted: bool = False  # anything was done or begun

    def forget_unread(self) -> None:
        """Forget the texts that no field has reported, and where they went."""
        self.unread.clear()
        self.unread_in.clear()


@dataclass(frozen=True, slots=True)
class StandingTexts:
    """Texts that were seen to stand as requested, though no field reports them, and the parts where they were read.

    A program may change them later than the screen is waited for, so what these parts show next is compared again.
    """

    texts: tuple[str, ...]
    parts: Sequence[Rect]


@dataclass(slots=True)
class ReplyBuilder:
    """The parts of the reply, as far as they are known."""

    results: list[Result] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    abandon: list[str] = field(default_factory=list)
    not_done: NotDone | None = None
    stops: bool = False  # nothing more of this answer is done
    by_person: bool = False  # as the person has the computer, or has done it themselves
    cause: str = ""  # why, where an earlier action doesn't show it
    interruption: Interruption | None = None  # by the latest pause

    def note(self, text: str) -> None:
        """Add a sentence for the model, once."""
        if text and text not in self.notes:
            self.notes.append(text)

    def leave(self, not_done: NotDone) -> None:
        """Note something that was not done; but for a rehearsal, nothing after it is done either."""
        self.not_done = self.not_done or not_done
        self.stops = self.stops or not_done.why != "rehearsed"
        self.by_person = self.by_person or self.not_done.why == "taken over"
        self.cause = self.cause or not_done.cause

    def interrupt(self, interruption: Interruption, *, is_last: bool) -> None:
        """Note a pause: nothing more of this answer is done, if there is more of it."""
        self.interruption = interruption
        not_done = interruption.not_done
        is_cut_short = self.stops or not_done.text in self.notes or not is_last
        self._note_interruption(not_done.text if is_cut_short else interruption.after_note)
        if not is_last:
            self.leave(not_done)
        self.stops = True
        self.by_person = True
        self.cause = self.cause or interruption.cause

    def _note_interruption(self, text: str) -> None:
        """Add the note on a pause in place of earlier ones: a touch may have been that of the pause key."""
        earlier = {note for other in INTERRUPTIONS.values() for note in (other.not_done.text, other.after_note)}
        self.notes = [note for note in self.notes if note not in earlier]
        self.note(text)

    def add_outcome(self, outcome: Done | NotDone, call: Call, proposal: Proposal, result: CallResult) -> None:
        """Add the outcome of an action; that of a function goes into the call's own result, not into the notes."""
        if not isinstance(proposal.action, InvalidAction) and (isinstance(outcome, Done) or outcome.touched):
            result.acts.append(proposal.action)
            result.has_acted = True
        if isinstance(outcome, NotDone):
            self.leave(outcome)
            text = outcome.text
            output = outcome.text
        else:
            result.done.append(outcome.words)
            result.part = outcome.part
            result.shows = outcome.shows
            result.block = outcome.block
            if may_change_text(proposal.action):
                result.forget_unread()
            result.unread += outcome.found.unread
            if outcome.found.unread or outcome.block:
                result.unread_in |= outcome.typed_into
            result.unmoved |= outcome.found.unmoved
            result.approved = call.called != "computer"
            text = outcome.note
            output = outcome.output
        if call.called == "computer":
            self.note(text)
        else:
            result.output = output

    def answer(self, call: Call, frame: Frame, result: CallResult) -> None:
        """Answer a call; one with unconfirmed safety checks is abandoned."""
        self.done += result.done
        if call.checks and not result.consent.has_confirmed_checks:
            self.abandon.append(call.call_id)
            return
        done = tuple(result.done)
        final = Result(call.call_id, frame, call.checks, done, call.called, result.output, result.approved, result.part)
        self.results.append(final)

    def skip_call(self, call: Call, frame: Frame) -> None:
        """Answer a call that is no longer reached: none of its actions is carried out."""
        self.note(_REST_LEFT)
        if self.interruption is not None:
            self._note_interruption(self.interruption.not_done.text)
        if self.not_done is None:
            self.leave((self.interruption or TAKEOVER).not_done)
        self.answer(call, frame, CallResult(output=NOT_REACHED))

    def reply(self, frame: Frame) -> Reply:
        """Return the reply; where a call was abandoned, its notes say what was done before."""
        if not self.abandon:
            return Reply(tuple(self.results), tuple(self.notes), frame, not_done=self.not_done)
        done = [Message("Done before that: {done}.", done=", ".join(self.done))] if self.done else []
        return Reply((), (*self.notes, *done), frame, tuple(self.abandon), self.not_done)


@dataclass(frozen=True, slots=True)
class DueAction:
    """An action of a call whose turn has come: the call with it, and the picture by which it is judged.

    `place` is the control that it has named. The points that the model has given are then those of `pointed_in`.
    """

    call: Call
    seen: Frame
    place: LocatedControl | None = None
    pointed_in: Frame | None = None


class TurnRunner:
    """Goes through the calls of one answer after the other."""

    def __init__(
        self,
        context: RunContext,
        actions: ActionRunner,
        proposals: Proposals,
        pauses: PauseSupervisor,
        mode: Mode,
        end_check: EndCheck,
    ) -> None:
        self.end_check = end_check
        self.await_watchdog = actions.await_watchdog
        self._context = context
        self._actions = actions
        self.proposals = proposals
        self._functions = context.functions
        self._pauses = pauses
        self._places = context.places
        self._camera = context.camera
        self._stream = context.stream
        self._mode = mode
        self.endings = Endings(context.stream, mode)
        self._progress = limits.RepetitionCount()
        self._before: Frame | None = None  # the picture at the last call
        self._plan = AnswerPlan()  # the answer that is gone through
        self._reported_unseen = set[ControlBox]()  # the controls of which it was told that no text can be compared
        self._standing: StandingTexts | None = None  # in the latest picture
        self._requested_picture: SentPicture = "whole"  # what it wants of the next picture

    async def answer(self, turn: Turn, seen: Frame) -> Reply | RunEnding:
        """Carry out the model's allowed actions; return the reply, or the ending of the run.

        An end that the model announced beside calls counts only when all of them were done: it has not seen the others
        fail.
        """
        self._actions.begin_answer()
        self._requested_picture = turn.wants
        builder = ReplyBuilder()
        frame = seen
        calls = tuple(map(self._prepared_call, turn.calls))
        self._plan = AnswerPlan(calls, seen)
        for call in calls:
            if builder.stops:  # a call before it wasn't done
                self._skip_call(call, builder, seen, frame)
                continue
            ending, frame = await self._answer_call(call, builder, seen, frame)
            if ending is not None:
                return ending
        return await self._ending(turn, builder) or builder.reply(frame)

    async def _ending(self, turn: Turn, builder: ReplyBuilder) -> RunEnding | None:
        """Return the ending of the run after an answer; None where it goes on, noting why its end doesn't count."""
        if self._stream.progress.refusals >= _MOST_REFUSALS:
            last = builder.not_done.for_person if builder.not_done else ""
            return RunEnding(
                "blocked",
                sentences(Message("{most_refusals} steps in a row were refused.", most_refusals=_MOST_REFUSALS), last),
            )
        if turn.finish and not builder.stops and not self._pauses.control.words.waiting:
            why = await self.end_check.why_not_ended(turn.finish)
            if not why:
                return self.finished(turn.finish, exact=turn.exact)
            builder.note(why)
        return None

    def finished(self, finish: Finish, *, exact: bool = False) -> RunEnding:
        """Return how the run ended by the model's own word, and by what was looked for."""
        self.endings.proof = self.end_check.proof
        return self.endings.finished(finish, exact=exact)

    def ended_by_text(self, text: str, *, is_question: bool, unchecked: bool) -> RunEnding:
        """Return how the run ended by a text without a call, and by what was looked for."""
        self.endings.proof = self.end_check.proof
        return self.endings.ended_by_text(text, is_question=is_question, unchecked=unchecked)

    def close(self) -> None:
        """End the questions to programs whose answers are not needed any more."""
        self.end_check.close()
        self.proposals.close()
        self._actions.close()

    def left(self, turn: Turn, seen: Frame, frame: Frame, why: str) -> Reply:
        """Skip a complete answer; return the reply to the model, with a new picture."""
        builder = ReplyBuilder(notes=[why], not_done=NotDone("failed", why), stops=True)
        for call in turn.calls:
            for proposal in call.proposals:
                self.endings.note(proposal.action, NotDone("failed", why))
            self._skip_call(call, builder, seen, frame)
        return builder.reply(frame)

    def let_go(self, meanwhile: str) -> str:
        """Release held keys and buttons, so that the person has the keyboard; return the note on it for the model."""
        return (
            Message("Held keys and buttons were released while {meanwhile}.", meanwhile=meanwhile)
            if self._actions.let_go()
            else ""
        )

    def _prepared_call(self, call: Call) -> Call:
        """Return the call with the whole command that would run in it, or with the reason why nothing can.

        A path of menus becomes a click on each of its names.
        """
        if call.called != "function":
            return with_paths(call)
        proposals = (
            replace(proposal, action=self._functions.ready(proposal.action))
            if isinstance(proposal.action, Invoke)
            else proposal
            for proposal in call.proposals
        )
        return replace(call, proposals=tuple(proposals))

    async def _answer_call(
        self, call: Call, builder: ReplyBuilder, seen: Frame, latest: Frame
    ) -> tuple[RunEnding | None, Frame]:
        extra, ending = self._count_repetition(
            tuple(proposal.requested for proposal in call.proposals), latest, builder
        )
        if ending is not None:
            return ending, latest
        self.end_check.end_quick_check()
        result = CallResult()
        for index, requested in enumerate(call.proposals):
            if requested.named is not None and not builder.stops:
                latest = await self._picture_for_name(latest, result, builder)
            if not builder.stops:
                self._end_hold(builder)
            if builder.stops:
                self.proposals.skip_action(call, index, seen, builder.cause, by_person=builder.by_person)
                builder.note(_REST_LEFT)
                continue
            outcome: Outcome | None = None
            with self._pauses.control.while_listed():
                due = await self._due_action(call, index, seen, latest)
                call = due.call
                await self.proposals.propose(call, index, due.seen, due.place)
                outcome = await self._carry_out_action(due, index, latest, result.consent, extra)
            if outcome is None:
                outcome = self._skip_interrupted(call, index, seen)
            proposal = call.proposals[index]
            if isinstance(outcome, Finish):
                waiting = self._pauses.control.words.waiting
                why = _NOT_OVER if waiting else await self.end_check.why_not_ended(outcome)
                if not why:
                    return self.finished(outcome), latest
                self._stream.step("idled")
                outcome = NotDone("failed", why)
            if not self._leaves_nothing_out(call, proposal.action, outcome):
                self.endings.note(proposal.action, outcome)
            builder.add_outcome(outcome, call, proposal, result)
            if self._stream.progress.state == "settling":
                self._stream.step("settled")
        frame = await self._picture_after(latest, result, builder)
        if result.has_acted:
            await self.end_check.look_again(frame)
        builder.answer(call, frame, result)
        return None, frame

    def _skip_interrupted(self, call: Call, index: int, seen: Frame) -> NotDone:
        """Leave an action out that a pause has interrupted before any of its input was sent."""
        if self._stream.progress.state == "weighing":  # it hasn't been proposed yet
            self.proposals.skip_action(call, index, seen, "", by_person=True)
        else:
            if self._stream.progress.state in {"deciding", "asking"}:
                reply = self._pauses.control.interruption.reply
                self._stream.announce(Decided(call.call_id, index, "deny", "human", "takeover", reply))
            self._stream.step("changed")
        return self._pauses.control.interruption.not_done

    async def _later_actions(self, call: Call, latest: Frame) -> tuple[Action, ...]:
        """Return the actions of a call after its first, for a card that shows them all: as far as names are known."""
        located = [(await self._places.located(proposal, latest))[0].action for proposal in call.proposals[1:]]
        return tuple(action for action in located if not isinstance(action, InvalidAction))

    async def _picture_for_name(self, latest: Frame, result: CallResult, builder: ReplyBuilder) -> Frame:
        """Return the picture in which the next name is looked up: a new one where anything was done since the last."""
        if not result.acts:
            return latest
        frame = await self._picture_after(latest, result, builder, is_last=False)
        result.acts.clear()
        self._context.inputs.note_picture(frame)
        return frame

    async def _due_action(self, call: Call, index: int, seen: Frame, latest: Frame) -> DueAction:
        """Return an action whose turn has come; the place of a name is looked up now, in the latest picture."""
        proposal = call.proposals[index]
        if proposal.named is None:
            return DueAction(call, await self._actions.with_current_focus(seen, proposal.action))
        located, place = await self._places.located(proposal, latest)
        pointed_in = None if latest is seen else seen
        return DueAction(with_proposal(call, index, located), latest, place, pointed_in)

    async def _carry_out_action(
        self,
        due: DueAction,
        index: int,
        latest: Frame,
        consent: CallConsent,
        extra: tuple[Reason, ...],
    ) -> Outcome:
        """Carry out one action; `extra` are further reasons to ask about it, and about the rest of its call."""
        stream = self._stream
        call = due.call
        action = call.proposals[index].action
        self._pauses.control.stop.check()
        if self._pauses.control.was_paused:
            interruption = self._pauses.control.interruption
            stream.announce(Decided(call.call_id, index, "deny", "human", "takeover", interruption.reply))
            return interruption.not_done
        stream.step("next")
        if self._mode == "watch" and not isinstance(action, Finish):
            stream.step("rehearsed")
            if isinstance(action, InvalidAction):
                return NotDone("rehearsed", self.proposals.refuse_unreadable(call, index, action))
            stream.announce(Decided(call.call_id, index, "deny", "mode", "watch"))
            return NotDone("rehearsed", _REHEARSED)
        if isinstance(action, InvalidAction):
            stream.step("unreadable" if call.called in {"computer", "unknown"} else "refused")
            return NotDone("failed", self.proposals.refuse_unreadable(call, index, action))
        is_for_call = index == 0 and (call.checks or extra)
        attempt = Attempt(
            self._context,
            call,
            index,
            action,
            due.seen,
            consent,
            await self._later_actions(call, latest) if is_for_call else (),
            extra,
            plan=self._plan,
            place=due.place,
            pointed_in=due.pointed_in,
        )
        return await self._actions.take(attempt)

    def _leaves_nothing_out(self, call: Call, action: Action | InvalidAction, outcome: Outcome) -> bool:
        """Return whether a call without any effect wasn't done, and was the last one of its answer."""
        has_no_effect = call.called == "unknown" or (not isinstance(action, InvalidAction) and _only_reads(action))
        return has_no_effect and isinstance(outcome, NotDone) and call is self._plan.calls[-1]

    def _skip_call(self, call: Call, builder: ReplyBuilder, seen: Frame, frame: Frame) -> None:
        for index in range(len(call.proposals)):
            self.proposals.skip_action(call, index, seen, builder.cause, by_person=builder.by_person)
        builder.skip_call(call, frame)

    def _count_repetition(
        self, actions: tuple[Action | InvalidAction, ...], latest: Frame, builder: ReplyBuilder
    ) -> tuple[tuple[Reason, ...], RunEnding | None]:
        """Count repetitions of a call on an unchanged picture: inform the model, ask the person, then end the run."""
        exactly = any(uses_keyboard(action) for action in actions if not isinstance(action, InvalidAction))
        before = self._before
        self._before = latest
        # Nothing is done in a rehearsal, so that whatever moves on the screen is no progress of the model's.
        unchanged = self._mode == "watch" or (
            before is not None and self._camera.alike(before, latest, exactly=exactly)
        )
        self._progress = self._progress.note(actions, unchanged=unchanged)
        times = self._progress.times
        if self._mode == "watch":
            return (), self.endings.rehearsed(_REPEATED) if times > 1 else None
        if times >= limits.END_AT:
            return (), RunEnding("limit", _NO_PROGRESS)
        if times == limits.TELL_AT:
            builder.note(limits.REPEATED_NOTE)
        return ((STUCK,) if times == limits.ASK_AT else ()), None

    async def _picture_after(
        self, since: Frame, result: CallResult, builder: ReplyBuilder, *, is_last: bool = True
    ) -> Frame:
        """Wait until what was done has had its effect, and take a picture: the last one of a call answers it.

        While the person has the computer none is taken; the picture is then the one from after the pause.
        """
        stream = self._stream
        control = self._pauses.control
        acts = result.acts
        if acts and not builder.stops and not control.was_paused and all(map(_only_reads, acts)):
            return since  # nothing was done that could have changed it
        reason: FrameReason = "recheck" if builder.stops else "requested"
        effect = strongest_effect(acts)
        if self._standing and not all(leaves_texts(act, since, self._standing.parts) for act in acts):
            self._standing = None
        settlement = await self._pauses.settled(self._camera, since, effect) if acts else None
        self._end_hold(builder)
        await self._note_replaced_text(builder)
        have_copied = await self._actions.note_effect()
        if settlement is not None:
            is_reported = is_last and not builder.stops
            is_silent = not is_reported or have_copied is not None
            lost = "" if is_silent else no_effect_note(acts, since, settlement, shows=result.shows)
            builder.note(NOTHING_MOVED if result.unmoved and settlement.unrest != "silent" else "")
            result.unmoved = False
            builder.note(NOTHING_COPIED if have_copied is False else "")
            unseen = bool(lost) and result.shows
            stream.announce(Settled(settlement.waited_ms, settlement.stable, "unseen" if unseen else None))
            builder.note(settlement.note if is_last else "")
            builder.note(lost)
            if unseen:
                self.endings.note_lost_text()
                stream.announce(Noticed("warning", lost))
            if is_reported and not lost and not control.was_paused:
                with control.while_listed():
                    builder.note(await self._later_change_note(since, settlement))
                    builder.note(await self._typed_text_note(result, since, settlement))
            result.forget_unread()
            self.endings.has_shown |= effect != "none" and not lost
            reason = "requested" if effect == "none" else "after-action"
        await self._pauses.clear()
        if settlement is None or control.was_paused:
            frame = await self._pauses.picture(self._camera)
        else:
            frame = settlement.frame
        if control.was_paused:
            builder.interrupt(control.interruption, is_last=is_last)
            reason = "recheck"
            control.acknowledge()
        stream.show(frame, reason, self._requested_picture if is_last else "nothing")
        return frame

    def _end_hold(self, builder: ReplyBuilder) -> None:
        """Return once what the last press holds is up; where its release failed, the rest of the answer is skipped."""
        note = self._actions.end_hold()
        builder.note(note)
        if note:
            builder.stops = True
            builder.cause = builder.cause or note

    async def _note_replaced_text(self, builder: ReplyBuilder) -> None:
        """Say where a field's text was replaced as a key left the field; not what the person has changed meanwhile."""
        note = await asyncio.to_thread(self._context.executor.take_late_note)
        if note and not self._pauses.control.was_paused:
            builder.note(note)
            self._stream.announce(Noticed("warning", note))

    async def _typed_text_note(self, result: CallResult, since: Frame, settlement: Settlement) -> str:
        """Return how typed texts are seen to differ; once for a control, that it can't be seen."""
        targets = self._context.targets
        note = ""
        if result.block:
            note = indents_note(result.block, await targets.read_in_focus(settlement.frame))
        elif result.unread:
            shown = await targets.read_in_focus(settlement.frame, settlement.changed)
            unread = tuple(result.unread)
            note = await self._differing_words_note(unread, shown, since, settlement.changed)
            if not note and not any(map(presses_return, result.acts)):
                self._standing = StandingTexts(unread, settlement.changed)
            # A program that was sent a line may have put something else in its place.
            if note and any(map(presses_return, result.acts)):
                note = CANT_BE_SEEN
            if not note and len(unread) > 1:
                note = indents_note("\n".join(unread), shown)
                note = "" if note == CANT_BE_SEEN else note
        if note != CANT_BE_SEEN:
            return note
        is_new = not result.unread_in <= self._reported_unseen
        self._reported_unseen |= result.unread_in
        return CANT_BE_SEEN if is_new else ""

    async def _differing_words_note(
        self, texts: Sequence[str], shown: Sequence[ShownControl], since: Frame, parts: Sequence[Rect]
    ) -> str:
        """Return how shown lines differ from the texts; those of the picture before are read only if need be."""
        note = await asyncio.to_thread(words_note, texts, shown, ())
        if not note or not shown:
            return note
        before = await self._context.targets.read_in_focus(since, parts)
        return await asyncio.to_thread(words_note, texts, shown, before)

    async def _later_change_note(self, since: Frame, settlement: Settlement) -> str:
        """Return how texts that stood as requested differ now, after acts that leave them as they are."""
        standing = self._standing
        frame = settlement.frame
        if standing is None or since.scene.focus != frame.scene.focus:
            return ""
        parts = [part for part in standing.parts if any(map(part.intersection, settlement.changed))]
        if not parts:
            return ""
        shown = await self._context.targets.read_in_focus(frame, parts)
        note = await self._differing_words_note(standing.texts, shown, since, parts)
        if note:
            self._standing = None
        return sentences(_CHANGED_LATER, note) if note and note != CANT_BE_SEEN else ""


def _only_reads(action: Action) -> bool:
    return isinstance(action, Invoke) and action.reads
