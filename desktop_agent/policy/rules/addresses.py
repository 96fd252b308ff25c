"""Refuse addresses that are not web pages, opened directly or typed where an address bar may be."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from desktop_agent.core.actions import Navigate, Type
from desktop_agent.core.decision import Case, Decision, Reason, Refuse

# Only shapes that mean something to a browser: "file: see the cabinet" is ordinary text.
_TYPED = re.compile(r"^\s*(?:javascript:\S|vbscript:\S|file:/|data:[\w.+-]*(?:/[\w.+-]+)?[;,])", re.IGNORECASE)


def judge(case: Case) -> Decision | None:
    """Refuse anything but http and https with a host and without a password in it."""
    match case.action:
        case Navigate(url):
            problem = _problem(url)
            return Refuse((Reason("address", problem),)) if problem else None
        case Type(text) if _TYPED.match(text):
            return Refuse((Reason("address", "Addresses with file:, javascript: or data: are never typed."),))
        case _:
            return None


def _problem(url: str) -> str:
    if not url.isprintable() or any(char.isspace() for char in url):
        return "The address holds spaces or invisible characters."
    try:
        parts = urlsplit(url)
        port_is_odd = parts.port == 0
    except ValueError:
        return "The address cannot be read."
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or port_is_odd:
        return "Only http and https addresses are opened."
    if parts.username is not None or parts.password is not None:
        return "Addresses with a user name or a password in them are not opened."
    return ""
