"""All figures of models and of other agents: `python -m tests.bench.open_models [--without-runs] [FOLDER]`, an hour.

Calls the other benches and prints of each what its figure is, beside the goal; whoever wants the rest calls it alone.
Exits with 1 where a goal is missed. `--without-runs` leaves out the runs of the tasks, and takes ten minutes. FOLDER is
where `tests.bench.clients` has installed other people's clients; without it they are left out.
"""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass

_BENCH = "tests.bench."
_LAST = 12  # lines that are shown of what went wrong


@dataclass(frozen=True, slots=True)
class BenchFigure:
    """A figure: what the goal is, the words after `python -m` that print it, and by what its lines are known.

    Its goal is met if that ends with 0, and prints something like `met` where this is not empty.
    """

    name: str
    goal: str
    words: tuple[str, ...]
    told: str
    met: str = ""


RUNS = (
    BenchFigure(
        "five tasks in each family's own format, streamed and whole",
        "all",
        (f"{_BENCH}families", "--without-calls"),
        "came out as meant",
    ),
    BenchFigure(
        "the same in each dialect's own words",
        "all",
        (f"{_BENCH}families", "--without-calls", "anthropic", "gemini", "lightcone", "openai", "preview"),
        "came out as meant",
    ),
)
FIGURES = (
    BenchFigure(
        "mangled calls done that were not meant, and not told",
        "0; each told in a sentence",
        (f"{_BENCH}families", "--without-runs"),
        "mangled calls",
    ),
    BenchFigure(
        "files touched to add a dialect; a family (in a copy, with a run of each)",
        "1; 1",
        ("pytest", "-q", "-p", "no:cacheprovider", "tests/test_adding.py"),
        r"\d (passed|failed)",
    ),
    BenchFigure(
        "requests that the vendors' types do not know, answers of `serve` that their SDKs do not, in each dialect",
        "0",
        (
            *("pytest", "-q", "-p", "no:cacheprovider"),
            *(
                f"tests/proof/test_{name}.py"
                for name in ("requests", "sdk_clients", "anthropic", "gemini", "platforms")
            ),
        ),
        r"\d (passed|failed)",
    ),
    BenchFigure("promises broken by 20 kinds of faults in each dialect", "0", (f"{_BENCH}dialect_faults",), "promises"),
    BenchFigure("tokens of 30 steps with Anthropic's cache, to without", "0.35", (f"{_BENCH}cached_tokens",), "ratio"),
    BenchFigure("acts over MCP without the person", "0", (f"{_BENCH}mcp_hostile",), r"without|acts"),
)


def main(figures: tuple[BenchFigure, ...]) -> int:
    """Print each figure with its goal; return how many goals were missed."""
    missed = 0
    for figure in figures:
        print(f"{figure.name}; goal: {figure.goal}\n  python -m {' '.join(figure.words)}", flush=True)
        began, load = time.monotonic(), os.getloadavg()[0]
        done = subprocess.run((sys.executable, "-m", *figure.words), capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        shown = [line for line in lines if re.search(figure.told, line)] or lines[-_LAST:]
        is_missed = bool(done.returncode) or not re.search(figure.met, done.stdout)
        if is_missed:
            shown = [*lines[-_LAST:], *done.stderr.splitlines()[-_LAST:]]
        print("".join(f"    {line.strip()}\n" for line in shown), end="")
        print(f"  {'MISSED' if is_missed else 'met'}, {time.monotonic() - began:.0f} s, load {load:.1f}", flush=True)
        missed += is_missed
    print(f"{len(figures) - missed} of {len(figures)} goals met")
    return missed


def _clients(folder: str) -> BenchFigure:
    words = (f"{_BENCH}clients", folder)
    return BenchFigure(
        "letters that other people's clients write exactly, each by its own command", "all", words, "exact"
    )


if __name__ == "__main__":
    folders = [word for word in sys.argv[1:] if not word.startswith("--")]
    runs = () if "--without-runs" in sys.argv else RUNS
    sys.exit(int(main((*runs, *FIGURES, *map(_clients, folders))) > 0))
