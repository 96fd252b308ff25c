"""What runs is called by its desktop entry, and a name leads to what runs: only where an administrator says so."""

import os
from collections.abc import Iterator, Mapping, Sequence
from gettext import NullTranslations
from pathlib import Path

import pytest

from desktop_agent.core.texts.message import Language, speak
from desktop_agent.lib.desktop_entries import DesktopEntry
from desktop_agent.lib.installed_programs import (
    InstalledPrograms,
    _match_of,
    _Program,
    installed_programs,
    is_installed,
)
from desktop_agent.lib.programs import flatpak_path

AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="only root can install for all")


def near(program: str, *starts: str, name: str = "pad", package: str = "") -> int:
    entry = DesktopEntry(name, Path(f"/usr/share/applications/{name}.desktop"), name.title(), package=package)
    return int(_match_of(_Program(entry, starts), program))


# What runs, and what its entry starts, in the packages of Debian, of vendors, of Flatpak and of Snap.
FITTING: Mapping[str, tuple[str, str]] = {
    "itself": ("/usr/bin/pad", "/usr/bin/pad"),
    "a wrapper beside it": ("/usr/lib/libreoffice/program/soffice.bin", "/usr/lib/libreoffice/program/soffice"),
    "a wrapper of its name": ("/usr/lib/chromium/chromium", "/usr/bin/chromium"),
    "its folder is called so": ("/usr/lib/thunderbird/thunderbird-bin", "/usr/bin/thunderbird"),
    "a helper in that folder": ("/usr/lib/gimp/2.0/plug-ins/file-png/file-png", "/usr/bin/gimp"),
    "Electron": ("/usr/share/code/code", "/usr/share/code/bin/code"),
    "a vendor's folder": ("/opt/google/chrome/chrome", "/opt/google/chrome/google-chrome"),
    "another vendor's": ("/opt/Signal/signal-desktop", "/opt/Signal/signal-desktop"),
    "a script and its interpreter": ("/usr/bin/python3.11 /usr/bin/tweaks", "/usr/bin/python3.11 /usr/bin/tweaks"),
    "a script alone": ("/usr/bin/python3.11 /usr/bin/tweaks", "/usr/bin/tweaks"),
    "a library of its architecture": ("/usr/lib/x86_64-linux-gnu/pad/pad-ui", "/usr/bin/pad"),
    "under another ending": ("/usr/games/chess.real", "/usr/games/chess"),
}  # fmt: skip
APART: Mapping[str, tuple[str, str]] = {
    "another program of a folder of all": ("/usr/bin/gedit", "/usr/bin/pad"),
    "a longer name": ("/usr/bin/mousepad", "/usr/bin/pad"),
    "a folder of an architecture": (
        "/usr/lib/x86_64-linux-gnu/xfce4/panel/wrapper-2.0", "/usr/lib/x86_64-linux-gnu/xfce4/exo-2/exo-helper-2",
    ),
    "libexec": ("/usr/libexec/gvfsd", "/usr/libexec/gnome-terminal-server"),
    "an interpreter": ("/usr/bin/python3.11", "/usr/bin/python3.11 /usr/bin/tweaks"),
    "another script": ("/usr/bin/python3.11 /usr/bin/other", "/usr/bin/python3.11 /usr/bin/tweaks"),
    "a script of the interpreter's folder": ("/usr/bin/python3.11 /usr/bin/other", "/usr/bin/python3.11"),
    "nothing": ("/usr/bin/pad", "/"),
}  # fmt: skip


@pytest.mark.parametrize(("program", "starts"), FITTING.values(), ids=FITTING)
def test_the_program_of_an_entry_is_the_file_that_it_starts(program: str, starts: str) -> None:
    assert near(program, starts) > 0


@pytest.mark.parametrize(("program", "starts"), APART.values(), ids=APART)
def test_a_file_beside_a_program_is_another_program(program: str, starts: str) -> None:
    assert near(program, starts) == 0


def test_a_package_of_flatpak_or_snap_is_known_by_its_name() -> None:
    flatpak = "/var/lib/flatpak/app/org.example.Pad/current/active/files/bin/pad"

    assert near(flatpak, "/usr/bin/flatpak", name="org.example.Pad", package="org.example.Pad") > 0
    assert near(flatpak, "/usr/bin/flatpak", name="org.example.Other", package="org.example.Other") == 0
    assert near("/snap/pad/current/usr/bin/pad", "/usr/bin/snap", name="pad_pad") > 0
    assert near("/snap/pad/current/usr/bin/pad", "/usr/bin/snap", name="other_other") == 0


