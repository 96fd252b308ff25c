"""What a person allows the program to do in an application, and what is asked before the first act there.

Looking is always allowed. In terminals, password managers, the system's settings and this program's own windows the
first act is asked about, whatever the settings say.
"""

from __future__ import annotations

from typing import Final

from desktop_agent.core.actions import Finish, HoldKey, Look, Move, Navigate, Press, ReleaseKey, Type, Wait
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Refuse, Target
from desktop_agent.core.describe import visible
from desktop_agent.core.frame import Window
from desktop_agent.core.programs import TERMINALS
from desktop_agent.policy.effects import is_paste
from desktop_agent.policy.programs import OURSELVES, PASSWORD_KEEPERS, SYSTEM_SETTINGS, is_one_of, short_name

RULE: Final = "application"
_LONGEST_PATH = 120
_SENSITIVE = (
    (TERMINALS, "a terminal: a shell runs what is typed into it"),
    (PASSWORD_KEEPERS, "a password manager"),
    (SYSTEM_SETTINGS, "where the system's settings are"),
    (OURSELVES, "this program itself"),
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
    """Return what makes an application one that is always asked about; empty for an ordinary one."""
    return next((what for programs, what in _SENSITIVE if is_one_of(window, programs)), "")


def judge(case: Case, *, asks: bool) -> Decision | None:
    """Ask before the first act in an application, refuse what goes past the permission; `asks`: ordinary ones too."""
    targets = (case.target, *([case.target.also] if case.target.also else []))
    hit = [one for one in targets if one.window is not None]
    if not hit or isinstance(case.action, Move | Wait | Look | Finish | ReleaseKey | Navigate):
        return None
    window = hit[0].window
    match case.reach:
        case None:
            about = next((one for one in hit if sensitive(one.window)), hit[0] if asks else None)
            return None if about is None else _ask(about)
        case "nothing" | "look":
            return Refuse((Reason(RULE, f"The user allows looking at {short_name(window)}, not acting in it."),))
        case "click" if isinstance(case.action, Type | Press | HoldKey) or is_paste(case):
            return Refuse((Reason(RULE, f"The user allows clicking in {short_name(window)}, not typing in it."),))
        case _:
            return None


def _ask(target: Target) -> Decision:
    program, site = application_of(target)
    kind = sensitive(target.window)
    where = f" at {visible(site, _LONGEST_PATH)}" if site else ""
    what = f" It is {kind}." if kind else ""
    known = bool(target.window and target.window.program)
    named = visible(program, _LONGEST_PATH) if known else "this window of an unknown program"
    text = f"You have not been asked yet about using {named}{where}.{what}"
    return Ask((Reason(RULE, text),))
