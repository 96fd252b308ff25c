"""A desk's gateway with three hosts behind it, of which it may reach two."""

from collections.abc import Iterator

import pytest

from tests.fakes.desks.desk_way_out import DeskWayOut
from tests.fakes.servers.web_hosts import WebHosts

NAMED = "shop.example.org"
BELOW = "cdn.pages.example"
OTHER = "other.example.net"


@pytest.fixture
def out() -> Iterator[DeskWayOut]:
    with DeskWayOut((NAMED, "*.pages.example"), WebHosts((NAMED, BELOW, OTHER))) as way_out:
        yield way_out
