"""The tiers of the tests: which markers a test gets by what it uses, and what a test without them may not do.

`display` works a private X display, `sway` and `mutter` a private Wayland session, `process` starts a program, `soak`
is for the night, as `night.toml` says, and `promise` keeps one of those in `promises.toml`. A test with none of them is
plain. The others are found in the code: in the names that a test, its fixtures and the functions of the tests that
these call refer to. What this misses shows when the test runs: a plain test that starts a program fails.
"""

import os
import resource
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import wraps
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest

from desktop_agent.lib import child_process

NIGHT = Path(__file__).with_name("night.toml")
PROMISES = Path(__file__).with_name("promises.toml")
SESSIONS = {"PrivateDisplay": "display", "PrivateSway": "sway", "PrivateMutter": "mutter"}
TIERS = ("soak", *SESSIONS.values(), "process")
PLAIN = " and ".join(f"not {tier}" for tier in TIERS)
_INNER = ("__wrapped__", "__func__", "func")


@dataclass(frozen=True, slots=True)
class Night:
    """An entry of `tests/night.toml`: what is for the night, and the fault that only the night finds."""

    test: str  # a file, or a function in it
    finds: str
    by_day: tuple[str, ...] | None = None  # shell patterns on the name of a case; None: no case is by day

    def covers(self, item: pytest.Item) -> bool:
        """Say whether the entry is about a test, by day or by night."""
        name = _function(item)
        return name == self.test or (
            name.partition("::")[0] == self.test and (self.by_day is None or bool(_case(item)))
        )

    def keeps(self, item: pytest.Item) -> bool:
        """Say whether a test that the entry is about stays in the day."""
        return _is_named(item, self.by_day or ())


@dataclass(frozen=True, slots=True)
class Promise:
    """An entry of `tests/promises.toml`: what is promised, where it is said, and the journey that keeps it."""

    said: str
    promise: str
    test: str  # a function
    cases: tuple[str, ...] | None = None  # shell patterns on the name of a case; None: all of them

    def is_kept_by(self, item: pytest.Item) -> bool:
        """Say whether a test is the journey, or a case of it."""
        return _function(item) == self.test and (self.cases is None or _is_named(item, self.cases))


