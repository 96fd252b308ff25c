"""Commands of programs that set nothing off: by label, by chord, and nobody else's."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, Press, Scroll, Type
from desktop_agent.core.commands import COMMANDS, FILE_CHORDS, FILE_COMMANDS, OPEN_FOLDER
from desktop_agent.core.decision import File, Target
from desktop_agent.core.frame import Window
from desktop_agent.policy.consequence_words import consequence
from desktop_agent.screen.commands import ProgramCommands, is_installed, named
from tests.fakes.cases import changed, target_of
from tests.fakes.turns import AT

MOUSEPAD = Window(1, "mousepad", "Untitled 1", 10, "/usr/bin/mousepad")
ENGLISH = ProgramCommands(["en_US"])
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
