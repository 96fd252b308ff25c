"""The loop: look, think, decide, act, and again, until it ends; whatever happens, everything held is released."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from desktop_agent.core.actions.action import uses_keyboard
from desktop_agent.core.errors import DesktopAgentError, DialectError, ModelError, NothingSaidError
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import (
    EXIT_CODES,
    Answered,
    Asked,
    Noticed,
    PersonSaid,
    Reasoned,
    RunFinished,
    Said,
    SentPicture,
    UsageReported,
)
from desktop_agent.core.runs.material import EarlierRun, Material
from desktop_agent.core.runs.outcome import WindowLeft, is_claimed
from desktop_agent.core.runs.turn import InvalidAction, Opening, Reply, Turn, Usage
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.core.texts.message import Message, join, sentences, visible
from desktop_agent.policy.limits import NOTHING_SPENT, Limits, Pace, Spent, reached
from desktop_agent.policy.scope import in_words
from desktop_agent.run.ask.prompt import AdvanceQuestions, ApprovalPrompter, MissingScope
from desktop_agent.run.control import Stopwatch, ThreadStop
from desktop_agent.run.end.ending import RunEnding
from desktop_agent.run.end.tally import WindowWatch
from desktop_agent.run.null_objects import NoPlace
from desktop_agent.run.pause import PauseSupervisor
from desktop_agent.run.ports import Camera, Model, WorkPlace
from desktop_agent.run.stream import Stream
from desktop_agent.run.turn import TurnRunner

_log = logging.getLogger(__name__)
_INTERRUPTED = 130
_CANCEL_S = 1.0
_MOST_ASTRAY = 5
_ASTRAY = Message("No progress: five responses in a row called only tools that don't exist.")
_NO_ONE_ANSWERS = Message(
    "The model has a question, but there's no one to answer it. Include the answer in the task, or run "
    "the task where you can be asked."
)
_UNANSWERED = Message("No one answered.")
_TOO_LATE = Message("The task ended before the model could receive this.")
_UNDONE = Message("Nothing was done. Look at the new screenshot and decide again.")
_OUTDATED = sentences(Message("The network was down for a while, and the screen changed in the meantime."), _UNDONE)
# Latin, full width, Arabic, Greek, Ethiopic, Armenian, and two or three at once.
_QUESTION_MARKS = ("?", "\uff1f", "\u061f", "\u037e", "\u1367", "\u055e", "\u2047", "\u2048", "\u2049", "\u203d")
_CLOSERS = "\"'”’»›」』)]}*_`"  # what may follow the mark: quotes, brackets, and bold in Markdown
_LONGEST_MISSING = 400
_COST_DIGITS = 9  # of a dollar: past that there is only what binary fractions leave over


@dataclass(frozen=True, slots=True)
class PersonReply:
    """The person's reply to a question of the model in words.

    Keys that were held are released for the question, answered or not, so the model gets the note in either case.
    """

    answer: str | None = None  # None where the person gave none
    release_note: str = ""  # for the model; empty where nothing was held


class RunLoop:
    """Drives one run from its first picture to `run.finished`."""

    def __init__(
        self,
        model: Model,
        turns: TurnRunner,
        pauses: PauseSupervisor,
        prompter: ApprovalPrompter,
        camera: Camera,
        budget: Budget,
        stream: Stream,
    ) -> None:
        self.stream = stream
        self.earlier: EarlierRun | None = None  # the run that this one continues
        self.place: WorkPlace = NoPlace()
        self.material: tuple[Material, ...] = ()  # that goes to the model with the task
        self.beforehand: AdvanceQuestions | None = None  # what has to be allowed before the first request
        self.opening_sent: SentPicture = "whole"  # of the first picture
        self.windows: WindowWatch | None = None  # compares those at the end with those at the start
        self._model = model
        self._turns = turns
        self._pauses = pauses
        self._prompter = prompter
        self._camera = camera
        self._budget = budget
        self._watch = budget.watch
        self._thinking = False
        self._stray_answers = 0  # answers in a row
        self._past_calls: set[int] = set()  # the calls so far, as digests: a run may have thousands

    async def drive(self, task: str) -> RunFinished:
        """Run the task to its end; raises only where the record cannot be written."""
        try:
            async with self._pauses.watched():
                ending = await self._loop(task)
        except (asyncio.CancelledError, Stopped):
            ending = _ending_of(self._pauses.control.stop)
        except DesktopAgentError as error:
            _log.debug("the run failed", exc_info=True)
            stop = self._pauses.control.stop
            # A model that has nothing more to say has not failed at what it has done.
            silent = isinstance(error, NothingSaidError) and self._turns.endings.has_acted
            ending = RunEnding("partly" if silent else "failed", str(error))
            ending = _ending_of(stop) if stop.is_set() else ending
        except Exception as error:  # the boundary: nothing may leave keys down or a record open
            _log.debug("the run failed", exc_info=True)
            ending = RunEnding(
                "failed",
                Message(
                    "The program encountered an internal error ({error}). Run it with --debug for details.",
                    error=repr(error),
                ),
            )
        self._turns.close()
        if self._thinking:
            # A stop that comes while an error is being dealt with changes nothing any more.
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(self._model.cancel(), _CANCEL_S)
        with contextlib.suppress(asyncio.CancelledError):
            await self._model.forget()
        left = self.windows.left(self.stream.newest) if self.windows else None
        return self._finish(await self.place.end(ending, self.stream), left)

    async def _loop(self, task: str) -> RunEnding:
        self.stream.step("begin")
        self._prompter.task = task
        self._turns.endings.has_acted = self.earlier is not None and not self.earlier.task
        before = await self._pauses.picture(self._camera)
        self._pauses.control.acknowledge()
        if self.windows:
            self.windows.begin(before)
        self.stream.show(before, "start", self.opening_sent)
        if self.beforehand and (refused := await self.beforehand.confirm(before)):
            return refused
        await self._turns.end_check.look_at_start(before)
        # It has come up meanwhile. Without it nothing may be pressed, so nothing is sent either.
        await self._turns.await_watchdog()
        message: Opening | Reply = Opening(task, before, self.earlier, self.material)
        while True:
            if limit := self._budget.reached():
                return RunEnding("limit", limit)
            self._pauses.control.stop.check()
            offline = self._watch.offline
            message = self._with_words(message)
            turn = await self._think(message)
            outcome = await self._reply_or_ending(turn, message.frame, late=self._watch.offline > offline)
            if isinstance(outcome, RunEnding):
                return outcome
            before = message.frame
            message = self._with_shown_area(outcome, before)
            self.stream.step("spent")

    def _with_shown_area(self, reply: Reply, before: Frame) -> Reply:
        """Return the reply with a note where its picture shows another part of the desktop than the last one."""
        frame = reply.frame
        if frame.shows == before.shows:
            return reply
        message = Message(
            "The screenshot now shows {shows}, at {width}x{height}.",
            shows=frame.shows,
            width=frame.viewport.image.width,
            height=frame.viewport.image.height,
        )
        self.stream.announce(Noticed("info", message))
        return replace(reply, notes=(*reply.notes, message))

    def _with_words(self, message: Opening | Reply) -> Opening | Reply:
        """Return the message with the person's words since the last one; the first message holds only the task."""
        if isinstance(message, Opening):
            return message
        new = self._pauses.control.words.take()
        for text in new:
            self.stream.announce(PersonSaid(text))
        clean = self.stream.passwords.text
        results = tuple(
            replace(result, acts_in_words=tuple(map(clean, result.acts_in_words)), output=clean(result.output))
            for result in message.results
        )
        not_done = message.not_done and replace(message.not_done, text=clean(message.not_done.text))
        return replace(
            message,
            results=results,
            notes=tuple(map(clean, message.notes)),
            not_done=not_done,
            said=(*message.said, *new),
        )

    async def _think(self, message: Opening | Reply) -> Turn:
        self.stream.step("seen")
        self._thinking = True
        self._turns.proposals.expect_answer(message.frame)
        with self._watch.waiting_for("model"):
            try:
                turn = await self._model.think(message)
            except ModelError as error:
                self._budget.count(Turn(cost=error.cost))
                raise
        self._thinking = False
        self._turns.proposals.response_id = turn.response_id
        self._turns.proposals.computer_id = turn.computer_id
        self.stream.step("answered")
        for notice in turn.notices:
            self.stream.announce(Noticed("info", notice))
        await self._turns.proposals.learn_passwords(turn, message.frame)
        for text in turn.reasoning:
            self.stream.announce(Reasoned(text))
        for step in turn.steps:
            self.stream.announce(Reasoned(step.line, step.step, step.steps, step.text))
        for text in turn.messages:
            self.stream.announce(Said(text))
        self._prompter.unchecked = turn.unchecked
        self._prompter.says = next(
            reversed((*turn.reasoning, *(step.words for step in turn.steps), *turn.messages)), ""
        )
        self._budget.count(turn)
        return turn

    async def _reply_or_ending(self, turn: Turn, frame: Frame, *, late: bool) -> Reply | RunEnding:
        release_note = self._turns.let_go(Message("the network was down")) if late else ""
        if turn.calls:
            is_astray = all(call.called == "unknown" for call in turn.calls)
            self._stray_answers = self._stray_answers + 1 if is_astray else 0
            if self._stray_answers >= _MOST_ASTRAY:
                return RunEnding("limit", _ASTRAY)
            self._check_new(turn)
            await self.place.ready(self.stream)
            await self._pauses.clear()
            outdated = await self._reply_if_screen_changed(turn, frame, release_note) if late else None
            return outdated or await self._turns.answer(turn, frame)
        if turn.asks:  # the run does not depend on the answer
            reply = await self._ask_person(turn.asks)
            answer = _UNANSWERED if reply.answer is None else reply.answer
            return await self._look_again(answer, release_note=reply.release_note or release_note, sent=turn.wants)
        if turn.looks:
            return await self._look_again(release_note=release_note, sent=turn.wants)
        text = turn.messages[-1] if turn.messages else ""
        is_question = text.rstrip(_CLOSERS + string.whitespace).endswith(_QUESTION_MARKS)
        if not turn.finish and is_question:
            reply = await self._ask_person(text)
            release_note = reply.release_note or release_note
            if reply.answer is not None:
                return await self._look_again(reply.answer, release_note=release_note)
        if self._pauses.control.words.waiting:  # the model does not know them yet, so it cannot be through
            return await self._look_again(release_note=release_note)
        if why := await self._turns.end_check.why_not_ended(turn.finish):
            return await self._look_again(why, release_note=release_note)
        if turn.finish:
            return self._turns.finished(turn.finish, exact=turn.exact)
        return self._turns.ended_by_text(text, is_question=is_question, unchecked=turn.unchecked)

    def _check_new(self, turn: Turn) -> None:
        """Note the calls; DialectError for a repeated answer: a cache may be in between."""
        digests = {hash((turn.response_id, call.call_id)) for call in turn.calls if turn.response_id}
        if digests & self._past_calls:
            raise DialectError(
                Message("The server sent the same response twice."),
                Message("No actions were repeated."),
            )
        self._past_calls |= digests

    async def _reply_if_screen_changed(self, turn: Turn, seen: Frame, release_note: str) -> Reply | None:
        """Skip an answer if the screen changed in an outage before it; None where the model knows the screen."""
        fresh = await self._pauses.picture(self._camera)
        alike = self._camera.alike(seen, fresh, exactly=_uses_keyboard(turn))
        if alike and not release_note:
            return None
        self._pauses.control.acknowledge()
        reason = release_note if alike else Message("The screen changed while the network was down.")
        self.stream.announce(Noticed("info", sentences(reason, Message("The model will look again."))))
        self.stream.show(fresh, "recheck")
        why = f"{release_note} {_UNDONE if alike else _OUTDATED}".lstrip()
        return self._turns.left(turn, seen, fresh, why)

    async def _look_again(self, *notes: str, release_note: str = "", sent: SentPicture = "whole") -> Reply:
        """Return a reply with a new picture; `release_note`: what the model must know of its held keys, if anything."""
        fresh = await self._pauses.picture(self._camera)
        self._pauses.control.acknowledge()
        self.stream.show(fresh, "requested", sent)
        await self._turns.end_check.look_again(fresh)
        release_notes = (release_note,) if release_note else ()
        return Reply((), (*notes, *release_notes), fresh)

    async def _ask_person(self, text: str) -> PersonReply:
        """Ask the person the model's question in words; nothing is released where no one can answer."""
        if not self._prompter.answers_words:
            self.stream.announce(Noticed("warning", _NO_ONE_ANSWERS))
            return PersonReply()
        release_note = self._turns.let_go(Message("the person was being asked"))
        self.stream.announce(Asked(text))
        answer = await self._prompter.ask_in_words(text)
        if answer is not None:
            self.stream.announce(Answered(answer, "human"))
        return PersonReply(answer, release_note)

    def _finish(self, ending: RunEnding, windows: tuple[WindowLeft, ...] | None) -> RunFinished:
        stop = self._pauses.control.stop
        progress = self.stream.progress
        usage = self._budget.usage
        interrupted = ending.status == "stopped" and stop.by == "interrupt"
        for text in self._pauses.control.words.take():
            self.stream(PersonSaid(text))
            self.stream(Noticed("warning", _TOO_LATE))
        message = sentences(ending.message, _scope_hint(self._prompter.missing))
        finished = RunFinished(
            ending.status,
            message,
            progress.turns,
            progress.actions,
            {
                "input_tokens": usage.input_tokens,
                "output_tokens": usage.output_tokens,
                "total_tokens": usage.total_tokens,
            },
            self._budget.cost,
            round(self._watch.seconds, 3),
            round(self._watch.own, 3),
            _INTERRUPTED if interrupted else EXIT_CODES[ending.status],
            steps=self.stream.steps.lines,
            by="human" if ending.status == "stopped" and stop.by == "human" else "",
            claimed=is_claimed(ending.status, message),
            files=ending.files,
            outcome=replace(self.stream.tally.outcome(progress.turns, is_reached=ending.is_reached), windows=windows),
        )
        if progress.state != "ended":
            self.stream.step("end")
        return self.stream.ended(finished)


