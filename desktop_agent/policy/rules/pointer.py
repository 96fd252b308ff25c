"""Rules about where a press lands: outside the picture, in our own windows, on what closes an unsaved window."""

from __future__ import annotations

import re

from desktop_agent.core.actions import Click, Finish, HoldButton, Look, Move, ReleaseButton, ReleaseKey, Wait, points_of
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Refuse
from desktop_agent.core.message import Message
from desktop_agent.policy.effects import chords, presses

_OWN_WINDOW = Message(
    "This would go to a window where this program runs or asks questions, and only the person can use that window."
)
_CLOSING_CHORDS = frozenset(
    {
        frozenset({"alt", "f4"}),
        frozenset({"ctrl", "w"}),
        frozenset({"ctrl", "q"}),
        frozenset({"ctrl", "f4"}),
        frozenset({"ctrl", "shift", "w"}),
        frozenset({"ctrl", "shift", "q"}),
        frozenset({"super", "w"}),
        frozenset({"super", "q"}),
    }
)
# A star or a dot where editors put it, or the word.
_UNSAVED = re.compile(
    r"^\s*[*•●✱]|[*•●✱]\s*(?:$|[-–—|(])|\S\*(?:\s|$)|\.\w+\s[*•●✱]\s|\[\+\]|\[\*\]"
    r"|\bunsaved\b|\bmodified\b|nicht gespeichert|geändert|modifié|sin guardar|modificat|não salvo|niet opgeslagen"
    r"|zmodyfikowan|измен[её]н|未保存",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"close(?: window| tab| file| document)?|quit|exit|×|✕|✖|schließen|beenden|fermer|quitter|cerrar|salir|chiudi|esci"
    r"|fechar|sair|sluiten|afsluiten|zamknij|zakończ|закрыть|выйти|关闭|退出|閉じる|終了",
    re.IGNORECASE,
)


def outside_picture(case: Case) -> Decision | None:
    """Refuse if any point of the action lies outside the picture."""
    size = case.viewport.image
    for at in points_of(case.action):
        if not (0 <= at.x < size.width and 0 <= at.y < size.height):
            text = Message(
                "The point ({x}, {y}) is outside the {width}x{height}-pixel screenshot.",
                x=at.x,
                y=at.y,
                width=size.width,
                height=size.height,
            )
            return Refuse((Reason("outside-viewport", text),))
    return None


def own_window(case: Case) -> Decision | None:
    """Refuse when the window that would be hit is ours; merely moving over it is nothing."""
    hit = (one.place for one in (case.target, case.target.also) if one is not None)
    is_ours = any(place is not None and place.ours for place in hit)
    if not is_ours or isinstance(case.action, Move | ReleaseKey | Wait | Look | Finish):
        return None
    return Refuse((Reason("own-window", _OWN_WINDOW),))


def unsaved_close(case: Case) -> Decision | None:
    """Ask when a chord or a control closes a window, and its title carries a mark of what is not saved."""
    window = case.target.window
    if window is None or not _UNSAVED.search(window.title) or not _closes(case):
        return None
    return Ask((Reason("unsaved-close", Message("The window title indicates unsaved changes.")),))


def _closes(case: Case) -> bool:
    if chords(case) & _CLOSING_CHORDS:
        return True
    if _is_on_title_bar(case):
        return True
    pressed = _is_left_press(case) or presses(case, "enter", "space")
    names = (one.name for one in (case.target, case.target.also) if one is not None)
    # The cross in a title bar is no program's to name: it is read off the picture.
    control = case.target.control
    cross = control is not None and control.source == "ocr" and control.name.strip() in {"x", "X"}
    return pressed and (cross or any(_CLOSE.fullmatch(name.strip().rstrip(".…").replace("_", "")) for name in names))


def _is_left_press(case: Case) -> bool:
    return isinstance(case.action, Click | HoldButton | ReleaseButton) and case.action.button == "left"


def _is_on_title_bar(case: Case) -> bool:
    """Tell whether a press may be on the frame of a window, of which its program knows nothing."""
    target = case.target
    if not _is_left_press(case) or target.role:
        return False
    title = target.window.title if target.window else ""
    return not target.name or target.name in title or title in target.name
