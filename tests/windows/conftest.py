"""One Windows desktop for all tests here, which are run by `sh packaging/setup.sh windows-test` alone."""

from collections.abc import Iterator

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.windows.desktop import WineDesktop, is_wanted

# They need a gigabyte of Wine and wheels, and minutes.
collect_ignore_glob = [] if is_wanted() else ["test_*.py"]


@pytest.fixture(scope="session")
def windows(display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WineDesktop]:
    """Give the desktop, with no program on it."""
    with WineDesktop(display, tmp_path_factory.mktemp("home")) as desktop:
        yield desktop
