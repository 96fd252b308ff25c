"""Settings that are gone: for one release a file or a variable may have them, and each says what to use instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop_agent.core.message import Message

# By key; a variable that wasn't one of a section, such as DESKTOP_AGENT_NTFY_TOKEN, by its name alone.
REMOVED: Final[Mapping[str, Message]] = {
    "notify.after": Message("You're now always notified after ten seconds."),
    "notify.details": Message("Notifications no longer include the task or its messages."),
    "notify.mail": Message("Set notify.command to a program that sends mail."),
    "notify.ntfy": Message("Set notify.webhook to the address of the topic."),
    "ntfy_token": Message("Use DESKTOP_AGENT_WEBHOOK_TOKEN."),
}


def what_instead(key: str, where: str) -> Message:
    """Return the sentence for one that is still given, and where."""
    return Message("{where}: “{key}” no longer exists. {instead}", where=where, key=key, instead=REMOVED[key])
