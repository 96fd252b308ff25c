"""The public names of the package: typed, loaded when asked for, and the same as the command's flags and settings."""

import subprocess
import sys
from collections.abc import Sequence
from typing import get_type_hints

import pytest

import desktop_agent
import desktop_agent.api
from desktop_agent import RunOptions
from desktop_agent.cli.flags import FLAGS
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.settings.sections import OPTIONS as DECLARED
from desktop_agent.settings.sections import RUN_OPTIONS
from tests.fakes.source import ROOT

# What a caller may write instead.
WRITTEN = {
    "viewport": str | Size | None,
    "region": str | Rect | None,
    "allow": Sequence[str] | None,
    "attach": Sequence[str] | None,
    "expect": Sequence[str] | None,
}
OPTIONS = get_type_hints(RunOptions)
# Keywords of `run_task` itself, and what it has no links to print for.
PARAMETERS = {"provider.name", "run.approver", "watch.on"}


def test_every_flag_of_a_run_is_an_option_of_run_task() -> None:
    keys = {flag.setting for flag in FLAGS.values() if flag.setting}

    assert keys - PARAMETERS <= set(RUN_OPTIONS.values())
    assert set(OPTIONS) == set(RUN_OPTIONS)


def test_an_option_has_the_type_of_its_setting() -> None:
    settings = {name: DECLARED[RUN_OPTIONS[name]].type | None for name in OPTIONS}

    assert settings | WRITTEN == OPTIONS


@pytest.mark.program
def test_the_types_of_an_approver_and_a_listener_load_neither_qt_nor_an_input_library() -> None:
    names = ", ".join(sorted(set(desktop_agent.__all__) - set(desktop_agent.api.__all__)))
    code = f"from desktop_agent import {names}; import sys; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    modules = {name.partition(".")[0] for name in done.stdout.split()}
    assert set() == modules & {"PySide6", "mss", "numpy", "cv2", "Xlib", "pynput", "pyautogui", "httpx"}
