"""The gate's verdict: nothing that broke off, was killed, or never ran passes."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.fakes.source import ROOT

pytestmark = pytest.mark.process  # each runs a pytest of its own

FLAKY = """
from pathlib import Path
def test_flaky():
    mark = Path("tried")
    tried, _ = mark.exists(), mark.touch()
    assert tried
"""
SOUND = "def test_sound(): pass\n"


@pytest.fixture(scope="module")
def gate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gate", ROOT / "packaging" / "gate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return tmp_path


def judged(gate: ModuleType, suite: Path, **files: str) -> int:
    """Write the tests, run them as the gate does, and return its exit code."""
    for name, text in files.items():
        (suite / f"{name}.py").write_text(text, encoding="utf-8")
    verdict = gate.Verdict()
    verdict.tests("all", gate.run_tests(("-p", "no:cacheprovider", "-q"), suite / "report.xml", where=suite))
    return int(verdict.tell())


def test_one_that_would_pass_at_a_second_try_fails(
    gate: ModuleType, suite: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert 1 == judged(gate, suite, test_a=FLAKY, test_b=SOUND)
    assert "1 passed, 1 failed" in capfd.readouterr().out


def test_an_entry_of_a_table_without_a_test_is_found(gate: ModuleType) -> None:
    entries = ["test_a.py::test_some", "test_a.py::test_so", "test_b.py"]

    assert ["test_a.py::test_so", "test_b.py"] == gate.without_a_test(entries, {"test_a.py::test_some[x]"})
    assert [] == gate.without_a_test(entries, {"test_a.py::test_some", "test_a.py::test_so", "test_b.py::test_c"})


@pytest.mark.parametrize(("python", "part"), [("_NEWEST", "_newest"), ("_MUTMUT", "_mutants")])
def test_a_night_that_could_not_install_what_it_needs_fails(
    gate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python: str, part: str
) -> None:
    monkeypatch.setattr(gate, python, tmp_path / "python")
    verdict = gate.Verdict()

    getattr(gate, part)(verdict)

    assert 1 == verdict.tell()


@pytest.mark.parametrize(("passed", "known"), [(True, True), (False, False)])
def test_changes_count_from_a_night_that_passed(
    gate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, passed: bool, known: bool
) -> None:
    monkeypatch.setattr(gate, "PAGE", tmp_path / "night.md")
    monkeypatch.setattr(gate, "_NIGHTLY", {"all": lambda verdict: verdict.check("all", int(not passed))})

    gate._night(gate.Verdict())

    page = (tmp_path / "night.md").read_text(encoding="utf-8")
    assert f"{'passed' if passed else 'FAILED'}  all" in page
    assert known is (gate._COMMIT.search(page.replace("-dirty`", "`")) is not None)


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("import pytest; pytest.exit('says that all is well', returncode=0)", id="ended-early-with-0"),
        pytest.param("import os; os.kill(os.getpid(), 9)", id="killed"),
    ],
)
def test_a_run_that_never_reached_a_test_fails_whatever_came_before(gate: ModuleType, suite: Path, end: str) -> None:
    # The report of an earlier run, all of which passed.
    (suite / "report.xml").write_text('<testsuites><testsuite tests="9" failures="0"/></testsuites>', encoding="utf-8")
    broken_off = f"def test_ends(): {end}\n"

    assert 1 == judged(gate, suite, test_a=SOUND, test_b=broken_off)
