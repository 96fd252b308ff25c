"""Desktop entries are read as the specification has them, and as far as they can be read."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop_agent.lib.desktop_entries import DesktopEntry, entries_in, programs_to_start, read_entry

PAD = b"""[Desktop Entry]
Type=Application
Name=Pad
GenericName=Text Editor
Exec=true --new %U
Categories=Utility;TextEditor;
StartupWMClass=pad-class
"""


def entry(tmp_path: Path, data: bytes) -> DesktopEntry | None:
    path = tmp_path / "org.example.Pad.desktop"
    path.write_bytes(data)
    return read_entry(path)


def test_an_entry_says_what_a_program_is_called_and_how_it_is_started(tmp_path: Path) -> None:
    read = entry(
        tmp_path, PAD + b"Name[de]=Block\nName[pt_BR]=Bloco\nComment=x\n[Desktop Action New]\nName=New\nExec=false\n"
    )

    assert read is not None
    assert (read.id, read.name, read.kind, read.window_class) == ("org.example.Pad", "Pad", "Text Editor", "pad-class")
    assert read.command == ("true", "--new")
    assert read.categories == {"Utility", "TextEditor"}
    assert read.can_be_started
    assert [read.name_in(code) for code in ("de", "de_AT", "pt_BR", "fr", "en", "")] == ["Block"] * 2 + ["Bloco"] + [
        "Pad"
    ] * 3


ODD_LINES = {
    "a Latin-1 name in another language": b"Name[de]=Schreibbl\xf6cke\n",
    "a Latin-1 comment": b"Comment=caf\xe9\n",
    "bytes that are no text": bytes(range(128, 256)) + b"\n",
    "NUL": b"Icon=\0\n",
    "a key without a value": b"Keywords\n",
    "an empty key": b"=x\n",
    "a name in no language": b"Name[]=x\nName[\xff]=y\n",
    "200 000 letters": b"Comment=" + b"x" * 200_000 + b"\n",
    "other line ends": b"Comment=a\x0bb\x1cc\xe2\x80\xa8Name=Evil\n",
    "escapes": b"Comment=a\\sb\\\\c\\q\n",
    "blanks": b"   \n\t\n",
    "remarks": b"# Name=Other\n",
}


@pytest.mark.parametrize("line", ODD_LINES.values(), ids=ODD_LINES)
def test_one_odd_line_takes_nothing_from_the_others(tmp_path: Path, line: bytes) -> None:
    for data in (PAD + line, PAD.replace(b"Name=Pad\n", line + b"Name=Pad\n"), b"\xef\xbb\xbf" + PAD + line):
        read = entry(tmp_path, data)

        assert read is not None
        assert (read.name, read.command, read.can_be_started) == ("Pad", ("true", "--new"), True)
        assert all(name.encode() for name in read.names.values())


def test_a_name_that_is_no_text_is_shown_as_far_as_it_is(tmp_path: Path) -> None:
    read = entry(tmp_path, PAD.replace(b"Name=Pad", b"Name=Caf\xe9"))

    assert read is not None
    assert read.name == "Caf\ufffd"


def test_a_command_keeps_the_bytes_of_its_path(tmp_path: Path) -> None:
    program = Path(str(tmp_path.joinpath("caf")) + "\udce9")
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (tmp_path / "applications").mkdir()
    line = b"Exec=" + bytes(program)
    (tmp_path / "applications" / "one.desktop").write_bytes(PAD.replace(b"Exec=true --new %U", line))

    environment = {"XDG_DATA_HOME": str(tmp_path), "XDG_DATA_DIRS": "/nonexistent", "PATH": "/bin"}
    (read,) = programs_to_start(environment)

    assert read.command == (str(program),)


@pytest.mark.parametrize(
    ("line", "command", "words"),
    [
        (r'cat -n "two words" %F --at=%u 50%%', ("cat", "-n", "two words", "--at=", "50%"), None),
        ("env LANG=C VAR= pad --x", ("env", "LANG=C", "VAR=", "pad", "--x"), ("pad", "--x")),
        ("/usr/bin/env pad", ("/usr/bin/env", "pad"), ("pad",)),
        (r'sh -c "echo \\"a b\\""', ("sh", "-c", 'echo "a b"'), None),
        ('"/opt/My Editor/edit" %f', ("/opt/My Editor/edit",), None),
        ('broken "quote', (), None),
        ("", (), None),
    ],
)
def test_a_command_is_read_without_its_placeholders(
    tmp_path: Path, line: str, command: Sequence[str], words: Sequence[str] | None
) -> None:
    read = entry(tmp_path, PAD.replace(b"Exec=true --new %U", f"Exec={line}".encode()))

    assert read is not None
    assert read.command == command
    assert read.words == (command if words is None else words)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no entry",
        b"[Desktop Action]\nName=x\n",
        PAD.replace(b"Application", b"Link"),
        PAD + b"NoDisplay=true\n",
        PAD + b"Hidden=TRUE\n",
        PAD + b"Terminal=true\n",
        PAD.replace(b"Name=Pad", b"Name="),
        PAD.replace(b"Exec=true --new %U", b""),
    ],
)
def test_an_entry_that_no_menu_shows_cannot_be_started(tmp_path: Path, data: bytes) -> None:
    read = entry(tmp_path, data)

    assert read is None or not read.can_be_started


def test_the_first_entry_with_an_id_counts_even_if_it_is_hidden(tmp_path: Path) -> None:
    own = tmp_path / "own"
    system = tmp_path / "system"
    for folder in (own, system / "kde"):
        folder.mkdir(parents=True)
    (own / "pad.desktop").write_bytes(PAD + b"Hidden=true\n")
    (own / "kde-edit.desktop").write_bytes(PAD)
    (system / "pad.desktop").write_bytes(PAD)
    (system / "kde" / "edit.desktop").write_bytes(PAD)
    (system / "kde" / "more.desktop").write_bytes(PAD)

    assert [(read.id, read.path.parent.name) for read in entries_in([own, system, tmp_path / "none"])] == [
        ("kde-edit", "own"), ("pad", "own"), ("kde-more", "kde"),
    ]  # fmt: skip
