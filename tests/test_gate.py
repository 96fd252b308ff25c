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
BROKEN = "def test_broken(): assert False\n"


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
    report = suite / "report.xml"
    first = gate.run_tests(("-p", "no:cacheprovider", "-q"), report, where=suite)
    again = gate.try_again(first, report, where=suite)
    verdict = gate.Verdict()
    verdict.tests(first, again)
    return int(verdict.tell())


def test_what_passes_passes(gate: ModuleType, suite: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert 0 == judged(gate, suite, test_a=SOUND, test_b="import pytest\n@pytest.mark.skip\ndef test_left(): pass\n")
    assert "1 passed, 0 failed" in capfd.readouterr().out


def test_what_passes_only_alone_is_named_as_unsteady(
    gate: ModuleType, suite: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert 0 == judged(gate, suite, test_a=FLAKY, test_b=SOUND)
    out = capfd.readouterr().out
    assert "unsteady  test_a.py::test_flaky: passed at its second try" in out
    assert "2 passed, 0 failed" in out


def test_what_fails_twice_fails_and_only_that(gate: ModuleType, suite: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert 1 == judged(gate, suite, test_a=FLAKY, test_b=BROKEN)
    assert "1 passed, 1 failed" in capfd.readouterr().out


def test_of_many_failures_none_is_forgiven(gate: ModuleType, suite: Path) -> None:
    assert 1 == judged(
        gate, suite, **{f"test_{number}": FLAKY.replace('tried")', f'{number}")') for number in range(11)}
    )


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("import pytest; pytest.exit('broke off', returncode=3)", id="broke-off"),
        pytest.param("import pytest; pytest.exit('says that all is well', returncode=0)", id="ended-early-with-0"),
        pytest.param("import os; os.kill(os.getpid(), 9)", id="killed"),
    ],
)
def test_a_run_that_never_reached_a_test_fails_whatever_came_before(gate: ModuleType, suite: Path, end: str) -> None:
    # The report of an earlier run, all of which passed.
    (suite / "report.xml").write_text('<testsuites><testsuite tests="9" failures="0"/></testsuites>', encoding="utf-8")
    broken_off = f"def test_ends(): {end}\n"

    assert 1 == judged(gate, suite, test_a=FLAKY, test_b=broken_off, test_c=BROKEN)


@pytest.mark.parametrize("text", ["import no_such_module_anywhere\n", ""], ids=["not-read", "no-tests"])
def test_tests_that_cannot_be_collected_fail(gate: ModuleType, suite: Path, text: str) -> None:
    assert 1 == judged(gate, suite, test_a=text)
