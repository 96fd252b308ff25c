"""What a run has changed in a folder is undone: a real editor, the built-in model, and the files as the oracle."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desks.desk_work import contents
from tests.fakes.programs.apps import running
from tests.fakes.programs.debian_apps import mousepad
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import BARE, NOBODY, Agent

STEPS = """press ctrl+end
type " and Ada"
press ctrl+s
press ctrl+shift+s
wait for "Save As" for up to 20 s
type "copy"
press enter
wait until "Save As" is gone for up to 20 s
wait for "copy.txt" for up to 20 s"""

RENAME = """click "letter.txt"
press f2
wait for "new name" for up to 20 s
type "invoice"
press enter
wait until "new name" is gone for up to 20 s
wait for "invoice.txt" for up to 20 s"""


@pytest.mark.slow
def test_an_edited_file_and_a_new_one_are_undone_and_done_again(
    agent: Agent, display: PrivateDisplay, tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("note.txt", "other.txt"):
        (docs / name).write_text("Dear Bo")
    before = contents(docs)

    with mousepad(display, tmp_path, docs / "note.txt"):
        ran = agent("run", STEPS, "--provider", "local", "--allow", "mousepad", "--allow", f"files:{docs}", *BARE)
    after = contents(docs)
    undone = agent("runs", "undo", "last", "--yes")
    restored = contents(docs)
    again = agent("runs", "undo", "last", "--redo")

    assert (ran.code, "Undo: desktop-agent runs undo last" in ran.out) == (0, True), ran
    assert after.keys() - before.keys() == {"copy.txt"}
    assert after["note.txt"] == after["copy.txt"] == "644 b'Dear Bo and Ada'"
    assert (undone.code, undone.out.splitlines()[0]) == (0, "Undone: 2 changes.")
    assert restored == before
    assert (again.code, contents(docs)) == (0, after)


@pytest.mark.slow
def test_a_file_that_was_renamed_in_a_file_manager_gets_its_name_back(
    agent: Agent, display: PrivateDisplay, tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "letter.txt").write_text("Dear Bo")
    before = contents(docs)

    with running(["pcmanfm", "--no-desktop", docs], display, tmp_path, "^docs$"):
        ran = agent("run", RENAME, "--provider", "local", "--allow", "pcmanfm", "--allow", f"files:{docs}", *BARE)
    after = contents(docs)
    listed = agent("runs", "undo", "last", "--list")
    agent("runs", "undo", "last", "--yes")

    assert [*after] == ["invoice.txt"], ran
    assert f"Rename back {docs}/invoice.txt → {docs}/letter.txt" in listed.out
    assert contents(docs) == before


@pytest.mark.slow
def test_a_run_that_was_killed_is_undone(agent: Agent, display: PrivateDisplay, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Dear Bo")
    environment = {**os.environ, **display.environment(), "DESKTOP_AGENT_HOME": str(tmp_path / "agent"), **NOBODY}
    words = ("run", f"{STEPS.partition('press ctrl+shift')[0]}wait 60 s", "--provider", "local", "--allow", "mousepad")

    with mousepad(display, tmp_path, note):
        command = [sys.executable, "-P", "-m", "desktop_agent", *words, "--allow", f"files:{tmp_path}", *BARE]
        with subprocess.Popen(command, env=environment) as run:
            wait_until(lambda: note.read_text() != "Dear Bo", "the saved file", within_s=60)
            run.kill()
    listed = agent("runs", "undo", "last", "--list")
    undone = agent("runs", "undo", "last", "--yes", str(note))

    assert note.name in listed.out
    assert (undone.code, note.read_text()) == (0, "Dear Bo"), undone


def test_without_a_folder_in_scope_there_is_nothing_to_undo(agent: Agent) -> None:
    ran = agent("run", "wait 1 s", "--provider", "local", *BARE)
    undone = agent("runs", "undo", "last", "--yes")

    assert "Undo" not in ran.out
    assert undone.code == 1
    assert "It copies the folders of --allow files:FOLDER before a run on your own screen" in undone.err
