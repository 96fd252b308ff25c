"""What an agent is told of its session, beside what the run says: who has the computer, and why nothing is done."""

from __future__ import annotations

from desktop_agent.core.events import DeskEnded

BUSY = "A call is under way, and nothing was done for this one: one call at a time. Wait for its answer, or call stop."
STOPPED = "The person has stopped this. Nothing more is done on this connection: say so, and do not go on."
NO_SESSION = "No session is open; there is nothing to end."
TWICE = "This call was sent before, and nothing was done again: each call needs an id of its own."
NONE_OPEN = "No session is open: the first look opens one."
UNDER_WAY = "Under way."
PAUSED = "Waiting for the person, who has taken over."
ASKED_IN_WORDS = "Waiting for the person's answer in words."


def waits_for_yes(sentence: str) -> str:
    """Return that a card is open, and what it asks about."""
    return f"Waiting for the person's answer: {sentence}"


def taken(who: str) -> str:
    """Return that another agent has the computer."""
    return f"“{who}” has this computer now. Nothing was done; try again once it has ended."


def ended(status: str, message: str, report: str) -> str:
    """Return how a session has ended."""
    where = f" The person's report: {report}" if report else ""
    return f"The session has ended ({status}). {message}{where}".strip()


def of_desk(ended: DeskEnded) -> str:
    """Return what becomes of what was changed on a side desk."""
    match ended.receipt:
        case "accept":
            left = f", {ended.left} were not and stay on the side desk" if ended.left else ""
            return f"The person has ordered that documents are taken over: {ended.taken} were{left}."
        case "discard":
            return "What was changed on the side desk is thrown away, as the person has ordered."
        case _ if ended.changes is not None and not any(ended.changes.values()):
            return "Nothing was changed on the side desk."
        case _:
            return (
                "What was changed is on the side desk alone and does not count until the person takes it over. "
                f"They see it by: desktop-agent desk show {ended.desk}"
            )


def at_limit(message: str) -> str:
    """Return that a limit is reached, which holds for the whole connection."""
    return f"{message} That is as far as the person has allowed on this connection."


def standing(whose: str, waits_for: str, *, busy: bool) -> str:
    """Return how an open session stands; `whose` is empty where it is the asker's own."""
    session = f"A session of “{whose}”" if whose else "Your session"
    return f"{session} is open. {waits_for or ('A call is under way.' if busy else 'It waits for a call.')}"
