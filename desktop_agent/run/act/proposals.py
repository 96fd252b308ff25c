"""The announcements of the actions of an answer, one by one, each with what is known of its target by then."""

from __future__ import annotations

from dataclasses import asdict, replace

from desktop_agent.core.actions.action import Click, Finish, HoldKey, Invoke, Navigate, Press, Type, fields_of
from desktop_agent.core.actions.describe import event_form_or_none, named_target
from desktop_agent.core.controls.screen_contents import LocatedControl
from desktop_agent.core.decisions.rule_id import RuleId
from desktop_agent.core.pictures import Frame, ImagePoint
from desktop_agent.core.runs.events import ActionProposed, Decided, DecidedBy, NamedTarget, Noticed
from desktop_agent.core.runs.turn import Call, InvalidAction, Proposal, Turn
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.passwords import covered_call, is_secret_field, with_covered_fields
from desktop_agent.run.act.attempt import may_lead_to_password
from desktop_agent.run.act.named_places import NamedPlaces, with_located
from desktop_agent.run.act.targets import Targets
from desktop_agent.run.stream import Stream


class Proposals:
    """Announces the actions of an answer one by one."""

    def __init__(self, targets: Targets, places: NamedPlaces, stream: Stream) -> None:
        self._targets = targets
        self._places = places
        self._stream = stream
        self.response_id = ""  # of the answer that is gone through
        self.computer_id = ""

    def expect_answer(self, seen: Frame) -> None:
        """Start the slow queries to the programs in the picture while the model thinks."""
        self._targets.warm(seen)

    async def propose(self, call: Call, index: int, seen: Frame, place: LocatedControl | None = None) -> None:
        """Announce an action with what is already known of its target; `place` is the control that it has named."""
        action = call.proposals[index].action
        if isinstance(action, InvalidAction | Invoke | Finish | Navigate):
            self._announce(call, index, seen, None)
            return
        first = fields_of(action)[0]
        look = self._targets.patiently if isinstance(action, Type | Press | HoldKey) else self._targets.at_once
        self._announce(call, index, seen, named_target(with_located(await look(seen, first), place), first))

    async def learn_passwords(self, turn: Turn, seen: Frame) -> None:
        """Learn the passwords of an answer before its words are written down, where they quote what it types."""
        words = "\n".join((*turn.reasoning, *(step.words for step in turn.steps), *turn.messages))
        before: Proposal | None = None
        for proposal in (proposal for call in turn.calls for proposal in call.proposals):
            action = proposal.form
            if isinstance(action, Click):
                before = proposal
            if not isinstance(action, Type):
                continue
            text = (action.text if action.entry == "whole" else action.text.split("\t")[0]).strip()
            if not text or text not in words:
                continue
            into = replace(action, text=text, at=await self._place_of(action, proposal, before, seen))
            named = named_target(await self._targets.target(seen, into), into)
            if named and is_secret_field(named.name or "", named.role or ""):
                self._stream.passwords.learn_text(text)

    async def _place_of(
        self, text: Type, proposal: Proposal, before: Proposal | None, seen: Frame
    ) -> ImagePoint | None:
        """Return where a text goes as far as that is known: to its own place, else to that of the click before it."""
        source = proposal if text.at is not None else before
        located = (await self._places.located(source, seen))[0].action if source is not None else None
        return located.at if isinstance(located, Click | Type) else None

    def skip_action(self, call: Call, index: int, seen: Frame, cause: str, *, by_person: bool) -> None:
        """Announce an action that is no longer reached; `cause`: why not, if that is known."""
        self._announce(call, index, seen, None)
        by: DecidedBy = "human" if by_person else "policy"
        rule: RuleId = "takeover" if by_person else "not-reached"
        self._stream.announce(Decided(call.call_id, index, "deny", by, rule, cause or None))

    def refuse_unreadable(self, call: Call, index: int, action: InvalidAction) -> str:
        """Announce why a call cannot be carried out, and return the reason for the model."""
        why = (
            action.reason
            if "not done" in action.reason
            else Message("This action wasn't performed: {reason}", reason=action.reason)
        )
        self._stream.announce(Decided(call.call_id, index, "deny", "policy", "unreadable"))
        if call.called == "unknown":  # a notice on the answer has named it
            return action.reason
        self._stream.announce(Noticed("info", why))
        return why

    def close(self) -> None:
        """End the questions to programs whose answers are not needed any more."""
        self._targets.close()

    def _announce(self, call: Call, index: int, seen: Frame, target: NamedTarget | None) -> None:
        proposal = call.proposals[index]
        read = proposal.action
        action = None if isinstance(read, InvalidAction) else event_form_or_none(read, seen.viewport)
        written = proposal.model_action
        if action is not None and may_lead_to_password(read, seen):
            action = with_covered_fields(action)
            written = covered_call(written)
        elif action is None and isinstance(proposal.form, Type) and seen.has_password_field:  # the field is unknown
            written = covered_call(written)
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
