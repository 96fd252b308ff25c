"""What was weighed, and what a yes to it is still good for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_agent.core.actions import Action, Click, Scroll, Type
from desktop_agent.core.decision import Approved, Ask, Case, Decision, Pasted, Target
from desktop_agent.core.describe import in_words
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Size
from desktop_agent.core.turn import Call


@dataclass(frozen=True, slots=True)
class PendingAction:
    """One action of a call, and the frame that the model saw when it asked for it."""

    call: Call
    index: int
    action: Action
    seen: Frame

    @property
    def words(self) -> str:
        """Return the action in words for the model, with points as the model itself counts them."""
        proposal = self.call.proposals[self.index]
        if proposal.words and proposal.action == self.action:
            return proposal.words
        image = self.seen.viewport.image
        return in_words(_counted_in(proposal.space or image, image, self.action))


@dataclass(frozen=True, slots=True)
class Authorization:
    """What may be done, and why: what policy said, and the person's answer where one was asked about `target`."""

    item: PendingAction
    decision: Decision
    answer: Approved | None
    target: Target
    pasted: Pasted | None
    asked_now: bool = False
    note: str = ""  # for the model: what the person made of its action
    whole: bool = False  # the text goes in as a whole

    @property
    def action(self) -> Action:
        """Return what is to be carried out."""
        action = self.item.action
        return replace(action, whole=True) if self.whole and isinstance(action, Type) else action


def yes_to(
    item: PendingAction, decision: Decision, answer: Approved | None, case: Case, *, asked_now: bool = False
) -> Authorization:
    """Return that an action may be done as it was weighed."""
    return Authorization(item, decision, answer, case.target, case.pasted, asked_now, whole=is_whole(case))


def is_whole(case: Case) -> bool:
    """Tell whether the action is a text that goes in as a whole."""
    return isinstance(case.action, Type) and case.action.whole


def _counted_in(space: Size, image: Size, action: Action) -> Action:
    """Return an action that a person may have changed with its point in another space than the picture's pixels."""
    if not isinstance(action, Click | Scroll | Type) or action.at is None:
        return action
    x = (2 * action.at.x + 1) * space.width // (2 * image.width)
    y = (2 * action.at.y + 1) * space.height // (2 * image.height)
    return replace(action, at=ImagePoint(x, y))


def new_in(verdict: Ask, yes: Authorization) -> bool:
    """Tell whether a person would be asked for a reason that they have not said yes to."""
    asked = {reason.rule for reason in yes.decision.reasons} if isinstance(yes.decision, Ask) else set()
    return any(reason.rule not in asked for reason in verdict.reasons)


def is_unchanged(yes: Authorization, case: Case) -> bool:
    """Tell whether an action would still do what the person was asked about."""
    return is_same(yes.target, case.target) and is_whole(case) == yes.whole


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
