"""Finds the model servers that run on this computer, at the addresses of the known providers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from desktop_agent.model.endpoint import needs_key
from desktop_agent.model.profiles import Profile
from desktop_agent.model.wire.local_server import RunningServer, ask_local_server

_AT_ONCE = 8


def running_servers(profiles: Iterable[Profile]) -> Mapping[str, RunningServer]:
    """Return the model servers that answer, by the names of their providers; asked all at once."""
    here = [one for one in profiles if one.base_url and not needs_key(one.base_url)]
    addresses = list(dict.fromkeys(one.base_url for one in here))
    with ThreadPoolExecutor(_AT_ONCE) as asking:
        found = dict(zip(addresses, asking.map(ask_local_server, addresses), strict=True))
    servers = {one.name: found[one.base_url] for one in here}
    return {name: server for name, server in servers.items() if server is not None and server.state != "other"}
