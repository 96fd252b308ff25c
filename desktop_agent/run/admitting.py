"""Lets the program into applications: asks the person about each one that an action would touch for the first time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from desktop_agent.core.decision import (
    AccessLevel,
    AppAllowed,
    Ask,
    Case,
    Decision,
    Duration,
    Question,
    Reason,
    Refuse,
    Target,
)
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import Noticed
from desktop_agent.core.turn import NotDone
from desktop_agent.policy import applications
from desktop_agent.policy.applications import application_of
from desktop_agent.run.asking import ApprovalPrompter
from desktop_agent.run.rooms import RunContext

_WEAKEST_FIRST: tuple[AccessLevel | None, ...] = (None, "nothing", "look", "click", "everything")
_HOW_LONG: dict[Duration, str] = {"once": "this once", "run": "for this run", "always": "from now on"}


class Admitter:
    """Knows how far one action may go; an answer for once is good for that action and no other."""

    def __init__(self, rooms: RunContext, asker: ApprovalPrompter) -> None:
        self._rooms = rooms
        self._asker = asker
        self._once: dict[tuple[str, str], AccessLevel] = {}

    def begin(self) -> None:
        """Start on a new action."""
        self._once = {}

    def within_reach(self, case: Case) -> Case:
        """Return the case with how far a person lets the program go at all the places it hits; None: not yet asked."""
        places = tuple(_places(case.target))
        reaches = [self._known(one) if len(places) == 1 else self._beside_others(case, one) for one in places]
        return replace(case, reach=min(reaches, key=_WEAKEST_FIRST.index, default=None))

    async def admit(self, question: Question, case: Case, index: int) -> Case | NotDone:
        """Ask about each application that nobody was asked about; return the case with the answers in it."""
        for place in _places(case.target):
            reasons = _about_application(self._alone(case, place)) if self._known(place) is None else ()
            if not reasons:
                continue
            asked = replace(question, target=place, reasons=reasons, kind="application", again=self._again(case))
            answer = await self._asker.ask(replace(asked, checks=(), editable=False, may_stand=False), index)
            if isinstance(answer, NotDone):
                return answer
            self._keep(place, answer if isinstance(answer, AppAllowed) else AppAllowed("everything", "run"))
            self._rooms.step("admitted")
        return self.within_reach(case)

    def _again(self, case: Case) -> tuple[Reason, ...]:
        """Return why this very action will be asked about even where the program may do everything."""
        said = self._rooms.judge(replace(case, reach="everything"))
        return said.reasons if isinstance(said, Ask) else ()

    def _keep(self, place: Target, answer: AppAllowed) -> None:
        rooms, (program, site) = self._rooms, application_of(place)
        if answer.lasting == "once":
            self._once[program, site] = answer.reach
        else:
            try:
                rooms.app_permissions.admit(program, site, answer.reach, answer.lasting)
            except DesktopAgentError as error:
                rooms.announce(Noticed("warning", f"{error} It holds for this run."))
                rooms.app_permissions.admit(program, site, answer.reach, "run")
        name = program or "This application"
        rooms.announce(Noticed("info", f"{name}: {answer.reach}, {_HOW_LONG[answer.lasting]}."))

    def _beside_others(self, case: Case, place: Target) -> AccessLevel | None:
        """Return how far it may go at one of several places: everywhere where nobody would be asked about it."""
        known, said = self._known(place), self._alone(case, place)
        return known if known is not None or isinstance(said, Refuse) or _about_application(said) else "everything"

    def _known(self, place: Target) -> AccessLevel | None:
        application = application_of(place)
        return self._once.get(application) or self._rooms.app_permissions.reach(*application)

    def _alone(self, case: Case, place: Target) -> Decision:
        return self._rooms.judge(replace(case, target=replace(place, also=None), reach=None))


def asks_about_application(decision: Decision) -> bool:
    """Tell whether a person is to be asked whether the program may work in an application at all."""
    return bool(_about_application(decision))


def _about_application(decision: Decision) -> tuple[Reason, ...]:
    reasons = decision.reasons if isinstance(decision, Ask) else ()
    return tuple(reason for reason in reasons if reason.rule == applications.RULE)


def _places(target: Target) -> Iterator[Target]:
    """Give what an action hits, an application once: where a drag ends may be another one than where it begins."""
    places = {application_of(one): one for one in (target.also, target) if one is not None and one.window is not None}
    yield from reversed(places.values())
