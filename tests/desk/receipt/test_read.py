"""Reading a receipt: what the desk has changed is listed, sorted into groups, and what nobody meant is left out."""

import os
from pathlib import Path

import pytest

from desktop_agent.desk.remove import remove_folder
from tests.fakes.desks.desk_work import DeskWork


@pytest.fixture
def desk(tmp_path: Path) -> DeskWork:
    work = DeskWork(tmp_path, hidden=(".ssh", ".config/browser"))
    for path, content in {
        "Documents/plan.txt": "one\ntwo\n",
        "Documents/same.txt": "same",
        "Documents/old.txt": "old",
        "Scans/a.pdf": "scan a",
        "Scans/b.pdf": "scan b",
        ".config/tool.conf": "x=1",
        ".config/browser/cookies": "secret",
        ".bashrc": "alias a=b",
        ".ssh/id": "key",
    }.items():
        file = work.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    work.start()
    return work


def test_documents_are_listed_as_new_changed_deleted_moved_or_put_into_the_trash(desk: DeskWork) -> None:
    desk.write("Documents/plan.txt", "one\nthree\n")
    desk.write("Documents/new.txt", "new")
    desk.delete("Documents/old.txt")
    desk.delete("Scans/a.pdf")
    desk.write("Letters/Bank/a.pdf", "scan a")
    desk.delete("Scans/b.pdf")
    desk.write(".local/share/Trash/files/b.pdf", "scan b")
    named = f"[Trash Info]\nPath={desk.home}/Scans/b.pdf\nDeletionDate=2026-11-22T09:00:00\n"
    desk.write(".local/share/Trash/info/b.pdf.trashinfo", named)

    assert {
        (change.kind, change.group, change.conflict, change.origin, change.path) for change in desk.receipt().changes
    } == {
        ("changed", "documents", "", "", "Documents/plan.txt"),
        ("new", "documents", "", "", "Documents/new.txt"),
        ("deleted", "documents", "", "", "Documents/old.txt"),
        ("moved", "documents", "", "Scans/a.pdf", "Letters/Bank/a.pdf"),
        ("trashed", "documents", "", "", "Scans/b.pdf"),
    }


def test_hidden_places_are_told_and_never_a_change(desk: DeskWork) -> None:
    desk.folder_on_desk(".ssh", opaque=True)
    desk.write(".ssh/authorized_keys", "mine")
    desk.delete(".config")
    receipt = desk.receipt()

    assert [(one.path, one.reason) for one in receipt.left_out] == [(".ssh", "hidden")]
    # The folder stays, as something in it was never seen.
    assert [(change.path, change.kind) for change in receipt.changes] == [(".config/tool.conf", "deleted")]


@pytest.mark.parametrize(
    ("path", "content", "mode", "group"),
    [
        (".config/autostart/x.desktop", "[Desktop Entry]\nExec=sh\n", 0o644, "runs-later"),
        ("Desktop/Mail.desktop", "[Desktop Entry]\nType=Application\nExec=sh -c x\n", 0o644, "runs-later"),
        (".bashrc", "alias ls=rm", 0o644, "runs-later"),
        (".config/systemd/user/x.service", "[Service]\nExecStart=sh\n", 0o644, "runs-later"),
        ("tool", "#!/bin/sh\n", 0o755, "runs-later"),
        (".config/editor/plugin.lua", "os.execute()", 0o644, "runs-later"),
        (".gitconfig", "[core]\npager=sh\n", 0o644, "runs-later"),
        ("work/.git/config", "[core]\n\tfsmonitor = sh -c x\n", 0o644, "runs-later"),
        ("work/.git/hooks/pre-commit.sample", "#!/bin/sh\n", 0o755, "settings"),
        ("Documents/howto.py", "print()", 0o644, "runs-later"),
        ("work/Makefile", "x", 0o644, "runs-later"),
        ("work/step", "#!/bin/sh\n", 0o644, "runs-later"),
        ("work/package.json", '{"scripts": {"test": "sh x"}}', 0o644, "runs-later"),
        ("work/package.json", '{"scr\\u0069pts": {"test": "sh x"}}', 0o644, "runs-later"),
        ("work/build.xml", '<project><target name="a"/></project>', 0o644, "runs-later"),
        ("work/prices.json", '{"printer": [1, 2]}', 0o644, "documents"),
        ("work/README.md", "make test", 0o644, "documents"),
        ("work/notes", "x", 0o644, "documents"),
        ("Documents/exec.txt", "[a]\nExecutive=1 summary\n", 0o644, "documents"),
        (".config/tool.conf", "x=2", 0o644, "settings"),
    ],
)
def test_a_new_file_is_in_the_group_of_what_it_does(
    desk: DeskWork, path: str, content: str, mode: int, group: str
) -> None:
    desk.write(path, content, mode=mode)

    assert desk.changes()[path].group == group


def test_what_the_person_did_meanwhile_is_a_conflict(desk: DeskWork) -> None:
    for path in ("Documents/plan.txt", "Documents/old.txt", "Documents/made.txt", "Scans/a.pdf"):
        desk.write(path, "the desk's")
    desk.delete("Documents/same.txt")
    (desk.home / "Documents/plan.txt").write_text("mine")
    (desk.home / "Documents/old.txt").unlink()
    (desk.home / "Documents/made.txt").write_text("mine")
    (desk.home / "Documents/same.txt").chmod(0o600)

    assert {path: one.conflict for path, one in desk.changes().items()} == {
        "Documents/plan.txt": "changed",
        "Documents/old.txt": "deleted",
        "Documents/made.txt": "made",
        "Documents/same.txt": "changed",
        "Scans/a.pdf": "",
    }


def test_folders_in_folders_without_end_leave_a_receipt_that_is_read_and_thrown_away(desk: DeskWork) -> None:
    desk.write("Documents/new.txt", "new")
    upper = desk.upper / "Documents"
    # longer than any path may be, and deeper than Python calls go
    names = "d" * 9
    depth = 2_000
    above = os.open(upper, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(names, dir_fd=above)
        inner = os.open(names, os.O_RDONLY, dir_fd=above)
        os.close(above)
        above = inner
    os.close(above)

    assert list(desk.changes()) == ["Documents/new.txt"]
    remove_folder(upper)
    assert not upper.exists()
