"""A yes for a button in one row of a real list isn't a yes for the one that has come to lie there."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_agent.core.decision import Answer, AppAllowed, Approved, Question
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.host.spec import ClientServices, RunSpec
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from tests.bench.benign import Agreeable
from tests.fakes.apps import running
from tests.fakes.waiting import wait_until


@dataclass
class Slow(Agreeable):
    """A person who says yes, but something happens before they do."""

    happens: Callable[[], None] = lambda: None
    rows: list[str] = field(default_factory=list)

    async def decide(self, question: Question) -> Answer:
        """Say yes."""
        self.rows.append(question.target.control.row if question.target.control else "")
        if len(self.rows) == 1:
            self.happens()
        return AppAllowed("work", "once") if question.kind == "application" else Approved()


@pytest.mark.parametrize("moves", [False, True])
def test_a_yes_deletes_only_who_was_meant(
    on_display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, moves: bool
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    log = tmp_path / "log"
    log.touch()
    script = Path(__file__).parent.parent / "fakes" / "moved_rows_gtk.py"
    with running(["/usr/bin/python3", script, log], on_display, tmp_path / "app", "^People$", talking=True) as app:

        def move() -> None:
            assert app.process.stdin is not None
            app.process.stdin.write(b"\n")
            app.process.stdin.flush()
            wait_until(lambda: "added Zoe" in log.read_text(), "Zoe's row")

        person = Slow(happens=move if moves else lambda: None)
        settings = load(places(os.environ).config_file, os.environ, {"run.record": False}).settings
        prepare(RunSpec('click "Delete" in the row of "Ada"', settings), ClientServices(person)).run()

        assert {*person.rows} == {"Ada"}
        expected = [*["added Zoe"] * moves, "deleted Ada"]
        wait_until(lambda: len(log.read_text().splitlines()) >= len(expected), "the deletion")
        assert log.read_text().splitlines() == expected
