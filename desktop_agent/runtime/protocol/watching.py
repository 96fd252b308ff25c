"""A run in a browser besides, where `--watch` or the tray asks for that; the slice is loaded only then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.installation import hint_for
from desktop_agent.runtime import slices

if TYPE_CHECKING:
    from desktop_agent.desk.runs.run_desk import RunDesk
    from desktop_agent.runtime.spec import ClientServices, RunSpec
    from desktop_agent.settings import Settings
    from desktop_agent.web.server import Watch
    from desktop_agent.web.watched import WatchedRun


@dataclass(frozen=True, slots=True)
class Watcher:
    """A browser that a link has let in; `shows`: it is connected now."""

    id: str
    address: str
    may_act: bool
    shows: bool


_served: list[Watch] = []
_followers: list[Callable[[], None]] = []


def serve_runs(server: Watch | None) -> None:
    """Offer each later run of this program to the browsers of a server; None: to none."""
    _served[:] = [server] if server else []
    watchers_changed()


def watchers() -> tuple[Watcher, ...]:
    """Return the browsers that have been let in to this program's runs."""
    return _served[0].watchers if _served else ()


def shut_out(watcher: str) -> None:
    """End what a browser shows, and let it in no more."""
    for server in _served:
        server.shut_out(watcher)


def follow_watchers(changed: Callable[[], None]) -> Callable[[], None]:
    """Have a function called, on any thread, whenever `watchers` has changed; return what ends that."""
    _followers.append(changed)
    return lambda: _followers.remove(changed)


def watchers_changed() -> None:
    """Call those who follow the watchers."""
    for changed in tuple(_followers):
        changed()


def services_with_watchers(
    services: ClientServices, spec: RunSpec, name: str, desk: RunDesk | None
) -> tuple[ClientServices, WatchedRun | None]:
    """Return the services of a run with browsers beside them, and the run as these watch it; None without a server."""
    if not _served:
        return services, None
    from desktop_agent.runtime.desktop.own_desktop import opened

    shown = _served[0].new_run(name or spec.task, on_desk=spec.desk is not None)
    if desk is not None:
        shown.show_desk(opened(desk))
    beside = shown.services(services, spec.settings.run.answer_within)
    if spec.settings.run.approver == "none":  # the person wants everything refused
        beside = replace(beside, approver=services.approver)
    return beside, shown


@contextmanager
def watching(settings: Settings) -> Iterator[Callable[[], None]]:
    """Let browsers watch this program's runs during the context, and after it as long as one does.

    Nothing where `--watch` isn't given. Yields what prints the links: until a run stands there is nothing to watch.
    """
    if not settings.watch.on:
        yield lambda: None
        return
    try:
        web = slices.watching
    except ModuleNotFoundError as error:
        raise SettingsError(Message("What serves browsers isn't installed."), hint_for("watch")) from error
    with web.watching(settings, shows_links=False) as server:
        serve_runs(server)
        try:
            yield server.show_links
        finally:
            serve_runs(None)
        server.wait_for_browsers()
