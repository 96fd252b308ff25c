"""Ordinary tasks do not tire a person: few questions the first time, none the second."""

from pathlib import Path

import pytest

from desktop_agent.demo.private_display import PrivateDisplay
from tests.bench.benign import MOST_AGAIN, MOST_FIRST, TASKS, once
from tests.tiers import by_day


@pytest.mark.parametrize("name", by_day(["note"], ["note", "letter"]))
def test_an_ordinary_task_asks_seldom_and_never_again(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))

    (_, first, done), (_, again, done_again) = [once(TASKS[name], on_display, tmp_path / n) for n in ("1", "2")]

    assert (True, True) == (done, done_again)
    assert len(first) <= MOST_FIRST
    assert len(again) <= MOST_AGAIN, again
