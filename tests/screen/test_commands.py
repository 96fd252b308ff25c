"""Commands of programs that set nothing off: by label, in the programs' own languages, by chord, and nobody else's."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, Press, Scroll, Type
from desktop_agent.core.commands import COMMANDS, FILE_CHORDS, FILE_COMMANDS, IN_TOOL_BAR, OPEN_FOLDER, SORT
from desktop_agent.core.decision import File, FileKind, ReadLine, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect
from desktop_agent.policy.applications import sensitive
from desktop_agent.policy.consequence_words import consequence
from desktop_agent.screen import commands
from desktop_agent.screen.commands import ProgramCommands, is_installed, label_here, named, shows_documents, spoken
from tests.fakes.cases import changed, target_of
from tests.fakes.turns import AT

MOUSEPAD = Window(1, "mousepad", "Untitled 1", 10, "/usr/bin/mousepad")
IN_GERMAN = ("de_DE.UTF-8", "de")
ENGLISH, GERMAN = ProgramCommands(["en_US"]), ProgramCommands(IN_GERMAN)
needs_mousepad = pytest.mark.skipif(not Path(MOUSEPAD.program).exists(), reason="mousepad is not installed")


def at(name: str, role: str = "menu item", window: Window = MOUSEPAD) -> Target:
    return target_of(window, name, role, "accessibility")


@pytest.mark.parametrize(
    ("label", "command"),
    [
        ("Save", "Save"),
        ("_Save", "Save"),
        ("Select _All", "Select All"),
        ("&Zoom In", "Zoom In"),
        ("Preferences...", "Preferences..."),
        ("Insert Table…", "Insert Table…"),
        ("Cancel", "Cancel"),
        ("Send", ""),
        ("Delete", ""),
        ("", ""),
    ],
)
def test_a_command_is_known_by_its_label(label: str, command: str) -> None:
    assert named(label, "mousepad", ["en_US"]) == command


@pytest.mark.parametrize(
    ("label", "command"), [("Speichern", "Save"), ("Abbrechen", "Cancel"), ("Kopieren", "Copy"), ("Senden", "")]
)
def test_a_command_is_known_in_the_language_of_the_programs_catalogues(label: str, command: str) -> None:
    if not Path("/usr/share/locale/de/LC_MESSAGES/gtk30.mo").exists():
        pytest.skip("GTK's German catalogue is not installed")

    assert named(label, "mousepad", IN_GERMAN) == command


@pytest.mark.parametrize(
    ("name", "german"), [("Save As", "Speichern unter"), ("File", "Datei"), ("Save As…", "Speichern unter …")]
)
def test_a_program_is_asked_in_its_own_catalogue_what_it_calls_a_command(name: str, german: str) -> None:
    if not Path("/usr/share/locale/de/LC_MESSAGES/mousepad.mo").exists():
        pytest.skip("there is no German Mousepad here")

    assert (label_here(name, "mousepad", ["de_DE.UTF-8"]), label_here(name, "mousepad", ["en_US"])) == (german, name)


def test_what_has_no_catalogue_speaks_english() -> None:
    assert label_here("Save As", "no-such-program", ["de"]) == "Save As"


def test_no_known_command_sends_pays_or_deletes() -> None:
    names = (*COMMANDS, *FILE_COMMANDS, *FILE_CHORDS.values())

    assert [name for name in names if consequence(name)] == []


@needs_mousepad
@pytest.mark.parametrize(
    ("target", "action", "command"),
    [
        (at("Save"), Click(AT), "Save"),
        (at("Save", "push button"), Press(("enter",)), "Save"),
        (at("Save", "link"), Click(AT), ""),
        (at("Save", "list item"), Click(AT), ""),
        (target_of(MOUSEPAD, "Save", "menu item", "ocr"), Click(AT), ""),
        (target_of(MOUSEPAD, "Save", "push button", "accessibility", in_page=True), Click(AT), ""),
        (at("Save", window=Window(1, "mousepad", program="/tmp/mousepad")), Click(AT), ""),
        (at("Save", window=Window(1)), Click(AT), ""),
        (target_of(MOUSEPAD, focus_role="text"), Press(("ctrl", "s")), "Save"),
        (target_of(MOUSEPAD, focus_role="text"), Press(("ctrl", "kpadd")), "Zoom In"),
        (target_of(MOUSEPAD), Press(("down",)), "Move"),
        (target_of(MOUSEPAD), Press(("escape",)), "Move"),
        (target_of(MOUSEPAD), Press(("+",)), ""),
        (target_of(MOUSEPAD), Press(("shift", "down")), ""),
        (target_of(MOUSEPAD), Scroll(AT, dy=100), "Scroll"),
        (at("Size", "slider"), Scroll(AT, dy=100), ""),
        (target_of(replace(MOUSEPAD, dialog=True)), Press(("down",)), ""),
        (target_of(MOUSEPAD, focus_role="push button"), Press(("down",)), ""),
        (target_of(Window(1, program="/bin/sh")), Press(("down",)), ""),
        (target_of(MOUSEPAD, focus_role="text"), Press(("enter",)), "New Line"),
        (target_of(MOUSEPAD, focus_role="text"), Type("Dear Ada,\nhello\n"), "New Line"),
        (target_of(MOUSEPAD, focus_role="entry"), Press(("enter",)), "Tool Bar"),
        (target_of(MOUSEPAD, focus_role="text"), Press(("ctrl", "q")), ""),
        (Target(), Click(AT), ""),
        (target_of(Window(1, program="/bin/sh"), focus_role="document web"), Press(("ctrl", "l")), ""),
    ],
)
def test_a_command_is_one_of_an_installed_programs_own_controls(target: Target, action: Action, command: str) -> None:
    assert ENGLISH.of(target, action) == command


@needs_mousepad
def test_words_that_somebody_else_gave_a_program_are_no_command_of_its_own() -> None:
    def named(label: str, *words: str, program: str = MOUSEPAD.program) -> str:
        code = "print(flush=True); input()"
        with subprocess.Popen(
            [sys.executable, "-c", code, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as started:
            assert started.stdout is not None
            started.stdout.readline()
            command = ENGLISH.of(at(label, window=Window(1, pid=started.pid, program=program)), Click(AT))
            started.communicate(b"\n")
        return command

    assert named("Save", "--new", "Save/letter.txt") == "Save"
    assert named("Save", "--button=_Save:1") == named("Save", "Save") == ""
    assert named("Save", program="/bin/sh") == ""  # no desktop entry stands for it


@needs_mousepad
def test_words_that_a_program_was_given_are_somebody_elses_in_what_is_no_application() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()", "--menu", "Share?", "Always"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as started:
        assert started.stdout is not None
        started.stdout.readline()
        asks = Window(1, pid=started.pid, program="/bin/sh")
        given = [
            ENGLISH.shows_given(target)
            for target in (
                target_of(asks, "OK", "push button", focus="Always", focus_role="list item"),
                target_of(asks, "Always", "", "ocr"),
                target_of(asks, "OK", "push button"),
                target_of(replace(asks, program="/usr/bin/true"), "OK", "push button"),
                target_of(replace(asks, program="/usr/bin/true"), "OK", "push button", message=True),
                target_of(replace(asks, program="/usr/bin/true"), "Always", "push button", message=True),
                target_of(replace(asks, program=MOUSEPAD.program), "Always", "push button"),
                Target(),
            )
        ]
        started.communicate(b"\n")

    assert given == [True, True, False, True, False, True, False, False]


def test_a_program_is_installed_where_only_an_administrator_writes(tmp_path: Path) -> None:
    own = tmp_path / "mousepad"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o777)

    assert is_installed("/bin/sh")
    assert not is_installed(str(own))
    assert not is_installed(f"/bin/sh {own}")
    assert not is_installed("/usr/bin/python3 -m orders")
    assert not is_installed("/no/such/program")
    assert not is_installed("sh")


@needs_mousepad
def test_what_a_program_is_its_desktop_entry_says() -> None:
    assert "TextEditor" in ENGLISH.kinds(MOUSEPAD)
    assert "DesktopSettings" not in ENGLISH.kinds(MOUSEPAD)  # one of its entries is for its own settings alone
    assert ENGLISH.kinds(replace(MOUSEPAD, program="/tmp/mousepad")) == frozenset()
    assert ENGLISH.kinds(replace(MOUSEPAD, program="/bin/sh")) == frozenset()


@needs_mousepad
def test_a_program_shows_documents_when_its_entry_says_so_and_that_it_does_nothing_else() -> None:
    assert shows_documents("mousepad")
    assert [
        one for one in ("chromium", "pcmanfm", "xterm", "emacs", "gvim", "no-such-program") if shows_documents(one)
    ] == []


def test_the_languages_are_those_of_the_environment() -> None:
    assert [*spoken({"LANGUAGE": "de:fr", "LANG": "ru_RU.UTF-8"})] == ["de", "fr", "ru_RU.UTF-8"]
    assert [*spoken({"LANG": "C.UTF-8"})] == []


MANAGER = Window(1, "pcmanfm", "papers", 10, "/usr/bin/pcmanfm")
needs_manager = pytest.mark.skipif(not Path(MANAGER.program).exists(), reason="pcmanfm is not installed")


def entry(kind: str = "folder", source: str = "accessibility", **more: object) -> Target:
    file = File("/srv/ada/papers/old", "/srv/ada", kind)  # type: ignore[arg-type]  # one of the kinds
    return target_of(MANAGER, "old", "icon", source, file=file, **more)  # type: ignore[arg-type]  # a table of fields


@needs_manager
@pytest.mark.parametrize(
    ("target", "action", "command"),
    [
        (entry(), Click(AT, count=2), OPEN_FOLDER),
        (entry(focus="old", focus_role="icon"), Press(("enter",)), OPEN_FOLDER),
        (entry(focus="Name", focus_role="entry"), Press(("enter",)), ""),
        (entry(), Click(AT), ""),
        (entry(), Click(AT, "right", count=2), ""),
        (entry(""), Click(AT, count=2), ""),
        (entry("program"), Click(AT, count=2), ""),
        (entry("document"), Click(AT, count=2), ""),
        (entry(source="ocr"), Click(AT, count=2), ""),
        (entry(chooser=True), Click(AT, count=2), ""),
        (replace(entry(), file=None), Click(AT, count=2), ""),
        (changed(entry(), role="push button", control="Run"), Click(AT, count=2), ""),
        (entry(focus_role="icon"), Press(("alt", "up")), "Open Parent"),
        (entry(), Press(("alt", "up")), ""),
        (entry(focus_role="icon"), Press(("ctrl", "shift", "n")), "Create Folder"),
        (entry(), Press(("delete",)), ""),
        (entry(), Press(("ctrl", "v")), ""),
        (entry(question=True), Press(("alt", "enter")), ""),
        (changed(entry(), window=replace(MANAGER, dialog=True)), Press(("f2",)), ""),
        (changed(entry(), window=replace(MANAGER, program="/tmp/pcmanfm")), Press(("f2",)), ""),
        (entry(), Type("old"), ""),
        (target_of(MANAGER, "Home Folder", "push button", "accessibility"), Click(AT), "Home Folder"),
        (target_of(MANAGER, "Rename...", "menu item", "accessibility"), Click(AT), "Rename"),
        (target_of(MANAGER, "Open With...", "menu item", "accessibility"), Click(AT), "Open With..."),
    ],
)
def test_a_file_manager_shows_folders_and_asks_for_names(target: Target, action: Action, command: str) -> None:
    assert ENGLISH.of(target, action) == command


@needs_manager
@pytest.mark.parametrize(
    ("read", "menu", "command"),
    [
        ("④ Zoom In", True, "Zoom In"),
        ("✓ Show Hidden", True, "Show Hidden"),
        ("Zoom In", False, ""),
        ("④ Cut", True, ""),
        ("④ Rename...", True, ""),
        ("Zoom In x", True, ""),
    ],
)
def test_an_item_that_only_shows_may_be_read_where_a_menu_tells_nothing(read: str, menu: bool, command: str) -> None:
    item = target_of(replace(MANAGER, menu=menu), read, "", "ocr")

    assert ENGLISH.of(item, Click(AT)) == command


@needs_manager
@pytest.mark.parametrize(
    ("read", "kind", "command"),
    [
        (("Name", "Size", "Modified"), "", SORT),
        (("Name", "Size", "Modified"), "program", ""),  # an entry is called so
        (("old.txt", "Size", "12 kB"), "", ""),
        (("Size",), "", ""),
    ],
)
def test_what_is_read_in_a_row_of_headers_sorts_the_rows_below_it(
    read: tuple[str, ...], kind: FileKind, command: str
) -> None:
    lines = tuple(ReadLine(text, Rect(100 + 200 * n, 60 + n % 2, 50, 12)) for n, text in enumerate(read))
    below = ReadLine("Type", Rect(100, 90, 50, 12))
    file = File("/srv/ada/papers/Size", "/srv/ada", kind)
    header = target_of(MANAGER, "Size", "table", "ocr", file=file, lines=(*lines, below))

    assert ENGLISH.of(header, Click(AT)) == command
    for action in (Click(AT, "right"), Click(AT, count=2)):
        assert ENGLISH.of(header, action) == ""


@needs_mousepad
def test_return_in_a_field_of_a_tool_bar_acts_on_the_document_that_a_program_shows() -> None:
    bar = target_of(MOUSEPAD, focus="Find", focus_role="entry", in_tool_bar=True)

    assert ENGLISH.of(bar, Press(("enter",))) == ENGLISH.of(bar, Type("A5\n")) == IN_TOOL_BAR
    for action in (Type("A5"), Type("A5\nB6\n"), Press(("ctrl", "enter"))):
        assert ENGLISH.of(bar, action) == ""
    beside = changed(bar, in_tool_bar=False)  # a plain editor has no other fields than those
    assert ENGLISH.of(beside, Press(("enter",))) == IN_TOOL_BAR
    dialog = changed(bar, window=replace(MOUSEPAD, dialog=True))
    for elsewhere in (changed(beside, question=True), changed(bar, focus_role="push button"), dialog):
        assert ENGLISH.of(elsewhere, Press(("enter",))) == ""


@needs_manager
@pytest.mark.parametrize("action", ["{}/old\n", "{}/old/\n"])
def test_a_path_of_a_folder_that_is_typed_into_a_file_managers_bar_is_shown(tmp_path: Path, action: str) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "run").touch()
    bar = target_of(MANAGER, focus="", focus_role="entry", value=str(tmp_path))
    typed = Type(action.format(tmp_path))

    assert ENGLISH.of(bar, typed) == OPEN_FOLDER
    for other in (
        f"{tmp_path}/old",
        f"{tmp_path}/run\n",
        f"{tmp_path}/none\n",
        "old\n",
        f"{tmp_path}\n{tmp_path}/old\n",
    ):
        assert ENGLISH.of(bar, Type(other)) == ""
    (tmp_path / "x").mkdir()
    made = Path(f"{tmp_path}/x{tmp_path}/old")  # what stands there with the path after it
    made.parent.mkdir(parents=True)
    made.touch()
    assert ENGLISH.of(changed(bar, value=f"{tmp_path}/x"), Type(f"{tmp_path}/old\n")) == ""
    assert ENGLISH.of(changed(bar, focus_role="icon"), typed) == ""
    for elsewhere in (changed(bar, window=replace(MANAGER, dialog=True)), changed(bar, chooser=True)):
        assert ENGLISH.of(elsewhere, typed) == ""


@needs_mousepad
def test_what_files_are_called_elsewhere_is_no_command_of_an_editor() -> None:
    assert named("Rename", "mousepad", ["en_US"]) == ""
    assert ENGLISH.of(target_of(MOUSEPAD, focus_role="text"), Press(("f2",))) == ""


@pytest.mark.skipif(not Path("/usr/bin/vim.gtk3").exists(), reason="gvim is not installed")
@pytest.mark.parametrize(
    ("target", "keys", "command"),
    [
        (Target(), ("down",), "Move"),
        (Target(), ("kppageup",), "Move"),
        (target_of(focus_role="panel"), ("up",), "Move"),
        (target_of(focus="Options", focus_role="panel"), ("up",), ""),
        (Target(), ("ctrl", "down"), ""),
        (Target(), ("enter",), ""),
        (target_of(focus_role="slider"), ("down",), ""),
        (target_of(Window(1, dialog=True)), ("down",), ""),
    ],
)
def test_keys_that_move_are_known_in_an_editor_that_tells_nothing(
    target: Target, keys: tuple[str, ...], command: str
) -> None:
    is_dialog = target.window is not None and target.window.dialog
    window = Window(1, "gvim", "note.txt", 10, "/usr/bin/vim.gtk3", dialog=is_dialog)

    assert ENGLISH.of(changed(target, window=window), Press(keys)) == command


@needs_mousepad
@pytest.mark.parametrize(
    ("title", "command"), [("Find and Replace", "Replace All"), ("Find & Replace", "Replace All"), ("note.txt", "")]
)
def test_all_is_replaced_in_a_text_where_a_window_is_for_that(title: str, command: str) -> None:
    window = replace(MOUSEPAD, title=title, dialog=True)

    assert ENGLISH.of(at("Replace All", "push button", window), Click(AT)) == command


@pytest.mark.parametrize(
    ("entries", "is_for_settings"),
    [(["Settings;DesktopSettings"], True), (["DesktopSettings", "GTK;DesktopSettings"], True),
     (["DesktopSettings", "TextEditor"], False), (["TextEditor"], False)],
)  # fmt: skip
def test_a_program_is_for_settings_where_each_of_its_entries_says_so(
    monkeypatch: pytest.MonkeyPatch, entries: list[str], *, is_for_settings: bool
) -> None:
    told = tuple(("settings-here", frozenset(one.split(";"))) for one in entries)
    monkeypatch.setattr(commands, "_entries", lambda: told)
    window = Window(1, "settings", "Settings", 10, "/usr/bin/settings-here")

    kinds = commands.kinds_of.__wrapped__("settings-here")

    assert bool(sensitive(replace(window, kinds=kinds))) == is_for_settings


@needs_mousepad
@pytest.mark.parametrize(
    ("title", "action", "focus", "command"),
    [
        ("Find", Press(("enter",)), "", IN_TOOL_BAR),
        ("Go to Line", Type("12\n"), "", IN_TOOL_BAR),
        ("Save As", Press(("enter",)), "", ""),
        ("Find", Type("two\nlines\n"), "", ""),
        ("Find", Press(("ctrl", "enter")), "", ""),
        ("Find", Press(("enter",)), "entry", ""),  # then it is told what Return presses there
    ],
)
def test_return_looks_up_in_a_dialog_for_that_which_tells_nothing(
    title: str, action: Action, focus: str, command: str
) -> None:
    window = replace(MOUSEPAD, title=title, dialog=True)

    assert ENGLISH.of(target_of(window, focus_role=focus), action) == command
