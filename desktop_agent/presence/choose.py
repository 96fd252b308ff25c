"""Chooses how the person's input is watched here; where it cannot be, nothing is reported and nothing proved."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Protocol, cast

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.presence import Presence
from desktop_agent.presence.absent import NoPresence
from desktop_agent.presence.stop_keys import StopKeys

PRESENCES = ("x11", "windows", "mac")  # files in backends/
_OF_SYSTEM = {"win32": "windows", "darwin": "mac"}


class PresenceBackend(Protocol):
    """A file in backends/: why it cannot be used here, and how to begin."""

    def why_not(self, environment: Mapping[str, str], /) -> str:
        """Return why it cannot be used; empty when it can."""

    def create(self, keys: StopKeys, environment: Mapping[str, str], /) -> Presence:
        """Begin to watch."""


def choose_presence(environment: Mapping[str, str] = os.environ, *, keys: StopKeys = StopKeys()) -> Presence:  # noqa: B008 - frozen
    """Return what watches the person's input on this desktop; never raises."""
    if not why_not(environment):
        with suppress(DesktopAgentError):  # it may have gone between the question and the answer
            return _backend().create(keys, environment)
    return NoPresence()


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why the person's input cannot be watched here, for `doctor`; empty when it can."""
    try:
        return _backend().why_not(environment)
    except ImportError as cause:
        return f"The input of this desktop cannot be watched: {cause}."


def _backend() -> PresenceBackend:
    name = _OF_SYSTEM.get(sys.platform, "x11")
    return cast("PresenceBackend", import_module(f"desktop_agent.presence.backends.{name}"))
