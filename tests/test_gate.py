"""The gate's verdict: nothing that broke off, was killed, or never ran passes."""

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

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


def listed(gate: ModuleType, *names: str) -> list[Any]:
    return [gate.UnsteadyTest(name, "a file of an earlier try", date(2026, 11, 23)) for name in names]


def judged(gate: ModuleType, suite: Path, *unsteady: str, **files: str) -> int:
    """Write the tests, run them as the gate does, and return its exit code."""
    for name, text in files.items():
        (suite / f"{name}.py").write_text(text, encoding="utf-8")
    report = suite / "report.xml"
    first = gate.run_tests(("-p", "no:cacheprovider", "-q"), report, where=suite)
    again = gate.try_again(first, report, listed(gate, *unsteady), where=suite)
    verdict = gate.Verdict()
    verdict.tests(first, again)
    return int(verdict.tell())


def test_a_listed_test_that_passes_at_its_second_try_is_named_as_unsteady(
    gate: ModuleType, suite: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert 0 == judged(gate, suite, "test_a.py::test_flaky", test_a=FLAKY, test_b=SOUND)

    out = capfd.readouterr().out
    assert "unsteady  test_a.py::test_flaky: passed at its second try" in out
    assert "2 passed, 0 failed" in out


def test_one_case_of_a_listed_function_is_listed_and_a_longer_name_is_not(gate: ModuleType) -> None:
    (one,) = listed(gate, "tests/test_a.py::test_flaky")
    cases = ("", "[x]", "_too", "_too[x]")

    assert [True, True, False, False] == [one.covers(f"tests/test_a.py::test_flaky{rest}") for rest in cases]


def test_what_is_not_listed_fails_at_once(gate: ModuleType, suite: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert 1 == judged(gate, suite, "test_b.py::test_other", test_a=FLAKY, test_b=SOUND)
    assert "1 passed, 1 failed" in capfd.readouterr().out
    assert not (suite / "report.again.xml").exists()


def test_an_entry_of_the_night_without_a_test_is_told(gate: ModuleType, tmp_path: Path) -> None:
    table = tmp_path / "night.toml"
    entry = '[[night]]\ntest = "{}"\nfinds = "a fault"\n'
    some = (entry + 'by_day = ["x"]\n').format
    table.write_text(some("test_a.py::test_some") + some("test_a.py::test_so") + entry.format("test_b.py"), "utf-8")
    chosen = {"test_a.py::test_some[x]"}

    assert ["test_a.py::test_so"] == gate.without_a_case(chosen, by_day=True, path=table)
    assert ["test_a.py::test_so", "test_b.py"] == gate.without_a_case(chosen, by_day=False, path=table)
    assert [] == gate.without_a_case({*chosen, "test_a.py::test_so", "test_b.py::test_c"}, by_day=False, path=table)


def test_a_night_that_could_not_install_the_newest_packages_fails(
    gate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_NEWEST", tmp_path / "python")
    verdict = gate.Verdict()

    gate._try_newest(verdict, tmp_path / "report.xml")

    assert 1 == verdict.tell()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([f"tests/test_a.py::test_{number}" for number in range(11)], "11 tests are listed"),
        (["tests/hostile/test_a.py::test_b"], "“hostile”"),
        (["tests/test_a.py::test_b_after_a_Stop"], "“stop”"),
        (["tests/input/test_a.py"], "must name one test"),
    ],
    ids=["too-many", "safety-by-its-path", "safety-by-its-name", "a-whole-file"],
)
def test_a_list_that_breaks_its_rules_is_refused(gate: ModuleType, tmp_path: Path, names: list[str], said: str) -> None:
    entries = [f'[[test]]\nname = "{name}"\ncause = "unknown"\nsince = 2026-11-23\n' for name in names]
    path = tmp_path / "unsteady.toml"
    path.write_text("".join(entries), encoding="utf-8")

    with pytest.raises(gate.ListError, match=said):
        gate.unsteady_tests(path)


def test_the_list_of_this_project_keeps_its_rules(gate: ModuleType) -> None:
    assert len(gate.unsteady_tests()) <= 10


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

    assert 1 == judged(gate, suite, "test_a.py::test_flaky", test_a=FLAKY, test_b=broken_off)
