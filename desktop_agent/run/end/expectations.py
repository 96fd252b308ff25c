"""Whether the end meets a person's expectations: checked when the model reports that it is done.

Those that cost little are also looked at after each act, so that the record says which step made them true. Such a
look delays the next act by `_AT_ONCE_S` at most: a longer one goes on until then, and is given up.

The model is informed of unmet expectations and goes on; after a number of tries the run ends as unproven. A command
that checks an expectation is shown to the person before the first action (`ask/prompt.py`), and runs only
after their yes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from desktop_agent.core.actions.action import Finish, Invoke
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import ExpectationChecked, ExpectationTurned
from desktop_agent.core.texts.message import Message, join, plural
from desktop_agent.run.ask.prompt import AdvanceQuestions
from desktop_agent.run.end.ending import Proof
from desktop_agent.run.pause import PauseSupervisor
from desktop_agent.run.ports import Camera, Expectations
from desktop_agent.run.stream import Stream

_FUNCTION = "expect"
_AT_ONCE_S = 0.05
_AT_START_S = 10.0


class EndCheck:
    """Checks the expectations of one run."""

    def __init__(
        self,
        expectations: Expectations,
        tries: int,
        questions: AdvanceQuestions,
        pauses: PauseSupervisor,
        camera: Camera,
        stream: Stream,
    ) -> None:
        """`tries`: the number of chances for the model; `questions`: asks whether an agent may see the result."""
        self._expectations = expectations
        self._left = tries
        self._questions = questions
        self._pauses = pauses
        self._camera = camera
        self._stream = stream
        self._unmet: tuple[ExpectationChecked, ...] = ()
        self._count = 0
        self._held: dict[str, bool] = {}  # at the last glance
        self._glance: asyncio.Future[None] | None = None
        self._found: dict[str, bool] = {}  # by that glance, so far
        self._after_step = 0  # that it follows

    async def look_at_start(self, frame: Frame) -> None:
        """Note what holds before the first act."""
        await self._quick_check(frame, _AT_START_S)

    async def look_again(self, frame: Frame) -> None:
        """Note what has turned in a new picture, after an act or while its result is awaited."""
        await self._quick_check(frame, _AT_ONCE_S)

    def end_quick_check(self) -> None:
        """Note what the last glance has found, and give up the rest: after the next act it would be wrong."""
        glance = self._glance
        self._glance = None
        if glance is not None and not glance.cancel():
            with self._pauses.control.while_listed():
                glance.result()
        self._note(self._found, self._after_step)
        self._found = {}

    def close(self) -> None:
        """Give up a quick check that is no longer waited for."""
        if self._glance is not None:
            self._glance.cancel()

    async def why_not_ended(self, finish: Finish | None = None) -> str:
        """Check the expectations; return a message for the model to go on with; empty where the run may end."""
        if finish is not None and finish.expect:
            unlooked = self._expectations.off_screen(finish.expect)
            # The question is shown with the screen as it is; where there is none, no picture is needed.
            if unlooked and await self._questions.ask_about_looks(unlooked, await self._pauses.picture(self._camera)):
                unlooked = ()
            self._expectations.add(finish.expect, unlooked)
        if self._expectations.is_empty or (finish is not None and finish.status != "success"):
            return ""
        self.end_quick_check()
        checks = await self._look()
        looks = {check.what: check.holds for check in checks if check.what in self._held}
        self._note(looks, self._stream.steps.step)
        for check in checks:
            self._stream.announce(check)
        self._count = len(checks)
        self._unmet = tuple(check for check in checks if not check.holds)
        if not self._unmet or self._left == 0 or self._stream.progress.refusals:
            return ""
        self._left -= 1
        return Message(
            "You said that the task is done, but this isn't true yet: {unmet}.", unmet=_unmet_text(self._unmet)
        )

    @property
    def proof(self) -> Proof | None:
        """Return the result of the last check, with a sentence on unmet expectations; None where there was none."""
        if not self._count:
            return None
        if not self._unmet:
            return Proof("proven")
        few = plural(
            "{count} of {all} expectations doesn't hold", "{count} of {all} expectations don't hold",
            count=len(self._unmet), all=self._count,
        ) if self._count > 1 else Message("The expectation isn't met")  # fmt: skip
        return Proof("unproven", Message("{few}: {unmet}.", few=few, unmet=_unmet_text(self._unmet)))

    async def _look(self) -> Sequence[ExpectationChecked]:
        while True:
            frame = await self._pauses.picture(self._camera)
            with self._pauses.control.while_listed():
                return await self._expectations.look(frame)

    async def _quick_check(self, frame: Frame, within_s: float) -> None:
        self.end_quick_check()
        if self._expectations.is_empty:
            return
        self._after_step = self._stream.steps.step
        self._glance = asyncio.ensure_future(self._expectations.glance(frame, self._found))
        await asyncio.wait((self._glance,), timeout=within_s)
        if self._glance.done():
            self.end_quick_check()

    def _note(self, now: Mapping[str, bool], step: int) -> None:
        for what, holds in now.items():
            if holds != self._held.get(what, False):
                self._stream.announce(ExpectationTurned(what, holds, step))
        self._held.update(now)


def command_call(command: tuple[str, ...], cwd: str) -> Invoke:
    """Return a command as the call that is shown to a person."""
    return Invoke(_FUNCTION, command=command, cwd=cwd, is_end_check=True)


def _unmet_text(unmet: Sequence[ExpectationChecked]) -> str:
    return join("; ", (Message("{what} ({evidence})", what=check.what, evidence=check.evidence) for check in unmet))
