"""Sentences for an agent about its session: who has the computer, and why nothing was done."""

from __future__ import annotations

from desktop_agent.core.runs.events import DeskEnded, Status
from desktop_agent.record.wording import status_wording

_ENDS = (".", "!", "?", "…")
BUSY = "Only one call at a time: another is in progress, so nothing was done. Wait for its response, or call stop."
STOPPED = "The person has stopped this. Nothing more is done on this connection. Say so, and don't continue."
NO_SESSION = "No session is open, so there's nothing to end."
TWICE = "This call was sent before, so nothing was done again. Each call needs its own id."
NONE_OPEN = "No session is open. The first look opens one."
UNDER_WAY = "In progress."
PAUSED = "Waiting for the person, who has taken over."
ASKED_IN_WORDS = "Waiting for the person's written answer."


def in_use_by(client: str) -> str:
    """Return a sentence that says that another client has the computer."""
    return f"“{client}” has this computer now. Nothing was done; try again once it has ended."


def end_text(status: Status, message: str, report: str) -> str:
    """Return a sentence about the end of a session, in the words that every surface has for it."""
    where = f" The person's report: {report}" if report else ""
    ended = status_wording(status, message).text
    return f"The session has ended. {ended}{'' if ended.endswith(_ENDS) else '.'}{where}"


def desk_text(ended: DeskEnded) -> str:
    """Return a sentence about the changes on a side desk: applied, discarded, or still waiting."""
    match ended.receipt:
        case "accept":
            remaining = f", with {ended.left} left on the side desk" if ended.left else ""
            return f"Documents applied, as the person ordered: {ended.taken}{remaining}."
        case "discard":
            return "The changes on the side desk are discarded, as the person ordered."
        case _ if ended.changes is not None and not any(ended.changes.values()):
            return "Nothing was changed on the side desk."
        case _:
            return (
                "The changes are only on the side desk and don't count until the person takes them over. "
                f"They can see them with: desktop-agent desk show {ended.desk}"
            )


def session_state(whose: str, waits_for: str, *, busy: bool) -> str:
    """Return the state of an open session; `whose` is empty for the caller's own."""
    session = f"A session of “{whose}”" if whose else "Your session"
    state = waits_for or ("A call is in progress." if busy else "It's waiting for a call.")
    return f"{session} is open. {state}"
