"""The command line as a program: its commands, what only it may import, its exit codes and its one-line errors."""

import json
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


def config(home: Path, text: str | bytes) -> Path:
    """Write the settings file."""
    file = home / "config" / "config.toml"
    file.parent.mkdir()
    file.write_bytes(text.encode() if isinstance(text, str) else text)
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


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_a_word_on_the_program_itself_loads_neither_pydantic_nor_what_a_run_is_made_of(word: str) -> None:
    program = f"import sys; from desktop_agent.cli.main import main; main(['{word}']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=HOME)

    assert "desktop-agent" in done.stdout
    assert not {"pydantic", "desktop_agent.core.decision"} & {*done.stdout.split()}


@pytest.mark.parametrize(("words", "loaded"), [(["--help"], set()), (["config", "path"], {"config"})])
def test_only_the_called_commands_file_is_imported(tmp_path: Path, words: list[str], loaded: set[str]) -> None:
    program = (
        f"import sys; from desktop_agent.cli.main import main; main({words}); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, env={**HOME, "DESKTOP_AGENT_HOME": str(tmp_path)},
    )  # fmt: skip
    modules = set(done.stderr.split())
    commands = {name.rpartition(".")[2] for name in modules if name.startswith("desktop_agent.cli.commands.")}

    assert loaded == commands
    assert not modules & {"rich", "desktop_agent.host.prepare", "desktop_agent.settings"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    done = call(tmp_path, command, "--help")

    assert 0 == done.returncode
    assert b"Usage: desktop-agent " + command.encode() in done.stdout


@pytest.mark.parametrize("words", [(), ("tray",)], ids=("no command", "tray"))
def test_the_tray_without_a_display_says_so_in_one_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = call(tmp_path, *words)

    assert (1, b"") == (done.returncode, done.stdout)
    assert re.fullmatch(rb"Error: Windows can't be displayed because DISPLAY[^\n]*\n", done.stderr), done.stderr


def test_help_lists_flags_by_what_they_decide_and_first_what_most_people_need(tmp_path: Path) -> None:
    run, all_commands = (call(tmp_path, *words, "--help").stdout.decode() for words in (("run",), ()))

    groups = ("What to do", "Where", "With which model", "How careful", "What is kept", "More options")
    flags = ("TASK", "--window", "--provider", "--mode", "--video", "--json")
    by_place = sorted((*(f"\n{name}:\n" for name in groups), *(f"\n  {flag} " for flag in flags)), key=run.index)
    assert by_place == [f for name, flag in zip(groups, flags, strict=True) for f in (f"\n{name}:\n", f"\n  {flag} ")]
    assert all(all_commands.index(f"  {name} ") < all_commands.index("\nMore:\n") for name in ("run", "demo", "doctor"))
    assert "..." not in all_commands.partition("Commands:")[2]


USAGE = [
    (("nope",), "No such command 'nope'"),
    (("config", "shwo"), "Did you mean 'show'?"),
    (("config",), "Missing command"),
    (("--nope",), "No such option: --nope"),
    (("run", "x", "--mode", "yolo"), "'yolo' is not one of 'watch'"),
    (("run", "x", "--max-steps", "0"), "--max-steps can't be '0'"),
    (("run", "x", "--max-steps", "many"), "Invalid value for '--max-steps': It must be a whole number."),
    (("run", "x", "--viewport", "big"), "Enter WIDTHxHEIGHT"),
    (("run", "x", "--region", "1,2,3"), "Enter X,Y,WIDTH,HEIGHT"),
    (("run", "x", "--monitor", "-1"), "--monitor can't be '-1'"),
    (("run", "x", "--approver", "card"), "'card' is not one of 'overlay', 'terminal', 'none'"),
    (("run", "x", "--approver", "overlay"), "A card can't be shown: Windows can't be displayed"),
    (("run", "x", "--approver", "terminal"), "no terminal to prompt you in"),
    (("run", "x", "--input", "telepathy"), "'telepathy' is not one of 'xtest', 'pynput', 'pyautogui'"),
    (("run", "x", "--video", "film"), "'film' is not one of 'off', 'live'"),
    (("run", "x", "--param", "model=m"), "“model” is reserved for the program"),
    (("run", "x", "--param", "input=m"), "“input” is reserved for the program"),
    (("run", "x", "--param", "hot"), "Write it as NAME=VALUE"),
    (("run", "x", "--param", "store=false", "--chain"), "can't keep a history without storing it"),
    (("resume",), "Missing argument 'RUN'"),
    (("runs", "export"), "Missing argument 'RUN'"),
    (("run",), "No task was specified"),
    (("run", ""), "is empty"),
    (("run", " \n "), "is empty"),
    (("run", "ring \x07"), "control character U+0007"),
    (("run", "x", "--task-file", "y"), "was specified twice"),
    (("run", "--task-file", "missing.txt"), "missing.txt can't be read"),
    (("run", "--task-file", "."), "can't be read"),
    (("run", "--task-file", "/dev/zero"), "/dev/zero is a device"),
    (("serve", "--port", "70000"), "--port"),
    (("demo", "--here", "--display", "wayland"), "give one of them"),
]


@pytest.mark.parametrize(("words", "sentence"), USAGE, ids=[" ".join(words) for words, _ in USAGE])
def test_wrong_usage_is_one_line_and_exit_code_2(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    done = call(tmp_path, *words)
    error = done.stderr.decode()

    assert 2 == done.returncode
    assert sentence in error
    assert (1, True) == (error.count("\n"), error.startswith("Error: "))
    assert b"" == done.stdout


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        (b"", "is empty"),
        (b"click \xff\xfe", "isn't UTF-8 text"),
        (b"click \0", "control character U+0000"),
        (b"x" * 100_000_000, "longer than 1 MB"),
    ],
    ids=["empty", "latin", "zero", "100 MB"],
)
def test_a_task_from_stdin_that_is_no_task_is_refused(tmp_path: Path, task: bytes, sentence: str) -> None:
    done = call(tmp_path, "run", "-", stdin=task)

    assert 2 == done.returncode
    assert sentence in done.stderr.decode()


