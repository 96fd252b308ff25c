"""Rules about files: what a file manager opens, where a file lands, which file leaves, and our own settings."""

from __future__ import annotations

import re
from typing import Final

from desktop_agent.core.actions import Click, Drag, HoldButton, HoldKey, Press, ReleaseButton
from desktop_agent.core.commands import COPY, FILE_CHORDS, FILE_COMMANDS, IN_TOOL_BAR, LEAVES, PASTE, SORT
from desktop_agent.core.decision import Ask, Case, Decision, File, Pasted, Reason, Target
from desktop_agent.core.display_text import foreign
from desktop_agent.core.frame import Window
from desktop_agent.core.keys import is_return
from desktop_agent.core.message import Message
from desktop_agent.core.programs import (
    BROWSERS,
    CORRESPONDENTS,
    FILE_MANAGERS,
    LAUNCHERS,
    TERMINALS,
    is_one_of,
    short_name,
)
from desktop_agent.policy.commit_points import commits
from desktop_agent.policy.effects import Chord, chords, entered, is_mnemonic, is_paste, is_written_in, presses
from desktop_agent.policy.roles import UNTOLD

# In a title, by any order of folder and name; in a text, as a path.
_SETTINGS_TITLE = re.compile(
    r"applications\.toml|desktop-agent.*(?:config\.toml|(?:confirmed|keys)\.json)"
    r"|(?:config\.toml|keys\.json).*desktop-agent",
    re.IGNORECASE,
)
_SETTINGS_PATH = re.compile(
    r"desktop-agent[\\/]+(?:config[\\/]+)?(?:(?:config|applications)\.toml|keys\.json)", re.IGNORECASE
)
_OPENING: Final = "opens-file"
_MENUS = frozenset({"menu item", "check menu item", "radio menu item", "popup menu", "menu"})
_TEXTS = frozenset({"entry", "text", "label", "scroll bar"})
_NOT_OPENED = _TEXTS | {"push button", "toggle button", "menu", "page tab", "split pane", "table column header"}
_PLAIN_KEYS = frozenset(
    "up down left right home end pageup pagedown tab escape f2 f3 f5 f6 f9 f11 delete backspace menu insert enter space"
    " printscreen capslock numlock scrolllock".split()
)
_PLAIN_WITH_CTRL = frozenset("a c x v f l r w z y h + - 0 1 2 3 4 tab pageup pagedown home end space insert".split())
_DELETE_KEYS = frozenset({"delete", "backspace"})  # of which another rule knows
_PLAIN_WITH_ALT = frozenset({"left", "right", "up", "home"})
_MODIFIERS = frozenset({"ctrl", "alt", "super"})
# Items that change what is seen, or ask for more before they do anything. Which they are, the program's own catalogue
# says (`Target.command`): no word that only stands there counts.
_HARMLESS_ITEMS = frozenset(FILE_COMMANDS)
_HARMLESS_ANSWERS = frozenset({*LEAVES, "Rename"})
_PATH = re.compile(r"""(?<![\w:/.~])(?:~|\.{0,2})/[^\s'"`;,|&<>()]+""")
_LANDING: Final = "file-place"
_SAVE_CHORDS = frozenset({frozenset({"ctrl", "s"}), frozenset({"ctrl", "shift", "s"})})
_SAVE_COMMANDS = frozenset({"Save", "Save As", "Save a Copy"})
_DIALOG_BUTTONS = frozenset({"push button", "button", ""})
_ROWS = frozenset({"table cell", "list item", "icon", "tree item", "table row"})
# A browser shows these; and by what is in those, programs are built.
_SHOWN = (".html", ".htm", ".xhtml", ".svg", ".js")
_RECIPES = frozenset({"makefile", "gnumakefile", "rakefile", "justfile", "dockerfile", "jenkinsfile", "pkgbuild"})
_LONGEST_SHOWN = 120
# What takes an entry away from where it is, or from its name.
_TAKE_CHORDS = frozenset({frozenset({"f2"}), frozenset({"f6"}), frozenset({"shift", "f6"}), frozenset({"ctrl", "x"})})
_TAKE_COMMANDS = frozenset({"Rename", "Cut"})
# What puts a copy of it where it can be pasted.
_COPY_CHORDS = frozenset({frozenset({"ctrl", "c"}), frozenset({"ctrl", "insert"})})
# There is no entry in these, and keys and drags mean their text, or scroll.
_NOT_TAKEN = frozenset({"entry", "text", "scroll bar", "menu", "page tab", "split pane", "table column header"})
# Folders of the system itself, and of programs wherever they are.
_SYSTEM_FOLDERS = frozenset("etc usr bin sbin lib lib32 lib64 libx32 opt boot var root proc sys dev run snap".split())
_PROGRAM_FOLDERS = frozenset({"bin", "sbin"})
# What everybody may write to, and what is plugged in.
_OPEN_FOLDERS = ("/tmp", "/var/tmp", "/run/media", "/run/user")  # noqa: S108 - nothing is written there


