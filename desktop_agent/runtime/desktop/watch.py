"""The watch of the person's input and stop keys, according to the settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop_agent.core.presence import Presence
from desktop_agent.lib.paths import places
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
    asks: Callable[[str], None] = lambda _: None,
) -> Presence:
    """Return the watch of the person's input and stop keys on this desktop; close it after use.

    `by_hand_only`: a stop has to come from a physical device. That is for a process other than the run's, which cannot
    distinguish the run's own input from another program's. It gets no events of a screen lock: the run gets them.
    `runs_elsewhere`: the person works on meanwhile, so the corner is no stop, and a touch no pause. `asks` is called
    with what the desktop asks the person about their stop key, in a dialog of its own, while it is shown.
    """
    person = settings.person
    keys = StopKeys(
        person.stop_key,
        corner=not runs_elsewhere,
        touch=not runs_elsewhere,
        by_hand_only=by_hand_only,
        pauses_first=person.stop_key_first == "pause",
    )
    return choose_presence(environment, keys=keys, asks=asks, is_first=not _has_run(environment))


def _has_run(environment: Mapping[str, str]) -> bool:
    """Return whether there is a record of a run."""
    try:
        return any(places(environment).runs.iterdir())
    except OSError:
        return False
