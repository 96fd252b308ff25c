"""“Approve text here” types more at one place of the keyboard, and presses nothing that comes under it later."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_agent.core.decision import Answer, Approved, Question, Rejected
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.screen.programs import program_of
from desktop_agent.settings import load
from tests.fakes.apps import App, running
from tests.fakes.script import Answer as Said
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.hostile.silent_display import SilentDisplay


@dataclass(slots=True)
class YesOnce:
    """A person who says yes to the first text, for this place; and no from then on."""

    answers_words: bool = False
    admits: bool = False
    asked: list[Question] = field(default_factory=list)

    async def decide(self, question: Question) -> Answer:
        """Answer."""
        self.asked.append(question)
        return Approved(remember=question.may_be_remembered) if len(self.asked) == 1 else Rejected()

    async def reply(self, question: str) -> str | None:
        """Say nothing."""
        del question
        return None

    async def hand_back(self, reason: str) -> None:
        """Never be asked."""
        raise AssertionError(reason)


def test_a_question_that_comes_under_the_keyboard_later_is_not_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, program = YesOnce(), [sys.executable, "-m", "tests.hostile.shifting_window", str(tmp_path)]
    with SilentDisplay() as display:
        for name, value in {**display.environment(), "DESKTOP_AGENT_HOME": str(tmp_path / "agent")}.items():
            monkeypatch.setenv(name, value)
        with running(program, display, tmp_path / "home", "^Write: Invoice 1042$") as app:
            _run(app, person, tmp_path)

    assert (tmp_path / "text").read_text(encoding="utf-8") == "one two\n"
    assert not (tmp_path / "effects").exists()
    assert [question.here for question in person.asked] == [True, False]


def _run(app: App, person: YesOnce, folder: Path) -> None:
    left, top, width, _ = app.frame()

    def once_ready(_body: Mapping[str, object]) -> Said:
        wait_until((folder / "ready").exists, "the trick")
        return asks({"type": "screenshot"})

    script = [
        asks({"type": "click", "x": left + width // 2, "y": top + 120, "button": "left"}),
        asks({"type": "type", "text": "one two\n"}),
    ]
    space = asks({"type": "keypress", "keys": ["SPACE"]})
    with ScriptedServer([*script, once_ready, space, says("Done.")], dialect="openai") as server:
        flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.record": False,
                 "run.allow": [f"{program_of(app.process.pid)}=everything"]}  # fmt: skip
        settings = load(places(os.environ).config_file, os.environ, flags).settings
        prepare("Write on", settings, approver=person).run()
