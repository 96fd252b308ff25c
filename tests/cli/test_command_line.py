"""The command line as a program: its commands, what only it may import, its exit codes and its one-line errors."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop_agent.cli.main import COMMANDS
from tests.fakes.source import ROOT
from tests.fakes.warm import called

HOME: Mapping[str, str] = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def call(home: Path, *words: str, stdin: bytes = b"", **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Call the program as a script would: no terminal, no display, an empty home."""
    environment = {**HOME, "HOME": str(home), "DESKTOP_AGENT_HOME": str(home), **variables}
    return called(words, environment, home, stdin)


def config(home: Path, text: str) -> Path:
    """Write the settings file."""
    file = home / "config" / "config.toml"
    file.parent.mkdir()
    file.write_text(text)
    return file


def test_the_table_of_commands_equals_the_folders() -> None:
    package = ROOT / "desktop_agent"
    files = [*(package / "cli/commands").glob("*.py"), *package.glob("*/commands/*.py")]
    # A file with neither belongs to a group in another one.
    folder = {
        file.stem.replace("_", "-")
        for file in files
        if re.search(r"^(def command\(|group = )", file.read_text("utf-8"), re.MULTILINE)
    }

    assert folder == set(COMMANDS)


MISSING = "sys.modules |= dict.fromkeys(['Xlib', 'dbus_fast']); "


@pytest.mark.program
def test_names_of_controls_are_checked_without_dbus_as_on_windows_and_macos() -> None:
    checks = "from desktop_agent.doctor.machine import _names_finding; print(_names_finding().state)"
    code = "import sys; " + MISSING + checks

    checked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.stdout.strip() == "limited", checked.stderr


@pytest.mark.program
def test_every_command_loads_without_xlib_and_dbus_as_on_windows_and_macos() -> None:
    package = ROOT / "desktop_agent"
    files = [*package.glob("cli/commands/*.py"), *package.glob("*/commands/*.py")]
    modules = sorted({".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files})
    code = "import importlib, sys; " + MISSING + "[*map(importlib.import_module, sys.argv[1:])]"

    loaded = subprocess.run(
        [sys.executable, "-c", code, *modules], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert modules
    assert loaded.returncode == 0, loaded.stderr


@pytest.mark.program
@pytest.mark.slow(but=["run", "desk", "serve"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    done = call(tmp_path, command, "--help")

    assert 0 == done.returncode
    assert b"Usage: desktop-agent " + command.encode() in done.stdout


@pytest.mark.program
@pytest.mark.parametrize("words", [(), ("tray",)], ids=("no command", "tray"))
def test_the_tray_without_a_display_says_so_in_one_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = call(tmp_path, *words)

    assert (1, b"") == (done.returncode, done.stdout)
    assert re.fullmatch(rb"Error: Windows can't be displayed because DISPLAY[^\n]*\n", done.stderr), done.stderr


USAGE = [
    (("nope",), "No such command 'nope'"),
    (("config", "shwo"), "Did you mean 'show'?"),
    (("run", "x", "--mode", "yolo"), "'yolo' is not one of 'watch'"),
    (("run", "x", "--max-steps", "many"), "Invalid value for '--max-steps': It must be a whole number."),
    (("run", "x", "--viewport", "big"), "Enter WIDTHxHEIGHT"),
    (("run", "x", "--approver", "overlay"), "A card can't be shown: Windows can't be displayed"),
    (("run", "x", "--approver", "terminal"), "no terminal to prompt you in"),
    (("run", "x", "--param", "model=m"), "“model” is reserved for the program"),
    (("run", "x", "--param", "store=false", "--chain"), "can't keep a history without storing it"),
    (("resume",), "Missing argument 'RUN'"),
    (("run",), "No task was specified"),
    (("run", "ring \x07"), "control character U+0007"),
    (("run", "x", "--task-file", "y"), "was specified twice"),
    (("run", "--task-file", "missing.txt"), "missing.txt can't be read"),
    (("run", "--task-file", "/dev/zero"), "/dev/zero is a device"),
    (("demo", "--here", "--display", "wayland"), "give one of them"),
]


@pytest.mark.program
@pytest.mark.slow(but=["nope", "run x --mode yolo", "run x --approver overlay", "run", "*/dev/zero"])
@pytest.mark.promise("contract, Exit codes: 2")
@pytest.mark.parametrize(("words", "sentence"), USAGE, ids=[" ".join(words) for words, _ in USAGE])
def test_wrong_usage_is_one_line_and_exit_code_2(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    done = call(tmp_path, *words)
    error = done.stderr.decode()

    assert 2 == done.returncode
    assert sentence in error
    assert (1, True) == (error.count("\n"), error.startswith("Error: "))
    assert b"" == done.stdout


@pytest.mark.program
@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        (b"click \xff\xfe", "isn't UTF-8 text"),
        (b"x" * 100_000_000, "longer than 1 MB"),
    ],
    ids=["latin", "100 MB"],
)
def test_a_task_from_stdin_that_is_no_task_is_refused(tmp_path: Path, task: bytes, sentence: str) -> None:
    done = call(tmp_path, "run", "-", stdin=task)

    assert 2 == done.returncode
    assert sentence in done.stderr.decode()


@pytest.mark.program
def test_a_traceback_is_shown_with_debug_only(tmp_path: Path) -> None:
    plain = call(tmp_path, "run", "")
    debug = call(tmp_path, "run", "", "--debug")

    assert b"Traceback" not in plain.stderr
    assert b"Traceback" in debug.stderr
    assert 2 == debug.returncode


@pytest.mark.program
def test_an_unexpected_error_is_printed_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from desktop_agent.cli.main import main; main(['--version']); raise ValueError('odd')"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip

    assert 1 == done.returncode
    assert "Error: Unexpected ValueError: odd. Run it again with --debug.\n" == done.stderr


@pytest.mark.program
def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "desktop_agent", "config", "show"],
            stdout=full, stderr=subprocess.PIPE, env={**HOME, "DESKTOP_AGENT_HOME": str(tmp_path)}, check=False,
        )  # fmt: skip

    assert 1 == done.returncode
    assert b"Error: The output can't be written: No space left on device." in done.stderr
    assert 1 == done.stderr.count(b"\n")
