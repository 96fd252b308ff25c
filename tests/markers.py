"""What a test's markers mean: `pyproject.toml` lists them, and says which job runs which.

A test with none of `screen`, `program`, `desktop` and `slow` is plain, and starts no program. Plain tests that take a
second or more are `long`: without these, the others are done within a few minutes.
"""

import os
import subprocess
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from functools import wraps

import pytest

SESSIONS = ("mutter", "sway", "display")  # fixtures; the first that a test asks for is where it runs
_NOT_PLAIN = ("screen", "program", "desktop", "slow")


def default_selection(config: pytest.Config) -> str:
    """Return the expression for -m where none is given: short plain tests; all but slow ones in a place; a test."""
    if any("::" in argument for argument in config.args):
        return ""
    is_all = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword
    return f"not ({' or '.join((*_NOT_PLAIN, 'long'))})" if is_all else "not (desktop or slow)"


def is_plain(item: pytest.Item) -> bool:
    """Say whether a test has neither a screen nor a program, and isn't for the night."""
    return not any(item.get_closest_marker(name) for name in _NOT_PLAIN)


def mark(item: pytest.Item) -> None:
    """Mark what asks for a session as `screen`, and take markers from the cases of a test that they aren't about."""
    fixtures = getattr(item, "fixturenames", ())
    session = next((name for name in SESSIONS if name in fixtures), None)
    if session:
        item.add_marker("screen")
        item.extra_keyword_matches.add(session)  # for -k
        # For the report of the run, in which packaging/support.py looks for where a test ran.
        item.user_properties.append(("session", session))
    for marker in [*item.own_markers]:
        only = marker.kwargs.get("cases")
        if _is_one_of(item, marker.kwargs.get("but", ())) or (only is not None and not _is_one_of(item, only)):
            item.own_markers.remove(marker)


def _is_one_of(item: pytest.Item, patterns: Sequence[str]) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and any(fnmatchcase(callspec.id, pattern) for pattern in patterns)


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
