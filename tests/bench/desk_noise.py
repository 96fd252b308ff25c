"""What a person would call noise in receipts of real programs: `python -m tests.bench.desk_noise [A|B] [NAME...]`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.fakes.desk_programs import UsedProgram, of_half, use


def main(halves: str, names: list[str]) -> None:
    """Print a line for each program, and the share of noise of each half."""
    for half in halves:
        lines = noise = 0
        for program in of_half(half):
            if names and program.name not in names:
                continue
            if shutil.which(program.command[0]) is None:
                print(f"{half} {program.name}: is not installed")
                continue
            with tempfile.TemporaryDirectory(prefix="noise-") as folder:
                used = use(program, Path(folder))
            later = len(used.receipt.of("runs-later"))  # nobody meant any of them
            lines += len(used.receipt.of("documents")) + later
            noise += len(used.noise()) + later
            _print(used)
        share = 100 * noise / lines if lines else 0
        told = f"{noise} of {lines} lines of documents and of what would run later are noise ({share:.0f} %)"
        print(f"half {half}: {told}, load {os.getloadavg()[0]:.1f}")


def _print(used: UsedProgram) -> None:
    groups = Counter(change.group for change in used.receipt.changes)
    left = Counter(one.reason for one in used.receipt.left_out)
    state = "changed" if used.changed else "SHOWN, NOT CHANGED" if used.shown else "NO WINDOW"
    print(f"{used.program.half} {used.program.name}: {state}; {dict(groups)}, left out {dict(left)}", flush=True)
    for path in used.noise():
        print(f"    noise: {path!r}")
    for change in used.receipt.of("runs-later"):
        print(f"    would run later: {change.path!r}")


if __name__ == "__main__":
    wanted = [word for word in sys.argv[1:] if word in {"A", "B"}]
    main("".join(wanted) or "AB", [word for word in sys.argv[1:] if word not in {"A", "B"}])