BAD_CONFIG = [
    ("[run]\nmax_stpes = 3\n", "line 2: there is no setting “run.max_stpes”. Did you mean “run.max_steps”?"),
    ("[run]\nmode = 'auto'\n", "can't be saved as a setting"),
    (b"\xff\xfe", "can't be read"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD_CONFIG, ids=["typo", "auto", "binary"])
def test_a_bad_settings_file_names_itself_and_the_way_out(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    file = config(tmp_path, text)

    done = call(tmp_path, "config", "check")

    assert 2 == done.returncode
    assert str(file) in done.stderr.decode()
    assert sentence in done.stderr.decode()


def test_each_setting_is_shown_with_where_it_came_from(tmp_path: Path) -> None:
    file = config(tmp_path, '[run]\nmax_steps = 7\n[network]\nallow_http = ["box.lan"]\n')

    done = call(tmp_path, "config", "show", "--json", DESKTOP_AGENT_SCREEN__VIEWPORT="640x400")
    shown = {one["key"]: (one["value"], one["origin"]) for one in json.loads(done.stdout)}

    assert (7, f"{file}, line 2") == shown["run.max_steps"]
    assert ("640x400", "environment variable DESKTOP_AGENT_SCREEN__VIEWPORT") == shown["screen.viewport"]
    assert ("guard", "default") == shown["run.mode"]
    assert (["box.lan"], f"{file}, line 4") == shown["network.allow_http"]


def test_a_traceback_is_shown_with_debug_only(tmp_path: Path) -> None:
    plain, debug = call(tmp_path, "run", ""), call(tmp_path, "run", "", "--debug")

    assert b"Traceback" not in plain.stderr
    assert b"Traceback" in debug.stderr
    assert 2 == debug.returncode


def test_what_nobody_foresaw_is_one_line_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from desktop_agent.cli.main import main; main(['--version']); raise ValueError('odd')"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip

    assert 1 == done.returncode
    assert "Error: Unexpected ValueError: odd. Run it again with --debug.\n" == done.stderr


def test_a_reader_that_goes_away_gets_no_traceback(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "desktop_agent", "config", "show"],
        stdout=writer, stderr=subprocess.PIPE, env={**HOME, "DESKTOP_AGENT_HOME": str(tmp_path)}, check=False,
    )  # fmt: skip
    os.close(writer)

    assert (0, b"") == (done.returncode, done.stderr)


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "desktop_agent", "config", "show"],
            stdout=full, stderr=subprocess.PIPE, env={**HOME, "DESKTOP_AGENT_HOME": str(tmp_path)}, check=False,
        )  # fmt: skip

    assert 1 == done.returncode
    assert b"Error: The output can't be written: No space left on device." in done.stderr
    assert 1 == done.stderr.count(b"\n")
