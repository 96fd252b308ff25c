"""Chooses the way to watch the person's hand here; where there is none, nobody watches and nothing is proved."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.presence import Presence
from desktop_agent.presence.absent import NoPresence
from desktop_agent.presence.backends import mac, windows, x11
from desktop_agent.presence.stop_keys import StopKeys


class WhyNot(Protocol):
    """Says why a way cannot be used; empty when it can."""

    def __call__(self, environment: Mapping[str, str] = os.environ, /) -> str:
        """Look at this environment."""


@dataclass(frozen=True, slots=True)
class PresenceBackend:
    """One way: why it cannot be used here, and how to begin."""

    why_not: WhyNot
    create: Callable[[StopKeys, Mapping[str, str]], Presence]


PRESENCES: Mapping[str, PresenceBackend] = {
    "x11": PresenceBackend(x11.why_not, x11.create),
    "windows": PresenceBackend(windows.why_not, windows.create),
    "mac": PresenceBackend(mac.why_not, mac.create),
}
_OF_SYSTEM = {"win32": "windows", "darwin": "mac"}


def choose_presence(environment: Mapping[str, str] = os.environ, *, keys: StopKeys = StopKeys()) -> Presence:  # noqa: B008 - frozen
    """Return what watches the person's hand on this desktop; never raises."""
    if not why_not(environment):
        with suppress(DesktopAgentError):  # it may have gone between the question and the answer
            return PRESENCES[_name()].create(keys, environment)
    return NoPresence()


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why the person's hand cannot be watched here, for `doctor`; empty when it can."""
    return PRESENCES[_name()].why_not(environment)


def _name() -> str:
    return _OF_SYSTEM.get(sys.platform, "x11")
