"""Desks with a way out to hosts of ours: all is real but that the proxy runs in this process, and names lead to us."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.outgoing import OutgoingVerdict
from desktop_agent.desk.network import start
from desktop_agent.desk.network.question import GoneWrite, HeldWrite, NetworkStart
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.desk_way_out import DeskWayOut
from tests.fakes.desks import skip_without_desks, wish_for
from tests.fakes.web_hosts import WebHosts

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True, slots=True)
class LocalNetwork:
    out: DeskWayOut

    @property
    def ca_pem(self) -> str:
        return self.out.authority.pem

    def answer(self, number: int, say: OutgoingVerdict) -> None:
        self.out.asker.answer(number, say)

    def close(self) -> None:
        self.out.asker.close()
        self.out.close()


@dataclass(frozen=True, slots=True)
class LocalNetworks:
    hosts: WebHosts
    opened: list[DeskWayOut]

    def __call__(self, start: NetworkStart, told: Callable[[HeldWrite | GoneWrite], None]) -> LocalNetwork:
        out = DeskWayOut(Path(start.folder), start.hosts, self.hosts, Path(start.socket))
        out.hear(told)
        self.opened.append(out)
        return LocalNetwork(out)


def lead_to(hosts: WebHosts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "DeskNetwork", LocalNetworks(hosts, []))


@contextmanager
def desk_with(folder: Path, names: tuple[str, ...]) -> Iterator[SideDesk]:
    skip_without_desks()
    with SideDesk(wish_for(folder, hosts=names, folders=())) as desk:
        yield desk
