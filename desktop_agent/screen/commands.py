"""Which command of its program a control or a chord is, in English; only of programs that an administrator installed.

A program that a person, or a run, has put somewhere may call its buttons anything. So may whoever starts one that shows
others' words: it is no application by itself, and no desktop entry stands for it, or the label is among the words that
it was started with. Labels are found in the program's own language by its catalogue and its toolkit's; one that ends in
an ellipsis opens a dialog, in every language. Which programs show documents, their desktop entries say.
"""

from __future__ import annotations

import configparser
import gettext
import os
import re
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from desktop_agent.core.actions import Action, Click, Press, Scroll, Type
from desktop_agent.core.commands import (
    BROWSER_CHORDS,
    CHORDS,
    COLUMNS,
    COMMANDS,
    EDITING,
    EDITING_MENUS,
    FILE_CHORDS,
    FILE_COMMANDS,
    IN_TOOL_BAR,
    MOVE,
    MOVES,
    NEW_LINE,
    OPEN_FOLDER,
    REPLACE_ALL,
    SCROLL,
    SHOWING_COMMANDS,
    SORT,
    WANDERING,
    ZOOMING,
)
from desktop_agent.core.decision import Target
from desktop_agent.core.frame import Window
from desktop_agent.core.keys import main_key
from desktop_agent.core.programs import BROWSERS, COMMAND_EDITORS, TERMINALS, is_interpreter
from desktop_agent.lib.process_stat import environment_of
from desktop_agent.screen.programs import holds_command, words_of

_PRESSED = frozenset(
    "push button|button|toggle button|push button menu|menu item|check menu item|radio menu item|check box".split("|")
)
_TEXT = "text"  # the role of what has many lines
_FIELD = "entry"
_BAR_FIELDS = frozenset({"entry", "combo box", "editbar", "autocomplete"})
_CELLS = frozenset({"table cell", "document spreadsheet", "table"})
_ENTRIES_OF_FOLDERS = frozenset({"icon", "table cell", "table row", "tree item"})
_UNTOLD = frozenset({"", "panel", "filler", "drawing area", "canvas"})
_ELLIPSES = ("…", "...")
_TOOLKITS = ("gtk30", "gtk40", "gtk20")
_CATALOGUES = Path("/usr/share/locale")
_ENTRIES = Path("/usr/share/applications")
_SHOW_DOCUMENTS = frozenset(
    "TextEditor WordProcessor Spreadsheet Presentation Publishing Calculator Viewer RasterGraphics VectorGraphics"
    " FlowChart Dictionary".split()
)
_DO_MORE = frozenset(
    "Network Email InstantMessaging Chat IRCClient WebBrowser FileManager TerminalEmulator Settings System"
    " PackageManager P2P FileTransfer RemoteAccess".split()
)
_WORKSHOPS = frozenset({"Development", "IDE", "Building", "Debugger", "GUIDesigner"})
_SETTINGS = frozenset({"Settings", "DesktopSettings", "HardwareSettings"})
_SHEETS = "Spreadsheet"
_FILES = "FileManager"
_EDITOR, _VIEWER = "TextEditor", "Viewer"
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_MADE_WITH = {"pcmanfm": ("libfm",), "kate": ("kxmlgui5",), "kwrite": ("kxmlgui5",)}
# Titles of windows: what replaces words, and what looks something up in the text.
_REPLACING = frozenset({"Find and Replace", "Find & Replace", "Replace"})
_LOOKUPS = frozenset({"Find", "Search", "Go to", "Go to Line", "Jump to"})
_HELD = frozenset({"ctrl", "shift", "alt", "altgr", "super"})
_FUNCTION_KEY = re.compile(r"f\d+")
_MARKS = "_&"  # before the letter of a mnemonic, in GTK and in Qt
_HEADERS = 2  # in a row, which no row of a file is
_MNEMONIC = re.compile(r"[_&](?=\S)|\s*\([_&]?\w\)$")


