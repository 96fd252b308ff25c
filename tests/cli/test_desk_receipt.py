"""`desk show|take|undo|discard` as a person types them; the oracle is what is in the person's folder."""

import os
import subprocess
from pathlib import Path

import pytest

from desktop_agent.cli.main import main
from desktop_agent.desk.commands.changes import print_receipt
from desktop_agent.desk.receipt.change_set import desk_changes
from tests.fakes.desks.desk_work import DeskWork
from tests.fakes.people.typist import agreed, at_a_terminal
from tests.fakes.source import ROOT
from tests.fakes.warm import program


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskWork:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "own/data").mkdir(parents=True)
    work = DeskWork(tmp_path / "own/data", home=tmp_path / "home")
    (work.home / "plan.txt").write_text("one\ntwo\n")
    (work.home / "both.txt").write_text("one\n")
    (work.home / "deleted.txt").write_text("one\n")
    work.start()
    work.delete("deleted.txt")
    work.write("plan.txt", "one\nthree\n")
    work.write("evil\u202efdp.txt", "x")
    work.write(".config/autostart/x.desktop", "[Desktop Entry]\nExec=sh\n")
    work.write(".config/tool.conf", "x")
    work.write("both.txt", "the desk's\n")
    work.write(".cache/x", "x")
    (work.home / "both.txt").write_text("mine\n")
    (work.home / "deleted.txt").write_text("mine\n")
    work.end()
    return work


def test_a_receipt_tells_groups_conflicts_and_what_was_left_out(
    desk: DeskWork, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["desk", "show", "last"]) == 0
    lines = [line.strip() for line in capfd.readouterr().out.splitlines()]

    assert "Documents (4)" in lines
    assert "! Changed ~/both.txt  (11 bytes; you also changed it)" in lines
    assert "New     ~/evil\\u{202e}fdp.txt  (1 byte)" in lines
    assert "Would run later or give others access (1) · each must be approved separately" in lines
    assert lines[lines.index("1 cache file") - 1].startswith("Excluded (")
    assert lines[lines.index("1 cache file") - 1].endswith(") · never applied")


def test_a_long_receipt_is_cut_but_for_what_the_person_decides_one_by_one(
    desk: DeskWork, capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(45):
        desk.write(f"new {number:02}.txt")
        desk.write(f"tool {number:02}.sh", "echo", mode=0o755)
        desk.write(f".config/{number:02}.conf")
    for name in (".config/y.conf", "y.txt"):
        desk.write(name)
        (desk.home / name).parent.mkdir(exist_ok=True)
        (desk.home / name).write_text("mine")

    def lines(*, everything: bool) -> list[str]:
        print_receipt(desk_changes(desk.folder.name).read(), everything=everything)
        return [line.strip() for line in capfd.readouterr().out.splitlines()]

    cut = lines(everything=False)
    whole = lines(everything=True)

    assert [line for line in whole if line[:1] == "!" or ".sh" in line or "autostart" in line] == [
        line for line in cut if line[:1] == "!" or ".sh" in line or "autostart" in line
    ]
    assert sum(line[:1] == "!" for line in cut) == 4
    assert [line for line in cut if "more" in line] == ["… and 7 more (--all)", "… and 46 more (--all)"]
    assert len(whole) - len(cut) == 7 + 46 - 2


def without_display() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DISPLAY"} | {"PYTHONPATH": str(ROOT)}


def taken(*words: str) -> tuple[int, str]:
    return agreed(program("desk", "take", "last", *words), without_display())


@pytest.mark.program
@pytest.mark.promise("README, What else it does: desk; contract, desk take and desk undo")
def test_documents_are_taken_and_undone_and_the_rest_is_not(desk: DeskWork) -> None:
    code, words = taken()
    assert code == 1
    assert "Changed ~/plan.txt" in words
    assert "tool.conf" not in words
    assert "Apply 2 changes?" in words
    assert "Files you also changed (!) are left unchanged unless you add --replace" in words
    assert (desk.home / "plan.txt").read_text() == "one\nthree\n"
    assert (desk.home / "both.txt").read_text() == "mine\n"
    assert not (desk.home / ".config").exists()
    assert "Left as is: ~/both.txt (you also changed it)" in words

    assert taken("--replace", str(desk.home / "both.txt"))[0] == 0
    assert (desk.home / "both.txt").read_text() == "the desk's\n"

    assert taken(str(desk.home / ".config"))[0] == 0
    assert (desk.home / ".config/tool.conf").exists()
    assert not (desk.home / ".config/autostart").exists()

    assert taken(str(desk.home / ".config/autostart/x.desktop"))[0] == 0
    assert (desk.home / ".config/autostart/x.desktop").exists()

    assert main(["desk", "undo", "last"]) == 0
    # A library of this process may keep a cache there.
    assert sorted(path.name for path in desk.home.iterdir() if path.name != ".cache") == [
        "both.txt",
        "deleted.txt",
        "plan.txt",
    ]
    assert (desk.home / "plan.txt").read_text() == "one\ntwo\n"
    assert (desk.home / "both.txt").read_text() == "mine\n"


@pytest.mark.program
@pytest.mark.parametrize("name", ["both.txt", "deleted.txt"])
def test_nobody_is_asked_about_files_that_all_stay_as_they_are(desk: DeskWork, name: str) -> None:
    file = desk.home / name
    with at_a_terminal(program("desk", "take", "last", str(file)), without_display(), columns=160) as person:
        code = person.ends()

    assert code == 1
    assert "[y/N]" not in person.text
    assert f"Left as is: ~/{name} (you also changed it)" in person.text
    assert file.read_text() == "mine\n"


def test_the_receipt_of_a_desk_with_discarded_changes_says_so(
    desk: DeskWork, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["desk", "discard", "last", "--yes"]) == 0
    assert main(["desk", "show", desk.folder.name]) == 0

    assert "Its changes were discarded." in capfd.readouterr().out
    assert main(["desk", "discard", "last", "--yes"]) == 1
    assert "nothing to discard" in capfd.readouterr().err


@pytest.mark.program
def test_without_a_person_to_ask_no_change_of_a_desk_is_applied(desk: DeskWork) -> None:
    assert main(["desk", "show", "last"]) == 0

    done = subprocess.run(
        program("desk", "take", "last"), env=without_display(), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=60, start_new_session=True,
    )  # fmt: skip

    assert done.returncode == 2
    assert "Run this in a terminal: desktop-agent desk take" in done.stderr
    assert (desk.home / "plan.txt").read_text() == "one\ntwo\n"
