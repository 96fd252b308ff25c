"""Whether the program may work in an application: asks the person before an action first touches one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from desktop_agent.core.actions import Navigate
from desktop_agent.core.decision import Allow, AppAllowed, Ask, Case, Decision, Question, Reason, Refuse, Target
from desktop_agent.core.describe import in_words, named_target
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import Noticed
from desktop_agent.core.frame import LAYER
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.mode import AccessLevel
from desktop_agent.policy import applications
from desktop_agent.policy.applications import application_of
from desktop_agent.run.input_state import InputState
from desktop_agent.run.pending_action import Declined, PendingAction
from desktop_agent.run.ports import AppPermissions, Judge
from desktop_agent.run.prompt import ApprovalPrompter
from desktop_agent.run.stream import Stream

_WEAKEST_FIRST: tuple[AccessLevel | None, ...] = (None, "nothing", "look", "click", "everything")
_LET_IN = Allow(applications.RULE, by="human")


class AppAuthorizer:
    """Knows how far an action may go in each application; an answer for once is good for that action and no other."""

    def __init__(self, judge: Judge, permissions: AppPermissions, prompter: ApprovalPrompter, stream: Stream) -> None:
        self._judge, self._permissions, self._prompter, self._stream = judge, permissions, prompter, stream

    def with_access(self, case: Case, pending: PendingAction) -> Case:
        """Return the case with how far a person lets the program go at all the places it hits; None: not yet asked."""
        if isinstance(case.action, Navigate):
            return replace(case, reach=self._permissions.at_address(case.action.url))
        places = tuple(_places(case.target))
        alone = len(places) == 1
        levels = [self._level(one, pending) if alone else self._beside_others(case, one, pending) for one in places]
        in_folder = self._is_in_folder(case.target)
        return replace(case, reach=min(levels, key=_WEAKEST_FIRST.index, default=None), in_folder=in_folder)

    def _is_in_folder(self, target: Target) -> bool:
        hit = [one for one in (target, target.also) if one is not None]
        folders = self._permissions.folders()
        return all(one.file is not None and any(folder.holds(one.file) for folder in folders) for one in hit)

    async def ask_first(
        self, pending: PendingAction, case: Case, verdict: Decision, held: InputState
    ) -> tuple[Case, Decision] | Declined:
        """Ask about each application that nobody was asked about; return the case and the verdict with the answers."""
        if not _about_application(verdict):
            return case, verdict
        asked = False
        for place in _places(case.target):
            reasons = () if self._level(place, pending) else _about_application(self._alone(case, place))
            if not reasons:
                continue
            question = Question(
                call_id=pending.call.call_id,
                sentence=in_words(pending.action, named_target(case.target, pending.action)),
                actions=(pending.action,),
                target=place,
                reasons=reasons,
                checks=(),
                frame=pending.seen,
                kind="application",
                again=self._again(case),
            )
            answer = await self._prompter.ask(question, pending, held)
            if isinstance(answer, Declined):
                return answer
            asked = True
            if isinstance(answer, AppAllowed):
                self._remember(place, answer, pending)
                if answer.lasting == "once" and answer.reach == "everything":
                    # It was this very act that they saw, and why else it would be asked about.
                    pending.plan.note(pending, case.target, question.again, "application")
            self._stream.step("admitted")
        case = self.with_access(case, pending)
        verdict = _as_shown(self._judge(case))
        # Whoever was asked has let this act happen, with the application that it happens in.
        return case, _LET_IN if asked and isinstance(verdict, Allow) else verdict

    def widen(self, case: Case, pending: PendingAction) -> None:
        """Let the run do everything in the application that an action hits, but what no scope covers."""
        self._remember(case.target, AppAllowed("everything", "run"), pending)

    def _again(self, case: Case) -> tuple[Reason, ...]:
        """Return why this very action will be asked about even where the program may do everything."""
        verdict = self._judge(replace(case, reach="everything"))
        return verdict.reasons if isinstance(verdict, Ask) else ()

    def _remember(self, place: Target, answer: AppAllowed, pending: PendingAction) -> None:
        program, site = application_of(place)
        if answer.lasting == "once" or _is_layer(place):  # the next layer may be anything
            pending.allowed_once[program, site] = answer.reach
        else:
            try:
                self._permissions.allow(program, site, answer.reach, answer.lasting)
            except DesktopAgentError as error:
                self._stream.announce(
                    Noticed("warning", sentences(str(error), Message("This applies to this run only.")))
                )
                self._permissions.allow(program, site, answer.reach, "run")

    def _beside_others(self, case: Case, place: Target, pending: PendingAction) -> AccessLevel | None:
        """Return how far it may go at one of several places: everywhere where nobody would be asked about it."""
        level, verdict = self._level(place, pending), self._alone(case, place)
        is_open = level is not None or isinstance(verdict, Refuse) or _about_application(verdict)
        return level if is_open else "everything"

    def _level(self, place: Target, pending: PendingAction) -> AccessLevel | None:
        program, site = application_of(place)
        # A command of the browser's own goes to the browser, whichever page it shows.
        named = ((program, site), (program, "")) if place.command else ((program, site),)
        levels = (pending.allowed_once.get(one) or self._permissions.reach(*one) for one in named)
        return next(filter(None, levels), None)

    def _alone(self, case: Case, place: Target) -> Decision:
        return self._judge(replace(case, target=replace(place, also=None), reach=None))


def _is_layer(place: Target) -> bool:
    return place.window is not None and place.window.id == LAYER


def _as_shown(verdict: Decision) -> Decision:
    """Return the verdict on an act that a card has shown: whoever lets the program act there lets it do this too."""
    if not isinstance(verdict, Ask):
        return verdict
    reasons = tuple(reason for reason in verdict.reasons if reason.rule != applications.COMMIT)
    return Ask(reasons) if reasons else _LET_IN


def _about_application(decision: Decision) -> tuple[Reason, ...]:
    reasons = decision.reasons if isinstance(decision, Ask) else ()
    return tuple(reason for reason in reasons if reason.rule == applications.RULE)


def _places(target: Target) -> Iterator[Target]:
    """Yield what an action hits, an application once: where a drag ends may be another one than where it begins."""
    places = {application_of(one): one for one in (target.also, target) if one is not None and one.window is not None}
    yield from reversed(places.values())
