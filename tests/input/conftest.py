"""Fixtures for acting: a performer on the private display, its stop, and a layout that is `us` again afterwards."""

import threading
from collections.abc import Callable, Iterator

import pytest

from desktop_agent.core.actions.action import Action
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.input.killing import Onlooker
from tests.input.performer_bench import parts, permit_for
from tests.input.targets import Target, layout, target


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def backend(on_display: PrivateDisplay) -> Iterator[InputBackend]:
    chosen = choose()
    yield chosen
    chosen.close()


@pytest.fixture
def performer(backend: InputBackend, stop: threading.Event) -> Iterator[ActionExecutor]:
    hands = ActionExecutor(backend, redeem=lambda _permit: None, stop=stop)
    yield hands
    hands.close()


@pytest.fixture
def act(performer: ActionExecutor) -> Callable[[Action], None]:
    """Give a function that carries out one action; text at a point is a click and the text, as in a run."""

    def carry_out(action: Action) -> None:
        for part in parts(action):
            performer.perform(permit_for(part))

    return carry_out


@pytest.fixture(scope="module")
def own() -> Iterator[PrivateDisplay]:
    """Give a display of its own: keys that stay down would spoil every other test."""
    with PrivateDisplay(800, 600) as private:
        yield private


@pytest.fixture
def there(own: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Make that display this process's own, and return a program's environment on it."""
    environment = own.environment()
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return environment


@pytest.fixture
def onlooker(there: dict[str, str]) -> Iterator[Onlooker]:
    with Onlooker(there["DISPLAY"]) as client:
        yield client
        client.release_all()


@pytest.fixture(scope="module")
def qt(display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with target("qt", display, tmp_path_factory.mktemp("qt")) as running:
        yield running


@pytest.fixture
def layouts(display: PrivateDisplay) -> Iterator[Callable[[str], None]]:
    yield lambda name: layout(name, display)
    layout("us", display)
