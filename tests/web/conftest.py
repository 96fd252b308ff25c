"""A web server with a watch of runs, and somebody who came in by a link with which one may act."""

from collections.abc import Iterator

import pytest

from tests.fakes.people.web_guest import Guest, Served


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served() as watch:
        yield watch


@pytest.fixture(scope="module")
def guest(served: Served) -> Guest:
    return served.enter("act")
