"""The chosen model is tried before it gets its green tick; what could not be tried is said to be so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_agent.host.keys import take_session_keys
from desktop_agent.host.model_trial import ModelTrial, try_model
from desktop_agent.model.profile import Profile
from desktop_agent.ui.welcome.model_choice import FoundModels, TryModel
from desktop_agent.ui.welcome.window import Welcome
from tests.fakes.keyrings import MemoryKeyring, memory_keyring
from tests.fakes.welcome_talk import BUILT_IN, FOUND, at, choose, field, go_to, opened, press, text, until_told
from tests.host.test_model_trial import REFUSED, ListingServer


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    with memory_keyring() as mine:
        yield mine
    take_session_keys({})


def at_server(url: str) -> TryModel:
    """Return a trial that asks a server of ours in the place of the provider's."""

    def tried(profile: Profile, _url: str, key: str | None) -> ModelTrial:
        return try_model(profile, url, key)

    return tried


def sign(window: Welcome) -> str:
    names = (one.accessibleName() for one in window.findChildren(QLabel) if one.isVisible())
    return next(name for name in names if name in {"Answered", "Not tried yet"})


def enter_key(window: Welcome, key: str) -> None:
    go_to(window, 2)
    choose(window, "OpenAI")
    QTest.keyClicks(field(window, "Key"), key)
    press(window, "Next")


def test_a_wrong_key_is_refused_where_it_was_entered(app: QApplication, tmp_path: Path, memory: MemoryKeyring) -> None:
    with (
        ListingServer(401, REFUSED) as server,
        opened(tmp_path, FOUND, FoundModels(), at_server(server.base_url)) as it,
    ):
        enter_key(it, "sk-wrong")
        until_told(it, "OpenAI rejected this key")

        assert at(it) == 2
        server.status, server.body = 200, b'{"data": []}'
        press(it, "Next")
        until_told(it, "Step 3 of")
        assert (sign(it), "Not tried" in text(it)) == ("Answered", False)

    assert [headers["authorization"] for _, _, headers in server.heard] == ["Bearer sk-wrong"] * 2


def test_a_server_that_cannot_be_reached_is_not_said_to_work(
    app: QApplication, tmp_path: Path, memory: MemoryKeyring
) -> None:
    with ListingServer() as gone:
        url = gone.base_url
    with opened(tmp_path, FOUND, FoundModels(), at_server(url)) as it:
        enter_key(it, "sk-mine")
        until_told(it, "Step 3 of")

        assert sign(it) == "Not tried yet"
        assert f"Not tried yet: The server at {url.split('/')[2]} can't be reached" in text(it)
        press(it, "Change: Model")
        choose(it, BUILT_IN)
        press(it, "Next")
        until_told(it, "Step 3 of")
        assert (sign(it), "Not tried" in text(it)) == ("Answered", False)


def test_the_offline_model_asks_nobody(app: QApplication, tmp_path: Path) -> None:
    with ListingServer() as server, opened(tmp_path, FOUND, FoundModels(), at_server(server.base_url)) as it:
        go_to(it, 3)

        assert sign(it) == "Answered"

    assert server.heard == []
