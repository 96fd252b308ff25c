"""A secret goes only where it belongs, into a field whose place is known, and at a person's word."""

from __future__ import annotations

from desktop_agent.core.actions import Type
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Refuse
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.policy.effects import entered

_IN_CLEAR = "The field shows it; its place is hidden in every later picture of this run."


def judge(case: Case) -> Decision | None:
    """Refuse a secret where it does not belong; ask where a person has not said that it need not be asked about."""
    if not isinstance(case.action, Type) or not case.secrets:
        return None
    for use in case.secrets:
        if not use.place:
            return _refuse(Message("There is no secret “{name}”.", name=use.name))
        if not use.fits:
            return _refuse(
                Message(
                    "The secret “{name}” is for {place} alone, and this would go elsewhere.",
                    name=use.name,
                    place=use.place,
                )
            )
    if field_box(case) is None:
        return _refuse("It is not known which field this would go into, so everybody could read the secret there.")
    if is_agreed(case):
        return None
    names = " and ".join(f"“{use.name}”" for use in case.secrets)
    what = (
        Message("The secret {names} is typed here.", names=names)
        if len(case.secrets) == 1
        else Message("The secrets {names} are typed here.", names=names)
    )
    return Ask((Reason("secret", what if _is_hidden(case) else f"{what} {_IN_CLEAR}"),))


def is_agreed(case: Case) -> bool:
    """Tell whether a person has said for always that all the secrets of a text may go where it goes."""
    return bool(case.secrets) and all(use.fits and use.always for use in case.secrets) and _is_hidden(case)


def field_box(case: Case) -> Rect | None:
    """Return where the field is that a text goes into."""
    into_point = isinstance(case.action, Type) and case.action.at is not None
    return case.target.box if into_point else case.target.focus_box


def _is_hidden(case: Case) -> bool:
    """Tell whether the field shows dots."""
    what = entered(case)
    return what is not None and what.role == "password text"


def _refuse(text: str) -> Refuse:
    return Refuse((Reason("secret", text),))
