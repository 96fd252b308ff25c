"""Announces what the model asks for, with the names of what it hits, and what of it is not looked at any further."""

from __future__ import annotations

from dataclasses import asdict, replace

from desktop_agent.core.actions import Click, Finish, HoldKey, Invoke, Navigate, Press, Type, fields_of
from desktop_agent.core.describe import event_form_or_none, named_target
from desktop_agent.core.events import ActionProposed, Decided, NamedTarget, Noticed
from desktop_agent.core.frame import Frame
from desktop_agent.core.message import Message
from desktop_agent.core.passwords import covered, covered_call, is_secret_field
from desktop_agent.core.turn import Call, InvalidAction, Turn
from desktop_agent.run.stream import Stream
from desktop_agent.run.targets import TargetLookup


class Proposals:
    """Announces the actions of an answer one by one."""

    def __init__(self, targets: TargetLookup, stream: Stream) -> None:
        self._targets, self._stream = targets, stream
        self.response_id = ""  # of the answer that is gone through
        self.computer_id = ""

    def expect_answer(self, seen: Frame) -> None:
        """Ask the programs in the picture meanwhile whatever takes them long."""
        self._targets.warm(seen)

    async def propose(self, call: Call, index: int, seen: Frame) -> None:
        """Announce an action with what is known so soon of what it hits."""
        action = call.proposals[index].action
        if isinstance(action, InvalidAction | Invoke | Finish | Navigate):
            self._announce(call, index, seen, None)
            return
        first = fields_of(action)[0]
        look = self._targets.patiently if isinstance(action, Type | Press | HoldKey) else self._targets.at_once
        self._announce(call, index, seen, named_target(await look(seen, first), first))

    async def learn_passwords(self, turn: Turn, seen: Frame) -> None:
        """Learn the passwords of an answer before its words are written down, where they quote what it types."""
        words = "\n".join((*turn.reasoning, *turn.messages))
        before: Click | None = None
        for action in (proposal.action for call in turn.calls for proposal in call.proposals):
            if isinstance(action, Click):
                before = action
            if not isinstance(action, Type):
                continue
            text = (action.text if action.whole else action.text.split("\t")[0]).strip()
            if not text or text not in words:
                continue
            into = replace(action, text=text, at=action.at or (before.at if before else None))
            named = named_target(await self._targets.target(seen, into), into)
            if named and is_secret_field(named.name or "", named.role or ""):
                self._stream.passwords.learn_text(text)

    def pass_over(self, call: Call, index: int, seen: Frame) -> None:
        """Announce an action that is not reached any more."""
        self._announce(call, index, seen, None)
        self._stream.announce(Decided(call.call_id, index, "deny", "policy", "not-reached"))

    def refuse_unreadable(self, call: Call, index: int, action: InvalidAction) -> str:
        """Announce why something cannot be done, and return it for the model."""
        why = (
            action.reason
            if "not done" in action.reason
            else Message("This action was not done: {reason}", reason=action.reason)
        )
        self._stream.announce(Decided(call.call_id, index, "deny", "policy", "unreadable"))
        self._stream.announce(Noticed("info", why))
        return why

    def close(self) -> None:
        """End the questions to programs that nobody waits for."""
        self._targets.close()

    def _announce(self, call: Call, index: int, seen: Frame, target: NamedTarget | None) -> None:
        proposal = call.proposals[index]
        read = proposal.action
        action = None if isinstance(read, InvalidAction) else event_form_or_none(read, seen.viewport)
        written = proposal.model_action
        if action is not None and isinstance(read, Type) and seen.has_password_field and len(fields_of(read)) > 1:
            # A Tab of the text may lead into it: that is known when it is there.
            first, _, rest = read.text.partition("\t")
            action, written = {**action, "text": f"{first}\t{covered(rest)}"}, covered_call(written)
        checks = tuple(check.raw or asdict(check) for check in call.checks)
        self._stream.announce(
            ActionProposed(
                call_id=call.call_id,
                index=index,
                action=action,
                model_action=written,
                safety_checks=checks,
                target=target,
                response_id=self.response_id,
                computer_id=self.computer_id,
            )
        )
