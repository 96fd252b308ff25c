"""The gate: the checks and tests of a job, and a verdict that can be believed.

    python packaging/gate.py check     static checks, and the plain tests
    python packaging/gate.py test      static checks, the plain tests, and one journey for each promise
    python packaging/gate.py changed   every branch of what thinks, and the tests with a screen or a program that can
                                       reach what has changed since the last night
    python packaging/gate.py night     everything, which takes hours, and a page about it
    python packaging/gate.py newest    of it, the tests that ask the newest releases of other people's packages
    python packaging/gate.py mutants   of it, faults that are put in on purpose, and what no test catches

pytest's own exit code decides. Beside it each test that was chosen must have ended: a plugin writes down as it happens
which were chosen and how each ended, so that no run passes that broke off or was killed, nor a report of yesterday.
No test that failed is tried again. `tests/promises.toml` says which journey keeps which promise, `tests/night.toml`
which tests are for the night; an entry that no test answers to fails.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

import pytest

ROOT = Path(__file__).resolve().parents[1]
STATIC = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy --strict": ("mypy",),
    "import contracts": ("lint-imports", "--no-logo"),
}
PLAIN = "not soak and not display and not sway and not mutter and not process"
NOT_PLAIN = "not soak and (display or sway or mutter or process)"
REPORTS = Path(sys.prefix)
PAGE = ROOT / "packaging" / "night.md"
_PROMISES = ROOT / "tests" / "promises.toml"
_NIGHT = ROOT / "tests" / "night.toml"
_COMMIT = re.compile(r": \d+ passed, 0 failed at `([0-9a-f]{40})`")
_SESSIONS = "tests/sessions"  # an ordinary user's
_WITNESSED = "--witnessed"  # this file, called as pytest with the plugin
_MOST_NAMED = 30
# The newest releases of the vendors' SDKs, of MCP's and of Ray, without a lock, and what of the tests asks these.
_NEWEST = ROOT / ".oracle-newest" / "bin" / "python"
_MUTMUT = ROOT / ".mutmut" / "bin" / "python"
_ASKING_PACKAGES = (
  "tests/proof/newest_packages.py", "tests/proof", "--ignore=tests/proof/test_fuzz_decoder.py",
  "--ignore=tests/proof/test_golden.py", "tests/agents/test_opening.py", "tests/agents/test_over_http.py",
  "tests/agents/test_over_stdio.py", "tests/model/test_params.py", "tests/desk/test_many_on_ray.py",
  "-m", "soak or not soak",
)  # fmt: skip
_COVERAGE = ("--cov", "--cov-report=", "--cov-fail-under=0")
_TRACED = "tests/input/"  # whose tests with a screen walk branches of what thinks
_CORES = os.cpu_count() or 1


@dataclass(slots=True)
class Tried:
    """One run of pytest: its exit code, the tests that were chosen, and how each of them ended."""

    code: int
    chosen: set[str] = field(default_factory=set)
    endings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    output: str = ""  # where it was not shown

    @property
    def failed(self) -> set[str]:
        """The tests of which a part failed: the set-up, the test itself or the tidying up."""
        return {name for name, endings in self.endings.items() if "failed" in endings}

    @property
    def missing(self) -> set[str]:
        """The tests that were chosen and never came to an end."""
        return self.chosen - {name for name, endings in self.endings.items() if "ended" in endings}

    @property
    def passed(self) -> int:
        """How many tests passed; those that were left out did not."""
        return len([1 for endings in self.endings.values() if "passed" in endings and "failed" not in endings])


class Verdict:
    """What passed and what failed, a line for each check and each run of the tests."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._passed = 0
        self._failed = 0

    def check(self, name: str, code: int) -> None:
        """Take in how one check ended."""
        self._passed += not code
        self._failed += bool(code)
        self.lines.append(f"{'FAILED' if code else 'passed'}  {name}")

    def fail(self, why: str) -> None:
        """Take in a fault of the gate's own papers."""
        self._failed += 1
        self.lines.append(f"FAILED  {why}")

    def tests(self, name: str, tried: Tried) -> None:
        """Take in a run of the tests."""
        bad = tried.failed | tried.missing
        is_whole = tried.chosen and (not tried.code or tried.failed)
        self._passed += tried.passed
        self._failed += len(bad) or int(not is_whole)
        if not is_whole:
            self.lines.append(f"FAILED  {name}: exit code {tried.code}, {len(tried.missing)} tests never ended")
        self.lines += [f"FAILED  {test}" for test in sorted(bad)[:_MOST_NAMED]]
        if is_whole and not bad:
            self.lines.append(f"passed  {name}: {tried.passed}")

    def tell(self) -> int:
        """Print everything; the exit code."""
        lines = "\n".join(f"  {line}" for line in self.lines)
        print(f"\n== result\n{lines}\n{self.total}", flush=True)
        return int(self._failed > 0)

    @property
    def total(self) -> str:
        """The counts of everything, in words."""
        return f"{self._passed} passed, {self._failed} failed"


