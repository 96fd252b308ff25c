"""Ask before a file is written, moved or renamed to where the system, a shell or a program carries it out later.

What counts is where it lands, with all links followed: not what was typed.
"""

from __future__ import annotations

from typing import Final

from desktop_agent.core.actions import Click, Drag, HoldButton, ReleaseButton
from desktop_agent.core.decision import Ask, Case, Decision, File, Reason, Target
from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message
from desktop_agent.core.programs import BROWSERS, TERMINALS
from desktop_agent.policy.effects import chords, entered, is_paste, presses
from desktop_agent.policy.places import is_ordinary, names_hidden
from desktop_agent.policy.programs import FILE_MANAGERS, is_one_of
from desktop_agent.policy.rules.consequences import is_mnemonic
from desktop_agent.policy.rules.launchers import cancels

_RULE: Final = "file-place"
_SAVES = frozenset({frozenset({"ctrl", "s"}), frozenset({"ctrl", "shift", "s"})})
_BUTTONS = frozenset({"push button", "button", ""})
_ROWS = frozenset({"table cell", "list item", "icon", "tree item", "table row"})
# A browser shows these; and by what is in those, programs are built.
_SHOWN = (".html", ".htm", ".xhtml", ".svg", ".js")
_RECIPES = frozenset({"makefile", "gnumakefile", "rakefile", "justfile", "dockerfile", "jenkinsfile", "pkgbuild"})
_LONGEST_SHOWN = 120
# What takes an entry away from where it is, or from its name.
_TAKE = frozenset({frozenset({"f2"}), frozenset({"f6"}), frozenset({"shift", "f6"}), frozenset({"ctrl", "x"})})
_TAKING = frozenset({"Rename", "Cut"})
# There is no entry in these, and keys and drags mean their text, or scroll.
_NO_ENTRIES = frozenset({"entry", "text", "scroll bar", "menu", "page tab", "split pane", "table column header"})


def judge(case: Case) -> Decision | None:
    """Ask where a file dialog, an editor or a file manager is at a place that is carried out or read by programs."""
    target = case.target
    if is_one_of(target.window, TERMINALS):
        return None
    if target.chooser:
        why = _chosen(target) if accepts(case) else ""
    elif is_one_of(target.window, FILE_MANAGERS):
        why = _managed(case)
    else:
        why = _edited(case)
    return Ask((Reason(_RULE, why),)) if why else None


def _chosen(target: Target) -> str:
    if target.file is None:
        return "We can't tell which file this dialog is about."
    return "" if target.file.kind == "folder" or is_ordinary(target.file) else _about(target.file)


def accepts(case: Case) -> bool:
    """Tell whether a file dialog may be done with it: by Return, a button of it, or a double click on a row."""
    role = case.target.role
    if cancels(case.target.control):
        return False
    twice, spaced = _is_twice(case) and role in _ROWS, presses(case, "space") and role in _BUTTONS
    return twice or spaced or _is_on_button(case) or is_mnemonic(case) or presses(case, "enter")


def _managed(case: Case) -> str:
    """Say what is wrong where files are moved, pasted or renamed in a file manager."""
    target = case.target
    if presses(case, "enter") and any(map(names_hidden, _named(case))):
        return "The name begins with a dot, or leads into a hidden folder: programs read such files by themselves."
    if (why := _taken(case)) or target.file is None:
        return why
    lands = isinstance(case.action, Drag | ReleaseButton) or is_paste(case) or presses(case, "enter")
    lands = lands or _answers(case) or (_is_twice(case) and target.file.ours and target.file.kind != "folder")
    both = [one.file for one in (target, target.also) if one is not None and one.file is not None]
    return next((_about(file) for file in both if not is_ordinary(file)), "") if lands else ""


def _taken(case: Case) -> str:
    """Say what is wrong where an entry is renamed, cut or dragged away, and where files come to an unknown folder."""
    target = case.target
    named = target.role if isinstance(case.action, Drag | Click) else target.focus_role
    takes = bool(chords(case) & _TAKE) or target.command in _TAKING or isinstance(case.action, Drag)
    comes = is_paste(case) and bool(target.focus_role)  # else it may be a launcher's line
    if named in _NO_ENTRIES or not (takes or comes):
        return ""
    if target.file is None:
        return "We can't tell which folder this window shows."
    if takes and target.file.holds_ours:
        return Message("The settings of Desktop Agent lie in {path}.", path=foreign(target.file.path, _LONGEST_SHOWN))
    return _about(target.file) if takes and not is_ordinary(target.file) else ""


def _answers(case: Case) -> bool:
    """Tell whether a dialog of a file manager is answered, and not left, by a press on a button."""
    window = case.target.window
    return _is_on_button(case) and window is not None and window.dialog and not cancels(case.target.control)


def _is_on_button(case: Case) -> bool:
    return isinstance(case.action, Click | HoldButton | ReleaseButton) and case.target.role in _BUTTONS


def _is_twice(case: Case) -> bool:
    return isinstance(case.action, Click) and case.action.count > 1


def _edited(case: Case) -> str:
    """Say what is wrong where a text is changed or saved whose window names its file, or where a dialog gets a path."""
    target, what = case.target, entered(case)
    if is_one_of(target.window, BROWSERS):
        return ""
    if target.file and not is_ordinary(target.file) and (what is not None or chords(case) & _SAVES):
        return _about(target.file)
    if target.file and _runs(target.file) and (chords(case) & _SAVES or target.command == "Save"):
        return Message("{path} is a program.", path=foreign(target.file.path, _LONGEST_SHOWN))
    asks = target.window is not None and target.window.dialog
    if asks and presses(case, "enter") and not target.focus_role and not target.role and case.typed_before:
        return "We can't tell where this dialog puts what was typed."
    if asks and presses(case, "enter") and any("/" in name and names_hidden(name) for name in _named(case)):
        return "This names a hidden place: programs read such files by themselves."
    return ""


def _named(case: Case) -> tuple[str, str]:
    """Return what stands in a field, and what was typed there since: it may take the place of what stood there."""
    what = entered(case)
    return case.target.value or "", case.typed_before + (what.text or "" if what else "")


def _runs(file: File) -> bool:
    """Tell whether a file is carried out when somebody opens it, or builds with it."""
    recipe = file.path.rpartition("/")[2].lower() in _RECIPES
    return recipe or (file.kind == "program" and not file.path.lower().endswith(_SHOWN))


def _about(file: File) -> str:
    return Message("Programs read or run {path} by themselves.", path=foreign(file.path, _LONGEST_SHOWN))
