"""A run from the command line in a browser besides, where `--watch` asks for that; the slice is loaded only then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING, Protocol, cast

from desktop_agent.cli import terminal
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.host import registry

if TYPE_CHECKING:
    from desktop_agent.host.client import RunClient
    from desktop_agent.host.protocol import DeskOpened
    from desktop_agent.host.spec import ClientServices
    from desktop_agent.settings import Settings

_ENDED = Message("The run has ended, and a browser still shows it. Press Ctrl+C to end that.")


class WatchedHere(Protocol):
    """One run, as browsers watch it."""

    def services(self, services: ClientServices, within_s: float | None) -> ClientServices:
        """Return the client's services with browsers beside them."""

    def show_desk(self, desk: DeskOpened) -> None:
        """Take the desk that the run works on."""

    def begin(self, controls: RunClient) -> None:
        """Take what leads the run."""

    def over(self) -> None:
        """Receive the end, however it came."""


class Watching(Protocol):
    """The server that browsers connect to."""

    @property
    def is_watched(self) -> bool:
        """Return whether a browser watches now."""

    def new_run(self, task: str, *, on_desk: bool) -> WatchedHere:
        """Offer one more run to browsers."""

    def wait_for_browsers(self) -> None:
        """Return once no browser has watched for a while."""


class _Web(Protocol):
    def watching(self, settings: Settings, /) -> AbstractContextManager[Watching]: ...


@contextmanager
def watching(settings: Settings) -> Iterator[Watching | None]:
    """Let browsers watch during the context, and after it as long as one does; None where `--watch` isn't given."""
    if not settings.watch.on:
        yield None
        return
    try:
        web = cast("_Web", registry.offer("watching"))
    except ModuleNotFoundError as error:
        from desktop_agent.installation import hint_for

        raise SettingsError(Message("What serves browsers isn't installed."), hint_for("watch")) from error
    with web.watching(settings) as server:
        yield server
        if server.is_watched:
            terminal.warn(_ENDED)
            with suppress(KeyboardInterrupt, SystemExit):
                server.wait_for_browsers()