def run_tests(
    arguments: Sequence[str],
    report: Path,
    *,
    where: Path = ROOT,
    python: str | Path = sys.executable,
    shown: bool = True,
) -> Tried:
    """Run pytest with this file as a plugin; the report, in JUnit's format, is for `packaging/support.py`."""
    report.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told")
        command = (python, __file__, _WITNESSED, str(told), f"--junitxml={report}", *arguments)
        output = None if shown else subprocess.PIPE
        done = subprocess.run(
            command,
            cwd=where,
            env=_with_compiled_files(),
            stdout=output,
            stderr=output and subprocess.STDOUT,
            check=False,
        )
        tried = Tried(done.returncode, output=(done.stdout or b"").decode(errors="replace"))
        for line in told.read_text("utf-8").splitlines() if told.exists() else ():
            record = json.loads(line)
            tried.chosen.update(record.get("chosen", ()))
            if "name" in record:
                tried.endings[record["name"]].add(record["ending"])
        return tried


def _with_compiled_files() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _report(name: str) -> Path:
    return REPORTS / f"report-of-{name}.xml"


def _spread(workers: int) -> tuple[str, ...]:
    """Return what spreads tests over workers: those of a file share a display or a program."""
    return ("-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder", "--durations=12")


def without_a_test(entries: Sequence[str], chosen: set[str]) -> list[str]:
    """Return the entries of a table, each a file or a function in it, that no chosen test answers to."""
    return [
        one for one in entries if not any(name == one or name.startswith((f"{one}[", f"{one}::")) for name in chosen)
    ]


def _table(path: Path, name: str) -> Sequence[Mapping[str, str]]:
    entries: Sequence[Mapping[str, str]] = tomllib.loads(path.read_text("utf-8"))[name]
    return entries


def main(job: str) -> int:
    """Run everything even if one part fails, so that one run tells all."""
    verdict = Verdict()
    jobs = {
        "check": _check,
        "test": _test,
        "changed": _changed,
        "night": _night,
        "newest": _newest,
        "mutants": _mutants,
    }
    jobs[job](verdict)
    return verdict.tell()


def _check(verdict: Verdict) -> None:
    with ThreadPoolExecutor() as beside:
        checks = beside.submit(_static_checks)
        verdict.tests("plain tests", _plain_tests())
        _tell_checks(verdict, checks)


def _test(verdict: Verdict) -> None:
    promised = [entry["test"] for entry in _table(_PROMISES, "promise")]
    files = sorted({test.partition("::")[0] for test in promised})
    with ThreadPoolExecutor() as beside:
        checks = beside.submit(_static_checks)
        # Journeys wait for windows, servers and programs longer than they reckon.
        kept = beside.submit(run_tests, (*_spread(_CORES), "-m", "promise", *files), _report("promises"), shown=False)
        verdict.tests("plain tests", _plain_tests())
        print(f"\n== promises\n{kept.result().output}", flush=True)
        verdict.tests("promises", kept.result())
        for name in without_a_test(promised, kept.result().chosen):
            verdict.fail(f"{name} keeps a promise, by {_PROMISES.relative_to(ROOT)}, and there is no such test")
        _tell_checks(verdict, checks)


