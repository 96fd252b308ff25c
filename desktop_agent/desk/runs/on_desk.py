"""A run on a side desk: this process is moved to the desk's display, and back when the run is over."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from importlib import import_module
from typing import Final

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.kept_programs import use_environment
from desktop_agent.desk.network.gateway import first_inside_host
from desktop_agent.desk.network.hosts import (
    USUAL_PORTS,
    HostScope,
    NamedHost,
    Zone,
    host_of_address,
    host_scope,
    inside_host_error,
    named_host,
    zone_of,
)
from desktop_agent.desk.runs.desks import desk_wish, home_places
from desktop_agent.desk.runs.run_desk import RunDesk
from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.desk.visible_files import lowers_of
from desktop_agent.policy.scope import ScopedApplication
from desktop_agent.run.ports import DeskOrder
from desktop_agent.runtime.provider.keys import keep_key, key_file
from desktop_agent.runtime.provider.resolve import provider_of
from desktop_agent.runtime.spec import RunSpec
from desktop_agent.settings import Settings

_log = logging.getLogger(__name__)

_WORDS = (
    "You work on a private desktop. To start programs, right-click the empty background, which opens a menu of all of"
    " them."
)
LOADED_AHEAD: Final = (  # files of the program that a run on an X display loads
    "runtime.protocol.thread",
    "platforms.x11.windows",
    "platforms.x11.capture",
    "platforms.x11.signs",
    "platforms.x11.clipboard",
    "platforms.x11.input.xtest",
    "platforms.atspi.controls",
    "input.watchdog_process",
)
_SPARE_MINUTES = 60.0  # a run does not count the time in which it waits for a person


@contextmanager
def on_desk(spec: RunSpec, *, binds: tuple[tuple[str, str], ...] = ()) -> Iterator[tuple[RunDesk, RunSpec]]:
    """Open the desk that a run orders; yield it with the run's specification there. DeskError if there can be none.

    Capture, input and accessibility of this process then reach only that desk. The desk ends with its run or with the
    block, and its changes stay in its folder. `binds` are further files shown on it.
    """
    settings = spec.settings
    order, left_out = _with_scope_hosts(spec.desk or DeskOrder(), settings)
    check_order(order, settings)
    _load_key(settings)
    minutes = settings.run.max_minutes + _SPARE_MINUTES
    wish = replace(desk_wish(spec.task, order, minutes=minutes), binds=binds)
    instructions = " ".join(filter(None, (settings.provider.instructions, _WORDS)))
    changed = replace(settings, provider=replace(settings.provider, instructions=instructions), functions=())
    _log.info("a desk with %d folders and %d hosts is opened", len(order.folders), len(order.hosts))
    with _load_ahead():
        desk = RunDesk(SideDesk(wish), order, left_out)
    with use_environment(desk.side.environment()), closing(desk):
        yield desk, replace(spec, settings=changed, desk=None)


@contextmanager
def _load_ahead() -> Iterator[None]:
    """Load what a run on an X display needs while the desk's servers start, which takes as long, and wait for both."""

    def load() -> None:
        for place in LOADED_AHEAD:
            with suppress(ImportError, OSError):  # a library is missing: what needs it says so
                import_module(f"desktop_agent.{place}")

    loading = threading.Thread(target=load, name="desk-load", daemon=True)
    loading.start()
    try:
        yield
    finally:
        loading.join()


def _with_scope_hosts(order: DeskOrder, settings: Settings) -> tuple[DeskOrder, tuple[str, ...]]:
    """Return an order with the sites of the run's scope as hosts, too, and those that are left out.

    A scope is for every run, so it opens nothing nearer than the internet: that is named for the desk alone.
    """
    entries = (entry for entry in settings.run.allow if isinstance(entry, ScopedApplication))
    sites = dict.fromkeys(entry.site for entry in entries if entry.site and entry.level == "work")
    hosts = {site: _host_on_the_internet(site) for site in sites}
    scope = host_scope([*order.hosts, *filter(None, hosts.values())])
    named = host_scope(order.hosts).hosts
    inside = set[NamedHost]()
    while (leading := first_inside_host(scope)) is not None:
        led = {host for host in scope.hosts - named if host.name == leading[0]}
        if not led:
            break  # the person named it for the desk: `check_order` informs them
        inside |= led
        scope = HostScope(scope.hosts - led)
    kept = {site: host for site, host in hosts.items() if host is not None and named_host(host) not in inside}
    left_out = tuple(site for site in sites if site not in kept and not _is_named(site, order))
    return replace(order, hosts=(*order.hosts, *kept.values())), left_out


def _host_on_the_internet(site: str) -> str | None:
    """Return the host of a site as it is named for a desk; None where it has none, or is nearer than the internet."""
    try:
        host = host_of_address(site)
        is_far = host is not None and zone_of(named_host(host).name) == Zone.INTERNET
    except SettingsError:
        return None
    return host if is_far else None


def _is_named(site: str, order: DeskOrder) -> bool:
    try:
        host = named_host(host_of_address(site) or "")
    except SettingsError:
        return False
    ports = USUAL_PORTS if host.port is None else (host.port,)
    return any(host_scope(order.hosts).covers(host.name, port) for port in ports)


def check_order(order: DeskOrder, settings: Settings) -> None:
    """Raise SettingsError for an order or settings that are impossible on a desk.

    A host whose name leads into the person's own network is found here: names are looked up only when a desk is opened.
    """
    if settings.screen.window or settings.screen.region:
        raise SettingsError(
            Message("A desk has its own screen."),
            Message("Omit --window and --region."),
            in_window=Message("Delete “window” and “region” from the settings, or work on your own screen."),
        )
    desk_wish("", order)
    if leading := first_inside_host(host_scope(order.hosts)):
        raise inside_host_error(*leading)
    lowers_of(order.folders, home_places())


def _load_key(settings: Settings) -> None:
    """Load the key while the person's keyring can be reached, which is impossible from a desk."""
    provider = provider_of(settings, os.environ)
    key = provider.key.value
    if key and key not in os.environ.values():
        keep_key(provider.profile.name, key, "session", key_file(os.environ))
