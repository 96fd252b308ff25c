"""Removed settings: for one release a file or a variable may still have them, and a note names the replacement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop_agent.core.message import Message
from desktop_agent.policy.table import FORMER_NAMES

_FIXED = Message("The default is used.")
_ALWAYS = Message("It's always on.")
_PER_RUN = Message("Set it for one run at a time, with a flag.")
_IN_TABLE = Message("Set it in a [providers.NAME] table.")
# By key; a variable that wasn't one of a section, such as DESKTOP_AGENT_NTFY_TOKEN, by its name alone.
REMOVED: Final[Mapping[str, Message]] = {
    "applications.first_time": Message("You're always asked about the first act in a program."),
    "caps.text": _FIXED,
    "caps.batch": _FIXED,
    "caps.drag": _FIXED,
    "caps.scroll": _FIXED,
    "caps.wait": _FIXED,
    "functions": Message("In Python, pass them to run_task."),
    "network.connect": _FIXED,
    "network.tries": _FIXED,
    "network.wait": _FIXED,
    "network.outage": _FIXED,
    "notify.after": Message("You're now always notified after ten seconds."),
    "notify.asks": _ALWAYS,
    "notify.details": Message("Notifications no longer include the task or its messages."),
    "notify.ends": _ALWAYS,
    "notify.mail": Message("Set notify.command to a program that sends mail."),
    "notify.ntfy": Message("Set notify.webhook to the address of the topic."),
    "person.corner": _ALWAYS,
    "person.escape_thrice": _ALWAYS,
    "provider.coordinates": _IN_TABLE,
    "provider.screen_functions": Message("The dialect decides."),
    "provider.stream": _IN_TABLE,
    "provider.window_tokens": _IN_TABLE,
    "run.attach": _PER_RUN,
    "run.early": Message("Every screenshot is taken once the screen has settled."),
    "run.expect": _PER_RUN,
    "run.expect_tries": _PER_RUN,
    "run.input": _PER_RUN,
    "run.like": _PER_RUN,
    "screen.cursor": Message("In Python, pass it to run_task."),
    "ui.shortcut": Message("In the desktop keyboard settings, set a shortcut for this command: desktop-agent"),
    "update.look": Message("The tray program checks update.address when it starts."),
    "ntfy_token": Message("Use DESKTOP_AGENT_WEBHOOK_TOKEN."),
}


def current_key(key: str) -> str:
    """Return the key of the built-in rule that replaces a former rule; any other key unchanged."""
    section, _, name = key.partition(".")
    return f"builtin.{FORMER_NAMES[name]}" if section == "builtin" and name in FORMER_NAMES else key


def part_of(key: str, where: str) -> Message:
    """Return the note about a former rule that is still set at `where`."""
    return Message("{where}: “{key}” is part of “{now}” now.", where=where, key=key, now=current_key(key))


def what_instead(key: str, where: str) -> Message:
    """Return the note about a removed setting that is still set at `where`."""
    return Message("{where}: “{key}” no longer exists. {instead}", where=where, key=key, instead=REMOVED[key])
