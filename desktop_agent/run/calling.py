"""One call beside the computer, from proposal to its answer: decide, ask, bind, write, run.

What runs is what was approved, byte for byte: the permit is made for the whole command with its input, and nothing but
that permit makes it run. A tool of an MCP server runs on that server; here it is only approved, or not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_agent.core.actions import Invoke
from desktop_agent.core.decision import Allow, Approved, Ask, Decision, Question, Reason, Target
from desktop_agent.core.describe import in_words
from desktop_agent.core.events import ActionDone, ActionFailed, ActionStarted, Decided, Noticed
from desktop_agent.core.frame import Frame
from desktop_agent.core.function import Ran
from desktop_agent.core.permit import Binding
from desktop_agent.core.turn import Call, NotDone, Proposal
from desktop_agent.policy import functions as policy
from desktop_agent.run.asking import ApprovalPrompter
from desktop_agent.run.control import ms_since
from desktop_agent.run.handover import TOLD
from desktop_agent.run.rooms import RunContext

_MOST_SHOWN = 2_000
_CONFIRMED = "“{}” is to run unasked by your settings: from now on it does, until its entry there changes."
_STOPPED = "Stopped before its end."


@dataclass(frozen=True, slots=True)
class FunctionAnswered:
    """The call was carried out; `words` say what it was, `output` is its answer."""

    words: str
    output: str = ""


@dataclass(frozen=True, slots=True)
class _CallAuthorization:
    """What may be done, and by whose word."""

    decision: Decision
    answer: Approved | None = None


class FunctionCaller:
    """Takes calls beside the computer one at a time."""

    def __init__(self, rooms: RunContext, asker: ApprovalPrompter) -> None:
        self._rooms = rooms
        self._asker = asker

    def ready(self, call: Call) -> Call:
        """Return the call with all that would run in it, or with the reason why nothing can."""
        if call.called != "function":
            return call
        return replace(call, proposals=tuple(self._made_ready(proposal) for proposal in call.proposals))

    def _made_ready(self, proposal: Proposal) -> Proposal:
        action = proposal.action
        return replace(proposal, action=self._rooms.functions.ready(action)) if isinstance(action, Invoke) else proposal

    async def take(
        self,
        call: Call,
        invoke: Invoke,
        seen: Frame,
        extra: tuple[Reason, ...],
        may_ask: Callable[[], NotDone | None],
    ) -> FunctionAnswered | NotDone:
        """Take one call; `extra` are reasons to ask that do not come from policy.

        `may_ask` is called before a person is: it may say that the call is to be left instead.
        """
        rooms = self._rooms
        yes = await self._weighed(call, invoke, seen, extra, may_ask)
        if isinstance(yes, NotDone):
            return yes
        binding = rooms.binding(call, 0, invoke, seen, None)
        rooms.step("allowed")
        if rooms.reins.taken:
            rooms.step("changed")
            return NotDone("taken over", TOLD)
        rooms.check_stop()
        rooms.announce(ActionStarted(call.call_id, 0))
        rooms.step("act")
        began = time.monotonic()
        try:
            ran = Ran("") if invoke.server else await self._run(binding, yes)
        except BaseException:
            rooms.announce(ActionFailed(call.call_id, 0, ms_since(began), _STOPPED))
            raise
        return self._ended(call, invoke, ran, began)

    async def _weighed(
        self,
        call: Call,
        invoke: Invoke,
        seen: Frame,
        extra: tuple[Reason, ...],
        may_ask: Callable[[], NotDone | None],
    ) -> _CallAuthorization | NotDone:
        rooms = self._rooms
        decision = policy.judge(invoke, rooms.functions.verdict(invoke.name), rooms.mode)
        if isinstance(decision, Allow) and not extra:
            rooms.announce(Decided(call.call_id, 0, "allow", decision.by, decision.rule))
            return _CallAuthorization(decision)
        if stays := may_ask():
            return stays
        asked = Ask((*(decision.reasons if isinstance(decision, Ask) else ()), *extra))
        question = Question(
            call.call_id, in_words(invoke), (invoke,), Target(), asked.reasons, (), seen, kind="function"
        )
        answer = await self._asker.ask(question, 0)
        if isinstance(answer, NotDone):
            return answer
        if rooms.functions.confirm(invoke.name):
            rooms.announce(Noticed("info", _CONFIRMED.format(invoke.name)))
        return _CallAuthorization(asked, Approved())

    async def _run(self, binding: Binding, yes: _CallAuthorization) -> Ran:
        return await self._rooms.functions.run(self._rooms.gate.permit(binding, yes.decision, yes.answer))

    def _ended(self, call: Call, invoke: Invoke, ran: Ran, began: float) -> FunctionAnswered | NotDone:
        rooms = self._rooms
        if ran.error:
            rooms.announce(ActionFailed(call.call_id, 0, ms_since(began), ran.error))
            rooms.step("acted")
            return NotDone("failed", ran.error, touched=True)
        rooms.announce(ActionDone(call.call_id, 0, ms_since(began)))
        rooms.step("idled" if invoke.server else "acted")
        if not invoke.server:
            shown = ran.output[:_MOST_SHOWN] + ("…" if len(ran.output) > _MOST_SHOWN else "")
            rooms.announce(Noticed("info", f"The function “{invoke.name}” answered: {shown}"))
        return FunctionAnswered(in_words(invoke), ran.output)
