"""`setup --remove --everything`: what is ours goes, what somebody else has made stays and is told, and it asks once."""

import errno
import json
import os
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.cli.commands.setup import _remove_traces
from desktop_agent.lib.traces import Trace
from desktop_agent.mcp.configuration import CLIENTS
from desktop_agent.record.store import RunStore
from tests.fakes.people.typist import at_a_terminal
from tests.fakes.runs.recorded import tell_whole_run
from tests.fakes.source import ROOT
from tests.fakes.warm import called, in_text, program

EVERYTHING = ("setup", "--remove", "--everything")
SKILL = ".claude/skills/desktop-agent/SKILL.md"
ENTRY = ".local/share/applications/io.github.desktop_agent.desktop"
DATA = ".local/share/desktop-agent"
CONFIG = ".config/desktop-agent"
OTHER = {"command": "npx", "args": ["other"]}


class Person:
    """Somebody with a home, who calls the program."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "session"),
            "TMPDIR": str(home / "tmp"),
        }

    def call(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return in_text(called(words, self.environment, self.home, given.encode()))

    def write(self, name: str, text: str) -> Path:
        file = self.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def record(self) -> None:
        """Record a run."""
        store = RunStore(self.home / DATA / "runs")
        with closing(store.create("Save a note", datetime(2026, 11, 20, tzinfo=UTC), "3fa9c1")) as recorder:
            tell_whole_run(recorder, str(recorder.dir), recorder.run, task="Save a note")

    @property
    def files(self) -> set[str]:
        return {str(file.relative_to(self.home)) for file in self.home.rglob("*") if not file.is_dir()}


@pytest.fixture
def person(tmp_path: Path) -> Person:
    for name in ("session", "tmp"):
        (tmp_path / name).mkdir(mode=0o700)
    return Person(tmp_path)


def used(person: Person) -> None:
    """Leave something of most kinds that need no screen."""
    for words in (
        ("setup", "--autostart"),
        *(("mcp", "install", client) for client in CLIENTS),
        ("tasks", "add", "weekly", 'click "OK"'),
        ("config", "set", "ui.language", "en"),
    ):
        done = person.call(*words)
        assert done.returncode in {0, 1}, done.stderr  # 1: the task isn't confirmed
    assert person.call("notify", "login", "--in-file", given="tk-0123456789\n").returncode == 0
    person.record()


@pytest.mark.program
def test_removing_everything_lists_and_removes_all_traces_and_a_second_call_finds_nothing(person: Person) -> None:
    used(person)
    before = person.files

    unasked = person.call(*EVERYTHING)
    untouched = person.files
    done = person.call(*EVERYTHING, "--yes")
    again = person.call(*EVERYTHING)

    assert (unasked.returncode, untouched) == (1, before)
    assert "use --yes" in unasked.stderr
    assert [line for line in unasked.stdout.splitlines() if line.startswith("1 run, with its screenshots\t")]
    assert (done.returncode, done.stderr) == (0, "")
    assert unasked.stdout.splitlines() == done.stdout.splitlines()[: len(unasked.stdout.splitlines())]
    assert "Nothing is left in your folders.\nThe program itself is still installed. " in done.stdout
    assert person.files == set()
    assert not [path for path in person.home.rglob("*") if "desktop" in path.name]
    assert again.returncode == 0
    assert again.stdout.startswith("There's nothing left to remove in your folders.\n")


@pytest.mark.program
def test_removing_everything_asks_once_at_a_terminal_and_a_no_keeps_all(person: Person) -> None:
    person.record()
    before = person.files
    for answer, left in (("n", before), ("y", set[str]())):
        with at_a_terminal(program(*EVERYTHING), person.environment) as typist:
            typist.waits_for("Remove all of this? [y/N]")
            typist.types(f"{answer}\n")
            assert typist.ends() == (0 if answer == "y" else 1)
        assert person.files == left


@pytest.mark.program
def test_removing_everything_keeps_and_reports_files_that_others_made_or_changed(person: Person) -> None:
    used(person)
    theirs = {
        f"{CONFIG}/mine.txt": "notes",
        f"{DATA}/runs/notes/a.txt": "notes",
        ENTRY: "[Desktop Entry]\nType=Application\nName=Another\nExec=another\n",
        SKILL: "---\nname: mine\n---\n",
    }
    for name, text in theirs.items():
        person.write(name, text)

    done = person.call(*EVERYTHING, "--yes")

    assert done.returncode == 0
    assert person.files == {*theirs}
    reported = [line for line in done.stderr.splitlines() if line.startswith("Stays")]
    assert sorted(reported) == sorted(
        [
            f"Stays, as it isn't from this program: {person.home}/{CONFIG}/mine.txt",
            f"Stays, as it isn't from this program: {person.home}/{DATA}/runs/notes",
            f"Stays: {person.home}/{ENTRY}. Its content isn't what this program writes.",
            f"Stays: {person.home}/{SKILL}. Its content isn't what this program writes.",
        ]
    )


@pytest.mark.program
def test_removing_everything_takes_only_our_entry_out_of_a_clients_file_and_leaves_no_backup(person: Person) -> None:
    mine = '{\n  // mine\n  "mcpServers": {\n    "other": {"command": "npx"}\n  },\n  "theme": "dark"\n}\n'
    file = person.write(".claude.json", mine)
    link = person.home / ".cursor" / "mcp.json"
    real = person.write("dotfiles/cursor.json", '{"mcpServers": {}, "keep": 1}')
    link.parent.mkdir()
    link.symlink_to(real)
    for client in ("claude", "cursor"):
        person.call("mcp", "install", client)
    entry = json.loads(link.read_text("utf-8"))["mcpServers"]["desktop"]
    assert "mcp" in entry["args"]

    done = person.call(*EVERYTHING, "--yes")

    assert done.returncode == 0, done.stderr
    assert file.read_text("utf-8") == mine
    assert (link.is_symlink(), json.loads(real.read_text("utf-8"))) == (True, {"keep": 1})
    assert person.files == {".claude.json", ".cursor/mcp.json", "dotfiles/cursor.json"}


@pytest.mark.program
def test_another_server_of_that_name_and_a_file_that_cannot_be_read_are_left_alone(person: Person) -> None:
    other = json.dumps({"mcpServers": {"desktop": OTHER}})
    person.write(".claude.json", other)
    person.write(".gemini/settings.json", '{"mcpServers": {"desktop": ')

    done = person.call(*EVERYTHING, "--yes")

    assert done.returncode == 0
    assert (person.home / ".claude.json").read_text("utf-8") == other
    assert [line for line in done.stderr.splitlines() if line.startswith("Stays")] == [
        f"Stays: {person.home}/.gemini/settings.json. That file isn't valid JSON, or a name is repeated in it."
    ]


@pytest.mark.program
def test_while_a_run_is_in_progress_nothing_is_removed(person: Person) -> None:
    used(person)
    store = RunStore(person.home / DATA / "runs")
    with closing(store.create("Another", datetime(2026, 11, 21, tzinfo=UTC), "3fa9c2")) as recorder:
        tell_whole_run(recorder, str(recorder.dir), recorder.run, task="Another")
        before = person.files
        done = person.call(*EVERYTHING, "--yes")
        assert (done.returncode, person.files) == (2, before)

    assert "A run is in progress." in done.stderr


def test_a_file_that_cannot_be_removed_is_reported_and_the_rest_is_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    file = tmp_path / "a"
    file.touch()
    failed = _remove_traces([Trace("One", "/etc/one", remover=fail), Trace("Two", str(file), (file,))], "{place}")
    printed = capsys.readouterr()

    assert (failed, file.exists()) == (True, False)
    assert (printed.out, printed.err) == (f"{file}\n", "Not removed: /etc/one: Permission denied\n")


@pytest.mark.program
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("setup", "--everything"), "--everything removes"),
        (("setup", "--remove", "--yes"), "--yes needs"),
        ((*EVERYTHING, "--autostart"), "can't be combined"),
    ],
)
def test_contradicting_flags_remove_nothing(person: Person, words: tuple[str, ...], expected: str) -> None:
    person.call("setup")
    before = person.files
    done = person.call(*words)

    assert (done.returncode, expected in done.stderr, person.files) == (2, True, before)


@pytest.mark.program
def test_a_desktop_entry_that_the_person_changed_is_kept_by_a_removal(person: Person) -> None:
    person.call("setup")
    person.write(ENTRY, "[Desktop Entry]\nType=Application\nName=Another\nExec=another\n")

    done = person.call("setup", "--remove")

    assert (done.returncode, person.files) == (0, {ENTRY})
    assert f"Stays: {person.home}/{ENTRY}." in done.stderr
