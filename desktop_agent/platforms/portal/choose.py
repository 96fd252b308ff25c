"""Decides whether a remote session by the desktop's portal is needed here, and opens one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.remote_session import RemoteSession, TokenStore
from desktop_agent.core.texts.message import Message


def is_needed(environment: Mapping[str, str]) -> bool:
    """Return whether the compositor of a Wayland session lets no program capture the screen directly."""
    from desktop_agent.platforms.wayland.connection import Registry, connect_wayland
    from desktop_agent.platforms.wayland.protocols import SCREENCOPY_MANAGER

    try:
        with connect_wayland(environment) as connection:
            return SCREENCOPY_MANAGER.name not in Registry(connection).names()
    except DesktopAgentError:
        return False


def why_not(environment: Mapping[str, str]) -> str:
    """Return why no remote session is possible here; empty if one is. The user is not asked yet."""
    if sys.platform in {"win32", "darwin"} or not environment.get("WAYLAND_DISPLAY"):
        return Message("Only Wayland sessions can be shared through a portal.")
    from desktop_agent.platforms.portal.desktop import why_no_portal

    return why_no_portal(environment)


def has_clipboard(environment: Mapping[str, str]) -> bool:
    """Return whether the portal shares the clipboard. The person is not asked yet."""
    from desktop_agent.platforms.portal.desktop import shares_clipboard

    return shares_clipboard(environment)


def open_session(
    environment: Mapping[str, str],
    tokens: TokenStore,
    *,
    asks: Callable[[str], None] = lambda _: None,
    pictures_only: bool = False,
) -> RemoteSession:
    """Ask the person, and open a session; InputDeniedError says why there is none.

    `asks` is called with what to choose in the desktop's dialog, if that is shown. `pictures_only`: no input is sent.
    """
    from desktop_agent.platforms.portal.desktop import open_portal

    return open_portal(environment, tokens, asks=asks, pictures_only=pictures_only)