def _function(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _is_named(item: pytest.Item, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(_case(item), pattern) for pattern in patterns)


def _case(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    return str(callspec.id) if callspec else ""


def nights(path: Path = NIGHT) -> Mapping[str, Sequence[Night]]:
    """Return the entries of the table, by file."""
    of_file = defaultdict[str, list[Night]](list)
    for entry in tomllib.loads(path.read_text("utf-8"))["night"]:
        by_day = tuple(entry["by_day"]) if "by_day" in entry else None
        of_file[entry["test"].partition("::")[0]].append(Night(entry["test"], entry["finds"], by_day))
    return of_file


def is_for_the_night(item: pytest.Item, of_file: Mapping[str, Sequence[Night]]) -> bool:
    """Say whether an entry of the table sends a test to the night."""
    entries = of_file.get(item.nodeid.partition("::")[0], ())
    return any(entry.covers(item) and not entry.keeps(item) for entry in entries)


def promises(path: Path = PROMISES) -> Sequence[Promise]:
    """Return the entries of the table of promises."""
    entries = tomllib.loads(path.read_text("utf-8"))["promise"]
    return [Promise(**{**entry, "cases": tuple(entry["cases"]) if "cases" in entry else None}) for entry in entries]


# What starts a program for the rest of it.
_STARTERS = {
    id(one)
    for one in (
        child_process.ChildProcess,
        child_process.finish,
        child_process.finish_in_terminal,
        child_process.start,
    )
}


class TierReader:
    """Reads what the code of the tests refers to; every function is read once."""

    def __init__(self) -> None:
        self._seen: dict[object, frozenset[str]] = {}

    def of(self, item: pytest.Function) -> frozenset[str]:
        """Return the tiers of one test, by its own code, its fixtures and the functions in its parameters."""
        callspec = getattr(item, "callspec", None)
        definitions = item._fixtureinfo.name2fixturedefs
        functions = [item.function, *(one.func for name in item.fixturenames for one in definitions.get(name, ()))]
        roots = [*functions, *(callspec.params.values() if callspec else ())]
        return frozenset().union(*(self._tiers(root) for root in roots))

    def _tiers(self, value: object) -> frozenset[str]:
        """Return what a function, a class or a module leads to; nothing for any other value."""
        if isinstance(value, ModuleType):
            return frozenset({"process"} if value.__name__ in {"subprocess", "pty", "multiprocessing"} else ())
        if not isinstance(value, FunctionType | type):
            # A cached function, a bound method, a partial.
            parts = (getattr(value, name, None) for name in _INNER)
            inner = next((part for part in parts if isinstance(part, FunctionType)), None)
            return self._tiers(inner) if inner else frozenset()
        if value not in self._seen:
            self._seen[value] = frozenset()  # a circle ends here
            self._seen[value] = self._read(value)
        return self._seen[value]

    def _read(self, value: FunctionType | type) -> frozenset[str]:
        if value.__name__ in SESSIONS:
            return frozenset({SESSIONS[value.__name__]})
        if value.__module__.startswith("desktop_agent."):
            # A class of the program that starts a child does so in its own file.
            known = vars(sys.modules[value.__module__])
            starts = "subprocess" in known or any(id(one) in _STARTERS for one in known.values())
            return frozenset({"process"} if starts else ())
        if not value.__module__.startswith(("tests.", "conftest")):
            return frozenset()
        return frozenset().union(*(self._tiers(one) for one in _named(value)))


def _named(value: FunctionType | type) -> Iterator[object]:
    """Yield what a function's or a class's code refers to."""
    if isinstance(value, type):
        yield from (one for one in vars(value).values() if isinstance(one, FunctionType))
        yield from (one.fget for one in vars(value).values() if isinstance(one, property))
        yield from value.__bases__
        return
    wrapped = getattr(value, "__wrapped__", None)
    if wrapped is not None:
        yield wrapped
    for name in _names(value.__code__):
        yield value.__globals__.get(name) or sys.modules.get(name)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


class ProgramWatch:
    """Notices programs that are started in this process.

    Not by an audit hook: one in Python lets threads in while `sys.settrace` installs a trace function, and CPython 3.11
    then fails the other thread that starts at that moment and is traced for the coverage.
    """

    def __init__(self) -> None:
        self.started: list[str] = []
        self._watch(subprocess.Popen, "__init__")
        for name in ("fork", "forkpty", "posix_spawn", "system"):
            self._watch(os, name)

    def _watch(self, owner: object, name: str) -> None:
        start: Callable[..., object] = getattr(owner, name)

        @wraps(start)
        def watched(*arguments: object, **options: object) -> object:
            self.started.append(f"{name} {arguments[-1:] or options}"[:200])
            return start(*arguments, **options)

        setattr(owner, name, watched)


def default_selection(config: pytest.Config) -> str:
    """Return the expression for -m where none is given: plain tests, all but soak in a named place, or a named test."""
    if any("::" in argument for argument in config.args):
        return ""
    return (
        PLAIN if config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword else "not soak"
    )


def tiers_of(item: pytest.Item) -> list[str]:
    """Return the tiers that a test is marked with; a plain test has none."""
    return [tier for tier in TIERS if item.get_closest_marker(tier)]


def peak_mb() -> int:
    """Return how large this process has been at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Counts:
    """Counts test functions and their cases in each tier, and tells them at the end with the size of the workers."""

    def __init__(self) -> None:
        self._cases: Counter[str] = Counter()
        self._functions: dict[str, set[str]] = {}
        self._peaks: list[int] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "setup":
            tier = next((one for one in TIERS if one in report.keywords), "plain")
            self._cases[tier] += 1
            self._functions.setdefault(tier, set()).add(report.nodeid.partition("[")[0])

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Hear of a worker's end (pytest-xdist)."""
        self._peaks.append(getattr(node, "workeroutput", {}).get("peak_mb", 0))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        functions = len(set().union(*self._functions.values()))
        parts = [f"{tier} {len(names)} ({self._cases[tier]})" for tier, names in sorted(self._functions.items())]
        terminalreporter.write_line(f"{functions} tests ({self._cases.total()} cases): {', '.join(parts)}")
        peaks = self._peaks or [peak_mb()]
        terminalreporter.write_line(f"largest size of each worker: {', '.join(map(str, peaks))} MB")