MOUNTS = """\
812 790 0:52 / / rw,nosuid,nodev,relatime master:2 - tmpfs tmpfs rw
813 812 253:1 {root} /app ro,nosuid,nodev,relatime master:3 - ext4 /dev/dm-1 rw
814 812 253:1 /lib/flatpak/runtime/org.gnome.Platform/x86_64/47/d3/files /usr ro - ext4 /dev/dm-1 rw
"""


@pytest.mark.parametrize(
    ("root", "outside"),
    [
        (
            "/lib/flatpak/app/org.example.Pad/x86_64/stable/d3adb33f/files",
            "/var/lib/flatpak/app/org.example.Pad/current/active/files/bin/pad",
        ),
        (
            "/ada/.local/share/flatpak/app/org.example.Pad/x86_64/stable/d3adb33f/files",
            "/ada/.local/share/flatpak/app/org.example.Pad/current/active/files/bin/pad",
        ),
        ("/somewhere/else", "/app/bin/pad"),
    ],
)
def test_a_sandboxed_program_is_where_it_is_for_everybody_else(root: str, outside: str) -> None:
    assert flatpak_path(MOUNTS.format(root=root), "/app/bin/pad") == outside


def entries(folder: Path, **lines: str) -> Path:
    """Write entries of an administrator's, each with its name and its command, and further lines."""
    folder.mkdir(exist_ok=True)
    for name, text in lines.items():
        called, command, *more = text.split("|")
        head = f"[Desktop Entry]\nType=Application\nName={called}\nExec={command}\n"
        (folder / f"{name}.desktop").write_text(head + "\n".join(more))
    return folder


@pytest.fixture
def german() -> Iterator[None]:
    speak(Language(NullTranslations(), "de"))
    yield
    speak(None)


def read(folder: Path) -> InstalledPrograms:
    return InstalledPrograms([folder], [folder / "services"])


@AS_ROOT
def test_a_program_has_the_name_of_its_own_entry_and_all_names_of_each(tmp_path: Path) -> None:
    programs = read(
        entries(
            tmp_path,
            **{"org.example.Cat": "Cat|cat %U|Name[de]=Katze|GenericName=Viewer|StartupWMClass=cat-window"},
            settings="Cat Settings|cat --settings|NoDisplay=true",
            other="Other|wc",
        )
    )
    cat = os.path.realpath("/usr/bin/cat")

    assert programs.name_of(cat) == "Cat"
    assert programs.name_of(cat, ("settings",)) == "Cat Settings"  # by the class of its window
    assert programs.name_of(cat, ("other",)) == "Cat"
    names = {"cat", "katze", "org.example.cat", "cat-window", "cat settings", "settings"}
    assert programs.names_of(cat) == names
    assert programs.started_as("KATZE") == {cat}
    assert programs.started_as("Viewer") == frozenset()
    assert programs.name_of("/usr/bin/tail") == ""


@AS_ROOT
def test_a_name_is_the_menus_in_the_persons_language(tmp_path: Path, german: None) -> None:
    del german
    programs = read(entries(tmp_path, cat="Cat|cat|Name[de]=Katze", wc="Counter|wc"))

    assert programs.name_of("/usr/bin/cat") == "Katze"
    assert programs.name_of("/usr/bin/wc") == "Counter"


@AS_ROOT
def test_a_name_shared_by_several_programs_names_none_of_them(tmp_path: Path) -> None:
    programs = read(entries(tmp_path, cat="Files|cat", wc="Files|wc", more="Files|cat --more"))

    assert programs.name_of("/usr/bin/cat") == "Files (cat)"
    assert programs.started_as("Files") == frozenset()
    assert programs.started_as("files (WC)") == {"/usr/bin/wc"}
    assert programs.called("files") == ("files (cat)", "files (wc)")
    assert not programs.has("Files")


@AS_ROOT
@pytest.mark.parametrize("whose", ["entry", "folder", "program", "program's folder"])
def test_a_program_that_others_can_change_has_no_name(tmp_path: Path, whose: str) -> None:
    program = tmp_path / "bin" / "pad"
    program.parent.mkdir()
    program.write_bytes(Path("/usr/bin/true").read_bytes())
    program.chmod(0o755)
    folder = entries(tmp_path / "applications", pad=f"Pad|{program}")
    places = {
        "entry": folder / "pad.desktop", "folder": folder, "program": program, "program's folder": program.parent,
    }  # fmt: skip
    before = read(folder).name_of(str(program))
    os.chown(places[whose], 65534, 65534)
    after = read(folder)

    assert before == "Pad"
    assert (after.name_of(str(program)), after.names_of(str(program))) == ("", frozenset())
    assert after.started_as("Pad") == frozenset()