def own_settings(case: Case) -> Decision | None:
    """Ask before our settings are changed by another program: its window shows such a file, or a text names one."""
    what, window = entered(case), case.target.window
    text = (case.typed_before + what.text) if what and what.text else ""
    into = window is not None and _SETTINGS_TITLE.search(window.title) is not None
    acts = what is not None or bool(chords(case)) or isinstance(case.action, Click)
    if not (into and acts) and not _SETTINGS_PATH.search(text):
        return None
    return Ask((Reason("own-files", Message("This involves Desktop Agent's own settings.")),))


def opening(case: Case) -> Decision | None:
    """Ask before a file manager opens what may be a program, and before anything else in it not known to be harmless.

    Opening a script, a launcher or a program runs it, and one click may open. Folders and plain documents are opened
    without a question where it is known that they are that; so is what is known to do nothing in a menu, a dialog or by
    a chord. All else is asked.
    """
    window = case.target.window
    if window is None or not is_one_of(window, FILE_MANAGERS):
        return None
    why = _opened_by_pointer(case) or _opened_by_keys(case)
    return Ask((Reason(_OPENING, Message("{why} in {window}.", why=why, window=short_name(window))),)) if why else None


def _opened_by_pointer(case: Case) -> str:
    target, action = case.target, case.action
    if not isinstance(action, Click | HoldButton | ReleaseButton) or target.window is None:
        return ""
    if target.window.menu or target.role in _MENUS - {"menu"}:
        return "" if target.command in _HARMLESS_ITEMS else Message("We can't tell what this item does")
    if target.window.dialog and target.role not in _TEXTS:
        return "" if target.command in _HARMLESS_ANSWERS else Message("We can't tell which question this answers")
    if target.role in _NOT_OPENED or target.command == SORT:
        return ""
    if isinstance(action, Click) and action.count > 1:
        return _opens(case)
    at_once = action.button == "left" and (_may_be_program(case) or _is_untold(target))
    return Message("If a single click opens files, this may run a program") if at_once else ""


def _opened_by_keys(case: Case) -> str:
    target = case.target
    pressed = chords(case)
    if target.focus_role in _MENUS:
        acts = presses(case, "enter", "space") or entered(case) is not None
        return Message("We can't tell what this item does") if acts else ""
    if target.command and chords(case) <= FILE_CHORDS.keys():
        return ""
    if isinstance(case.action, Press | HoldKey) and not all(_is_harmless(chord) for chord in pressed):
        return Message("We can't tell what these keys do")
    if not presses(case, "enter") or target.window is None or target.focus_role in _TEXTS:
        return ""
    if target.window.dialog:
        return "" if target.command in _HARMLESS_ANSWERS else Message("We can't tell which question this answers")
    return _opens(case)


