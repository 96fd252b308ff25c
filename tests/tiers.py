"""The tiers of the tests: which markers a test gets by what it uses, and what a test without them may not do.

`display` works a private X display, `sway` and `mutter` a private Wayland session, `process` starts a program, `soak`
is for the night and is marked by hand. A test with none of them is plain. The others are found in the code: in the
names that a test, its fixtures and the functions of the tests that these call refer to. What this misses shows when the
test runs: a plain test that starts a program fails.
"""

import os
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from types import CodeType, FunctionType, ModuleType

import pytest
from _pytest.mark import ParameterSet

SESSIONS = {"PrivateDisplay": "display", "PrivateSway": "sway", "PrivateMutter": "mutter"}
TIERS = ("soak", *SESSIONS.values(), "process")
PLAIN = " and ".join(f"not {tier}" for tier in TIERS)
_INNER = ("__wrapped__", "__func__", "func")


def by_day(chosen: Iterable[object], every: Iterable[object]) -> list[object]:
    """Return every case as a parameter; those that are not chosen for the day are for the night."""
    chosen = list(chosen)
    return [case if case in chosen else _by_night(case) for case in every]


def _by_night(case: object) -> ParameterSet:
    if isinstance(case, ParameterSet):
        return pytest.param(*case.values, marks=[*case.marks, pytest.mark.soak], id=case.id)
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.soak)


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
            inner = next((one for name in _INNER if isinstance(one := getattr(value, name, None), FunctionType)), None)
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
            starts = vars(sys.modules[value.__module__]).keys() & {"subprocess", "ChildProcess"}
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
