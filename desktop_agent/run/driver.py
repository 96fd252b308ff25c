"""The loop: look, think, decide, act, and again, until it ends; whatever happens, everything is let go."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import string

from desktop_agent.core.actions import uses_keyboard
from desktop_agent.core.errors import DesktopAgentError, DialectError, ModelError
from desktop_agent.core.events import EXIT_CODES, Answered, Asked, Noticed, Reasoned, RunFinished, Said, UsageReported
from desktop_agent.core.frame import Frame
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import InvalidAction, Opening, Reply, Turn, Usage
from desktop_agent.policy.limits import Pace, Spent, reached
from desktop_agent.run.answer import RunEnding, TurnRunner
from desktop_agent.run.asking import words_from
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.handover import PauseSupervisor
from desktop_agent.run.rooms import RunContext

_log = logging.getLogger(__name__)
_INTERRUPTED = 130
_CANCEL_S = 1.0
_COST_DIGITS = 9  # of a dollar: past that there is only what binary fractions leave over
_MOST_ASTRAY = 5
_ASTRAY = "No progress: five answers in a row called for nothing but tools that do not exist here."
_NOBODY = "The model asks, and nobody is there to answer: say it in the task, or run it where you can be asked."
_UNDONE = "Nothing was done: look at the new picture and decide again."
_OUTDATED = f"The network was gone for a while, and the screen has changed meanwhile. {_UNDONE}"
# Latin, full width, Arabic, Greek, Ethiopic, Armenian, and two or three at once.
_QUESTION_MARKS = ("?", "\uff1f", "\u061f", "\u037e", "\u1367", "\u055e", "\u2047", "\u2048", "\u2049", "\u203d")
_CLOSERS = "\"'”’»›」』)]}*_`"  # what may stand behind the mark: quotes, brackets, and bold in Markdown


class Driver:
    """Drives one run from its first picture to `run.finished`."""

    def __init__(self, rooms: RunContext) -> None:
        """Take the rooms of the run."""
        self._rooms = rooms
        self._handover = PauseSupervisor(rooms)
        self._answerer = TurnRunner(rooms, self._handover)
        self._usage = Usage()
        self._cost: float | None = None
        self._pace = Pace()
        self._thinking = False
        self._strayed = 0  # answers in a row
        self._taken: set[int] = set()  # the calls so far, as digests: a run may have thousands

    async def drive(self, task: str) -> RunFinished:
        """Run the task to its end; never raises but for a record that cannot be written."""
        rooms = self._rooms
        try:
            async with self._handover.watched():
                ending = await self._loop(task)
        except (asyncio.CancelledError, Stopped):
            ending = RunEnding("stopped", _why_stopped(rooms.stop))
        except DesktopAgentError as error:
            _log.debug("the run failed", exc_info=True)
            ending = RunEnding("failed", str(error))
        except Exception as error:  # the boundary: nothing may leave keys down or a record open
            _log.debug("the run failed", exc_info=True)
            ending = RunEnding("failed", f"Something went wrong inside the program ({error!r}). Run it with --debug.")
        rooms.hands.release_all()
        rooms.overlays.restore()
        if self._thinking:
            # A stop that comes while an error is being dealt with changes nothing any more.
            with contextlib.suppress(TimeoutError, asyncio.CancelledError):
                await asyncio.wait_for(rooms.mind.cancel(), _CANCEL_S)
        with contextlib.suppress(asyncio.CancelledError):
            await rooms.mind.forget()
        return self._finish(ending)

    async def _loop(self, task: str) -> RunEnding:
        rooms = self._rooms
        rooms.step("begin")
        frame = await self._handover.picture()
        rooms.reins.begin()
        rooms.show(frame, "start")
        message: Opening | Reply = Opening(task, frame)
        while True:
            limit = reached(rooms.limits, Spent(rooms.course.turns, rooms.watch.counted / 60, self._cost or 0.0))
            if limit:
                return RunEnding("limit", f"{limit} {self._pace.forecast()}".rstrip())
            rooms.check_stop()
            offline = rooms.watch.offline
            turn = await self._think(message)
            outcome = await self._after(turn, frame, late=rooms.watch.offline > offline)
            if isinstance(outcome, RunEnding):
                return outcome
            message, frame = outcome, outcome.frame
            rooms.step("spent")

    async def _think(self, message: Opening | Reply) -> Turn:
        rooms = self._rooms
        rooms.step("seen")
        self._thinking = True
        rooms.overlays.restore()
        with rooms.watch.waiting_for("model"):
            try:
                turn = await rooms.mind.think(message)
            except ModelError as error:
                self._count(Turn(cost=error.cost))
                raise
        self._thinking = False
        rooms.step("answered")
        for text in turn.notices:
            rooms.announce(Noticed("info", text))
        for text in turn.reasoning:
            rooms.announce(Reasoned(text))
        for text in turn.messages:
            rooms.announce(Said(text))
        self._count(turn)
        return turn

    async def _after(self, turn: Turn, frame: Frame, *, late: bool) -> Reply | RunEnding:
        let_go = self._answerer.let_go("the network was gone") if late else ""
        if turn.calls:
            self._strayed = 0
            self._take_once(turn)
            await self._handover.clear()
            outdated = await self._outdated(turn, frame, let_go) if late else None
            return outdated or await self._answerer.answer(turn, frame)
        if turn.finish:
            return self._answerer.finished(turn.finish)
        if turn.strays:
            return await self._astray()
        text = turn.messages[-1] if turn.messages else ""
        if text.rstrip(_CLOSERS + string.whitespace).endswith(_QUESTION_MARKS):
            answer = await self._put_to_person(text)
            if answer is not None:
                return await self._look_anew(*answer)
        return RunEnding("blocked" if self._rooms.course.refusals else "completed", text)

    def _take_once(self, turn: Turn) -> None:
        """Take note of the calls; DialectError for an answer that was there before: a cache may stand in between."""
        names = {hash((turn.response_id, call.call_id)) for call in turn.calls if turn.response_id}
        if names & self._taken:
            raise DialectError(
                "The server gave an answer for the second time.", "Nothing was done again; the server is faulty."
            )
        self._taken |= names

    async def _outdated(self, turn: Turn, seen: Frame, let_go: str) -> Reply | None:
        """Leave an answer that came so late that the screen has changed; None where all is as the model knows it."""
        rooms = self._rooms
        fresh = await self._handover.picture()
        actions = (proposal.action for call in turn.calls for proposal in call.proposals)
        exactly = any(uses_keyboard(action) for action in actions if not isinstance(action, InvalidAction))
        alike = rooms.camera.alike(seen, fresh, exactly=exactly)
        if alike and not let_go:
            return None
        rooms.reins.begin()
        told = let_go if alike else "The screen changed while the network was gone."
        rooms.announce(Noticed("info", f"{told} The model looks again."))
        rooms.show(fresh, "recheck")
        why = f"{let_go} {_UNDONE if alike else _OUTDATED}".lstrip()
        return self._answerer.left(turn, seen, fresh, why)

    async def _astray(self) -> Reply | RunEnding:
        """Go on after an answer that called for nothing but tools that are not here; the mind itself refuses those."""
        self._strayed += 1
        return RunEnding("limit", _ASTRAY) if self._strayed >= _MOST_ASTRAY else await self._look_anew()

    async def _look_anew(self, *notes: str) -> Reply:
        fresh = await self._handover.picture()
        self._rooms.reins.begin()
        self._rooms.show(fresh, "requested")
        return Reply((), notes, fresh)

    async def _put_to_person(self, text: str) -> list[str] | None:
        """Return what to say to the model after its question; None where nobody has answered."""
        rooms = self._rooms
        if not rooms.approver.answers_words:
            rooms.announce(Noticed("warning", _NOBODY))
            return None
        let_go = self._answerer.let_go("the person was asked")
        rooms.announce(Asked(text))
        rooms.reins.let_person_work()
        async with self._handover.turn:
            with rooms.watch.waiting_for("person"):
                answer = await words_from(rooms.approver, text)
        if answer is None:
            return None
        rooms.announce(Answered(answer))
        return [answer, *([let_go] if let_go else [])]

    def _count(self, turn: Turn) -> None:
        if turn.cost is not None:
            self._cost = round((self._cost or 0.0) + turn.cost, _COST_DIGITS)
            self._pace = self._pace.after(turn.cost)
        if turn.usage is None and turn.cost is None:
            return
        usage, total = turn.usage or Usage(), self._usage
        self._usage = Usage(
            _sum(total.input_tokens, usage.input_tokens),
            _sum(total.output_tokens, usage.output_tokens),
            _sum(total.total_tokens, usage.total_tokens),
        )
        cost = None if turn.cost is None else round(turn.cost, _COST_DIGITS)
        self._rooms.announce(UsageReported(usage.input_tokens, usage.output_tokens, usage.total_tokens, cost))

    def _finish(self, ending: RunEnding) -> RunFinished:
        rooms = self._rooms
        interrupted = ending.status == "stopped" and rooms.stop.by == "interrupt"
        finished = RunFinished(
            ending.status,
            ending.message,
            rooms.course.turns,
            rooms.course.actions,
            {
                "input_tokens": self._usage.input_tokens,
                "output_tokens": self._usage.output_tokens,
                "total_tokens": self._usage.total_tokens,
            },
            self._cost,
            round(rooms.watch.seconds, 3),
            round(rooms.watch.own, 3),
            _INTERRUPTED if interrupted else EXIT_CODES[ending.status],
        )
        if rooms.course.state != "ended":
            rooms.step("end")
        rooms.announce(finished)
        return finished


def _why_stopped(stop: ThreadStop) -> str:
    return stop.why or ("Stopped by the person." if stop.by == "human" else "Stopped.")


def _sum(total: int | None, more: int | None) -> int | None:
    return total if more is None else (total or 0) + more