@AS_ROOT
def test_a_service_of_the_session_bus_runs_in_its_entrys_place(tmp_path: Path) -> None:
    folder = entries(tmp_path, **{"org.example.Terminal": "Terminal|true"})
    (folder / "services").mkdir()
    (folder / "services" / "org.example.Terminal.service").write_text(
        "[D-BUS Service]\nName=org.example.Terminal\nExec=/usr/bin/wc --gapplication-service\n"
    )

    assert read(folder).name_of("/usr/bin/wc") == "Terminal"


@AS_ROOT
def test_a_script_of_a_shell_runs_what_has_its_name(tmp_path: Path) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nexec ./soffice.bin\n")
    script.chmod(0o755)
    folder = entries(tmp_path / "applications", calc=f"Calc|{script} --calc", writer=f"Writer|{script} --writer")
    before = read(folder)
    (entry,) = (program.entry for program in before._programs if program.entry.id == "calc")
    assert before.started_by(entry) == ""
    binary = tmp_path / "soffice.bin"
    binary.write_bytes(Path("/usr/bin/true").read_bytes())
    programs = read(folder)

    assert programs.started_by(entry) == str(binary)
    assert programs.name_of(str(binary), ("libreoffice", "calc")) == "Calc"
    assert programs.started_as("Writer") == {str(binary)}


@AS_ROOT
def test_a_script_of_another_interpreter_is_run_by_that(tmp_path: Path) -> None:
    script = tmp_path / "tweaks"
    script.write_text("#!/usr/bin/env python3\n")
    script.chmod(0o755)
    programs = read(entries(tmp_path / "applications", tweaks=f"Tweaks|{script}"))
    (runs,) = programs.started_as("tweaks")

    assert runs.endswith(f" {script}")
    assert programs.name_of(runs) == "Tweaks"


@AS_ROOT
@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("Calc", "LibreOffice Calc"),
        ("libreofice calc", "LibreOffice Calc"),
        ("libreoffice", ""),  # two have it
        ("mousepd", "Mousepad"),
        ("Text Editor", "Mousepad"),
        ("gimp", ""),
        ("x", ""),
        ("", ""),
    ],
)
def test_a_hint_is_given_only_where_it_is_sure(tmp_path: Path, word: str, nearest: str) -> None:
    programs = read(
        entries(
            tmp_path,
            calc="LibreOffice Calc|cat --calc",
            writer="LibreOffice Writer|cat --writer",
            mousepad="Mousepad|wc|GenericName=Text Editor",
            prefs="Text Editor Settings|wc --preferences",
        )
    )

    assert programs.nearest(word) == nearest


@AS_ROOT
def test_categories_are_those_of_all_entries_but_settings_only_where_each_says_so(tmp_path: Path) -> None:
    some = entries(tmp_path / "some", a="A|cat|Categories=Office;", b="B|cat --b|Categories=Settings;Utility;")
    every = entries(tmp_path / "every", a="A|cat|Categories=Settings;")

    assert read(some).categories_of("/usr/bin/cat") == {"Office", "Utility"}
    assert read(every).categories_of("/usr/bin/cat") == {"Settings"}


@pytest.mark.parametrize(
    "program",
    [
        "", "cat", "/no/such", "/usr/bin/python3 -m http.server", "/usr/bin/python3 -c 12", "/tmp/x", "/usr/bin/\0",
        "/people/caf\\xe9",
    ],
)  # fmt: skip
def test_a_missing_temporary_or_unreadable_program_is_not_installed(program: str) -> None:
    assert not is_installed(program)
    assert installed_programs().name_of(program) == ""


# Debian's own, as far as they are installed here.
HERE: Sequence[tuple[str, tuple[str, ...], str, str]] = (
    ("/usr/bin/mousepad", (), "Mousepad", "mousepad"),
    ("/usr/lib/libreoffice/program/soffice.bin", ("libreoffice", "libreoffice-calc"), "LibreOffice Calc", "soffice"),
    ("/usr/lib/libreoffice/program/soffice.bin", ("soffice", "Soffice"), "LibreOffice", "soffice"),
    ("/usr/lib/chromium/chromium", ("chromium", "Chromium"), "Chromium Web Browser", "chromium"),
    ("/usr/bin/xterm", ("xterm", "XTerm"), "XTerm", "xterm"),
)


@pytest.mark.parametrize(("program", "classes", "name", "written"), HERE, ids=[one[2] for one in HERE])
def test_debians_programs_have_the_names_of_their_menu(
    program: str, classes: tuple[str, ...], name: str, written: str
) -> None:
    if not Path(program).exists():
        pytest.skip("not installed here")
    programs = installed_programs()

    assert programs.name_of(program, classes) == name
    assert {name.casefold()} <= programs.names_of(program)
    assert programs.has(name)
    assert programs.has(written)
    assert programs.started_as(name) == {program}