def _uses_keyboard(turn: Turn) -> bool:
    actions = (proposal.action for call in turn.calls for proposal in call.proposals)
    return any(uses_keyboard(action) for action in actions if not isinstance(action, InvalidAction))


def _scope_hint(missing: Sequence[MissingScope]) -> str:
    """Return with which flags an unattended run could have done more; empty if nothing was missing."""
    if not missing:
        return ""
    names = join(", ", (Message("“{name}”", name=in_words(each.entry)) for each in missing))
    return Message(
        "With {names} in its scope ({flags}), the run could have done more without asking.",
        names=visible(names, _LONGEST_MISSING),
        flags=_in_whole(" ", [each.flags for each in missing]),
    )


def _in_whole(between: str, parts: Sequence[str]) -> str:
    """Return as many whole parts as fit, as a part of a flag would be another flag."""
    ends = accumulate(len(part) + len(between) for part in parts)
    fitting = [visible(part, len(part)) for part, end in zip(parts, ends, strict=True) if end <= _LONGEST_MISSING]
    return between.join([*fitting, *(["…"] if len(fitting) < len(parts) else [])])


def _ending_of(stop: ThreadStop) -> RunEnding:
    """Return the ending of a run that was stopped; one that has lost what it needs has failed, as no one stopped it."""
    if stop.by == "lost":
        return RunEnding("failed", stop.why)
    plainly = Message("Stopped by you.") if stop.by == "human" else Message("Stopped.")
    return RunEnding("stopped", stop.why or plainly)


