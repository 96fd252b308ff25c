"""Desks that reach hosts of ours: all is real but that the gateway runs in this process, and names lead to us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.desk.network import start
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.desks.desk_way_out import DeskWayOut
from tests.fakes.desks.desks import skip_without_desks, wish_for
from tests.fakes.servers.web_hosts import WebHosts

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True, slots=True)
class LocalNetwork:
    out: DeskWayOut

    def admit(self, host: str) -> None:
        self.out.gateway.admit(host)

    def close(self) -> None:
        self.out.close()


@dataclass(frozen=True, slots=True)
class LocalNetworks:
    hosts: WebHosts

    def __call__(self, meeting: Path, names: tuple[str, ...]) -> LocalNetwork:
        return LocalNetwork(DeskWayOut(names, self.hosts, meeting))


def lead_to(hosts: WebHosts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "DeskNetwork", LocalNetworks(hosts))


@contextmanager
def desk_with(folder: Path, names: tuple[str, ...]) -> Iterator[SideDesk]:
    skip_without_desks()
    with SideDesk(wish_for(folder, hosts=names, folders=())) as desk:
        yield desk
