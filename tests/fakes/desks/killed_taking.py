"""Takes over from a desk and is killed before each act in turn; what is on disk then is told by files' contents."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.receipt.carry_out import DiskActs
from desktop_agent.desk.receipt.change import ConflictAnswer
from desktop_agent.desk.receipt.journal import journals
from desktop_agent.desk.receipt.take import finish, take, undo, unfinished
from tests.fakes.desks.desk_work import DeskWork, contents

_MOST_ACTS = 200
CONFLICTS = ("both.txt", "theirs.txt")
ANSWERS: dict[tuple[int, str], ConflictAnswer] = {(0, "both.txt"): "take-desk", (0, "theirs.txt"): "take-desk"}
_Contents = dict[str, str]
_WayOut = Callable[[DeskWork, _Contents, _Contents], list[str]]


class KillBefore:
    def __init__(self, number: int) -> None:
        self._left = number

    def __call__(self, _: str) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def made(root: Path) -> DeskWork:
    desk = DeskWork(root)
    names = ("a.txt", "b.txt", "gone.txt", "docs/c.txt", "old/e.txt", "old/f.txt", "flat/g.txt", "turn.txt")
    for path in (*names, *CONFLICTS):
        (desk.home / path).parent.mkdir(exist_ok=True)
        (desk.home / path).write_text(f"old {path}")
    desk.start()
    desk.write("a.txt", "new a")
    desk.write("b.txt", "old b.txt", mode=0o600)
    desk.delete("gone.txt")
    desk.delete("docs/c.txt")
    desk.write("moved/c.txt", "old docs/c.txt")
    desk.write("new/deep/n.txt", "new n")
    desk.link("new/link", "deep/n.txt")
    desk.delete("old")
    desk.write("flat", "a file now")
    desk.folder_on_desk("turn.txt", opaque=True)
    desk.write("turn.txt/inside.txt", "inside")
    for path in CONFLICTS:
        desk.write(path, f"the desk's {path}")
    desk.end()
    for path in CONFLICTS:
        (desk.home / path).write_text(f"my {path}")
    return desk


def kill_each(root: Path, recover: _WayOut) -> tuple[int, list[str]]:
    before, after = _wanted(root / "whole")
    wrong = list[str]()
    number = 1
    while number < _MOST_ACTS:
        desk = made(root / str(number))
        acts = DiskActs(KillBefore(number))
        changes = desk.receipt().changes
        if not killed(partial(take, desk.folder, changes, answer=ANSWERS, acts=acts)):
            return number - 1, wrong
        wrong += [f"act {number}: torn: {path}" for path in torn(contents(desk.home), before, after)]
        wrong += [f"act {number}: {one}" for one in recover(desk, before, after)]
        shutil.rmtree(root / str(number))
        number += 1
    return number, [*wrong, "It never came to its end."]


def torn(now: dict[str, str], before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [path for path, text in now.items() if text not in {before.get(path), after.get(path), "folder 700"}]


def by_finishing(desk: DeskWork, before: dict[str, str], after: dict[str, str]) -> list[str]:
    try:
        finish(desk.folder) if unfinished(desk.folder) else take(desk.folder, desk.receipt().changes, ANSWERS)
    except DeskError as error:
        return [str(error)]
    return [] if contents(desk.home) == after else ["Finished, it is not what was to be."]


def by_undoing(desk: DeskWork, before: dict[str, str], after: dict[str, str]) -> list[str]:
    if any(journal.is_planned for journal in journals(desk.folder)):
        number = 1
        while killed(partial(undo, desk.folder, DiskActs(KillBefore(number)))):
            number += 1
            if number > _MOST_ACTS:
                return ["The undo never came to its end."]
    if contents(desk.home) != before:
        return ["Undone, it is not what was before."]
    conflicts = sorted(change.path for change in desk.receipt().conflicts())
    return [] if conflicts == sorted(CONFLICTS) else [f"Undone, these count as the person's: {conflicts}"]


def _wanted(root: Path) -> tuple[dict[str, str], dict[str, str]]:
    desk = made(root)
    before = contents(desk.home)
    take(desk.folder, desk.receipt().changes, ANSWERS)
    return before, contents(desk.home)


def killed(act: Callable[[], object]) -> bool:
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - nothing of the parent may run in the child
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("The taking over has failed by itself.")
    return os.WIFSIGNALED(status)


def main(root: Path) -> None:
    killed = 0
    wrong = list[str]()
    for way in (by_finishing, by_undoing):
        (root / way.__name__).mkdir(parents=True)
        count, found = kill_each(root / way.__name__, way)
        killed = killed + count
        wrong = [*wrong, *found]
    sys.stdout.write(json.dumps({"killed": killed, "wrong": wrong}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
