"""How a Wayland session fails, in one sentence each; every caller chooses the type of error that fits its package."""

from __future__ import annotations

from typing import TypeVar

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message

E = TypeVar("E", bound=DesktopAgentError)
_AGAIN = "Start the session again, then start the task again."


def no_session(kind: type[E], missing: str) -> E:
    """Return the error for an environment that names no Wayland session, for want of a variable."""
    return kind(
        Message("There is no Wayland session: {missing} is not set.", missing=missing),
        "Start from a Wayland desktop, or set WAYLAND_DISPLAY and XDG_RUNTIME_DIR as they are there.",
    )


def unreachable_compositor(kind: type[E], name: str) -> E:
    """Return the error for a socket that cannot be connected to."""
    return kind(
        Message("The Wayland session {name} cannot be reached.", name=name),
        "Check WAYLAND_DISPLAY and XDG_RUNTIME_DIR.",
    )


def compositor_gone(kind: type[E]) -> E:
    """Return the error for a connection that broke."""
    return kind("The Wayland session has gone away.", _AGAIN)


def compositor_silent(kind: type[E]) -> E:
    """Return the error for a compositor that does not answer."""
    return kind("The Wayland session does not answer.", "See whether the desktop still moves, then try again.")


def compositor_refused(kind: type[E], what: str, why: str) -> E:
    """Return the error for a request that the compositor has called a mistake, which ends the connection."""
    reason = " ".join(why.split()).rstrip(".") or "it gave no reason"
    return kind(
        Message("The compositor refused a request ({what}: {reason}).", what=what, reason=reason),
        "Try again, and report it if it stays so.",
    )


def unreadable(kind: type[E], why: str) -> E:
    """Return the error for bytes that are no Wayland messages."""
    return kind(Message("The Wayland session says something that cannot be read ({why}).", why=why), _AGAIN)


def no_protocol(kind: type[E], name: str) -> E:
    """Return the error for a protocol that this compositor does not have."""
    return kind(
        Message("This compositor does not offer the protocol {name}.", name=name),
        "Use a session that has it (sway, or another one built on wlroots), or an X11 (Xorg) session.",
    )
