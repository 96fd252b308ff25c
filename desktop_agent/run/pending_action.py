"""The values that are passed along with an action: the pending one, its approval, its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from desktop_agent.core.actions import Action, Click, Finish, Scroll, TextEntry, Type
from desktop_agent.core.decision import Approved, Ask, Case, Decision, Pasted, Question, Reason, Target
from desktop_agent.core.describe import sentence_with
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.field_text import InputNote
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Size
from desktop_agent.core.mode import AccessLevel
from desktop_agent.core.rule_id import RuleId
from desktop_agent.core.screen_contents import LocatedControl
from desktop_agent.core.turn import Call, InvalidAction, NotDone

# What concerns a call as a whole. Any other reason is about one action, and so is the yes to it.
_OF_THE_CALL = frozenset({"safety-check", "no-progress", "mode-ask"})


@dataclass(slots=True)
class CallConsent:
    """The person's consent to actions of a call, by a yes to a question that showed them."""

    rules: frozenset[str] = frozenset()
    shown: tuple[Action, ...] = ()

    @property
    def has_confirmed_checks(self) -> bool:
        """Return whether a person has confirmed the safety checks of the call."""
        return "safety-check" in self.rules

    def note(self, question: Question) -> None:
        """Note a yes to a question."""
        if len(question.actions) > 1 or question.checks:
            self.rules |= {reason.rule for reason in question.reasons} & _OF_THE_CALL
            self.shown += question.actions

    def rules_for(self, action: Action) -> frozenset[str]:
        """Return the rules that the person has answered for an action; none for one that no question has shown."""
        return self.rules if action in self.shown else frozenset()


@dataclass(frozen=True, slots=True)
class Agreement:
    """A person's agreement on a card that showed the act: this action on this target, for these rules."""

    action: Action
    target: Target
    rules: frozenset[str]
    by: RuleId  # what the card was about: several actions together, or their application


@dataclass(slots=True)
class AnswerPlan:
    """The actions of one answer, in order, and those that a person has agreed to in advance.

    `seen` is the picture that the model answered.
    """

    calls: tuple[Call, ...] = ()
    seen: Frame | None = None
    agreed: dict[tuple[str, int], Agreement] = field(default_factory=dict)

    def after(self, pending: PendingAction) -> Iterator[PendingAction]:
        """Yield the actions after a given one, up to one that can't be done.

        Calls with safety checks are left out: each has a question of its own.
        """
        for call, index in self._following(pending):
            action = call.proposals[index].action
            if not call.checks and not isinstance(action, InvalidAction):
                yield PendingAction(call, index, action, self.seen or pending.seen)

    def named_after(self, pending: PendingAction) -> Iterator[tuple[Call, int]]:
        """Yield the actions after a given one that go by the name of a control, which isn't looked up yet."""
        for call, index in self._following(pending):
            if not call.checks and call.proposals[index].named is not None:
                yield call, index

    def _following(self, pending: PendingAction) -> Iterator[tuple[Call, int]]:
        acts = [(call, index) for call in self.calls for index in range(len(call.proposals))]
        ids = [(call.call_id, index) for call, index in acts]
        here = (pending.call.call_id, pending.index)
        for call, index in acts[ids.index(here) + 1 :] if here in ids else ():
            proposal = call.proposals[index]
            if isinstance(proposal.action, InvalidAction) and proposal.named is None:
                return
            yield call, index

    def note(
        self, later: PendingAction, target: Target, reasons: tuple[Reason, ...], by: RuleId = "approved-together"
    ) -> None:
        """Save a yes to a later action."""
        rules = frozenset(reason.rule for reason in reasons)
        self.agreed[later.call.call_id, later.index] = Agreement(later.action, target, rules, by)

    def rule_of(self, pending: PendingAction) -> RuleId:
        """Return the rule of the card on which an action was approved."""
        agreed = self.agreed.get((pending.call.call_id, pending.index))
        return agreed.by if agreed is not None else "approved-together"

    def rules_for(self, pending: PendingAction, target: Target) -> frozenset[str]:
        """Return the rules that a person has answered for an action, if its target is the one on the card."""
        agreed = self.agreed.get((pending.call.call_id, pending.index))
        is_same = agreed is not None and agreed.action == pending.action and _is_same(agreed.target, target)
        return agreed.rules if agreed is not None and is_same else frozenset()


