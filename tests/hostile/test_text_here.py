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
from tests.fakes.script import Item, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until
from tests.hostile.silent_display import SilentDisplay
from tests.hostile.sinks import lines

_TEXT, _SPACE = {"type": "type", "text": "three four\n"}, {"type": "keypress", "keys": ["SPACE"]}


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


def test_text_goes_on_where_a_person_has_approved_it_and_no_other_key_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, folder = _played("none", tmp_path, monkeypatch, {"type": "type", "text": "three four\n"})

    assert [(question.here, question.may_be_remembered) for question in person.asked] == [(True, True)]
    assert (folder / "text").read_text(encoding="utf-8") == "one two\nthree four\n"


@pytest.mark.parametrize(
    ("trick", "after"), [("its button", _TEXT), ("a question in the window", _SPACE)], ids=["text", "space"]
)
def test_what_comes_under_the_keyboard_later_is_not_pressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trick: str, after: Item
) -> None:
    person, folder = _played(trick, tmp_path, monkeypatch, after)

    assert lines(folder / "effects") == 0
    assert len(person.asked) == 2


def _played(trick: str, folder: Path, monkeypatch: pytest.MonkeyPatch, after: Item) -> tuple[YesOnce, Path]:
    person, program = YesOnce(), [sys.executable, "-m", "tests.hostile.shifting_window", trick, str(folder)]
    with SilentDisplay() as display:
        for name, value in {**display.environment(), "DESKTOP_AGENT_HOME": str(folder / "agent")}.items():
            monkeypatch.setenv(name, value)
        with running(program, display, folder / "home", "^Write: Invoice 1042$") as app:
            _run(app, person, folder, after)
    return person, folder


def _run(app: App, person: YesOnce, folder: Path, after: Item) -> None:
    left, top, width, _ = app.frame()

    def once_ready(_body: Mapping[str, object]) -> Said:
        wait_until((folder / "ready").exists, "the trick")
        return asks({"type": "screenshot"})

    script = [
        asks({"type": "click", "x": left + width // 2, "y": top + 120, "button": "left"}),
        asks({"type": "type", "text": "one two\n"}),
    ]
    with ScriptedServer([*script, once_ready, asks(after), says("Done.")], dialect="openai") as server:
        flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.record": False,
                 "run.allow": [f"{program_of(app.process.pid)}=everything"]}  # fmt: skip
        settings = load(places(os.environ).config_file, os.environ, flags).settings
        prepare("Write on", settings, approver=person).run()
