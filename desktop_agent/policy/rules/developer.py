"""Ask before a browser's developer tools: what is typed there is carried out in the page."""

from __future__ import annotations

from desktop_agent.core.actions import Finish, Look, Move, ReleaseKey, Wait
from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.core.message import Message
from desktop_agent.core.programs import BROWSERS
from desktop_agent.policy.effects import chords
from desktop_agent.policy.programs import is_one_of, short_name

_CHORDS = frozenset(
    {
        frozenset({"f12"}),
        frozenset({"ctrl", "u"}),
        *(frozenset({"ctrl", "shift", key}) for key in "ijcke"),
        *(frozenset({"shift", key}) for key in ("f5", "f7", "f9", "f12")),
        frozenset({"ctrl", "alt", "shift", "i"}),
        *(frozenset({"super", "alt", key}) for key in "ijcku"),
    }
)
_SITES = ("devtools:", "view-source:")


def judge(case: Case) -> Decision | None:
    """Ask about the chords that open them, and about what is done in them."""
    target = case.target
    if isinstance(case.action, Move | ReleaseKey | Wait | Look | Finish):
        return None
    opens = is_one_of(target.window, BROWSERS) and bool(chords(case) & _CHORDS)
    if not opens and not target.site.startswith(_SITES):
        return None
    text = Message(
        "These are the developer tools of {window}: what is entered there acts in the page.",
        window=short_name(target.window),
    )
    return Ask((Reason("developer-tools", text),))
