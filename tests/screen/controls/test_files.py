"""What a file is, and which file a window is about, by files that are really there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.core.decisions.decision import FileKind
from desktop_agent.core.pictures import Window
from desktop_agent.policy.addresses import is_ordinary
from desktop_agent.screen.controls.files import Files, _holds_programs, _is_called, kind_of
from desktop_agent.screen.controls.window import Chooser


def made(path: Path, content: bytes = b"words", mode: int = 0o644) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("name", "content", "mode", "kind"),
    [
        ("note.txt", b"words", 0o644, "document"),
        ("note.txt", b"words", 0o755, "program"),
        ("note", b"#!/bin/sh", 0o644, "program"),
        ("a.desktop", b"", 0o644, "program"),
        ("page.HTML", b"<p>", 0o644, "program"),
    ],
)
def test_a_file_is_known_by_what_it_is(tmp_path: Path, name: str, content: bytes, mode: int, kind: FileKind) -> None:
    assert kind_of(made(tmp_path / name, content, mode)) == kind


def test_a_folder_with_a_program_is_told_from_one_without(tmp_path: Path) -> None:
    made(tmp_path / "note.txt")
    assert not _holds_programs(tmp_path)

    made(tmp_path / "run", b"#!/bin/sh")
    assert _holds_programs(tmp_path)
    assert _holds_programs(tmp_path / "gone")


@pytest.mark.parametrize("title", ["*{} - Mousepad", "{} (~) - GVIM"])
def test_a_title_names_the_file_that_its_links_lead_to(tmp_path: Path, title: str) -> None:
    hidden = made(tmp_path / ".profile")
    (tmp_path / "mine.txt").symlink_to(hidden)

    for name in (hidden, tmp_path / "mine.txt"):
        found = Files().shown(Window(1, title=title.format(name), pid=os.getpid()))
        assert found is not None
        assert found.path == str(hidden)
    assert Files().shown(Window(1, title=title.format(tmp_path / "no/none"), pid=os.getpid())) is None
    assert Files().shown(Window(1, title="What is .NET - Browser", pid=os.getpid())) is None


@contextmanager
def program(home: Path, *words: str, watches: str = "", opens: str = "") -> Iterator[int]:
    """Run a program that was started with words in a home, and yield the number of its process."""
    code = "import ctypes, os, sys; libc = ctypes.CDLL(None); fd = libc.inotify_init1(0)\n"
    code += f"libc.inotify_add_watch(fd, {watches.encode()!r}, 0x100)\n" if watches else ""
    code += f"held = open({opens!r})\n" if opens else ""
    code += "print(flush=True); sys.stdin.read()"
    words = (sys.executable, "-c", code, *words)
    with subprocess.Popen(
        words, cwd=home, env={"HOME": str(home)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as started:
        assert started.stdout is not None
        started.stdout.readline()
        yield started.pid
        started.communicate()


EDITOR = "/usr/bin/editor"
CERTAIN = True
LIKELY = False


@pytest.mark.program
@pytest.mark.parametrize(
    ("words", "how", "program_name", "title", "expected"),
    [
        # A file that it was started with is found by its name in the title.
        (("--new", ".bashrc"), {}, EDITOR, "*.bashrc", (".bashrc", CERTAIN)),
        (("--new", ".bashrc"), {}, EDITOR, ".bashrc (modified) - {}/", (".bashrc", CERTAIN)),
        (("--new", ".bashrc"), {}, EDITOR, "none.txt - Editor", None),
        # Else a name is that of a file beside which the program has another.
        (("deep/er/a.txt",), {}, EDITOR, "b.txt - Editor", ("deep/er/b.txt", LIKELY)),
        ((), {"watches": "deep/er"}, EDITOR, "b.txt - Editor", ("deep/er/b.txt", CERTAIN)),
        ((), {"watches": "deep/er"}, EDITOR, "c.txt - Editor", None),
        ((), {"opens": "deep/er/b.txt"}, EDITOR, "b.txt - Editor", ("deep/er/b.txt", CERTAIN)),
        # A title alone is its program's word.
        ((), {}, EDITOR, "{}/letter.txt - Editor", ("letter.txt", LIKELY)),
        ((), {}, EDITOR, "letter.txt ({}) - Editor", ("letter.txt", LIKELY)),
        ((), {}, "/usr/bin/chromium", "{}/letter.txt - Chromium", None),
        ((), {}, "/usr/bin/thunar", "letter.txt", None),
    ],
)
def test_the_file_of_a_title_is_known_by_what_its_program_has(
    tmp_path: Path,
    words: tuple[str, ...],
    how: dict[str, str],
    program_name: str,
    title: str,
    expected: tuple[str, bool] | None,
) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    for name in (".bashrc", "letter.txt", "deep/er/a.txt", "deep/er/b.txt"):
        made(tmp_path / name)

    with program(tmp_path, *words, **how) as pid:
        found = Files().shown(Window(1, "editor", title.format(tmp_path), pid, program=program_name))

    assert (found and (found.path, found.certain)) == (expected and (str(tmp_path / expected[0]), expected[1]))


@pytest.mark.program
@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("link/new.toml", "*new.toml - Editor"),
        ("dangling", "dangling - Editor"),
        ("/proc/self/cwd/own/new.toml", "new.toml - Editor"),
        ("--new", "new.toml (~/own) - Editor"),
    ],
)
def test_a_file_that_is_not_there_yet_is_known_by_its_folder(tmp_path: Path, word: str, title: str) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "link").symlink_to("own")
    (tmp_path / "dangling").symlink_to("own/new.toml")

    with program(tmp_path, word) as pid:
        found = Files((tmp_path / "own",)).shown(Window(1, "editor", title, pid, program="/usr/bin/editor"))

    assert found is not None
    assert (found.path, found.ours, found.kind) == (str(tmp_path / "own/new.toml"), True, "")


def test_a_second_name_of_a_file_is_known_as_one(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    rc = tmp_path / "home" / "rc"
    rc.write_text("alias x=y\n")
    named = tmp_path / "home" / "notes.txt"
    named.hardlink_to(rc)
    alone = tmp_path / "home" / "alone.txt"
    alone.write_text("x\n")
    files = Files()

    found = [
        files.chosen(Window(1, pid=os.getpid()), Chooser(str(tmp_path / "home"), str(one)), None)
        for one in (named, rc, alone, tmp_path / "home")
    ]

    assert [one.has_other_names for one in found if one] == [True, True, False, False]
    assert [is_ordinary(one) for one in found[:3] if one] == [False, False, True]


def test_a_file_dialog_is_about_its_folder_and_its_name(tmp_path: Path) -> None:
    window = Window(1, pid=os.getpid())
    folder = str(tmp_path)

    def chosen(chooser: Chooser, typed: str | None = None) -> str:
        found = Files().chosen(window, chooser, typed)
        return found.path if found else ""

    assert chosen(Chooser(folder, "a.txt")) == f"{folder}/a.txt"
    assert chosen(Chooser(folder, "a.txt"), "../b") == str(tmp_path.parent / "b")
    assert chosen(Chooser("", "/etc/x")) == "/etc/x"
    assert chosen(Chooser("", "a.txt")) == chosen(Chooser(folder, "")) == ""


def test_an_entry_is_known_by_its_name_only_where_nothing_else_in_the_folder_can_be_shown_by_it(tmp_path: Path) -> None:
    for name in ("letters", "bills", "photos", "plain"):
        (tmp_path / name).mkdir()
    (tmp_path / "bills ").write_text("#!/bin/sh\n")
    launcher = "[Desktop Entry]\nType=Application\nName=Run\nName[de] = photos\nExec=true\n"
    (tmp_path / "launcher.desktop").write_text(launcher)
    (tmp_path / "folder.desktop").mkdir()

    assert _is_called(tmp_path, "letters")
    assert _is_called(tmp_path, "plain")
    for name in ("bills", "photos", "Run", "no-such-entry", ""):
        assert not _is_called(tmp_path, name)
    assert not _is_called(tmp_path / "no-such-folder", "letters")
