"""Whether a remote session is the way here, and opening one: by the portal, and in tests by Mutter's own interface."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.remote_session import NoTokens, RemoteSession, TokenStore

ASKED_BY = "DESKTOP_AGENT_PORTAL"  # “mutter”: no portal, and nobody is asked. For tests alone.


def is_needed(environment: Mapping[str, str]) -> bool:
    """Tell whether the compositor of a Wayland session gives pictures to no program by itself."""
    from desktop_agent.platforms.wayland.connection import connect_wayland
    from desktop_agent.platforms.wayland.protocols import SCREENCOPY_MANAGER
    from desktop_agent.platforms.wayland.registry import Registry

    try:
        with connect_wayland(environment) as connection:
            return SCREENCOPY_MANAGER.name not in Registry(connection).names()
    except DesktopAgentError:
        return False


def why_not(environment: Mapping[str, str]) -> str:
    """Return why no remote session can be had here; empty when one can. The person is not asked yet."""
    if sys.platform in {"win32", "darwin"} or not environment.get("WAYLAND_DISPLAY"):
        return Message("Only Wayland sessions can be shared through a portal.")
    if _is_for_tests(environment):
        return ""
    from desktop_agent.platforms.portal.desktop import why_no_portal

    return why_no_portal(environment)


def open_session(environment: Mapping[str, str], tokens: TokenStore = NoTokens()) -> RemoteSession:  # noqa: B008 - keeps nothing
    """Ask the person, and open a session; InputDeniedError says why there is none."""
    if _is_for_tests(environment):
        from desktop_agent.platforms.portal.mutter import open_mutter

        return open_mutter(environment)
    from desktop_agent.platforms.portal.desktop import open_portal

    return open_portal(environment, tokens)


def _is_for_tests(environment: Mapping[str, str]) -> bool:
    return environment.get(ASKED_BY) == "mutter"
