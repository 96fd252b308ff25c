"""The chosen model is tried before it is kept; what could not be tried is said to be so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_agent.host.keys import take_session_keys
from desktop_agent.host.model_trial import ModelTrial, try_model
from desktop_agent.model.profile import Profile
from desktop_agent.ui.welcome.model_choice import FoundModels, TryModel
from desktop_agent.ui.welcome.window import Welcome
from tests.fakes.keyrings import MemoryKeyring, memory_keyring
from tests.fakes.qt_app import wait_until
from tests.fakes.welcome_talk import FOUND, choose, field, opened, press, until_told
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


def enter_key(window: Welcome, key: str) -> list[bool]:
    """Choose OpenAI and press the button; return the list that hears when the choice is kept."""
    kept: list[bool] = []
    window.finished.connect(kept.append)
    choose(window, "OpenAI")
    QTest.keyClicks(field(window, "Key"), key)
    press(window, "Write a task")
    return kept


def test_a_wrong_key_is_refused_where_it_was_entered(app: QApplication, tmp_path: Path, memory: MemoryKeyring) -> None:
    with (
        ListingServer(401, REFUSED) as server,
        opened(tmp_path, FOUND, FoundModels(), at_server(server.base_url)) as it,
    ):
        kept = enter_key(it, "sk-wrong")
        until_told(it, "OpenAI rejected this key")

        assert (kept, memory.kept) == ([], {})
        server.status, server.body = 200, b'{"data": []}'
        press(it, "Write a task")
        wait_until(lambda: kept)

    assert [headers["authorization"] for _, _, headers in server.heard] == ["Bearer sk-wrong"] * 2
