"""How far a person lets the program go in an application: the scope of a run, and what is asked outside of it.

Without a scope only free acts are done. Within one, known commands pass at `click`, and everything passes at
`everything`; what other rules ask about is asked whatever the scope is. In terminals, password managers, the system's
settings and this program's own windows the first act is asked about, whatever the settings say.
"""

from __future__ import annotations

from typing import Final

from desktop_agent.core.actions import Finish, Look, Move, Navigate, ReleaseKey, Wait
from desktop_agent.core.commands import LEAVES
from desktop_agent.core.decision import Allow, Ask, Case, Decision, Question, Reason, Refuse, Target
from desktop_agent.core.display_text import foreign
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.mode import AccessLevel
from desktop_agent.core.programs import (
    BROWSERS,
    CORRESPONDENTS,
    OURSELVES,
    PASSWORD_KEEPERS,
    SYSTEM_SETTINGS,
    TERMINALS,
    is_one_of,
    short_name,
)
from desktop_agent.policy.commit_points import commits
from desktop_agent.policy.effects import is_paste
from desktop_agent.policy.host import is_private

RULE: Final = "application"
COMMIT: Final = "commit-point"
_LONGEST_HOST = 120
_PRIVATE = Message("It's a page on this computer or its network.")
_SENSITIVE = (
    (TERMINALS, Message("A shell runs anything typed there.")),
    (PASSWORD_KEEPERS, Message("It keeps passwords.")),
    (SYSTEM_SETTINGS, Message("It changes the system settings.")),
    (OURSELVES, Message("It's Desktop Agent itself.")),
)


def application_of(target: Target) -> tuple[str, str]:
    """Return what a permission is remembered for: the program, and the site where one is known.

    A window of an unknown program is remembered by its number; both are empty on the bare desktop.
    """
    window = target.window
    if window is None:
        return "", ""
    # What a window calls itself (its class) is its own choice, and no name of a program.
    return window.program or f"window:{window.id}", target.site


def sensitive(window: Window | None) -> str:
    """Return a sentence on what makes an application one that is always asked about; empty for an ordinary one."""
    return next((what for programs, what in _SENSITIVE if is_one_of(window, programs)), "")


def may_be_widened(case: Case, reasons: tuple[Reason, ...]) -> bool:
    """Tell whether a person who is asked about an act may let the run do everything there instead.

    Only where nothing but the scope speaks against it, in one known program, in a browser at one known site.
    """
    target, place = case.target, case.target.place
    in_scope = case.reach == "click" and all(reason.rule == COMMIT for reason in reasons) and not case.checks
    elsewhere = target.also is not None and application_of(target.also) != application_of(target)
    if not in_scope or place is None or not place.window.program or elsewhere or place.ours:
        return False
    return not sensitive(place.window) and (bool(target.site) or not is_one_of(place.window, BROWSERS))


def judge(case: Case, *, asks: bool, known: bool = False) -> Decision | None:
    """Say whether an act lies within the scope, or ask; `asks`: about ordinary applications' free acts too.

    `known`: a rule of the person's own allows it, which is a scope as good as any.
    """
    if isinstance(case.action, Wait | Look | Finish):
        return None
    hit = [one for one in (case.target, case.target.also) if one is not None and one.window is not None]
    effect = "" if known or _is_covered(case) else commits(case)
    opens = isinstance(case.action, Navigate)  # in a browser that is not known yet; its reach is that of the address
    if not hit and not (opens and case.reach):
        return _ask_about(effect) if effect else Allow("free")
    match case.reach:
        case None:
            return Allow("remembered") if effect and case.remembered else _outside(case, hit, effect, asks=asks)
        case "nothing" | "look":
            where = short_name(hit[0].window) if hit else Message("this address")
            return Refuse(
                (
                    Reason(
                        RULE, Message("The user allows this run to look at {where} but not to act in it.", where=where)
                    ),
                )
            )
        case "everything":
            return Allow("scope" if effect else "free")
        case _:
            if not effect:
                return Allow("free")
            if _is_known(case.target):
                return Allow("known-command")
            return Allow("remembered") if case.remembered else _ask_about(effect)


def _is_covered(case: Case) -> bool:
    """Tell whether an act is about files in a folder of the scope.

    Where it is about the folder in which it is done, it is a command that is known, or a paste.
    """
    target = case.target
    if target.file is None or not target.file.is_place:
        return case.in_folder
    return case.in_folder and (bool(target.command) or is_paste(case))


def refused_within(question: Question, level: AccessLevel) -> bool:
    """Tell whether an action that a question is about would be refused at an access level that it offers."""
    cases = (Case(action, question.frame.viewport, question.target, reach=level) for action in question.actions)
    return any(isinstance(judge(case, asks=False), Refuse) for case in cases)


def _outside(case: Case, hit: list[Target], effect: str, *, asks: bool) -> Decision:
    about = next((one for one in hit if sensitive(one.window)), hit[0] if asks or effect else None)
    if about is None or _only_points(case):
        return Allow("free")
    return _ask(about, effect)


def _is_known(target: Target) -> bool:
    """Tell whether it is a command that sets nothing off.

    A file that is chosen for the net is carried out of here, and the answer to a question does more than its name says:
    *Save* closes the window that asks.
    """
    place = target.place
    if place is None or target.command in LEAVES:
        return bool(target.command)
    carries = place.chooser and is_one_of(place.window, BROWSERS | CORRESPONDENTS)
    return bool(target.command) and not (carries or place.question)


def _only_points(case: Case) -> bool:
    """Tell whether nothing is pressed: a pointer that moves is no act in an application."""
    return isinstance(case.action, Move | ReleaseKey)


def _ask_about(effect: str) -> Decision:
    text = Message("{effect:capital} may change something, and we can't tell what.", effect=effect)
    return Ask((Reason(COMMIT, text),))


def _ask(target: Target, effect: str) -> Decision:
    _, site = application_of(target)
    host = foreign(site.partition("://")[2] or site, _LONGEST_HOST)
    known = bool(target.window and target.window.program)
    named = short_name(target.window) if known else Message("a window from an unknown program")
    kind = sensitive(target.window) or (_PRIVATE if is_private(site) else "")
    first = (
        Message("First time at {host} in {named}.", host=host, named=named)
        if site
        else Message("First time in {named}.", named=named)
    )
    changes = "" if kind or not effect else Message("This step may change something there.")
    in_shell = is_one_of(target.window, TERMINALS)
    return Ask((Reason(RULE, sentences(first, kind, changes), each_line=in_shell),))