class ProgramCommands:
    """Knows programs by their files; `languages` are those that programs speak, best first, else each says which."""

    def __init__(self, languages: Sequence[str] = ()) -> None:
        self._given = tuple(languages)

    def of(self, target: Target, action: Action) -> str:
        """Return the command that an action gives, in English; empty where it is none that sets nothing off."""
        window = target.window
        if window is None or not is_installed(window.program):
            return ""
        program = _name(window.program)
        if isinstance(action, Press) and program in BROWSERS:
            return BROWSER_CHORDS.get(_pressed(action), "")
        if target.in_page:
            return ""
        languages = self._languages(window)
        if manages_files(program) and (command := self._in_manager(target, action, program)):
            return command
        control = target.control
        if control is not None and control.role in _PRESSED and control.source == "accessibility":
            if not is_application(program) or _is_given(control.name, window.pid):
                return ""
            if _plain(control.name) == _plain(REPLACE_ALL) and shows_documents(program):
                return REPLACE_ALL if named(window.title, program, languages) in _REPLACING else ""
            known = named(control.name, program, languages)
            return known or (EDITING if _edits(control.menu, program, languages) else "")
        if not shows_documents(program):
            return _moves(target, action, program)
        if _ends_a_line_untold(target, action) and named(window.title, program, languages) in _LOOKUPS:
            return IN_TOOL_BAR
        return _by_keys(target, action, program) or _moves(target, action, program)

    def _in_manager(self, target: Target, action: Action, program: str) -> str:
        """Return what a file manager does; what its menus and headers say may be read where it tells neither."""
        control = target.control
        if command := _in_folder(target, action):
            return command
        if control is None or control.source != "ocr" or target.window is None:
            return ""
        if target.window.menu:
            read = named(_without_sign(control.name), program, self._languages(target.window))
            return read if read in SHOWING_COMMANDS else ""
        return SORT if self._is_header(target, action, program) else ""

    def _is_header(self, target: Target, action: Action, program: str) -> bool:
        """Tell whether a click is on the header of a column: nothing there is called so, and others are in its row."""
        place, control, file = target.place, target.control, target.file
        if not isinstance(action, Click) or (action.button, action.count, action.keys) != ("left", 1, ()):
            return False
        if place is None or place.chooser or control is None or file is None or file.kind:
            return False
        names = _headers(program, self._languages(place.window))
        own = [line.box for line in place.lines if line.text.strip() == control.name.strip()]
        if _plain(control.name) not in names or len(own) != 1:
            return False
        headers = (line.box for line in place.lines if _plain(line.text) in names)
        return sum(abs(one.y - own[0].y) < own[0].height for one in headers) >= _HEADERS

    def builds(self, window: Window) -> bool:
        """Tell whether a program builds and runs other programs, by its desktop entry."""
        return is_workshop(_name(window.program))

    def kinds(self, window: Window) -> frozenset[str]:
        """Return what a program is by its desktop entries: their categories; none of one that anybody may change."""
        return kinds_of(_name(window.program)) if is_installed(window.program) else frozenset()

    def shows_given(self, target: Target) -> bool:
        """Tell whether what is hit or chosen is somebody else's, who has started a program that is no application.

        All is that in one of the commands that are told by options what to show, but the button of a message, which
        leaves no choice; else what is called by a word that the program was started with.
        """
        window, focus = target.window, target.focus
        if window is None or is_application(_name(window.program)):
            return False
        names = (target.name.strip(), focus.name.strip() if focus else "")
        is_choice = target.place is not None and not target.place.message and _is_told_what_to_show(window)
        return is_choice or any(name and _is_given(name, window.pid) for name in names)

    def holds_command(self, window: Window) -> bool:
        """Tell whether a program was started with a command that it may run; what an interpreter runs is none."""
        return not is_interpreter(window.program.partition(" ")[0]) and holds_command(words_of(window.pid))

    def load(self, window: Window) -> None:
        """Read the catalogues of a window's program and the desktop entries, which take a while the first time."""
        if is_installed(window.program):
            program = _name(window.program)
            shows_documents(program)
            _labels(program, self._languages(window))

    def asked_of_menu(self, target: Target, action: Action) -> frozenset[str]:
        """Return the chord that a program's menu bar is to be asked of; empty where it need not be, or has none.

        Editors are asked, which may run things, as some have chords of their own for what others leave to others.
        """
        window = target.window
        if window is None or not isinstance(action, Press) or target.focus_role == "terminal":
            return frozenset()
        pressed, program = _pressed(action), _name(window.program)
        is_chord = pressed & {"ctrl", "alt"} or any(_FUNCTION_KEY.fullmatch(key) for key in pressed)
        if not is_chord or pressed <= _HELD or not is_installed(window.program) or not _is_editor(program):
            return frozenset()
        return pressed if is_workshop(program) or pressed not in CHORDS else frozenset()

    def _languages(self, window: Window) -> tuple[str, ...]:
        """Return the languages that a program speaks, by the environment that it was started with."""
        return self._given or tuple(spoken(environment_of(window.pid) or os.environ))


