"""Adding a thing is one file and one line: every table names exactly the files of its folder."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from desktop_agent.cli.main import COMMANDS
from desktop_agent.input import choose as input_choose
from desktop_agent.model.dialect import DIALECTS
from desktop_agent.model.profiles import PROFILES
from desktop_agent.policy.rules import RULES
from desktop_agent.presence import choose as person_choose
from desktop_agent.screen import choose as screen_choose
from desktop_agent.settings.providers import OURS, WORDS
from tests.fakes.source import ROOT

BUS = "DBUS_SESSION_BUS_ADDRESS"
PACKAGE = ROOT / "desktop_agent"
BACKENDS = sorted(path for path in PACKAGE.glob("*/backends/*.py") if path.stem != "__init__")


def files(folder: str) -> set[str]:
    """Return the names of the Python files in a folder of the package; parts of one may lie in a folder below."""
    return {path.stem for path in (PACKAGE / folder).glob("*.py")} - {"__init__"}


def homes(things: Iterable[object]) -> set[str]:
    """Return the files in which functions or classes are written."""
    return {str(getattr(thing, "__module__", "")).rpartition(".")[2] for thing in things}


def test_every_command_has_its_file() -> None:
    assert files("cli/commands") == set(COMMANDS)


def test_every_dialect_has_its_file_and_the_files_name() -> None:
    assert files("model/dialects") == set(DIALECTS) == homes(type(dialect) for dialect in DIALECTS.values())


def test_every_rule_has_its_file() -> None:
    assert files("policy/rules") == homes(RULES)


def test_every_way_to_act_has_its_file() -> None:
    assert files("input/backends") == set(input_choose.BACKENDS.values())


def test_every_way_to_see_has_its_file() -> None:
    tables = (screen_choose.CAPTURES, screen_choose.WINDOWS, screen_choose.CONTROLS, screen_choose.CLIPBOARDS)
    backends = [backend for table in tables for backend in table.values()]

    assert files("screen/backends") == homes(backend.why_not for backend in backends)
    assert files("screen/backends") == homes(backend.create for backend in backends)


def test_every_way_to_watch_the_persons_hand_has_its_file_and_the_files_name() -> None:
    backends = person_choose.PRESENCES.values()

    assert files("presence/backends") == set(person_choose.PRESENCES)
    assert files("presence/backends") == homes(backend.why_not for backend in backends)
    assert files("presence/backends") == homes(backend.create for backend in backends)


@pytest.mark.parametrize("path", BACKENDS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_backend_loads_without_a_display_and_says_why_it_cannot_be_used(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    bare = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", BUS}}
    code = f"import {module} as backend; assert callable(backend.create); print(backend.why_not())"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=bare)

    assert done.stdout.strip()


def test_the_settings_know_the_names_of_all_profiles() -> None:
    assert tuple(PROFILES) == OURS
    assert set(WORDS) >= {"like", "base_url", "params", "extra_body"}


def test_every_profile_speaks_a_dialect_that_exists() -> None:
    assert {profile.dialect for profile in PROFILES.values()} <= set(DIALECTS)
