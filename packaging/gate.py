"""The checks and tests of a job: `python packaging/gate.py check|test|changed`.

`pyproject.toml` says which job runs which tests. pytest's own exit code decides, no failed test is tried again, and
everything runs even if one part fails, so that one run tells all.
"""

import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
_JOBS = _SETTINGS["tests"]["jobs"]
_TRACED = _SETTINGS["tests"]["traced"]
_STATIC = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy --strict": ("mypy",),
    "import contracts": ("lint-imports", "--no-logo"),
}
_CORES = os.cpu_count() or 1
_BUSY = _CORES * 3 // 2  # workers where tests also wait


@dataclass(frozen=True, slots=True)
class Part:
    """One program of a job, and how it ended."""

    name: str
    code: int
    output: str = ""  # where it was not shown


def _run(name: str, command: Sequence[str], *, shown: bool = True) -> Part:
    output = None if shown else subprocess.PIPE
    # As on a user's machine, where compiled files are written.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    if shown:
        print(f"\n== {name}", flush=True)
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stderr=output, check=False)
    return Part(name, done.returncode, (done.stdout or b"").decode(errors="replace"))


def _tests(name: str, job: str, workers: int, *arguments: str, shown: bool = True) -> Part:
    """Run tests of a job; those of a file share a display or a program."""
    command = (
        *(sys.executable, "-m", "pytest", "-q", "-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"),
        *("--durations=12", "-m", _JOBS[job], *arguments),
    )
    return _run(name, command, shown=shown)


def _promising_files() -> list[str]:
    """Return the files with a journey: to collect all others takes each worker half a minute."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file) for file in files if "mark.promise" in file.read_text("utf-8")]


def _check(static: Future[list[Part]]) -> list[Part]:
    # Plain tests share nothing, and go wherever there is time.
    plain = _tests("plain tests", "plain", _BUSY, "--dist", "worksteal")
    return [plain, *static.result()]


def _static_checks() -> list[Part]:
    return [_run(name, command, shown=False) for name, command in _STATIC.items()]


def check() -> list[Part]:
    """Run the static checks and the plain tests."""
    with ThreadPoolExecutor() as beside:
        return _check(beside.submit(_static_checks))


def test() -> list[Part]:
    """Run these, and a journey for each promise."""
    with ThreadPoolExecutor() as beside:
        static = beside.submit(_static_checks)
        # Journeys wait for windows, servers and programs longer than they reckon.
        promises = beside.submit(_tests, "promises", "promises", _CORES, *_promising_files(), shown=False)
        return [*_check(static), promises.result()]


def changed() -> list[Part]:
    """Run the tests of a day with a screen or a program, and long ones, and walk every branch of what thinks."""
    elsewhere = [f"--ignore={folder}" for folder in _TRACED]
    displays = _tests("tests with a screen or a program", "changed", _BUSY, *elsewhere, "tests")
    traced = _tests("what thinks", "traced", _CORES, "--cov", "--cov-report=", "--cov-fail-under=0", *_TRACED)
    return [displays, traced, _run("every branch of what thinks", ("coverage", "report"))]


def tell(parts: Sequence[Part]) -> int:
    """Print what wasn't shown, and how each part ended; the exit code."""
    for part in parts:
        if part.output:
            print(f"\n== {part.name}\n{part.output}")
    print("\n== result")
    for part in parts:
        print(f"  {'FAILED' if part.code else 'passed'}  {part.name}")
    return int(any(part.code for part in parts))


if __name__ == "__main__":
    jobs = {"check": check, "test": test, "changed": changed}
    sys.exit(tell(jobs[sys.argv[1]]()))
