"""Commands of programs that set nothing off: by label, in the programs' own languages, by chord, and nobody else's."""

from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, Press, Type
from desktop_agent.core.commands import COMMANDS
from desktop_agent.core.decision import Target
from desktop_agent.core.frame import Window
from desktop_agent.policy.consequence_words import consequence
from desktop_agent.screen.commands import ProgramCommands, is_installed, shows_documents, spoken
from tests.fakes.turns import AT

MOUSEPAD = Window(1, "mousepad", "Untitled 1", 10, "/usr/bin/mousepad")
ENGLISH, GERMAN = ProgramCommands(["en_US"]), ProgramCommands(["de_DE.UTF-8", "de"])
needs_mousepad = pytest.mark.skipif(not Path(MOUSEPAD.program).exists(), reason="mousepad is not installed")


def at(name: str, role: str = "menu item", window: Window = MOUSEPAD) -> Target:
    return Target(window, name, role, "accessibility")


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
    assert ENGLISH.named(label, "mousepad") == command


@pytest.mark.parametrize(
    ("label", "command"), [("Speichern", "Save"), ("Abbrechen", "Cancel"), ("Kopieren", "Copy"), ("Senden", "")]
)
def test_a_command_is_known_in_the_language_of_the_programs_catalogues(label: str, command: str) -> None:
    if not Path("/usr/share/locale/de/LC_MESSAGES/gtk30.mo").exists():
        pytest.skip("GTK's German catalogue is not installed")

    assert GERMAN.named(label, "mousepad") == command


def test_no_known_command_sends_pays_or_deletes() -> None:
    assert [name for name in COMMANDS if consequence(name) not in {"", "delete"} or name == "Delete"] == []


@needs_mousepad
@pytest.mark.parametrize(
    ("target", "action", "command"),
    [
        (at("Save"), Click(AT), "Save"),
        (at("Save", "push button"), Press(("enter",)), "Save"),
        (at("Save", "link"), Click(AT), ""),
        (at("Save", "list item"), Click(AT), ""),
        (Target(MOUSEPAD, "Save", "menu item", "ocr"), Click(AT), ""),
        (Target(MOUSEPAD, "Save", "push button", "accessibility", in_page=True), Click(AT), ""),
        (at("Save", window=Window(1, "mousepad", program="/tmp/mousepad")), Click(AT), ""),
        (at("Save", window=Window(1)), Click(AT), ""),
        (Target(MOUSEPAD, focus_role="text"), Press(("ctrl", "s")), "Save"),
        (Target(MOUSEPAD, focus_role="text"), Press(("enter",)), "New Line"),
        (Target(MOUSEPAD, focus_role="text"), Type("Dear Ada,\nhello\n"), "New Line"),
        (Target(MOUSEPAD, focus_role="entry"), Press(("enter",)), ""),
        (Target(MOUSEPAD, focus_role="text"), Press(("ctrl", "q")), ""),
        (Target(), Click(AT), ""),
        (Target(Window(1, program="/bin/sh"), focus_role="document web"), Press(("ctrl", "l")), ""),
    ],
)
def test_a_command_is_one_of_an_installed_programs_own_controls(target: Target, action: Action, command: str) -> None:
    assert ENGLISH.of(target, action) == command


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
def test_a_program_shows_documents_when_its_entry_says_so_and_that_it_does_nothing_else() -> None:
    assert shows_documents("mousepad")
    assert [
        one for one in ("chromium", "pcmanfm", "xterm", "emacs", "gvim", "no-such-program") if shows_documents(one)
    ] == []


def test_the_languages_are_those_of_the_environment() -> None:
    assert [*spoken({"LANGUAGE": "de:fr", "LANG": "ru_RU.UTF-8"})] == ["de", "fr", "ru_RU.UTF-8"]
    assert [*spoken({"LANG": "C.UTF-8"})] == []