class Budget:
    """The sum of the costs of the model's answers."""

    def __init__(self, limits: Limits, watch: Stopwatch, stream: Stream, carried: Spent = NOTHING_SPENT) -> None:
        """Take the limits, and the amounts that count against them from the run that this one continues."""
        self.watch = watch
        self._limits = limits
        self._stream = stream
        self._carried = carried
        self._pace = Pace()
        self.cost: float | None = None  # USD
        self.usage = Usage()

    def reached(self) -> str:
        """Return the limit that is reached, in words; empty while none is."""
        before = self._carried
        steps = before.steps + self._stream.progress.turns
        minutes = before.minutes + self.watch.counted / 60
        count = self._stream.steps
        spent = Spent(steps, minutes, before.cost + (self.cost or 0.0), line=count.lines or 0, lines=count.last)
        limit = reached(self._limits, spent)
        return f"{limit} {self._pace.forecast()}".rstrip() if limit else ""

    def count(self, turn: Turn) -> None:
        """Add the usage of an answer, and announce it."""
        if turn.cost is not None:
            self.cost = round((self.cost or 0.0) + turn.cost, _COST_DIGITS)
            self._pace = self._pace.after(turn.cost)
        if turn.usage is None and turn.cost is None:
            return
        usage = turn.usage or Usage()
        total = self.usage
        self.usage = Usage(
            _sum(total.input_tokens, usage.input_tokens),
            _sum(total.output_tokens, usage.output_tokens),
            _sum(total.total_tokens, usage.total_tokens),
        )
        cost = None if turn.cost is None else round(turn.cost, _COST_DIGITS)
        self._stream.announce(UsageReported(usage.input_tokens, usage.output_tokens, usage.total_tokens, cost))


def _sum(total: int | None, more: int | None) -> int | None:
    return total if more is None else (total or 0) + more
