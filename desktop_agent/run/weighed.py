"""What was weighed, and what a yes to it is still good for."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions import Action, points_of
from desktop_agent.core.decision import Approved, Ask, Decision, Pasted, Target
from desktop_agent.core.describe import in_words
from desktop_agent.core.frame import Frame
from desktop_agent.core.turn import Call


@dataclass(frozen=True, slots=True)
class Item:
    """One action of a call, and the frame that the model saw when it asked for it."""

    call: Call
    index: int
    action: Action
    seen: Frame

    @property
    def words(self) -> str:
        """Return the action in words for the model, with points as the model itself has them."""
        proposal = self.call.proposals[self.index]
        if not proposal.words or (proposal.action != self.action and not points_of(self.action)):
            return in_words(self.action)
        # A person may have given it another point, for which the model's own coordinates are not known here.
        return proposal.words if proposal.action == self.action else "the same at another place in the picture"


@dataclass(frozen=True, slots=True)
class Yes:
    """What may be done, and why: what policy said, and the person's answer where one was asked about `target`."""

    item: Item
    decision: Decision
    answer: Approved | None
    target: Target
    pasted: Pasted | None
    asked_now: bool = False
    note: str = ""  # for the model: what the person made of its action


def new_in(verdict: Ask, yes: Yes) -> bool:
    """Tell whether a person would be asked for a reason that they have not said yes to."""
    asked = {reason.rule for reason in yes.decision.reasons} if isinstance(yes.decision, Ask) else set()
    return any(reason.rule not in asked for reason in verdict.reasons)


def is_same(then: Target, now: Target) -> bool:
    """Tell whether nothing that was known of a target has changed; a title may, under the same window."""
    known = (
        (then.control, now.control),
        (then.role, now.role),
        (then.focus, now.focus),
        (then.focus_role, now.focus_role),
        (then.site, now.site),
    )
    same_window = (then.window and then.window.id) == (now.window and now.window.id)
    same_besides = then.also is None or (now.also is not None and is_same(then.also, now.also))
    return same_window and same_besides and all(one in {"", other} for one, other in known)