def _may_be_program(case: Case) -> bool:
    """Tell whether an entry is a program, or one of a folder that holds some where nobody can tell which."""
    file = case.target.file
    return file is not None and (file.kind == "program" or file.among_programs)


def _is_untold(target: Target) -> bool:
    """Tell whether nobody tells what is hit, nor which folder is shown."""
    return not target.role and target.file is None


def _opens(case: Case) -> str:
    file = case.target.file
    if file is not None and file.kind == "program":
        return Message("This runs a program")
    return "" if file is not None and file.kind else Message("We can't tell whether this runs a program")


def _is_harmless(chord: Chord) -> bool:
    if is_return(chord):
        return True  # it is judged by what it opens
    keys, with_them = chord - _MODIFIERS - {"shift", "altgr"}, chord & _MODIFIERS
    match with_them:
        case _ if not with_them or keys <= _DELETE_KEYS:
            return all(key in _PLAIN_KEYS or len(key) == 1 for key in keys)
        case _ if with_them == {"ctrl"}:
            return keys <= _PLAIN_WITH_CTRL
        case _:
            # Letters with Alt open menus, of which another rule knows.
            return with_them == {"alt"} and all(key in _PLAIN_WITH_ALT or len(key) == 1 for key in keys)


def landing(case: Case) -> Decision | None:
    """Ask before a file is written, moved or renamed to where the system, a shell or a program carries it out later.

    What counts is where it lands, with all links followed: not what was typed.
    """
    target = case.target
    if is_one_of(target.window, TERMINALS):
        return None
    if target.place is not None and target.place.chooser:
        why = _chosen(target) if _accepts(case) else ""
    elif is_one_of(target.window, FILE_MANAGERS):
        why = _managed(case)
    else:
        why = _edited(case)
    return Ask((Reason(_LANDING, why),)) if why else None


def emptied(case: Case) -> Decision | None:
    """Ask before a file is written whose text was all taken away: it holds nothing then."""
    if not case.emptied or not _saves(case):
        return None
    return Ask((Reason("consequence-delete", Message("This saves the file after all of its text was removed.")),))


def _saves(case: Case) -> bool:
    """Tell whether an open file is written: by its chord, the program's command, or a control that is called so."""
    pressed = isinstance(case.action, Click | HoldButton | ReleaseButton) or presses(case, "enter", "space")
    is_save = case.target.command in _SAVE_COMMANDS or case.target.name.lower().startswith("save")
    return bool(chords(case) & _SAVE_CHORDS) or (pressed and is_save) or _is_letter_in_menu(case)


def _is_letter_in_menu(case: Case) -> bool:
    """Tell whether a letter presses an item of an open menu: which one, nobody tells."""
    what = entered(case)
    return case.target.focus_role in _MENUS and what is not None and bool(what.text and what.text.strip())


def upload(case: Case) -> Decision | None:
    """Ask before a file leaves: chosen for a page or a message, pasted into it, or dropped on it."""
    target, place = case.target, case.target.place
    into = target.also if target.also is not None and isinstance(case.action, Drag | ReleaseButton) else target
    if place is None or not is_one_of(into.window, BROWSERS | CORRESPONDENTS):
        return None
    is_file = target.file is not None and target.file.kind in {"document", "program"}
    chosen = place.chooser and is_file and _accepts(case)
    pasted = is_paste(case) and case.pasted is not None and _holds_files(case.pasted)
    dropped = into is not target and is_one_of(place.window, FILE_MANAGERS)
    if chosen or pasted or dropped:
        return Ask((Reason("file-out", Message("{window} will receive this file.", window=short_name(into.window))),))
    if _answers_unknown_dialog(case):
        said = Message(
            "We can't tell what this dialog of {window} asks: it may send a file.", window=short_name(into.window)
        )
        return Ask((Reason("file-out", said),))
    return None


