"""The marks of fuse-overlayfs: a `.wh.NAME` is a deletion where it has written it, and a file anywhere else."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.desk.folder import write_desk
from desktop_agent.desk.receipt.take import take, undo
from tests.fakes.desks.desk_work import DeskWork, contents


@pytest.fixture
def desk(tmp_path: Path) -> DeskWork:
    work = DeskWork(tmp_path, hidden=("docs/secret",))
    for path in ("docs/a.txt", "docs/b.txt", "docs/secret", "deep/in/c.txt", "deep/d.txt"):
        (work.home / path).parent.mkdir(parents=True, exist_ok=True)
        (work.home / path).write_text(path)
    work.start()
    return work


def by_fuse(desk: DeskWork) -> None:
    write_desk(desk.folder, replace(desk.end(), by_fuse=True))


def kinds(desk: DeskWork) -> dict[str, str]:
    return {path: change.kind for path, change in desk.changes().items()}


def test_a_mark_deletes_and_is_nothing_that_could_be_taken_over(desk: DeskWork) -> None:
    desk.write("docs/.wh.a.txt", "")
    desk.write("docs/.wh.never", "")
    desk.write("docs/.wh.secret", "")
    desk.write("deep/.wh.in", "")
    by_fuse(desk)
    before = contents(desk.home)
    found = kinds(desk)
    take(desk.folder, desk.receipt().changes)
    after = {path for path in contents(desk.home) if not path.startswith(("docs", "deep"))}
    left = sorted(path.name for path in desk.home.rglob("*"))
    undo(desk.folder)

    assert found == {"docs/a.txt": "deleted", "deep/in": "deleted"}
    assert after == set()
    assert left == ["b.txt", "d.txt", "deep", "docs", "secret"]
    assert contents(desk.home) == before


def test_where_the_kernel_made_the_layers_such_names_are_files_and_delete_nothing(desk: DeskWork) -> None:
    folder = desk.folder_on_desk("deep")
    os.setxattr(folder, "user.fuseoverlayfs.opaque", b"y")
    desk.write("docs/.wh.a.txt", "a file")
    desk.write("deep/.wh..wh..opq", "a file")
    desk.end()

    assert kinds(desk) == {"docs/.wh.a.txt": "new", "deep/.wh..wh..opq": "new"}
