"""One session of each desktop environment for the tests of a file, and the hands of the person at it."""

import shutil
from collections.abc import Iterator

import pytest

from tests.fakes.people.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.sessions.environments import ENVIRONMENTS, Environment
from tests.sessions.keeper import Login
from tests.sessions.session import DesktopSession, is_at_rest


@pytest.fixture(scope="module", params=list(ENVIRONMENTS))
def environment(request: pytest.FixtureRequest) -> Environment:
    kind = ENVIRONMENTS[request.param]
    if shutil.which(kind.menu) is None:
        pytest.skip(f"{kind.menu} is not installed (packaging/setup.sh night tries to)")
    return kind


@pytest.fixture(scope="module")
def session(environment: Environment) -> Iterator[DesktopSession]:
    """Give a session of it as somebody finds it who logs in for the first time."""
    with DesktopSession(Login(environment.name, (1280, 800))) as made:
        wait_until(lambda: is_at_rest(made), "the desktop to be drawn")
        yield made


@pytest.fixture
def hand(session: DesktopSession) -> Iterator[PhysicalHand]:
    with PhysicalHand(session.name, session.xauthority) as made:
        yield made