def _answers_unknown_dialog(case: Case) -> bool:
    """Tell whether a dialog may be done with that tells nothing of itself, as Chromium's own for choosing a file."""
    target = case.target
    if target.window is None or not target.window.dialog or target.command in LEAVES:
        return False
    pressed = isinstance(case.action, Click | HoldButton | ReleaseButton) and target.role in UNTOLD
    return pressed or (presses(case, "enter", "space") and not target.focus_role) or is_mnemonic(case)


def _holds_files(pasted: Pasted) -> bool:
    """Tell whether what is on the clipboard are files: they come from a file manager, or are named as files are."""
    lines = pasted.text.split()
    named = bool(lines) and all(line.startswith("file://") for line in lines)
    return named or is_one_of(Window(0, program=pasted.program), FILE_MANAGERS)


def _chosen(target: Target) -> str:
    if target.file is None:
        return Message("We can't tell which file this dialog is for.")
    return "" if target.file.kind == "folder" or is_ordinary(target.file) else _about(target.file)


def _accepts(case: Case) -> bool:
    """Tell whether a file dialog may be done with it: by Return, a button of it, or a double click on a row."""
    role = case.target.role
    if case.target.command in LEAVES:
        return False
    twice, spaced = _is_twice(case) and role in _ROWS, presses(case, "space") and role in _DIALOG_BUTTONS
    return twice or spaced or _is_on_button(case) or is_mnemonic(case) or presses(case, "enter")


def _managed(case: Case) -> str:
    """Say what is wrong where files are moved, pasted or renamed in a file manager."""
    target = case.target
    if presses(case, "enter") and any(map(names_hidden, _names_in_field(case))):
        return Message(
            "The name starts with a dot or points to a hidden folder, and programs read such files automatically."
        )
    if (why := _taken(case) or _copied(case)) or target.file is None:
        return why
    lands = isinstance(case.action, Drag | ReleaseButton) or is_paste(case) or presses(case, "enter")
    lands = lands or _answers_dialog(case) or (_is_twice(case) and target.file.ours and target.file.kind != "folder")
    both = [one.file for one in (target, target.also) if one is not None and one.file is not None]
    return next((_about(file) for file in both if not is_ordinary(file)), "") if lands else ""


def _taken(case: Case) -> str:
    """Say what is wrong where an entry is renamed, cut or dragged away, and where files come to an unknown folder."""
    target = case.target
    named = target.role if isinstance(case.action, Drag | Click) else target.focus_role
    takes = bool(chords(case) & _TAKE_CHORDS) or target.command in _TAKE_COMMANDS or isinstance(case.action, Drag)
    # Without either it may be a launcher's line.
    comes = is_paste(case) and (bool(target.focus_role) or target.command == PASTE)
    if named in _NOT_TAKEN or not (takes or comes):
        return ""
    if target.file is None:
        return Message("We can't tell which folder this window shows.")
    if takes and target.file.holds_ours:
        return Message("Desktop Agent's settings are in {path}.", path=foreign(target.file.path, _LONGEST_SHOWN))
    return _about(target.file) if takes and not is_ordinary(target.file) else ""


def _copied(case: Case) -> str:
    """Say what is wrong where an entry of a hidden folder is copied: where it is pasted, others may read it."""
    target, pressed = case.target, bool(chords(case) & _COPY_CHORDS)
    copies = (pressed and target.focus_role not in _NOT_TAKEN) or target.command == COPY
    if not copies or target.file is None or not _is_hidden(target.file):
        return ""
    return Message("{path} is hidden and may be confidential.", path=foreign(target.file.path, _LONGEST_SHOWN))


def _answers_dialog(case: Case) -> bool:
    """Tell whether a dialog of a file manager is answered, and not left, by a press on a button."""
    window = case.target.window
    return _is_on_button(case) and window is not None and window.dialog and case.target.command not in LEAVES


def _is_on_button(case: Case) -> bool:
    return isinstance(case.action, Click | HoldButton | ReleaseButton) and case.target.role in _DIALOG_BUTTONS


def _is_twice(case: Case) -> bool:
    return isinstance(case.action, Click) and case.action.count > 1


