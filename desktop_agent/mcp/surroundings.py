"""Restores the session's environment variables where a client does not pass them on.

Codex passes on a short list, the SDK for Python six names (`mcp.client.stdio`: DEFAULT_INHERITED_ENV_VARS), neither
with the display, and Gemini CLI all but those with a name like XAUTHORITY. The client itself was started in the
session: missing variables are taken from the nearest parent process with a display, which must be the same display if
this process has one. The client could have set them itself, so it gains nothing by this. Only Linux reports them
(`/proc/PID/environ`, proc(5)); elsewhere no variable is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from desktop_agent.lib.programs import PARENT, environment_of, stat_of

SESSION_VARIABLES: Final = (
    *("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE"),
    *("DBUS_SESSION_BUS_ADDRESS", "SWAYSOCK", "DESKTOP_AGENT_HOME"),
)
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
_MOST_ABOVE = 8  # processes between a client and this program


def missing_variables(own: Mapping[str, str], above: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the variables of the session that this process lacks.

    `above` are the variables of the parent processes, the nearest first. A second display is never added.
    """
    has_display = any(own.get(name) for name in _DISPLAYS)
    theirs = next((process_variables for process_variables in above if _shares_session(own, process_variables)), {})
    names = [name for name in SESSION_VARIABLES if not (has_display and name in _DISPLAYS)]
    return {name: theirs[name] for name in names if name in theirs and name not in own}


def parent_environments() -> Iterator[Mapping[str, str]]:
    """Yield the initial environment of each parent process of the same user, the nearest first."""
    return islice(_environments_of_parents(os.getppid()), _MOST_ABOVE)


def _environments_of_parents(pid: int) -> Iterator[Mapping[str, str]]:
    try:
        if Path(f"/proc/{pid}").stat().st_uid != os.getuid():
            return
    except OSError:
        return
    if (variables := environment_of(pid)) is None:
        return
    yield variables
    if stat := stat_of(pid):
        yield from _environments_of_parents(int(stat[PARENT]))


def _shares_session(own: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    displays = [(own.get(name), theirs.get(name)) for name in _DISPLAYS]
    return any(there for _, there in displays) and all(here in (None, "", there) for here, there in displays)
