"""The server as runs of a terminal use it: at the place that the settings name, its links on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.cli import terminal
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.language import use_language
from desktop_agent.settings import Settings
from desktop_agent.web.door import May
from desktop_agent.web.server import Place, Watch


def place_of(settings: Settings, port: int | None = None) -> Place:
    """Return where the settings, or a port of the command line, want the server."""
    watch = settings.watch
    certificate, key = (Path(file).expanduser() if file else None for file in (watch.certificate, watch.key))
    return Place(watch.host, watch.port if port is None else port, port is not None, certificate, key, watch.names)


@contextmanager
def watching(settings: Settings, port: int | None = None, *, shows_links: bool = True) -> Iterator[Watch]:
    """Serve browsers during the context; SettingsError where that can't be. The links are printed at once, or later."""
    use_language()  # the page is for a person, wherever the output goes
    watch = Watch(_print_link, settings.watch.approve, shows_links)
    with watch.serving(place_of(settings, port)):
        yield watch


def _print_link(may: May, link: str) -> None:
    words = Message("To watch and act: {link}", link=link) if may == "act" else Message("To watch: {link}", link=link)
    terminal.warn(words)
