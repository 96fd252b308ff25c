"""Calls beside the computer: a function of the user's, or a tool of an MCP server.

What runs is what was approved, byte for byte: the permit is made for the whole command with its input, and nothing but
that permit makes it run. A tool of an MCP server runs on that server; here it is only approved, or not.
"""

from __future__ import annotations

from desktop_agent.core.actions import Invoke
from desktop_agent.core.decision import Allow, Approved, Ask, Question, Target
from desktop_agent.core.describe import in_words
from desktop_agent.core.events import Decided, Noticed
from desktop_agent.core.mode import Mode
from desktop_agent.policy import functions as policy
from desktop_agent.run.input_state import InputState
from desktop_agent.run.pending import Authorized, Declined, PendingAction
from desktop_agent.run.ports import Functions
from desktop_agent.run.prompt import ApprovalPrompter
from desktop_agent.run.stream import Stream

_CONFIRMED = "“{}” is to run unasked by your settings: from now on it does, until its entry there changes."


class FunctionAuthorizer:
    """Authorizes calls beside the computer."""

    def __init__(self, functions: Functions, mode: Mode, prompter: ApprovalPrompter, stream: Stream) -> None:
        self._functions, self._mode, self._prompter, self._stream = functions, mode, prompter, stream

    async def authorize(self, pending: PendingAction, invoke: Invoke, inputs: InputState) -> Authorized | Declined:
        """Return why the call may be carried out, or that it is not to be."""
        call_id = pending.call.call_id
        decision = policy.judge(invoke, self._functions.verdict(invoke.name), self._mode)
        if isinstance(decision, Allow) and not pending.extra:
            self._stream.announce(Decided(call_id, pending.index, "allow", decision.by, decision.rule))
            return Authorized(pending, decision)
        asked = Ask((*(decision.reasons if isinstance(decision, Ask) else ()), *pending.extra))
        question = Question(
            call_id, in_words(invoke), (invoke,), Target(), asked.reasons, (), pending.seen, kind="function"
        )
        answer = await self._prompter.ask(question, pending, inputs)
        if isinstance(answer, Declined):
            return answer
        if self._functions.confirm(invoke.name):
            self._stream.announce(Noticed("info", _CONFIRMED.format(invoke.name)))
        return Authorized(pending, asked, Approved())
