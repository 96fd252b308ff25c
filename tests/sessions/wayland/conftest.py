"""One session of each Wayland desktop for the tests of a file."""

import shutil
from collections.abc import Iterator

import pytest

from tests.sessions.wayland.keeper import DESKTOPS, Desktop, Login
from tests.sessions.wayland.session import WaylandSession


@pytest.fixture(scope="module", params=list(DESKTOPS))
def desktop(request: pytest.FixtureRequest) -> Desktop:
    kind = DESKTOPS[request.param]
    if shutil.which(kind.program) is None:
        pytest.skip(f"{kind.program} is not installed (packaging/setup.sh wayland makes a system that has it)")
    return kind


@pytest.fixture(scope="module")
def session(desktop: Desktop) -> Iterator[WaylandSession]:
    """Give a session of it as somebody finds it who logs in for the first time."""
    with WaylandSession(Login(desktop.name)) as made:
        yield made
