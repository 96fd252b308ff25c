"""One session of each Wayland desktop for the tests of a file."""

import shutil
from collections.abc import Iterator

import pytest

from tests.sessions.wayland.hands import Hand, logged_in
from tests.sessions.wayland.keeper import DESKTOPS, Desktop, Login
from tests.sessions.wayland.session import WaylandSession


@pytest.fixture(scope="module", params=list(DESKTOPS))
def desktop(request: pytest.FixtureRequest) -> Desktop:
    kind = DESKTOPS[request.param]
    if shutil.which(kind.program) is None:
        pytest.skip(f"{kind.program} is not installed (packaging/setup.sh wayland makes a system that has it)")
    return kind


@pytest.fixture(scope="module")
def first_login(desktop: Desktop) -> Iterator[tuple[WaylandSession, Hand]]:
    with logged_in(Login(desktop.name)) as made:
        yield made


@pytest.fixture(scope="module")
def session(first_login: tuple[WaylandSession, Hand]) -> WaylandSession:
    """Give a session of it as somebody finds it who logs in for the first time."""
    return first_login[0]


@pytest.fixture(scope="module")
def hand(first_login: tuple[WaylandSession, Hand]) -> Hand:
    return first_login[1]
