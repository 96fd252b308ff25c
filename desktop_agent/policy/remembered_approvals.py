"""Remembered approvals: “Approve for this window”, and “Always for this button”.

The first covers one rule, kind of action, process, window, site and control: a control that may set something off, a
page's button, or a rule of the person's own. No other rule's question is answered for the next time, nor a safety check
of the model's server, nor where the window or the control is unknown: words read off the picture are the same on the
page of another site. In a browser the site has to be known.

The second covers one act on one control, by program, role, name and kind of window, on the web by site; it is good for
what may set something off and is not known, and for no rule but that of a page's buttons. A document, a frame or a pane
is no such control.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop_agent.core.actions import Click, Press
from desktop_agent.core.decision import Case, HitControl, Reason, RememberedApproval, RememberedControl, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message
from desktop_agent.core.programs import BROWSERS, OURSELVES, PASSWORD_KEEPERS, TERMINALS, is_one_of
from desktop_agent.policy.applications import COMMIT, sensitive
from desktop_agent.policy.own_rules import is_own_rule
from desktop_agent.policy.roles import GROUNDS

# What a yes may last for: any button of a page, and all that may set something off.
LASTING = frozenset({COMMIT, "page-button"})
_COUNTS: Mapping[int, str] = {1: "click", 2: Message("double click"), 3: Message("triple click")}


class RememberedApprovals:
    """The remembered approvals of one run; for any thread.

    Each method is one operation on a dict, which is whole by itself: that is all the locking there has to be.
    """

    def __init__(self) -> None:
        self._given: dict[RememberedApproval, RememberedApproval] = {}

    def approval_for(self, case: Case, reason: Reason) -> RememberedApproval | None:
        """Return what such an approval would cover; None where only a new yes will do."""
        return approval_for(case, reason)

    def add(self, standing: RememberedApproval) -> None:
        """Keep a person's yes."""
        self._given[_compared(standing)] = standing

    def covers(self, standing: RememberedApproval) -> bool:
        """Tell whether a person has said yes to it already."""
        return _compared(standing) in self._given

    def all(self) -> tuple[RememberedApproval, ...]:
        """Return all of them, oldest first."""
        return tuple(self._given.values())

    def take_back(self, standing: RememberedApproval) -> None:
        """Forget one."""
        self._given.pop(_compared(standing), None)


def approval_for(case: Case, reason: Reason) -> RememberedApproval | None:
    """Return what “Approve for this window” would cover; None where only a new yes will do."""
    target, window = case.target, case.target.window
    if not _may_be_remembered(case, reason) or window is None or window.pid is None:
        return None
    pressed = (target, target.also) if target.also else (target,)
    return RememberedApproval(
        rule=reason.rule,
        kind=type(case.action).__name__,
        program=window.program or window.app,
        pid=window.pid,
        window=window.id,
        site=target.site,
        role=" → ".join(one.role or one.focus_role for one in pressed),
        control=" → ".join(one.name or (one.focus.name if one.focus else "") for one in pressed),
        title=window.title,
    )


def control_of(case: Case) -> RememberedControl | None:
    """Return what “Always for this button” would cover; None where the act, the control or its place is not known."""
    target, place, act = case.target, case.target.place, _act(case)
    if not act or place is None or not place.window.program or target.also is not None:
        return None
    # Keys go by what they press; without that by what has the keyboard.
    hit = target.focus if isinstance(case.action, Press) and not target.name else target.control
    is_read = isinstance(hit, HitControl) and hit.source == "ocr"
    window = place.window
    if hit is None or not hit.name or not hit.role or hit.role in GROUNDS or is_read or place.ours:
        return None
    if _is_secret(case) or sensitive(window):
        return None
    if is_one_of(window, BROWSERS) and not (target.in_page and target.site):
        return None
    return RememberedControl(
        program=window.program,
        site=target.site,
        window=_kind_of(window),
        title=window.title if window.dialog else "",
        role=hit.role,
        control=hit.name,
        act=act,
    )


def _act(case: Case) -> str:
    match case.action:
        case Click(button=button, count=count, keys=()) if not case.held:
            return (
                _COUNTS[count]
                if button == "left"
                else Message("{button} {counts}", button=button, counts=_COUNTS[count])
            )
        case Press(keys) if not case.held:
            return "+".join(keys)
        case _:
            return ""


def _kind_of(window: Window) -> str:
    return "dialog" if window.dialog else "menu" if window.menu else Message("main window")


def _may_be_remembered(case: Case, reason: Reason) -> bool:
    target = case.target
    ours = target.place is not None and target.place.ours
    if case.checks or reason.outside or ours or _is_secret(case) or _is_unknown(target):
        return False
    return is_own_rule(reason.rule) or reason.rule in LASTING


def _is_unknown(target: Target) -> bool:
    """Tell whether the program does not say what is pressed, or a browser on which site: next time it may be another.

    The window's title is no help: a page gives itself any that it likes.
    """
    parts = (target, target.also) if target.also else (target,)
    return not all(one.site or (_is_named(one) and not is_one_of(one.window, BROWSERS)) for one in parts)


def _is_named(target: Target) -> bool:
    is_read = target.control is not None and target.control.source == "ocr"
    return not is_read and bool(target.role or target.focus_role)


def _is_secret(case: Case) -> bool:
    parts = [case.target, *([case.target.also] if case.target.also else [])]
    roles = {role for one in parts for role in (one.role, one.focus_role)}
    programs = TERMINALS | PASSWORD_KEEPERS | OURSELVES
    return bool(roles & {"password text", "terminal"}) or any(is_one_of(one.window, programs) for one in parts)


def _compared(standing: RememberedApproval) -> RememberedApproval:
    """Return it without its title, which is for the person's eyes: a page can change it."""
    return replace(standing, title="")
