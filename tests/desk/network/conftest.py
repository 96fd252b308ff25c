"""A desk's way out with three hosts behind it, of which it may reach two."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.desk_way_out import DeskWayOut
from tests.fakes.web_hosts import WebHosts

NAMED = "shop.example.org"
BELOW = "cdn.pages.example"
OTHER = "other.example.net"


@pytest.fixture
def out(tmp_path: Path) -> Iterator[DeskWayOut]:
    with DeskWayOut(tmp_path, (NAMED, "*.pages.example"), WebHosts((NAMED, BELOW, OTHER))) as way_out:
        yield way_out