def _plain_tests() -> Tried:
    """Run the plain tests, which share nothing and go wherever there is time; some of them wait."""
    print("\n== plain tests", flush=True)
    spread = ("-n", str(_CORES * 3 // 2), "--dist", "worksteal", "--no-loadscope-reorder", "--durations=12")
    return run_tests((*spread, "-m", PLAIN), _report("plain"))


def _static_checks() -> list[tuple[str, int, str]]:
    """Run the checks that only read; return of each its name, its exit code and what it said."""
    done = {
        name: subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        for name, command in STATIC.items()
    }
    return [(name, one.returncode, one.stdout + one.stderr) for name, one in done.items()]


def _tell_checks(verdict: Verdict, checks: Future[list[tuple[str, int, str]]]) -> None:
    print("\n== checks")
    for name, code, said in checks.result():
        print(said, end="", flush=True)
        verdict.check(name, code)


def _changed(verdict: Verdict) -> None:
    from tests.reach import changed_since, reaching

    match = PAGE.exists() and _COMMIT.search(PAGE.read_text("utf-8"))
    changed = changed_since(match[1]) if match else None
    if changed is None:  # nobody knows what has changed
        _whole(verdict)
    else:
        tests = [str(one.relative_to(ROOT)) for one in (ROOT / "tests").rglob("test_*.py")]
        traced = (test for test in tests if test.startswith(_TRACED))
        _try_displays(verdict, sorted({*reaching(changed, tests), *traced}), "changed")


def _whole(verdict: Verdict) -> None:
    _try_displays(verdict, ["tests"], "whole")


def _try_displays(verdict: Verdict, files: Sequence[str], name: str) -> None:
    """Run tests with a screen or a program, and see by them and the plain ones that all that thinks is walked."""
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["coverage"]["run"]["source_pkgs"]
    folders = sorted({f"tests/{package.split('.')[1]}" for package in packages})
    print(f"\n== tests with a screen or a program: {' '.join(files)}", flush=True)
    displays = (*_spread(_CORES * 3 // 2), "-m", NOT_PLAIN, *_COVERAGE, *files)
    verdict.tests("tests with a screen or a program", run_tests(displays, _report(name)))
    print("\n== every branch of what thinks", flush=True)
    plain = (*_spread(_CORES), "-q", "-m", PLAIN, *_COVERAGE, "--cov-append", *folders)
    verdict.tests("plain tests, traced", run_tests(plain, _report("traced")))
    verdict.check("every branch of what thinks", subprocess.run(("coverage", "report"), check=False).returncode)


def _night(verdict: Verdict) -> None:
    """Try everything, and write a page about it: `packaging/support.py` keeps the counts."""
    for name, part in _NIGHTLY.items():
        print(f"\n== {name}", flush=True)
        part(verdict)
    PAGE.write_text(_page(verdict), "utf-8")
    print(f"\nThe page about this night is {PAGE}.")


def _page(verdict: Verdict) -> str:
    """Return the page of a night. Its commit is the one from which changes count, if all went well."""
    commit = subprocess.run(
        ("git", "describe", "--always", "--abbrev=40", "--dirty"), cwd=ROOT, stdout=subprocess.PIPE, check=False
    )
    at = commit.stdout.decode().strip() or "no commit"
    lines = "\n".join(f"- {line}" for line in verdict.lines)
    return f"# The last night\n\n{datetime.now().astimezone():%Y-%m-%d}: {verdict.total} at `{at}`.\n\n{lines}\n"


def _soak(verdict: Verdict) -> None:
    spread = (*_spread(_CORES * 2), "--timeout=1800")
    tried = run_tests((*spread, "-m", "soak", f"--ignore={_SESSIONS}"), _report("night"))
    verdict.tests("tests for the night", tried)
    entries = [entry["test"] for entry in _table(_NIGHT, "night") if not entry["test"].startswith(_SESSIONS)]
    for name in without_a_test(entries, tried.chosen):
        verdict.fail(f"{name} is in {_NIGHT.relative_to(ROOT)}, and there is no such test")


def _fuzz(verdict: Verdict) -> None:
    """Fuzz with new examples each time."""
    os.environ.setdefault("DESKTOP_AGENT_FUZZ", "2000")
    verdict.tests("fuzzing", run_tests((*_spread(_CORES), "tests/proof/test_fuzz_decoder.py"), _report("fuzz")))


def _newest(verdict: Verdict) -> None:
    if not _NEWEST.exists():
        verdict.fail("the newest packages: they could not be installed, so nothing was asked")
        return
    os.environ["ORACLE_PYTHON"] = str(_NEWEST)
    verdict.tests(
        "the newest packages", run_tests((*_ASKING_PACKAGES, *_spread(_CORES)), _report("newest"), python=_NEWEST)
    )
    del os.environ["ORACLE_PYTHON"]


def _mutants(verdict: Verdict) -> None:
    """Put faults into what thinks; the last line printed counts them and those that the tests missed."""
    if not _MUTMUT.exists():
        verdict.fail("faults put in on purpose: mutmut isn't installed, so none was")
        return
    done = subprocess.run(
        (_MUTMUT, "packaging/mutants.py"), cwd=ROOT, env=_with_compiled_files(), stdout=subprocess.PIPE, check=False
    )
    output = done.stdout.decode()
    print(output, flush=True)
    verdict.check((output.splitlines() or ["faults put in on purpose"])[-1], done.returncode)


def _sessions(verdict: Verdict) -> None:
    """Run the tests in whole desktop sessions as an ordinary user, who writes elsewhere."""
    report = _report("sessions")
    report.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        written = Path(folder, report.name)
        command = (sys.executable, "-m", "tests.sessions", f"--junitxml={written}", "--timeout=1800")
        verdict.check("desktop sessions", subprocess.run(command, cwd=ROOT, check=False).returncode)
        if written.exists():
            shutil.copy(written, report)


def _windows(verdict: Verdict) -> None:
    """Run what is for Windows under Wine."""
    verdict.check(
        "Windows, under Wine",
        subprocess.run(("sh", "packaging/setup.sh", "windows-test"), cwd=ROOT, check=False).returncode,
    )


_NIGHTLY: Mapping[str, Callable[[Verdict], None]] = {
    "the newest packages": _newest,
    "plain tests and checks": _check,
    "everything of a day": _whole,
    "tests for the night": _soak,
    "fuzzing": _fuzz,
    "faults put in on purpose": _mutants,
    "desktop sessions": _sessions,
    "Windows": _windows,
}


class _Witness:
    """The plugin of pytest, in the process that runs the show: xdist's workers report to it."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._write({"chosen": [item.nodeid for item in session.items]})

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        self._write({"chosen": list(ids)})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed or report.skipped or report.when == "call":
            self._write({"name": report.nodeid, "ending": report.outcome})
        if report.failed or report.when == "teardown":
            self._write({"name": report.nodeid, "ending": "ended"})

    def _write(self, record: dict[str, object]) -> None:
        self._file.write(json.dumps(record) + "\n")
        self._file.flush()


def _witnessed(told: str, arguments: list[str]) -> int:
    sys.path[0] = str(Path.cwd())  # as with `python -m pytest`
    with Path(told).open("a", encoding="utf-8") as file:
        return pytest.main(arguments, plugins=[_Witness(file)])


if __name__ == "__main__":
    if sys.argv[1] == _WITNESSED:
        sys.exit(_witnessed(sys.argv[2], sys.argv[3:]))
    sys.path[0] = str(ROOT)
    sys.exit(main(sys.argv[1]))
