"""The gate: all checks and tests of a job, and a verdict that can be believed.

    python packaging/gate.py check    static checks, and the plain tests
    python packaging/gate.py test     static checks, everything but `soak`, and every branch of what thinks
    python packaging/gate.py night    what takes hours
    python packaging/gate.py newest   of these, the tests that ask the newest releases of other people's packages

pytest's own exit code decides. Beside it each test that was chosen must have ended: a plugin writes down as it happens
which were chosen and how each ended, so that no run passes that broke off or was killed, nor a report of yesterday.
A second try is for the tests that `tests/unsteady.toml` lists, and is made only where nothing else has failed. A night
tries each of these twenty times; one that passes them all must leave the list.
`tests/night.toml` says which tests are for the night; an entry of it that no test answers to fails.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TextIO

import pytest

ROOT = Path(__file__).resolve().parents[1]
STATIC = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy --strict": ("mypy",),
    "import contracts": ("lint-imports", "--no-logo"),
    "weight": (sys.executable, "packaging/weight.py"),
}
COVERAGE = ("--cov", "--cov-report=", "--cov-fail-under=0")
PLAIN = "not soak and not display and not sway and not mutter and not process"
_WITNESSED = "--witnessed"  # this file, called as pytest with the plugin
_MOST_NAMED = 30
UNSTEADY = ROOT / "tests" / "unsteady.toml"
NIGHT = ROOT / "tests" / "night.toml"
_MOST_UNSTEADY = 10
# What keeps a person safe holds the first time, or it fails: no test with one of these in its name is tried again.
_NEVER_UNSTEADY = (
  "guard", "proof", "permit", "pause", "stop", "held", "receipt", "card", "hostile", "policy", "approv", "secret",
)  # fmt: skip
_TIMES_BY_NIGHT = 20
_SESSIONS = "tests/sessions"  # an ordinary user's
# The newest releases of the vendors' SDKs and of MCP's, without a lock, and what of the tests asks these.
_NEWEST = ROOT / ".oracle-newest" / "bin" / "python"
_ASKING_PACKAGES = (
  "tests/proof/newest_packages.py", "tests/proof", "--ignore=tests/proof/test_fuzz_decoder.py",
  "--ignore=tests/proof/test_golden.py", "tests/agents/test_opening.py", "tests/agents/test_over_http.py",
  "tests/agents/test_over_stdio.py", "tests/model/test_params.py", "-m", "soak or not soak",
)  # fmt: skip
_TESTS_FAILED = 1  # the one exit code of pytest that says: all ran, some failed


@dataclass(slots=True)
class Tried:
    """One run of pytest: its exit code, the tests that were chosen, and how each of them ended."""

    code: int
    chosen: set[str] = field(default_factory=set)
    endings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

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


@dataclass(frozen=True, slots=True)
class UnsteadyTest:
    """A test that is known to fail now and then."""

    name: str  # of a function or of one case, as pytest says it: `tests/a/test_b.py::test_c`, or `...::test_c[case]`
    cause: str  # as far as known
    since: date

    def covers(self, case: str) -> bool:
        """Say whether a case, by pytest's name, is this test or one of its cases."""
        return case == self.name or case.startswith(f"{self.name}[")


class ListError(Exception):
    """The list of unsteady tests breaks its own rules."""