def _edited(case: Case) -> str:
    """Say what is wrong where a file is changed or saved that its program has open, or where a dialog gets a path.

    In a program that shows a file of the system's or a hidden one, all that may set something off may change it.
    """
    target, what = case.target, entered(case)
    if is_one_of(target.window, BROWSERS):
        return ""
    if target.file and not is_ordinary(target.file) and (what is not None or commits(case)):
        return _about(target.file)
    if target.file and _runs(target.file) and _saves(case):
        return Message("{path} is a program.", path=foreign(target.file.path, _LONGEST_SHOWN))
    asks = target.window is not None and target.window.dialog
    ends = presses(case, "enter") or isinstance(case.action, Click)
    untold = target.focus_role in UNTOLD and not target.role
    if asks and ends and untold and case.typed_before and target.command != IN_TOOL_BAR:
        return Message("We can't tell where this dialog will put the typed text.")
    if asks and presses(case, "enter") and any("/" in name and names_hidden(name) for name in _names_in_field(case)):
        return Message("This refers to a hidden location, where programs read files automatically.")
    ordered = what is not None and not is_written_in(case) and not is_one_of(target.window, LAUNCHERS)
    if what is not None and ordered and any(map(names_hidden, _PATH.findall(case.typed_before + (what.text or "")))):
        return Message("This text refers to a hidden location, where programs read files automatically.")
    # Old toolkits have the field for a file's name in the window itself.
    if untold and commits(case) and any(_is_hidden_path(name) for name in _names_in_field(case)):
        return Message("This may refer to a hidden location, where programs read files automatically.")
    return ""


def _is_hidden_path(text: str) -> bool:
    """Tell whether a text is nothing but a path, and that of a hidden place."""
    path = text.strip()
    return path.startswith(("/", "~", "./", "../")) and len(path.split()) == 1 and names_hidden(path)


def _names_in_field(case: Case) -> tuple[str, str]:
    """Return what stands in a field, and what was typed there since: it may take the place of what stood there."""
    what, focus = entered(case), case.target.focus
    return (focus.value if focus else None) or "", case.typed_before + (what.text or "" if what else "")


def _runs(file: File) -> bool:
    """Tell whether a file is carried out when somebody opens it, or builds with it."""
    recipe = file.path.rpartition("/")[2].lower() in _RECIPES
    return recipe or (file.kind == "program" and not file.path.lower().endswith(_SHOWN))


def _about(file: File) -> str:
    if file.has_other_names:
        return Message("{path} has another name somewhere else.", path=foreign(file.path, _LONGEST_SHOWN))
    return Message("Programs read or run {path} automatically.", path=foreign(file.path, _LONGEST_SHOWN))


def is_ordinary(file: File) -> bool:
    """Tell whether a file is no program's to read by itself: not hidden, among programs, or the system's.

    Start files of shells and desktops, keys, services and hooks of a repository all lie in hidden places.
    """
    if file.ours or file.has_other_names:
        return False
    parts = _parts(file)
    if _is_hidden(file) or _PROGRAM_FOLDERS & {*parts[:-1]}:
        return False
    if _is_in(file.path, file.home) or any(_is_in(file.path, one) for one in _OPEN_FOLDERS):
        return True
    return bool(parts) and parts[0] not in _SYSTEM_FOLDERS


def _is_hidden(file: File) -> bool:
    return any(part.startswith(".") for part in _parts(file))


def _parts(file: File) -> list[str]:
    """Return the names that a path is made of, below the home where it lies there."""
    below = file.path.removeprefix(file.home) if _is_in(file.path, file.home) else file.path
    return [part for part in below.split("/") if part]


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def names_hidden(text: str) -> bool:
    """Tell whether a text that names a file names one in a hidden place, or one that may lie anywhere above."""
    parts = text.strip().replace("\\", "/").split("/")
    return ".." in parts or any(part.startswith(".") and part != "." for part in parts)
