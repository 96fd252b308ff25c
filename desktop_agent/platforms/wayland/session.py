"""What is made on the session in the environment: whole, or with the connection closed again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol, TypeVar

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.message import Message
from desktop_agent.platforms.wayland.connection import WaylandConnection, connect_wayland

Backend = TypeVar("Backend")


class Disconnectable(Protocol):
    """What holds a connection."""

    def close(self) -> None:
        """Give it up."""


def on_session(make: Callable[[WaylandConnection], Backend]) -> Backend:
    """Return what is made on a new connection; NoScreenError when there is none, or what `make` raises."""
    connection = connect_wayland(gone=NoScreenError, failed=ScreenError)
    try:
        return make(connection)
    except BaseException:
        connection.close()
        raise


def why_not_by(create: Callable[[], Disconnectable]) -> str:
    """Return why what needs a session cannot be made here, by making it; empty when it can."""
    if sys.platform in {"win32", "darwin"}:
        return Message("There is no Wayland on this system.")
    try:
        create().close()
    except ScreenError as cause:
        return str(cause)
    return ""
