"""`--receipt accept|discard|keep`: documents without conflicts alone, and whole only when all of it is there."""

from pathlib import Path

import pytest

from desktop_agent.desk.receipt.settle import settle
from tests.fakes.desk_work import DeskWork


@pytest.fixture
def desk(tmp_path: Path) -> DeskWork:
    work = DeskWork(tmp_path)
    (work.home / "a.txt").write_text("a1")
    work.start()
    work.write("n.txt", "new")
    work.write(".config/tool.conf", "x")
    return work


def test_accepted_documents_are_there_and_settings_are_not(desk: DeskWork) -> None:
    desk.end()
    settlement = settle(desk.folder, "accept")

    assert (len(settlement.taken), settlement.left) == (1, 0)
    assert (desk.home / "n.txt").read_text() == "new"
    assert not (desk.home / ".config").exists()


def test_a_conflict_is_left_and_told(desk: DeskWork) -> None:
    desk.write("a.txt", "the desk's")
    (desk.home / "a.txt").write_text("mine")
    desk.end()
    settlement = settle(desk.folder, "accept")

    assert ([one.path for one in settlement.refused], settlement.left) == (["a.txt"], 1)
    assert (desk.home / "a.txt").read_text() == "mine"


def test_what_would_run_later_is_never_accepted_unseen(desk: DeskWork) -> None:
    desk.write("tool", "#!/bin/sh\n", mode=0o755)
    desk.end()

    assert settle(desk.folder, "accept").left
    assert not (desk.home / "tool").exists()
