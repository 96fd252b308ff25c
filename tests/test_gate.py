"""The gate's verdict: nothing that broke off, was killed, never ran or was forgiven without a reason passes."""

import datetime as dt
import importlib.util
import re
import sys
import tomllib
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
# What must never be forgiven a failure: it holds a promise to the person.
GUARDS = re.compile(r"guard|proof|hostile|permit|gate|pause|stop|held|ledger|receipt|card|approv|tests/run/")


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
    (tmp_path / "tests").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "tests" / "unsteady.toml").write_text("", encoding="utf-8")
    return tmp_path


def judged(gate: ModuleType, suite: Path, **files: str) -> int:
    """Write the tests, run them as the gate does, and return its exit code."""
    for name, text in files.items():
        (suite / f"{name}.py").write_text(text, encoding="utf-8")
    report = suite / "report.xml"
    first = gate.run_tests(("-p", "no:cacheprovider", "-q"), report, where=suite)
    again = gate.try_unsteady_again(first, gate.known_unsteady(suite), report, where=suite)
    verdict = gate.Verdict()
    verdict.tests(first, again)
    return int(verdict.tell())


def list_as_unsteady(suite: Path, name: str) -> None:
    (suite / "tests" / "unsteady.toml").write_text(f'[[test]]\nname = "{name}"\n', encoding="utf-8")


def test_what_passes_passes(gate: ModuleType, suite: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert 0 == judged(gate, suite, test_a=SOUND, test_b="import pytest\n@pytest.mark.skip\ndef test_left(): pass\n")
    assert "1 passed, 0 failed" in capfd.readouterr().out


def test_a_failure_that_is_not_listed_fails_though_it_would_pass_the_second_time(
    gate: ModuleType, suite: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert 1 == judged(gate, suite, test_a=FLAKY, test_b=SOUND)
    assert "FAILED  test_a.py::test_flaky" in capfd.readouterr().out


def test_a_listed_one_is_tried_again_and_named(
    gate: ModuleType, suite: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    list_as_unsteady(suite, "test_a.py::test_flaky")

    assert 0 == judged(gate, suite, test_a=FLAKY, test_b=SOUND)
    out = capfd.readouterr().out
    assert "unsteady  test_a.py::test_flaky: passed at its second try" in out
    assert "2 passed, 0 failed" in out


def test_a_listed_one_that_fails_twice_fails(gate: ModuleType, suite: Path) -> None:
    list_as_unsteady(suite, "test_a.py::test_broken")

    assert 1 == judged(gate, suite, test_a=BROKEN)


def test_beside_another_failure_nothing_is_forgiven(gate: ModuleType, suite: Path) -> None:
    list_as_unsteady(suite, "test_a.py::test_flaky")

    assert 1 == judged(gate, suite, test_a=FLAKY, test_b=BROKEN)


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("import pytest; pytest.exit('broke off', returncode=3)", id="broke-off"),
        pytest.param("import pytest; pytest.exit('says that all is well', returncode=0)", id="ended-early-with-0"),
        pytest.param("import os; os.kill(os.getpid(), 9)", id="killed"),
    ],
)
def test_a_run_that_never_reached_a_test_fails_whatever_came_before(gate: ModuleType, suite: Path, end: str) -> None:
    list_as_unsteady(suite, "test_a.py::test_flaky")
    # The report of an earlier run, all of which passed.
    (suite / "report.xml").write_text('<testsuites><testsuite tests="9" failures="0"/></testsuites>', encoding="utf-8")
    broken_off = f"def test_ends(): {end}\n"

    assert 1 == judged(gate, suite, test_a=FLAKY, test_b=broken_off, test_c=BROKEN)


@pytest.mark.parametrize("text", ["import no_such_module_anywhere\n", ""], ids=["not-read", "no-tests"])
def test_tests_that_cannot_be_collected_fail(gate: ModuleType, suite: Path, text: str) -> None:
    assert 1 == judged(gate, suite, test_a=text)


def test_the_list_is_short_and_each_entry_has_its_reason() -> None:
    entries = tomllib.loads((ROOT / "tests" / "unsteady.toml").read_text(encoding="utf-8")).get("test", [])

    assert len(entries) <= 10
    for entry in entries:
        file, _, function = entry["name"].partition("::")
        assert f"def {function}(" in (ROOT / file).read_text(encoding="utf-8")
        assert len(entry["cause"].split()) > 5
        assert isinstance(entry["since"], dt.date)
        assert not GUARDS.search(entry["name"])
