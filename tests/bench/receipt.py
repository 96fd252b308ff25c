"""What a receipt costs, and whether a person's edits are ever lost: `python -m tests.bench.receipt [20000] [FOLDER]`.

So many changes are read and taken over; every kind of conflict is played, on the kernel's own overlay, with the file on
disk as the oracle; and taking over is killed before each of its acts. FOLDER is the disk to work on.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.receipt.take import take, undo
from tests.fakes.desk_conflicts import ConflictCase, halves, later_cases, new_cases, play
from tests.fakes.desk_work import DeskWork, contents, has_overlay
from tests.fakes.killed_taking import by_finishing, by_undoing, kill_each

_IN_A_FOLDER = 100
_ROUNDS = 3


def main(changes: int, place: Path) -> None:
    """Print all tables."""
    root = Path(tempfile.mkdtemp(prefix="receipt-", dir=place))
    try:
        print(f"load {os.getloadavg()[0]:.1f}, on {place}")
        _print_cost(changes, root)
        _print_kills(root)
        if has_overlay():
            first, second = halves()
            for name, cases in (
                ("built on", first),
                ("held out", second),
                ("later", later_cases()),
                ("anew", new_cases()),
            ):
                _print_conflicts(name, cases, root)
    finally:
        shutil.rmtree(root)


def _print_cost(changes: int, root: Path) -> None:
    """Time a third each of new, changed and deleted files."""
    for number in range(_ROUNDS):
        desk = _many(changes, root / f"many-{number}")
        before = contents(desk.home)
        times = [_now()]
        receipt = read_receipt(desk.folder)
        times.append(_now())
        result = take(desk.folder, receipt.changes)
        times.append(_now())
        undo(desk.folder)
        times.append(_now())
        whole = contents(desk.home) == before and len(result.taken) == len(receipt.changes) == changes
        spent = [f"{b[0] - a[0]:.2f} s ({b[1] - a[1]:.2f} of a core)" for a, b in pairwise(times)]
        print(f"{len(receipt.changes):,} changes{'' if whole else ', NOT AS IT SHOULD BE'}: ", end="")
        print("read {}, taken over {}, undone {}".format(*spent))
        shutil.rmtree(root / f"many-{number}")


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _many(changes: int, root: Path) -> DeskWork:
    desk = DeskWork(root)
    for number in range(changes * 2 // 3 + 1):
        file = desk.home / f"docs/{number // _IN_A_FOLDER}/{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"old {number}")
    desk.start()
    for number in range(changes):
        kind, at = divmod(number, changes // 3 + 1)
        match kind:
            case 0:
                desk.write(f"docs/{at // _IN_A_FOLDER}/{at}.txt", f"new {at}")
            case 1:
                desk.write(f"new/{at // _IN_A_FOLDER}/{at}.txt", f"made {at}")
            case _:
                at += changes // 3 + 1
                desk.delete(f"docs/{at // _IN_A_FOLDER}/{at}.txt")
    desk.end()
    return desk


def _print_kills(root: Path) -> None:
    for way in (by_finishing, by_undoing):
        folder = root / way.__name__
        folder.mkdir()
        killed, wrong = kill_each(folder, way)
        print(
            f"killed before each of {killed} acts, {way.__name__.replace('_', ' ')}: {len(wrong)} wrong {wrong or ''}"
        )


def _print_conflicts(name: str, cases: Iterable[ConflictCase], root: Path) -> None:
    counts = Counter[str]()
    for number, case in enumerate(cases):
        counts["played"] += 1
        folder = root / f"{name}-{number}"
        try:
            outcome = play(case, folder)
        except DeskError as error:
            print(f"{case}: {error}")
            counts["failed"] += 1
            continue
        counts["with an edit of the person's lost"] += bool(outcome.lost)
        counts["with something taken over"] += bool(outcome.taken)
        if outcome.lost:
            print(f"{case}: {', '.join(outcome.lost)}")
        shutil.rmtree(folder)
    told = ("played", "with something taken over", "with an edit of the person's lost", "failed")
    print(f"conflicts ({name}): " + ", ".join(f"{counts[one]} {one}" for one in told))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 20_000, Path(sys.argv[2] if sys.argv[2:] else tempfile.gettempdir()))
