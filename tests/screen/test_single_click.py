"""Whether a single click opens nothing in a file manager, by the settings of the one that runs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.frame import Window
from desktop_agent.screen.single_click import click_selects
from tests.fakes.waiting import line_of


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {"HOME": str(tmp_path), "XDG_CONFIG_DIRS": str(tmp_path / "shared")}
    words = [sys.executable, "-c", "print(flush=True); input()"]
    with subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        line_of(running.stdout)  # before it says something it may have no environment yet
        yield running


def selects(process: subprocess.Popen[bytes], program: str = "/usr/bin/pcmanfm") -> bool:
    return click_selects(Window(1, "files", "home", process.pid, program))


def test_without_settings_it_opens_nothing(process: subprocess.Popen[bytes]) -> None:
    assert selects(process)
    assert selects(process, "/usr/bin/pcmanfm-qt")


@pytest.mark.parametrize(
    ("program", "file", "text", "known"),
    [
        ("pcmanfm", ".config/libfm/libfm.conf", "[config]\nsingle_click=0\n", True),
        ("pcmanfm", ".config/libfm/libfm.conf", "[config]\nsingle_click=1\n", False),
        ("pcmanfm", ".config/pcmanfm/LXDE/pcmanfm.conf", "[config]\nsingle_click=1\n", False),
        ("pcmanfm", "shared/libfm/libfm.conf", "[config]\nsingle_click=1\n", False),
        ("pcmanfm", ".config/libfm/libfm.conf", "nothing that can be read", False),
        ("pcmanfm-qt", ".config/pcmanfm-qt/lxqt/settings.conf", "[Behavior]\nSingleClick=false\n", True),
        ("pcmanfm-qt", ".config/pcmanfm-qt/lxqt/settings.conf", "[Behavior]\nSingleClick=true\n", False),
        ("thunar", ".config/libfm/libfm.conf", "[config]\nsingle_click=0\n", False),
    ],
)
def test_its_settings_tell(
    process: subprocess.Popen[bytes], tmp_path: Path, program: str, file: str, text: str, *, known: bool
) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text)

    assert selects(process, f"/usr/bin/{program}") == known


def test_of_a_process_that_is_gone_nothing_is_known() -> None:
    assert not click_selects(Window(1, "files", "home", None, "/usr/bin/pcmanfm"))
