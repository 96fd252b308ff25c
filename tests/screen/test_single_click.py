"""Whether a single click opens in a file manager, by the settings of the one that runs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.core.frame import Window
from desktop_agent.screen.single_click import opens_by_a_click


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def process(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {"HOME": str(home), "XDG_CONFIG_DIRS": str(home / "shared")}
    with subprocess.Popen([sys.executable, "-c", "input()"], env=environment, stdin=subprocess.PIPE) as running:
        yield running


def opens(process: subprocess.Popen[bytes], program: str = "/usr/bin/pcmanfm") -> bool | None:
    return opens_by_a_click(Window(1, "files", "home", process.pid, program))


def test_without_settings_it_does_not(process: subprocess.Popen[bytes]) -> None:
    assert opens(process) is False
    assert opens(process, "/usr/bin/pcmanfm-qt") is False


@pytest.mark.parametrize(
    ("program", "file", "text", "known"),
    [
        ("pcmanfm", ".config/libfm/libfm.conf", "[config]\nsingle_click=0\n", False),
        ("pcmanfm", ".config/libfm/libfm.conf", "[config]\nsingle_click=1\n", None),
        ("pcmanfm", ".config/pcmanfm/LXDE/pcmanfm.conf", "[config]\nsingle_click=1\n", None),
        ("pcmanfm", "shared/libfm/libfm.conf", "[config]\nsingle_click=1\n", None),
        ("pcmanfm", ".config/libfm/libfm.conf", "nothing that can be read", None),
        ("pcmanfm-qt", ".config/pcmanfm-qt/lxqt/settings.conf", "[Behavior]\nSingleClick=false\n", False),
        ("pcmanfm-qt", ".config/pcmanfm-qt/lxqt/settings.conf", "[Behavior]\nSingleClick=true\n", None),
        ("thunar", ".config/libfm/libfm.conf", "[config]\nsingle_click=0\n", None),
    ],
)
def test_its_settings_tell(
    process: subprocess.Popen[bytes], home: Path, program: str, file: str, text: str, *, known: bool | None
) -> None:
    (home / file).parent.mkdir(parents=True)
    (home / file).write_text(text)

    assert opens(process, f"/usr/bin/{program}") is known


def test_of_a_process_that_is_gone_nothing_is_known() -> None:
    assert opens_by_a_click(Window(1, "files", "home", None, "/usr/bin/pcmanfm")) is None