def named(label: str, program: str, languages: Sequence[str]) -> str:
    """Return the command that a label is, in English; one that opens a dialog by its own name."""
    plain, labels = _plain(label), _labels(program, tuple(languages))
    if plain.endswith(_ELLIPSES):
        asks = labels.get(plain.rstrip("….").strip(), "") if manages_files(program) else ""
        return asks or label.strip()
    return labels.get(plain, "")


def _edits(menu: str, program: str, languages: tuple[str, ...]) -> bool:
    """Tell whether a menu of an editor is one of those that edit, show and find, by the desktops' guidelines."""
    return bool(menu) and _is_editor(program) and _plain(menu) in _menus(program, languages)


# The dialog, the menu and the entry by which editors of GNOME and XFCE save under a name.
SAVE_AS = ("Save As", "File", "Save As…")


def label_here(name: str, program: str, languages: Sequence[str] = ()) -> str:
    """Return what a program calls a command or a window of its own on this desktop; the English where it says no other.

    `name` has no mnemonic, and an ellipsis where the label has one.
    """
    plain = name.rstrip("….")
    try:
        catalogue = gettext.translation(program, str(_CATALOGUES), tuple(languages) or tuple(spoken(os.environ)))
    except OSError:
        return name
    ends = ("",) if plain == name else _ELLIPSES
    labels = ((written, catalogue.gettext(written)) for written in _as_written(plain, ends))
    found = next((label for written, label in labels if label != written), name)
    return " ".join(_MNEMONIC.sub("", found).split())  # a narrow space before an ellipsis is none that anybody types


