"""One session of each desktop environment for the tests of a file, and the hands of the person at it."""

import shutil
from collections.abc import Iterator

import pytest

from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.sessions.environments import ENVIRONMENTS
from tests.sessions.session import DesktopSession, screen

_LOOKS, _PANEL_PX = 25, 60


@pytest.fixture(scope="module", params=list(ENVIRONMENTS))
def session(request: pytest.FixtureRequest) -> Iterator[DesktopSession]:
    """Give a session of each desktop environment that is installed."""
    program = ENVIRONMENTS[request.param].command.split()[-1] if request.param != "openbox" else "tint2"
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (packaging/setup.sh night tries to)")
    with DesktopSession(request.param) as made:
        wait_until(lambda: is_at_rest(made), "the desktop to be drawn")
        yield made


@pytest.fixture
def hand(session: DesktopSession) -> Iterator[PhysicalHand]:
    """Give the server's own mouse and keyboard."""
    with PhysicalHand(session.name, session.xauthority) as made:
        yield made


def is_at_rest(session: DesktopSession) -> bool:
    """Say whether the middle of some pictures in a row is the same: panels have clocks, and a background comes late."""
    width, height = session.size
    middle = (0, _PANEL_PX, width, height - _PANEL_PX)
    first = screen(session).crop(middle)
    return all(screen(session).crop(middle) == first for _ in range(_LOOKS))
