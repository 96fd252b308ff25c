"""A mandate: the acts that a person has approved beforehand, for an unattended run. Pure.

It is made from a rehearsal. Each question that a person approved there, and that a mandate may cover, becomes an act on
one control of a program, with a number of times a run and a last day. The unattended run asks as any run does, and the
mandate answers in the person's place: yes to exactly these acts, no to any other. A mandate also lists the files that
the person accepted from the rehearsal's desk: these may be accepted without a review.

It covers only presses that may have consequences, on controls that their program names. It never covers a safety check
of a model's server, a secret or a password, a private address, our own windows and settings, terminals, functions or
the person's own rules; nor a question whose reason contains words from outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop_agent.core.decision import Case, Question, RememberedControl
from desktop_agent.core.message import Message
from desktop_agent.policy.host import host_of
from desktop_agent.policy.remembered import control_of

COVERABLE: Final = frozenset({"out", "for-good", "question", "words"})
_NOT_COVERED: Final = Message("There's no one to approve it, and the mandate doesn't list it.")


@dataclass(frozen=True, slots=True)
class MandateAct:
    """One act on one control, the sorted rules that asked about it, and how many times a run may do it."""

    control: RememberedControl
    rules: tuple[str, ...]
    times: int = 1


@dataclass(frozen=True, slots=True)
class Mandate:
    """The approved acts, each control once, and the last day on which they are approved.

    `files` are absolute paths that a desk may make or change, and that are accepted without a review until that day.
    """

    acts: tuple[MandateAct, ...]
    until: date
    files: tuple[str, ...] = ()


def acts_of(question: Question) -> tuple[MandateAct, ...]:
    """Return the acts that a yes to a question would allow, one for each action; empty if a mandate can't cover all."""
    rules = {reason.rule for reason in question.reasons}
    foreign = any(reason.outside for reason in question.reasons)
    targets = (question.target, *question.others)
    if question.kind != "action" or question.checks or foreign or not rules or not rules <= COVERABLE:
        return ()
    if len(targets) != len(question.actions):
        return ()
    acts = list[MandateAct]()
    for action, target in zip(question.actions, targets, strict=True):
        control = control_of(Case(action, question.frame.viewport, target))
        if control is None or (control.site and not _is_in_open_net(control.site)):
            return ()
        acts.append(MandateAct(control, tuple(sorted(rules))))
    return tuple(acts)


def _is_in_open_net(site: str) -> bool:
    host = host_of(site)
    return host is not None and not host.is_private


def mandate_of(acts: Iterable[MandateAct], until: date, files: Iterable[str] = ()) -> Mandate:
    """Return the mandate for a list of approved acts; an act in it several times is allowed as many times."""
    merged = dict[RememberedControl, MandateAct]()
    for act in acts:
        before = merged.get(act.control, MandateAct(act.control, (), 0))
        rules = tuple(sorted({*before.rules, *act.rules}))
        merged[act.control] = MandateAct(act.control, rules, before.times + act.times)
    return Mandate(tuple(merged.values()), until, tuple(dict.fromkeys(files)))


class MandateUse:
    """The remaining uses of a mandate's acts in one run."""

    def __init__(self, mandate: Mandate) -> None:
        merged = mandate_of(mandate.acts, mandate.until)
        self._rules = {act.control: act.rules for act in merged.acts}
        self._left = {act.control: act.times for act in merged.acts}
        self._until = mandate.until

    def why_not(self, question: Question, today: date) -> str:
        """Return why the mandate doesn't cover a question; if it does, deduct its acts and return an empty text."""
        acts = acts_of(question)
        requested = Counter(act.control for act in acts)
        known = {rule for control in requested for rule in self._rules.get(control, ())}
        if not acts or not requested.keys() <= self._left.keys() or not known.issuperset(acts[0].rules):
            return _NOT_COVERED
        if today > self._until:
            return Message("The mandate expired on {day}.", day=self._until.isoformat())
        if any(self._left[control] < times for control, times in requested.items()):
            return Message("The mandate doesn't cover doing it again in the same run.")
        for control, times in requested.items():
            self._left[control] -= times
        return ""
