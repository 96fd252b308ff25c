"""The access that a run has to applications and folders, as far as it is decided, and what isn't yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from desktop_agent.core.actions.action import Navigate, StartedProgram
from desktop_agent.core.decisions.decision import AppAllowed, Ask, Case, Decision, File, Place, Reason, Refuse, Target
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import LAYER, Window
from desktop_agent.core.programs import last_part
from desktop_agent.core.runs.events import Noticed
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.policy.act import Act, acts_of, files_cut, is_for_sites, sites_opened
from desktop_agent.policy.scope import (
    BLIND,
    application_of,
    at_site,
    first_act_text,
    is_blind_work,
    is_browsers_own,
)
from desktop_agent.run.ports import AppPermissions, Judge
from desktop_agent.run.stream import Stream

_BLIND_PLACE = Target()  # wherever that is
_WEAKEST_FIRST: tuple[AccessLevel | None, ...] = (None, "nothing", "look", "work")
# Access for one action alone, by program and site.
Once = dict[tuple[str, str], AccessLevel]


class AppAccess:
    """The access level in each application; an answer for `once` holds for that action and no other."""

    def __init__(
        self, judge: Judge, permissions: AppPermissions, stream: Stream, *, reports_windows: bool = True
    ) -> None:
        """`reports_windows`: the desktop reports which window is where; if not, one answer for a task covers all."""
        self._tells_windows = reports_windows
        self._judge = judge
        self._permissions = permissions
        self._stream = stream

    @property
    def folders(self) -> tuple[str, ...]:
        """Return the paths of the folders that the run may work with."""
        return tuple(folder.path for folder in self._permissions.folders())

    def opens_host(self, place: Target) -> bool:
        """Return whether any yes to working there lets the run's side desk reach a host."""
        return self._permissions.opens_host(place.site)

    def new_program(self, started: StartedProgram | None) -> Target | None:
        """Return a program that is about to be started as a place to ask about; None where its access is known.

        It is also None where a yes to the start says nothing of the work, as in a terminal, and where the program's
        windows could not be distinguished from others.
        """
        if started is None or not (started.covers_work and self._tells_windows):
            return None
        if self._permissions.reach(started.path, "") is not None:
            return None
        return place_of(started)

    def may_start(self, started: StartedProgram | None) -> bool:
        """Return whether a program is in scope, so that it may be started as well."""
        return started is not None and self._permissions.may_start(started)

    def with_access(self, case: Case, once: Once) -> Case:
        """Return the case with the access level at all that it hits and opens; None: not yet asked."""
        acts = acts_of(case)
        levels = {site: self._level(at_site(case.target, site), once) for site in sites_opened(acts)}
        case = replace(case, reach_of_sites=levels)
        if isinstance(case.action, Navigate):
            return replace(case, reach="work")
        places = (_BLIND_PLACE,) if self._is_blind(case, once) else tuple(_places(case.target))
        reaches = (
            [self._level_at_only_place(case, acts, places[0], once)]
            if len(places) == 1
            else [self._level_among_several(case, place, once) for place in places]
        )
        return replace(
            case,
            reach=min(reaches, key=_WEAKEST_FIRST.index, default=None),
            in_folder=self._is_in_folder(case.target) and all(map(self._holds, files_cut(case))),
            leaves_folder=self._leaves_folder(case),
        )

    def _is_in_folder(self, target: Target) -> bool:
        targets = [item for item in (target, target.also) if item is not None]
        folders = self._permissions.folders()
        return all(item.file is not None and any(folder.holds(item.file) for folder in folders) for item in targets)

    def _holds(self, file: File) -> bool:
        return any(folder.holds(file) for folder in self._permissions.folders())

    def _leaves_folder(self, case: Case) -> bool:
        """Return whether a file would leave a folder that the run may work with, by a drag or a paste."""
        target = case.target
        cut = files_cut(case)
        sources = cut or ((target.file,) if target.file is not None else ())
        ends = target.file if cut else None
        ends = target.also.file if target.also else ends
        folders = [folder for folder in self._permissions.folders() if any(map(folder.holds, sources))]
        return bool(folders) and not any(ends is not None and folder.holds(ends) for folder in folders)

    def next_place_to_ask(
        self, case: Case, verdict: Decision, once: Once, asked: set[tuple[str, str]]
    ) -> tuple[Target, tuple[Reason, ...]] | None:
        """Return the next place that the person has to be asked about, and why; sites that are opened come first.

        What leads to a site that they have let in is let in with it.
        """
        if not _scope_reasons(verdict):
            return None
        for site, level in case.reach_of_sites.items():
            place = at_site(case.target, site)
            if level is None and application_of(place) not in asked:
                return place, (Reason("scope", first_act_text(place)),)
        if self._is_blind(case, once):
            is_new = self._level(_BLIND_PLACE, once) is None and application_of(_BLIND_PLACE) not in asked
            return (_BLIND_PLACE, (Reason("scope", BLIND),)) if is_new else None
        acts = acts_of(case)
        for place in _places(case.target):
            if self._level_at_only_place(case, acts, place, once) is not None:
                continue
            reasons = _scope_reasons(self._judged_alone(case, place))
            if reasons and application_of(place) not in asked:
                return place, reasons
        return None

    def own_question_reasons(self, case: Case) -> tuple[Reason, ...]:
        """Return why this action needs a question of its own even at full access."""
        levels: dict[str, AccessLevel | None] = dict.fromkeys(case.reach_of_sites, "work")
        verdict = self._judge(replace(case, reach="work", reach_of_sites=levels))
        return verdict.reasons if isinstance(verdict, Ask) else ()

    def remember(self, place: Target, answer: AppAllowed, once: Once) -> None:
        """Save an answer about an application for as long as it lasts."""
        program, site = application_of(place)
        if answer.lasting == "once" or _is_layer(place):  # the next layer may be anything
            once[program, site] = answer.reach
            self._permissions.allow(program, site, answer.reach, "once")
        else:
            try:
                self._permissions.allow(program, site, answer.reach, answer.lasting)
            except DesktopAgentError as error:
                self._stream.announce(
                    Noticed("warning", sentences(str(error), Message("This applies to this run only.")))
                )
                self._permissions.allow(program, site, answer.reach, "run")

    def _is_blind(self, case: Case, once: Once) -> bool:
        """Return whether an action goes to a window that the desktop can't identify; one answer covers all of these.

        What programs report of the window with the keyboard counts where its program has been decided on.
        """
        if self._tells_windows or not is_blind_work(case.action):
            return False
        return case.target.window is None or self._level(case.target, once) is None

    def _level_at_only_place(self, case: Case, acts: Iterable[Act], place: Target, once: Once) -> AccessLevel | None:
        """Return the access level at the place of an action; a browser's own controls are as open as the page below."""
        level = self._level(place, once, for_sites=is_for_sites(case, acts))
        if level is not None or not is_browsers_own(place) or not place.site:
            return level
        return self._permissions.reach(application_of(place)[0], place.site)

    def _level_among_several(self, case: Case, place: Target, once: Once) -> AccessLevel | None:
        """Return the access level at one of several places; “work” where that place alone needs no question."""
        level = self._level(place, once)
        verdict = self._judged_alone(case, place)
        is_open = level is not None or isinstance(verdict, Refuse) or _scope_reasons(verdict)
        return level if is_open else "work"

    def _level(self, place: Target, once: Once, *, for_sites: bool = False) -> AccessLevel | None:
        program, site = application_of(place)
        if level := once.get((program, site)):
            return level
        return self._permissions.reach(program, site, for_sites=for_sites)

    def _judged_alone(self, case: Case, place: Target) -> Decision:
        levels: dict[str, AccessLevel | None] = dict.fromkeys(case.reach_of_sites, "work")
        alone = replace(case, target=replace(place, also=None), reach=None, reach_of_sites=levels)
        return self._judge(alone)


def place_of(started: StartedProgram) -> Target:
    """Return a program that is about to be started as a place; it has no name but one by which a scope knows it."""
    name = started.name if started.names else ""
    return Target(Place(Window(0, last_part(started.path), program=started.path, name=name)))


def _is_layer(place: Target) -> bool:
    return place.window is not None and place.window.id == LAYER


def _scope_reasons(decision: Decision) -> tuple[Reason, ...]:
    reasons = decision.reasons if isinstance(decision, Ask) else ()
    return tuple(reason for reason in reasons if reason.rule == "scope")


def _places(target: Target) -> Iterator[Target]:
    """Yield the targets of an action, one for each application: a drag may end in another one than it began in."""
    places = {application_of(hit): hit for hit in (target.also, target) if hit is not None and hit.window is not None}
    yield from reversed(places.values())
