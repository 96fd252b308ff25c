"""Ordinary tasks do not tire a person who said the scope at the start: few questions, also where nothing is told."""

from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.benign import TASKS, Played, is_good, once
from tests.hostile.silent_display import SilentDisplay


@pytest.mark.parametrize("name", ["note", "letter"])
def test_an_ordinary_task_asks_seldom_and_never_again(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))

    first, again = (once(TASKS[name], on_display, tmp_path / n, "everything") for n in ("1", "2"))

    assert is_good("everything", first), first
    assert is_good("once more", again), again


def test_an_ordinary_task_asks_seldom_where_no_program_tells_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SilentDisplay() as display:
        for name, value in {**display.environment(), "DESKTOP_AGENT_HOME": str(tmp_path / "agent")}.items():
            monkeypatch.setenv(name, value)
        played: Played = once(TASKS["note"], display, tmp_path / "note", "everything")

    assert is_good("nothing told", played), played