def spoken(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the languages that programs are to speak, best first, as gettext has them."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        yield from (one for one in environment.get(name, "").split(":") if one and one not in {"C", "POSIX", "C.UTF-8"})


def is_installed(program: str) -> bool:
    """Tell whether an administrator alone can change a program's file, and the folder that it lies in."""
    parts = program.split(" ")
    if not program.startswith("/") or any(part.startswith("-") for part in parts):
        return False
    return all(_is_fixed(part) and _is_fixed(os.path.dirname(part)) for part in parts if part.startswith("/"))  # noqa: PTH120 - the text of /proc


@lru_cache(maxsize=64)
def is_application(program: str) -> bool:
    """Tell whether a desktop entry stands for a program: it is one that people work in, and its labels are its own."""
    return bool(_kinds_of(program))


def _is_given(label: str, pid: int | None) -> bool:
    """Tell whether a label stands in the words that a process was started with; a path among them is none."""
    whole = re.compile(rf"(?<!\w){re.escape(_MNEMONIC.sub('', label).strip())}(?!\w)")
    return any(whole.search(_MNEMONIC.sub("", word)) for word in words_of(pid)[1:] if "/" not in word)


def _is_told_what_to_show(window: Window) -> bool:
    """Tell whether it is a command that was started with options; a program with a folder of its own is none."""
    folder = os.path.dirname(window.program)  # noqa: PTH120 - the text of /proc
    is_command = folder.endswith("/bin") and not is_interpreter(window.program.partition(" ")[0])
    return is_command and any(word.startswith("-") for word in words_of(window.pid)[1:])


@lru_cache(maxsize=64)
def kinds_of(program: str) -> frozenset[str]:
    """Return the categories of all desktop entries that stand for a program; it is for settings where each says so."""
    entries = _kinds_of(program)
    every = frozenset.intersection(*entries) if entries else frozenset[str]()
    return frozenset[str]().union(*entries) - (_SETTINGS - every)


@lru_cache(maxsize=64)
def shows_documents(program: str) -> bool:
    """Tell whether a program shows documents and does nothing else, by its desktop entry."""
    if program in BROWSERS | COMMAND_EDITORS | TERMINALS:
        return False
    return any(kinds & _SHOW_DOCUMENTS and not kinds & _DO_MORE for kinds in _kinds_of(program))


@lru_cache(maxsize=64)
def edits_text(program: str) -> bool:
    """Tell whether a program is an editor of texts, by its desktop entry."""
    return any(_EDITOR in kinds for kinds in _kinds_of(program))


@lru_cache(maxsize=64)
def manages_files(program: str) -> bool:
    """Tell whether a program is a file manager and nothing that goes to the net, by its desktop entry."""
    return any(_FILES in kinds and not kinds & (_DO_MORE - {_FILES, "System"}) for kinds in _kinds_of(program))


@lru_cache(maxsize=64)
def is_workshop(program: str) -> bool:
    """Tell whether a program is for developing programs, by its desktop entry; editors with commands have a rule."""
    return program not in COMMAND_EDITORS and any(kinds & _WORKSHOPS for kinds in _kinds_of(program))


def _is_editor(program: str) -> bool:
    return program not in COMMAND_EDITORS | TERMINALS | BROWSERS and (edits_text(program) or is_workshop(program))


def _pressed(action: Press) -> frozenset[str]:
    return frozenset(map(main_key, action.keys))


def _in_folder(target: Target, action: Action) -> str:
    """Return what a file manager does: an entry that is a folder on the disk is shown, and its chords show and ask."""
    place, control = target.place, target.control
    if place is None:
        return ""
    is_folder = target.file is not None and target.file.kind == "folder" and not place.chooser
    match action:
        case Click(button="left", count=2):
            is_entry = target.role in _ENTRIES_OF_FOLDERS and control is not None and control.source == "accessibility"
            return OPEN_FOLDER if is_folder and is_entry else ""
        case Press() if _pressed(action) == {"enter"}:
            is_entry = target.role == target.focus_role and target.role in _ENTRIES_OF_FOLDERS
            return OPEN_FOLDER if is_folder and is_entry else ""
        case Type(text) if target.focus_role == _FIELD and not (place.window.dialog or place.chooser):
            return OPEN_FOLDER if _leads_to_folder(text, target) else ""
        # One that tells nothing was made by other guidelines, and may mean anything by a chord.
        case Press() if target.focus_role and not place.window.dialog and not place.question:
            return FILE_CHORDS.get(_pressed(action), "")
        case _:
            return ""


def _leads_to_folder(text: str, target: Target) -> bool:
    """Tell whether a line is the path of a folder, and no file's together with what stands in its field."""
    path, stands = Path(text.removesuffix("\n")), (target.focus.value if target.focus else None) or ""
    beside = (stands + str(path), str(path) + stands)
    is_path = text.endswith("\n") and path.is_absolute() and "\n" not in str(path)
    return is_path and os.path.isdir(path) and not any(map(os.path.isfile, beside))  # noqa: PTH112 - any length


def _moves(target: Target, action: Action, program: str) -> str:
    """Return that a key moves about, and in a viewer zooms, or that the wheel scrolls: in a document untold of."""
    focus, control, window = target.focus, target.control, target.window
    untold = focus is None or (focus.role in _UNTOLD and not focus.name)
    if not untold or window is None or window.dialog or window.menu:
        return ""
    if not (edits_text(program) or shows_documents(program)):
        return ""
    if isinstance(action, Scroll):
        return SCROLL if control is None or control.role in _UNTOLD | {"unknown"} else ""
    if not isinstance(action, Press) or len(action.keys) != 1:
        return ""
    keys = WANDERING | (ZOOMING if _VIEWER in kinds_of(program) else frozenset()) if shows_documents(program) else MOVES
    return MOVE if _pressed(action) <= keys else ""


def _by_keys(target: Target, action: Action, program: str) -> str:
    match action:
        case Press():
            pressed = _pressed(action)
            in_cell = target.focus_role in _CELLS and _is_sheet(program)
            new_line = pressed == {"enter"} and (target.focus_role == _TEXT or in_cell)
            if pressed == {"enter"} and _is_in_tool_bar(target, program):
                return IN_TOOL_BAR
            return NEW_LINE if new_line else CHORDS.get(pressed, "")
        case Type() if target.focus_role == _TEXT or (target.focus_role in _CELLS and _is_sheet(program)):
            return NEW_LINE
        case Type(text) if text.endswith("\n") and text.count("\n") == 1 and _is_in_tool_bar(target, program):
            return IN_TOOL_BAR
        case _:
            return ""


def _ends_a_line_untold(target: Target, action: Action) -> bool:
    """Tell whether Return goes to a dialog that tells nothing of itself."""
    match action:
        case Press():
            returns = _pressed(action) == {"enter"}
        case Type(text, None):
            returns = text.endswith("\n") and text.count("\n") == 1
        case _:
            returns = False
    is_dialog = target.window is not None and target.window.dialog
    return returns and is_dialog and not (target.role or target.focus_role)


def _is_in_tool_bar(target: Target, program: str) -> bool:
    """Tell whether the keyboard is in a field of a tool bar, which acts on the document that a program shows.

    In a window of a plain editor each field is one: beside the text it looks words up, replaces them or goes to a line.
    """
    focus, window = target.focus, target.window
    asks = window is None or window.dialog or window.menu or (target.place is not None and target.place.question)
    if focus is None or asks or focus.role not in _BAR_FIELDS:
        return False
    return focus.in_tool_bar or (edits_text(program) and not is_workshop(program))


@lru_cache(maxsize=64)
def _is_sheet(program: str) -> bool:
    return any(_SHEETS in kinds for kinds in _kinds_of(program))


def _name(program: str) -> str:
    return _stem(program.rsplit(" ", maxsplit=1)[-1])


def _stem(path: str) -> str:
    """Return a program's name: of the file that is run in the end, without what tells it from a script around it."""
    return os.path.realpath(path).rpartition("/")[2].removesuffix(".bin").removesuffix("-bin")


def _is_fixed(path: str) -> bool:
    try:
        found = Path(path).stat()
    except OSError:
        return False
    return found.st_uid == 0 and not found.st_mode & _OTHERS_MAY_WRITE


def _without_sign(read: str) -> str:
    """Return what was read of a menu's item without its tick or its icon, which is read as a sign of some kind."""
    words = read.split()
    while words and not any(map(str.isalpha, words[0])):
        del words[0]
    return " ".join(words)


def _plain(label: str) -> str:
    return _MNEMONIC.sub("", label).strip().casefold()


@lru_cache(maxsize=16)
def _labels(program: str, languages: tuple[str, ...]) -> Mapping[str, str]:
    """Return the commands by their labels in English and in the program's language."""
    names = (*COMMANDS, *FILE_COMMANDS) if manages_files(program) else COMMANDS
    return _in_language(names, (program, *_TOOLKITS), languages)


@lru_cache(maxsize=16)
def _headers(program: str, languages: tuple[str, ...]) -> Mapping[str, str]:
    """Return the headers of a file manager's columns by their labels in English and in the program's language."""
    return _in_language(COLUMNS, (program, *_MADE_WITH.get(program, ()), *_TOOLKITS), languages)


@lru_cache(maxsize=16)
def _menus(program: str, languages: tuple[str, ...]) -> Mapping[str, str]:
    """Return the menus of an editor that edit, show and find, by their names in English and in its language."""
    return _in_language(EDITING_MENUS, (program, *_MADE_WITH.get(program, ()), *_TOOLKITS), languages)


def _in_language(names: Sequence[str], domains: Sequence[str], languages: Sequence[str]) -> Mapping[str, str]:
    """Return names in English by how they are written there and in a language, by the catalogues of these domains."""
    labels = {_plain(name): name for name in names}
    for domain in domains:
        try:
            catalogue = gettext.translation(domain, str(_CATALOGUES), languages)
        except OSError:
            continue
        for name in names:
            for written in _as_written(name, ("", *_ELLIPSES)):
                if (label := catalogue.gettext(written)) != written:
                    labels.setdefault(_plain(label).rstrip("….").strip(), name)
    return labels


def _as_written(name: str, ends: Sequence[str]) -> Iterator[str]:
    """Yield a name as sources write it: with a mnemonic before any letter or without, and with each of these ends."""
    for end in ends:
        yield name + end
        letters = [at for at, letter in enumerate(name) if letter.isalpha()]
        yield from (f"{name[:at]}{mark}{name[at:]}{end}" for mark in _MARKS for at in letters)


def _kinds_of(program: str) -> tuple[frozenset[str], ...]:
    """Return the categories by each desktop entry that stands for a program."""
    return tuple(kinds for command, kinds in _entries() if command == program)


@lru_cache(maxsize=1)
def _entries() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return what the system's desktop entries run, and their categories."""
    found = []
    for path in sorted(_ENTRIES.glob("*.desktop")) if _ENTRIES.is_dir() else ():
        entry = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",), strict=False)
        try:
            entry.read(path, encoding="utf-8")
            command = entry["Desktop Entry"].get("Exec", "")
            kinds = entry["Desktop Entry"].get("Categories", "")
        except (OSError, UnicodeDecodeError, configparser.Error, KeyError):
            continue
        words = (word for word in command.split() if word != "env" and "=" not in word)
        runs = _stem(shutil.which(next(words, "")) or "")
        if runs and not is_interpreter(runs):  # which stands for whatever it is told to run
            found.append((runs, frozenset(kinds.strip(";").split(";"))))
    return tuple(found)
