"""The desktop's remote session for one run: where pictures and input come by one, the person is asked for it once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol, cast

from desktop_agent.core.message import Message
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.lib.platform_files import platform_file
from desktop_agent.run.control import StopSource
from desktop_agent.screen.choose import needs_portal
from desktop_agent.settings.api_keys import KeyringToken


class _Portal(Protocol):
    def open_session(self, environment: Mapping[str, str], tokens: KeyringToken, /) -> RemoteSession: ...


ENDED = Message("The desktop has ended the sharing of its screen and input.")


@contextmanager
def remote_session(environment: Mapping[str, str]) -> Iterator[RemoteSession | None]:
    """Open the session, None where the screen is seen without one; closed only when what is done with it fails.

    InputDeniedError when the person says no, or no such session can be had.
    """
    remote = None
    if needs_portal(environment):
        portal = cast("_Portal", platform_file("portal.choose"))
        remote = portal.open_session(environment, KeyringToken())
    try:
        yield remote
    except BaseException:
        if remote is not None:
            remote.close()
        raise


def stop_with(remote: RemoteSession | None, stop: Callable[[StopSource, str], None]) -> None:
    """Have a run stop when the person ends the sharing by the desktop's own sign."""
    if remote is not None:
        remote.on_closed(lambda: stop("human", ENDED))
