"""Watches the person's input and stop keys, as the settings say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_agent.core.presence import Presence
from desktop_agent.presence.choose import choose_presence
from desktop_agent.presence.stop_keys import StopKeys

if TYPE_CHECKING:
    from desktop_agent.settings import Settings


def watch_person(
    settings: Settings,
    environment: Mapping[str, str] = os.environ,
    *,
    by_hand_only: bool = False,
    runs_elsewhere: bool = False,
) -> Presence:
    """Return what watches the person's input and stop keys on this desktop; close it after use.

    `by_hand_only`: a stop has to come from a physical device. That is for a process beside the one that does the run,
    which cannot tell the run's own input from another program's. It is not told of a lock of the screen: the run is.
    `runs_elsewhere`: the person works on meanwhile, so the corner is no stop.
    """
    person = settings.person
    keys = StopKeys(
        person.stop_key,
        corner=not runs_elsewhere,
        by_hand_only=by_hand_only,
        pauses_first=person.stop_key_first == "pause",
    )
    return choose_presence(environment, keys=keys)