def unsteady_tests(path: Path = UNSTEADY) -> tuple[UnsteadyTest, ...]:
    """Return the tests that may be tried twice; raise ListError where the list breaks its rules."""
    listed = tuple(UnsteadyTest(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["test"])
    if len(listed) > _MOST_UNSTEADY:
        raise ListError(f"{len(listed)} tests are listed as unsteady, and {_MOST_UNSTEADY} may be")
    for one in listed:
        safety = next((word for word in _NEVER_UNSTEADY if word in one.name.lower()), None)
        if safety:
            raise ListError(f"{one.name} has “{safety}” in its name: what keeps a person safe is never tried again")
        if "::" not in one.name or not one.cause:
            raise ListError(f"{one.name} must name one test and the cause as far as known")
    return listed


class Verdict:
    """What passed and what failed, a line for each check and each run of the tests."""

    def __init__(self) -> None:
        self._passed = self._failed = 0
        self._lines: list[str] = []

    def check(self, name: str, code: int) -> None:
        """Take in how one check ended."""
        self._passed += not code
        self._failed += bool(code)
        self._lines.append(f"{'FAILED' if code else 'passed'}  {name}")

    def fail(self, why: str) -> None:
        """Take in a fault of the gate's own papers."""
        self._failed += 1
        self._lines.append(f"FAILED  {why}")

    def tests(self, first: Tried, again: Tried | None = None) -> None:
        """Take in a run of the tests, and the second try of what failed."""
        recovered = (
            again.chosen - again.failed - again.missing if again and again.code in {0, _TESTS_FAILED} else set[str]()
        )
        bad = (first.failed | first.missing) - recovered
        whole = first.chosen and (not first.code or (first.code == _TESTS_FAILED and first.failed))
        self._passed += first.passed + len(first.failed & recovered)
        self._failed += len(bad) or int(not whole)
        if not whole:
            self._lines.append(f"FAILED  pytest: exit code {first.code}, {len(first.missing)} tests never ended")
        self._lines += [f"FAILED  {name}" for name in sorted(bad)[:_MOST_NAMED]]
        self._lines += [f"unsteady  {name}: passed at its second try" for name in sorted(first.failed & recovered)]

    def tell(self) -> int:
        """Print everything; the exit code."""
        lines = "\n".join(f"  {line}" for line in self._lines)
        print(f"\n== result\n{lines}\n{self._passed} passed, {self._failed} failed", flush=True)
        return int(self._failed > 0)


class StaticChecks:
    """The checks that only read. They run beside the tests, which mostly wait; what they said is told afterwards."""

    def __init__(self) -> None:
        self._said: list[tuple[str, int, str]] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        for name, command in STATIC.items():
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            self._said.append((name, done.returncode, done.stdout + done.stderr))

    def tell(self, verdict: Verdict) -> None:
        """Wait for them, print what they said, and hand over how they ended."""
        self._thread.join()
        print("\n== checks")
        for name, code, said in self._said:
            print(said, end="", flush=True)
            verdict.check(name, code)


def run_tests(
    arguments: Sequence[str], report: Path, *, where: Path = ROOT, python: str | Path = sys.executable
) -> Tried:
    """Run pytest with this file as a plugin; the report, in JUnit's format, is for `packaging/support.py`."""
    for old in (report, report.with_suffix(".again.xml")):
        old.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told")
        command = (python, __file__, _WITNESSED, str(told), f"--junitxml={report}", *arguments)
        done = subprocess.run(command, cwd=where, env=_with_compiled_files(), check=False)
        tried = Tried(done.returncode)
        for line in told.read_text("utf-8").splitlines() if told.exists() else ():
            record = json.loads(line)
            tried.chosen.update(record.get("chosen", ()))
            if "name" in record:
                tried.endings[record["name"]].add(record["ending"])
        return tried


def try_again(first: Tried, report: Path, listed: Sequence[UnsteadyTest], *, where: Path = ROOT) -> Tried | None:
    """Try listed tests that failed once more, alone and on new displays; None where anything else went wrong."""
    if first.code != _TESTS_FAILED or first.missing or not first.failed:
        return None
    if not all(any(one.covers(case) for one in listed) for case in first.failed):
        return None
    print("\n== pytest, once more for listed tests that failed", flush=True)
    return run_tests(sorted(first.failed), report.with_suffix(".again.xml"), where=where)


def missing_of(listed: Sequence[UnsteadyTest], collected: set[str]) -> list[str]:
    """Return the listed tests that are not among those collected."""
    return [one.name for one in listed if not any(one.covers(case) for case in collected)]


def without_a_case(chosen: set[str], *, by_day: bool, path: Path = NIGHT) -> list[str]:
    """Return the entries of the night's table of which a day, or a night, had to run a case and has chosen none."""
    entries = tomllib.loads(path.read_text("utf-8"))["night"]
    wanted = [entry["test"] for entry in entries if "by_day" in entry or not by_day]
    return [
        one for one in wanted if not any(name == one or name.startswith((f"{one}[", f"{one}::")) for name in chosen)
    ]


def steady_again(
    listed: Sequence[UnsteadyTest], report: Path, *, times: int = _TIMES_BY_NIGHT, where: Path = ROOT
) -> list[str]:
    """Run each listed test many times, and return those that passed each time: they must leave the list."""
    return [one.name for one in listed if all(_passes(one, report, where) for _ in range(times))]


def _passes(test: UnsteadyTest, report: Path, where: Path) -> bool:
    tried = run_tests((test.name,), report, where=where)
    return not tried.code and not tried.missing and tried.passed > 0


def main(job: str) -> int:
    """Run everything even if one part fails, so that one run tells all."""
    verdict = Verdict()
    reports = Path(sys.prefix)
    listed: tuple[UnsteadyTest, ...] = ()
    try:
        listed = unsteady_tests()
    except ListError as error:
        verdict.fail(str(error))
    if job in {"night", "newest"}:
        _try_newest(verdict, reports / "report-of-newest.xml")
    if job == "newest":
        return verdict.tell()
    if job == "night":
        for name, arguments in _nights():
            tried = run_tests(arguments, reports / f"report-of-{name}.xml")
            verdict.tests(tried)
            for test in without_a_case(tried.chosen, by_day=False) if name == "night" else ():
                if not test.startswith(_SESSIONS):
                    verdict.fail(f"{test} is in {NIGHT.relative_to(ROOT)}, and there is no such test")
        verdict.check("desktop sessions", _try_sessions(reports / "report-of-sessions.xml"))
        for name in steady_again(listed, reports / "report-of-unsteady.xml"):
            verdict.fail(f"{name} passed {_TIMES_BY_NIGHT} times: it must leave {UNSTEADY.relative_to(ROOT)}")
        return verdict.tell()
    checks = StaticChecks()
    # Tests wait for windows, servers, programs and clocks longer than they reckon.
    workers = (os.cpu_count() or 1) * 5 // 2
    # The tests of a file share a display or a program; plain ones have neither, and go wherever there is time.
    dist = "loadfile" if job == "test" else "worksteal"
    chosen = ("-m", "not soak", *COVERAGE) if job == "test" else ("-m", PLAIN)
    spread = ("-n", str(workers), "--dist", dist, "--no-loadscope-reorder", "--durations=12")
    print("\n== pytest", flush=True)
    _compile_tests()
    report = reports / f"report-of-{job}.xml"  # that of a whole day's run is read by packaging/support.py, too
    first = run_tests((*spread, *chosen), report)
    verdict.tests(first, try_again(first, report, listed))
    if job == "test":
        for name in missing_of(listed, first.chosen):
            verdict.fail(f"{name} is listed as unsteady, and there is no such test")
        for name in without_a_case(first.chosen, by_day=True):
            verdict.fail(f"{name} has no case by day, and {NIGHT.relative_to(ROOT)} names some")
        print("\n== every branch of what thinks", flush=True)
        verdict.check("every branch of what thinks", subprocess.run(("coverage", "report"), check=False).returncode)
    checks.tell(verdict)
    return verdict.tell()


def _compile_tests() -> None:
    """Have the tests compiled once, in a fresh checkout: each worker reads all of them, and would compile them all."""
    if not any((ROOT / "tests").rglob("*-pytest-*.pyc")):
        command = (sys.executable, "-m", "pytest", "--collect-only", "-q", "--no-cov", "-m", "not soak")
        subprocess.run(command, cwd=ROOT, env=_with_compiled_files(), stdout=subprocess.DEVNULL, check=False)


def _with_compiled_files() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _nights() -> Iterator[tuple[str, Sequence[str]]]:
    """What was too long for the day, and the fuzzing with new examples each time."""
    spread = ("-n", str((os.cpu_count() or 1) * 2), "--dist", "loadfile", "--no-loadscope-reorder", "--timeout=1800")
    yield "night", (*spread, "-m", "soak", f"--ignore={_SESSIONS}")
    os.environ.setdefault("DESKTOP_AGENT_FUZZ", "2000")
    yield "night-fuzz", (*spread, "tests/proof/test_fuzz_decoder.py")


def _try_newest(verdict: Verdict, report: Path) -> None:
    print("\n== the newest packages", flush=True)
    if not _NEWEST.exists():
        verdict.fail("the newest packages: they could not be installed, so nothing was asked")
        return
    os.environ["ORACLE_PYTHON"] = str(_NEWEST)
    verdict.tests(
        run_tests((*_ASKING_PACKAGES, "-n", str(os.cpu_count() or 1), "--dist", "loadfile"), report, python=_NEWEST)
    )
    del os.environ["ORACLE_PYTHON"]


def _try_sessions(report: Path) -> int:
    """Run the tests in whole desktop sessions as an ordinary user, who writes elsewhere; return the exit code."""
    print("\n== desktop sessions", flush=True)
    report.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        written = Path(folder, report.name)
        command = (sys.executable, "-m", "tests.sessions", f"--junitxml={written}", "--timeout=1800")
        done = subprocess.run(command, cwd=ROOT, check=False)
        if written.exists():
            shutil.copy(written, report)
    return done.returncode


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
    sys.exit(main(sys.argv[1]))
