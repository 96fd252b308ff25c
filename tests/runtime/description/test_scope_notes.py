"""A scope that covers nothing on this computer is told at the start of a run, and the run goes on."""

import os
from pathlib import Path

import pytest

from desktop_agent.core.pictures import Window
from desktop_agent.lib.installed_programs import InstalledPrograms
from desktop_agent.policy.scope import read_entry
from desktop_agent.runtime.assemble import scope_notes

AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="only root can install for all")


def notes(tmp_path: Path, *scope: str, windows: tuple[Window, ...] = ()) -> list[str]:
    """Return the notes on a scope, on a computer with LibreOffice Calc and two programs called Files."""
    folder = tmp_path / "applications"
    folder.mkdir()
    for name, command in (("LibreOffice Calc", "cat --calc"), ("Files", "wc"), ("Files", "tail")):
        entry = f"[Desktop Entry]\nType=Application\nName={name}\nExec={command}\n"
        (folder / f"{command.split()[0]}.desktop").write_text(entry)
    programs = InstalledPrograms([folder], [])
    return [str(note) for note in scope_notes(map(read_entry, scope), windows, programs)]


@AS_ROOT
@pytest.mark.parametrize(
    ("written", "note"),
    [
        (
            "LibreOfice Calc",
            (
                "The run may work in “LibreOfice Calc”, but no program on this computer is called that. Did you mean "
                "“LibreOffice Calc”?"
            ),
        ),
        ("gimpp", "The run may work in “gimpp”, but no program on this computer is called that."),
        ("gimpp:example.org", "The run may work in “gimpp”, but no program on this computer is called that."),
        ("gimpp=look", "The run may work in “gimpp”, but no program on this computer is called that."),
        ("/opt/no/such", "The run may work in /opt/no/such, but there is no such file."),
        (
            "Files",
            (
                "The run may work in “Files”, but several programs are called that, so it covers none of them. Write "
                "“Files (tail)” and “Files (wc)”."
            ),
        ),
    ],
)
def test_a_program_that_this_computer_does_not_know_is_told_of(tmp_path: Path, written: str, note: str) -> None:
    assert notes(tmp_path, written) == [note]


@AS_ROOT
@pytest.mark.parametrize(
    "written", ["libreoffice calc", "Files (wc)", "cat", "tail", "browser", "browser:example.org", "/usr/bin/wc"]
)
def test_a_known_program_in_scope_gets_no_note(tmp_path: Path, written: str) -> None:
    assert notes(tmp_path, written) == []


@AS_ROOT
def test_each_unknown_program_gets_one_note_and_folders_get_none(tmp_path: Path) -> None:
    assert len(notes(tmp_path, "gimpp", "gimpp:example.org", f"files:{tmp_path}")) == 1


@AS_ROOT
def test_a_program_with_a_window_gets_no_note(tmp_path: Path) -> None:
    assert notes(tmp_path, "head", windows=(Window(1, program="/usr/bin/head"),)) == []


@AS_ROOT
def test_a_program_of_the_person_alone_is_to_be_written_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "bin" / "mytool"
    own.parent.mkdir()
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    os.chown(own.parent, 65534, 65534)
    monkeypatch.setenv("PATH", str(own.parent))

    assert notes(tmp_path, "mytool") == [
        (
            "The run may work in “mytool”, but it isn't installed for all users, so its name covers nothing. Write its "
            f"path: {own}."
        )
    ]
