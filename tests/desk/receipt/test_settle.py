"""`--receipt accept|discard|keep`: documents without conflicts alone, and whole only when all of it is there."""

from pathlib import Path

from desktop_agent.desk.receipt.change_set import settle
from tests.fakes.desks.desk_work import DeskWork


def test_of_all_changes_documents_without_a_conflict_are_accepted_and_what_would_run_later_is_not(
    tmp_path: Path,
) -> None:
    desk = DeskWork(tmp_path)
    (desk.home / "a.txt").write_text("a1")
    desk.start()
    desk.write("n.txt", "new")
    desk.write(".config/tool.conf", "x")
    desk.write("tool", "#!/bin/sh\n", mode=0o755)
    desk.write("a.txt", "the desk's")
    (desk.home / "a.txt").write_text("mine")
    desk.end()

    settlement = settle(desk.folder, "accept")

    assert {path.name: path.read_text() for path in desk.home.iterdir()} == {"a.txt": "mine", "n.txt": "new"}
    assert ([one.path for one in settlement.refused], len(settlement.taken)) == (["a.txt", "tool"], 1)
    assert settlement.left == 2
