"""A mandate: what a person has approved beforehand, for a run that nobody attends. Pure.

It is made of a rehearsal: each question that a person answered with yes there, and that a mandate may cover, becomes an
act on one control of a program, so many times a run, until a day. At its time the run asks as any run does, and the
mandate answers in the person's place: yes to exactly these, no to anything else. The files that the person took over
from the rehearsal's desk are named in it, too: these may be taken over unseen.

What it may cover is little: a press that may set something off, on a control that its program names. Never among it are
a safety check of a model's server, a secret or a password, a private address, our own windows and settings, terminals,
functions and rules of the person's own; nor is what somebody else's words are the reason for.
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
_NOBODY: Final = Message("There's no one to approve it, and the mandate doesn't list it.")


@dataclass(frozen=True, slots=True)
class MandateAct:
    """One act on one control, the rules by which it was asked about, in order, and how often a run may do it."""

    control: RememberedControl
    rules: tuple[str, ...]
    times: int = 1


@dataclass(frozen=True, slots=True)
class Mandate:
    """Which acts are approved, each control once, and the last day on which they are.

    `files` are absolute paths that a desk may make or change, and that are taken over unseen until that day.
    """

    acts: tuple[MandateAct, ...]
    until: date
    files: tuple[str, ...] = ()


def acts_of(question: Question) -> tuple[MandateAct, ...]:
    """Return what a yes to a question would do, an act for each action; empty where no mandate may cover all of it."""
    rules = {reason.rule for reason in question.reasons}
    foreign = any(reason.outside for reason in question.reasons)
    targets = (question.target, *question.others)
    if question.kind != "action" or question.checks or foreign or not rules or not rules <= COVERABLE:
        return ()
    if len(targets) != len(question.actions):
        return ()
    found = list[MandateAct]()
    for action, target in zip(question.actions, targets, strict=True):
        control = control_of(Case(action, question.frame.viewport, target))
        if control is None or (control.site and not _is_in_open_net(control.site)):
            return ()
        found.append(MandateAct(control, tuple(sorted(rules))))
    return tuple(found)


def _is_in_open_net(site: str) -> bool:
    host = host_of(site)
    return host is not None and not host.is_private


def mandate_of(acts: Iterable[MandateAct], until: date, files: Iterable[str] = ()) -> Mandate:
    """Return the mandate for acts that were approved one after another: each as often as that."""
    merged = dict[RememberedControl, MandateAct]()
    for act in acts:
        before = merged.get(act.control, MandateAct(act.control, (), 0))
        rules = tuple(sorted({*before.rules, *act.rules}))
        merged[act.control] = MandateAct(act.control, rules, before.times + act.times)
    return Mandate(tuple(merged.values()), until, tuple(dict.fromkeys(files)))


class MandateUse:
    """What is left of a mandate in one run."""

    def __init__(self, mandate: Mandate) -> None:
        whole = mandate_of(mandate.acts, mandate.until)
        self._rules = {act.control: act.rules for act in whole.acts}
        self._left = {act.control: act.times for act in whole.acts}
        self._until = mandate.until

    def why_not(self, question: Question, today: date) -> str:
        """Return why the mandate does not cover a question; empty where it does, and then that much less is left."""
        acts = acts_of(question)
        wanted = Counter(act.control for act in acts)
        known = {rule for control in wanted for rule in self._rules.get(control, ())}
        if not acts or not wanted.keys() <= self._left.keys() or not known.issuperset(acts[0].rules):
            return _NOBODY
        if today > self._until:
            return Message("The mandate expired on {day}.", day=self._until.isoformat())
        if any(self._left[control] < times for control, times in wanted.items()):
            return Message("The mandate doesn't cover doing it again in the same run.")
        for control, times in wanted.items():
            self._left[control] -= times
        return ""
