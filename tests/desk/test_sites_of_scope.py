"""Which sites of a run's scope its desk reaches: those on the internet, and others where they were named for it."""

from dataclasses import replace

import pytest

from desktop_agent.desk.network.gateway import first_inside_host
from desktop_agent.desk.runs import on_desk
from desktop_agent.policy.scope import read_entry
from desktop_agent.run.ports import DeskOrder
from desktop_agent.settings import Settings

LEADS = {"wiki.firm.example": ["10.0.0.7"], "shop.example.org": ["93.184.216.34"]}


@pytest.mark.parametrize(
    ("hosts", "allowed", "reached", "left_out"),
    [
        ((), "shop.example.org", ("shop.example.org",), ()),
        ((), "shop.example.org:8443", ("shop.example.org:8443",), ()),
        ((), "*.example.org", ("*.example.org",), ()),
        ((), "wiki.firm.example", (), ("wiki.firm.example",)),
        ((), "*.intranet", (), ("*.intranet",)),
        ((), "127.0.0.1:8600", (), ("127.0.0.1:8600",)),
        ((), "intranet:8600", (), ("intranet:8600",)),
        ((), "10.0.0.5", (), ("10.0.0.5",)),
        (("127.0.0.1:8600",), "127.0.0.1:8600", ("127.0.0.1:8600",), ()),
        (("127.0.0.1:8600",), "127.0.0.1:8700", ("127.0.0.1:8600",), ("127.0.0.1:8700",)),
        (("10.0.0.7",), "wiki.firm.example", ("10.0.0.7", "wiki.firm.example"), ()),
    ],
)
def test_a_scope_opens_nothing_nearer_than_the_internet(
    monkeypatch: pytest.MonkeyPatch,
    hosts: tuple[str, ...],
    allowed: str,
    reached: tuple[str, ...],
    left_out: tuple[str, ...],
) -> None:
    def look_up(name: str) -> list[str]:
        return LEADS.get(name, [])

    monkeypatch.setattr(on_desk, "first_inside_host", lambda scope: first_inside_host(scope, look_up, 60))
    settings = Settings()
    settings = replace(settings, run=replace(settings.run, allow=(read_entry(f"chromium:{allowed}"),)))

    order, left = on_desk._with_scope_hosts(DeskOrder(hosts=hosts), settings)

    assert (order.hosts, left) == (reached, left_out)