@dataclass(frozen=True, slots=True)
class PendingAction:
    """One action of a call, and the frame that the model saw when it asked for it.

    An action on a control that was named has the frame in which its name was looked up, and the control. `looks` counts
    how often that was. The points that the model itself has given are those of the frame `pointed_in`.

    `others` are further actions of the call that the same question shows. `extra` are reasons to ask that do not come
    from policy; `again` is told with any question that is asked. `plan` is the answer that it is part of.
    """

    call: Call
    index: int
    action: Action
    seen: Frame
    consent: CallConsent = field(default_factory=CallConsent)
    others: tuple[Action, ...] = ()
    extra: tuple[Reason, ...] = ()
    again: tuple[Reason, ...] = ()
    agreed: frozenset[str] = frozenset()  # rules that the person said yes to, for this action
    plan: AnswerPlan = field(default_factory=AnswerPlan)
    allowed_once: dict[tuple[str, str], AccessLevel] = field(default_factory=dict)  # in applications, for this alone
    place: LocatedControl | None = None
    looks: int = 1
    pointed_in: Frame | None = None

    @property
    def is_restless(self) -> bool:
        """Return whether the screen keeps changing at the target, so that only the window can be compared."""
        return any(reason.rule == "restless" for reason in self.extra)

    @property
    def words(self) -> str:
        """Return the action in words for the model, with points as the model itself counts them."""
        proposal = self.call.proposals[self.index]
        if proposal.words and proposal.action == self.action:
            return proposal.words
        image = self.seen.viewport.image
        return sentence_with(_counted_in(proposal.space or image, image, self.action))

    def unanswered(self, decision: Ask) -> tuple[Reason, ...]:
        """Return the reasons to which no person has agreed yet."""
        answered = self.consent.rules_for(self.action) | self.agreed
        return tuple(reason for reason in decision.reasons if reason.rule not in answered)


@dataclass(frozen=True, slots=True)
class Authorized:
    """An allowed action: the verdict of policy, and the answer of the person who was asked about `target`."""

    pending: PendingAction
    decision: Decision
    answer: Approved | None = None
    target: Target = field(default_factory=Target)
    pasted: Pasted | None = None
    asked_now: bool = False
    entry: TextEntry = "fields"
    note: str = ""  # for the model: what the person made of its action

    @property
    def action(self) -> Action:
        """Return the action to carry out."""
        action = self.pending.action
        return replace(action, entry=self.entry) if isinstance(action, Type) else action

    def covers(self, verdict: Ask) -> bool:
        """Return whether a person said yes to every reason of another verdict on the same action."""
        rules = {reason.rule for reason in self.decision.reasons} if isinstance(self.decision, Ask) else set()
        return all(reason.rule in rules for reason in verdict.reasons)

    def is_unchanged(self, case: Case) -> bool:
        """Return whether the action would still have the effect that the person was asked about."""
        return _is_same(self.target, case.target) and entry_of(case) == self.entry


@dataclass(frozen=True, slots=True)
class Declined:
    """A refused action; `let_go`: a person has to be asked, and held keys and buttons are to be released first.

    `stale`: no question was asked, as the screen at the target has changed since the model saw it.
    """

    not_done: NotDone
    let_go: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was carried out; `words` describe it, `note` is further information for the model.

    `found` is the note of the input executor; `shows`: the action is a text that has to be visible.
    `reacts`: it is a click that moves the pointer to its control, which shows that in some way.
    """

    words: str
    note: str = ""
    output: str = ""  # of a function
    is_silent: bool = False  # the function printed nothing, so a person is told nothing of it
    part: Frame | None = None  # a picture that it answers with
    found: InputNote = field(default_factory=InputNote)
    shows: bool = False
    reacts: bool = False
    is_plain: bool = False  # it is a text, and each of its fields is known to be none for a password


Outcome = Done | NotDone | Finish


def authorized(
    pending: PendingAction, decision: Decision, answer: Approved | None, case: Case, *, asked_now: bool = False
) -> Authorized:
    """Return the authorization of an action as policy judged it."""
    return Authorized(pending, decision, answer, case.target, case.pasted, asked_now, entry_of(case))


def may_lead_to_password(action: Action | InvalidAction, seen: Frame) -> bool:
    """Return whether a Tab of a text may lead into a password field, which is known only when it is there."""
    if not isinstance(action, Type) or action.entry != "fields" or "\t" not in action.text.rstrip("\t"):
        return False
    if action.at is None:
        return seen.may_have_password_field(seen.scene.focus)
    try:
        at = seen.viewport.to_screen(action.at)
    except OffScreenError:
        return seen.has_password_field
    return seen.may_have_password_field(seen.scene.window_at(at))


def entry_of(case: Case) -> TextEntry:
    """Return the way in which the text of an action is entered."""
    return case.action.entry if isinstance(case.action, Type) else "fields"


def _counted_in(space: Size, image: Size, action: Action) -> Action:
    """Return an action, perhaps changed by a person, with its point in `space` instead of the picture's pixels."""
    if not isinstance(action, Click | Scroll | Type) or action.at is None:
        return action
    x = (2 * action.at.x + 1) * space.width // (2 * image.width)
    y = (2 * action.at.y + 1) * space.height // (2 * image.height)
    return replace(action, at=ImagePoint(x, y))


def _is_same(then: Target, now: Target) -> bool:
    """Return whether the known facts of a target are unchanged; the title of its window may change."""
    pairs = (
        (then.name, now.name),
        (then.role, now.role),
        (then.focus.name if then.focus else "", now.focus.name if now.focus else ""),
        (then.focus_role, now.focus_role),
        (then.site, now.site),
    )
    same_window = (then.window and then.window.id) == (now.window and now.window.id)
    same_besides = then.also is None or (now.also is not None and _is_same(then.also, now.also))
    return same_window and same_besides and all(old in {"", new} for old, new in pairs)
