"""All figures of who is in charge, from one command: `python -m tests.bench.in_charge [--tenth]`, about an hour.

Each bench runs as its own process, one after the other, and prints its own tables; what it measures and who its witness
is stands on top of its file. Exits with 1 when one of them has missed a goal that is a count. `--tenth` does about a
tenth of each, in some ten minutes.
"""

import subprocess
import sys
import time

from tests.fakes.source import ROOT

# Bench, what is said to it for the whole counts, and for a tenth.
BENCHES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("approval", (), ("--tenth",)),
    ("terminal_prompt", (), ("--tenth",)),
    ("grants", (), ("--tenth",)),
    ("hostile", (), ("--tenth",)),
    ("benign", (), ()),
    ("popups", ("300",), ("30",)),
    ("takeover", ("300", "--minutes", "10"), ("30", "--minutes", "1")),
    ("stop_key", ("500",), ("50",)),
    ("kill9", ("200",), ("20",)),
    ("own_windows", ("200",), ("20",)),
    ("idle", ("30",), ("10",)),
)


def main(*, tenth: bool) -> int:
    """Run all, print which missed a goal, and return how many."""
    missed = []
    for name, whole, part in BENCHES:
        began = time.monotonic()
        print(f"\n== {name}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"tests.bench.{name}", *(part if tenth else whole)], cwd=ROOT, check=False
        )
        print(f"== {name}: exit {done.returncode} after {time.monotonic() - began:.0f} s", flush=True)
        missed += [name] if done.returncode else []
    print(f"\nMissed: {', '.join(missed) or 'none'}")
    return len(missed)


if __name__ == "__main__":
    sys.exit(min(main(tenth="--tenth" in sys.argv), 1))
