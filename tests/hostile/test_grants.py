"""Permissions that are not good, tried on a real display: nothing comes of them."""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.grants import permissions, screens


def test_what_nobody_permitted_is_not_done_and_what_was_permitted_is(on_display: PrivateDisplay) -> None:
    rows = list(permissions(on_display, 40))

    assert [] == [row for row in rows if row[2] != row[3]]


def test_a_yes_is_worth_nothing_once_the_screen_is_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    with PrivateDisplay() as display:  # one of its own: it gets another size
        for name, value in display.environment().items():
            monkeypatch.setenv(name, value)
        rows = list(screens(display, 5))

    assert [] == [row for row in rows if row[2] != row[3]]
