"""Stops the run that is under way for this user, from outside of it: as the tray's *Stop* does, else by a signal.

The tray program is asked first: it stops its own run, or one from a terminal that it follows. Without it the process is
meant that holds the screen for its run (`one_run.py`), where it has said that it takes the signal for a stop.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from desktop_agent.host.one_run import stoppable_holders
from desktop_agent.host.stop_signal import tell_stop
from desktop_agent.host.tray_link import STOP, STOPPED, ask_tray
from desktop_agent.lib.paths import places


def stop_run(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell every run to stop; False where none is under way."""
    if ask_tray(environment, STOP) == STOPPED:
        return True
    stopped = [tell_stop(process) for process in stoppable_holders(places(environment).cache)]
    return any(stopped)
