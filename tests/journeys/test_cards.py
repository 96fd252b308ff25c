"""How often a person is asked in everyday tasks, with nothing named in advance, and what the cards say."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_agent.core.decisions.decision import Answer, AppAllowed, Approved, Question
from desktop_agent.core.decisions.question_words import (
    act_in_question,
    included_act_sentence,
    scope_question,
    why_asked,
)
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.paths import places
from desktop_agent.runtime.prepare import prepare
from desktop_agent.runtime.spec import ClientServices, RunSpec
from desktop_agent.settings import load
from tests.fakes.desktops.window_managers import managed_by
from tests.fakes.programs.apps import running
from tests.fakes.programs.browser import WHY_NOT, browsing, pages_at
from tests.fakes.programs.debian_apps import mousepad
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.screen

FIRST = "Let it work in {}"


@dataclass
class Person:
    """Presses the button that each card offers first."""

    asked: list[str] = field(default_factory=list)
    answers_words: bool = False

    async def decide(self, question: Question) -> Answer:
        title = scope_question(question) if question.kind == "application" else act_in_question(question)
        self.asked.append(" ".join((title, *why_asked(question), included_act_sentence(question))))
        if question.kind == "application":
            return AppAllowed("work", "run")
        return Approved(remember=question.place is not None)

    async def reply(self, question: str) -> str | None:
        raise AssertionError(question)

    async def hand_back(self, reason: str) -> None:
        raise AssertionError(reason)


Play = Callable[..., list[str]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PrivateDisplay]:
    with managed_by("openbox", tmp_path) as display:
        yield display


@pytest.fixture
def play(desk: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Play steps at the default scope and mode, and return what the person was asked."""

    def play(*steps: str) -> list[str]:
        for name, value in {**desk.environment(), "DESKTOP_AGENT_HOME": str(tmp_path / "agent")}.items():
            monkeypatch.setenv(name, value)
        person = Person()
        flags = {"provider.name": "local", "run.record": False}
        settings = load(places(os.environ).config_file, os.environ, flags).settings
        result = prepare(RunSpec("\n".join(steps), settings), ClientServices(person)).run()
        assert result.status == "completed", (result, person.asked)
        return person.asked

    return play


PAGE = """<!doctype html><title>Club {n}</title><form action=/{next}>
<label>Name <input name=name></label><button>{button}</button></form>"""
PAGES = {
    "/1": PAGE.format(n=1, next=2, button="Next"),
    "/2": PAGE.format(n=2, next=3, button="Next"),
    "/3": PAGE.format(n=3, next="done", button="Place order"),
    "/done": "<!doctype html><title>Done</title><p>Thank you",
}


@pytest.mark.slow
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "chromium")
@pytest.mark.timeout(560)
def test_a_form_of_several_pages_is_asked_about_once_and_again_for_its_last_step(
    play: Play, desk: PrivateDisplay, tmp_path: Path
) -> None:
    with ExitStack() as closing:
        served = list[str]()
        here = closing.enter_context(pages_at(PAGES, served))
        closing.enter_context(browsing(desk, tmp_path, f"{here}/1", "Club 1"))
        asked = play(
            'type "Ada" into "Name"',
            'click "Next"',
            'wait for "Club 2" for up to 20 s',
            'type "Ada" into "Name"',
            'click "Next"',
            'wait for "Club 3" for up to 20 s',
            'type "Ada" into "Name"',
            'click "Place order"',
            'wait for "Done" for up to 20 s',
        )
        wait_until(lambda: "/done?name=Ada" in served, "the last page")

    beginnings = [FIRST.format("127.0.0.1"), "Click Next in", "Click Place order in"]
    assert [one.startswith(begins) for one, begins in zip(asked, beginnings, strict=True)] == [True] * 3, asked


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("nano") is None, reason="nano is not installed")
def test_an_editor_in_a_terminal_is_asked_about_once_and_a_shell_after_it_for_each_line(
    play: Play, desk: PrivateDisplay, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    note = home / "note.txt"
    note.write_text("one\ntwo\nthree\n")
    command = f"nano {note}; exec sh"
    with running(["xterm", "-u8", "-T", "nano", "-e", "sh", "-c", command], desk, home, "^nano$"):
        edited = play("press down", "press ctrl+k", 'type "9090\\n"', "press ctrl+o", "press enter", "wait 1 s")
        written = note.read_text()
        ended = play("press ctrl+x", "wait 1 s", 'type "touch run-by-sh\\n"', "wait 1 s")

    assert written == "one\n9090\nthree\n"
    assert [one.startswith(FIRST.format("XTerm")) for one in edited] == [True], edited
    assert [one.partition(" in ")[0] for one in ended[1:]] == ["Type 16 characters"], ended


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "papers"
    (folder / "old").mkdir(parents=True)
    for name in ("a.txt", "b.tmp"):
        (folder / name).write_text(name)
    return folder


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("thunar") is None, reason="Thunar is not installed")
def test_a_file_is_moved_without_a_question(play: Play, desk: PrivateDisplay, folder: Path) -> None:
    with running(["thunar", folder], desk, folder.parent, "papers"):
        asked = play('click "a.txt"', "press ctrl+x", 'double click "old"', "wait 2 s", "press ctrl+v", "wait 2 s")

    assert (folder / "old" / "a.txt").exists()
    assert [one.startswith(FIRST.format("Thunar")) for one in asked] == [True], asked


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pcmanfm") is None, reason="PCManFM is not installed")
def test_the_card_of_a_deletion_names_the_file(play: Play, desk: PrivateDisplay, folder: Path) -> None:
    with running(["pcmanfm", folder], desk, folder.parent, "^papers$", environment={"GTK_MODULES": "gail:atk-bridge"}):
        asked = play('click "b.tmp"', "press delete", "wait 1 s")

    first, delete = asked
    assert first.startswith(FIRST.format("File Manager PCManFM"))
    assert "this may delete “b.tmp”." in delete


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xfce4-keyboard-settings") is None, reason="Xfce's settings are not installed")
def test_settings_are_asked_about_with_their_program(play: Play, desk: PrivateDisplay, tmp_path: Path) -> None:
    with running(["xfce4-keyboard-settings"], desk, tmp_path / "home", "^Keyboard$"):
        asked = play('click "Enable key repeat"', 'click "Show blinking"', 'click "Close"')

    (only,) = asked
    assert only.startswith(FIRST.format("Keyboard"))
    assert "changes the system settings" in only


@pytest.mark.slow
def test_a_text_is_written_and_saved_with_one_question(play: Play, desk: PrivateDisplay, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("one\n")
    with mousepad(desk, tmp_path / "home", note):
        asked = play("press ctrl+end", 'type "two"', "press ctrl+s", "press ctrl+w")

    assert [one.startswith(FIRST.format("Mousepad")) for one in asked] == [True], asked
