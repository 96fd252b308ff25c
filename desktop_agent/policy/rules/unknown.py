"""Ask before a press whose target is unknown.

Only these unknowns are asked about: Return in a field of one line that is neither an address bar nor a
search, where no default button is told; Return and the space bar where it is unknown what has the keyboard; a “Yes”
whose question cannot be read; letters where a menu is open or where a page itself has the keyboard; a press that begins
on a menu and ends elsewhere; “Quit” in a menu, which hides the title of its window; what is dragged in a file manager;
and what follows a Tab in a text.
Text as such passes, and so do clicks, which are judged by what is read there.
"""

from __future__ import annotations

import re
from typing import Final

from desktop_agent.core.actions import Click, Drag, HoldButton, ReleaseButton, Type
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Target
from desktop_agent.core.describe import visible
from desktop_agent.core.programs import TERMINALS
from desktop_agent.policy.consequence_words import (
    answers_yes,
    consequence,
    consequence_around,
    names_with_consequence,
    quits,
)
from desktop_agent.policy.effects import chords, entered, is_bar, is_paste, presses
from desktop_agent.policy.hosts import address_entered
from desktop_agent.policy.programs import CHATS, FILE_MANAGERS, LAUNCHERS, is_one_of, short_name

_RULE: Final = "unknown-effect"
_UNKNOWN_FOCUS = "We can't tell what has the keyboard"
_LONGEST_NAME = 60
# Of one line: in a “text”, which has more, Return begins a new one.
_FIELDS = frozenset({"entry", "password text", "autocomplete", "editbar"})
# A Tab indents there, or goes on to the next cell of the same table.
_HOLD_TABS = frozenset({"text", "paragraph", "document text", "table cell", "table"})
_MENUS = frozenset({"menu", "menu bar", "menu item", "check menu item", "radio menu item", "popup menu"})
_MOVE_NO_FILE = frozenset({"scroll bar", "split pane", "separator", "entry", "text", "slider", "push button"})
_RENAMES = re.compile(
    r"rename|umbenennen|renommer|renombrar|rinomina|renomear|hernoemen|zmień nazwę|переимен|перейменув|přejmenovat"
    r"|adlandır|byt namn|omdøb|gi nytt navn|nimeä|μετονομασία|átnevezés|redenum|đổi tên|ganti nama|重命名|名前の変更"
    r"|이름 바꾸기",
    re.IGNORECASE,
)
_PAGES = frozenset({"document web", "document frame"})
_SEARCHES = re.compile(
    r"search|find|filter|look ?up|such|recherche|chercher|buscar|búsqueda|cerca|ricerca|pesquis|zoek|szuka|поиск|найти"
    r"|пошук|hled|ara\b|sök|søg|søk|haku|etsi|αναζήτηση|keres|caută|tìm|cari|חיפוש|بحث|खोज|搜索|搜尋|検索|검색",
    re.IGNORECASE,
)


def judge(case: Case) -> Decision | None:
    """Ask where something is pressed, and what it does is hidden."""
    if case.target.window is None or is_one_of(case.target.window, TERMINALS | LAUNCHERS):
        return None
    if isinstance(case.action, Type) and _goes_on_after_tab(case.action):
        if case.target.focus_role not in _HOLD_TABS:
            return Ask((Reason("text-after-tab", "We can't tell which field the text after the Tab will go into."),))
        return None
    why = _by_pointer(case) or _by_key(case)
    if not why:
        return None
    return Ask(
        (
            Reason(
                _RULE, _unknown_focus(case) if why == _UNKNOWN_FOCUS else f"{why} in {short_name(case.target.window)}."
            ),
        )
    )


def _goes_on_after_tab(action: Type) -> bool:
    return not action.whole and bool(action.text.partition("\t")[2].strip("\t"))


def _unknown_focus(case: Case) -> str:
    """Say what may be pressed where it is unknown what has the keyboard."""
    program, key = short_name(case.target.window), "Return" if presses(case, "enter") else "a space"
    named = names_with_consequence(case.target)
    what = f"{key} could press “{visible(named[0], _LONGEST_NAME)}”" if named else f"{key} may press anything there"
    return f"{program[:1].upper()}{program[1:]} does not tell which field has the keyboard; {what}."


def renames(title: str) -> bool:
    """Tell whether a dialog asks for another name, by its title."""
    return _RENAMES.search(title) is not None


def _by_pointer(case: Case) -> str:
    target, action = case.target, case.action
    if isinstance(action, Drag) and target.role in _MENUS:
        return "We can't tell on which item this lets go"
    left = isinstance(action, Drag) or (isinstance(action, HoldButton) and action.button == "left")
    if left and _moves_files(target):
        return "We can't tell what this moves, or whether it throws it away,"
    return _by_name(case) if isinstance(action, Click | Drag | ReleaseButton | HoldButton) else ""


def _moves_files(target: Target) -> bool:
    return is_one_of(target.window, FILE_MANAGERS) and target.role not in _MOVE_NO_FILE


def _by_name(case: Case) -> str:
    """Say why a name alone does not tell what a control does."""
    target = case.target
    title = target.window.title if target.window else ""
    if answers_yes(target.control) and not consequence(title) and consequence_around(target) is None:
        return "We can't tell what this says yes to"
    if target.role in _MENUS and quits(target.control):
        return "We can't tell whether all changes are saved"
    return ""


def _by_key(case: Case) -> str:
    if presses(case, "enter", "space") and (why := _by_name(case)):
        return why
    if _is_return(case) or _is_unknown_space(case):
        return _by_return(case)
    what = entered(case)
    if what is None or is_paste(case) or not what.text or not what.text.strip():
        return ""
    if what.role in _MENUS:
        return "" if consequence_around(case.target) == "" else "We can't tell which item of the menu this presses"
    if not what.role and len(what.text) == 1 and consequence_around(case.target):
        return "We can't tell whether this letter presses something"
    return "We can't tell what these keys do on a page" if what.role in _PAGES else ""


def _is_return(case: Case) -> bool:
    """Tell whether Return is pressed, and no other rule knows more of it: chats and chords with Ctrl send."""
    plain = any("enter" in chord and not {"ctrl", "super"} & chord for chord in chords(case))
    return plain and not is_one_of(case.target.window, CHATS)


def _by_return(case: Case) -> str:
    target = case.target
    at_point = isinstance(case.action, Type) and case.action.at is not None
    role = target.focus_role or target.role if at_point else target.role
    to_rename = target.window is not None and renames(target.window.title)
    files = is_one_of(target.window, FILE_MANAGERS)
    told = bool(role or target.focus_role)
    # What is read off the picture is misread at times: “Move to Irash” is no reason to go on where files are.
    if (files and to_rename) or (consequence_around(target) == "" and (told or not files)):
        return ""
    if not told:
        return "" if address_entered(case) else _UNKNOWN_FOCUS
    if not target.control and target.focus_role in _MENUS:
        return "We can't tell which item of the menu this presses"
    return "We can't tell what Return does" if role in _FIELDS and not _is_search(case) else ""


def _is_search(case: Case) -> bool:
    """Tell whether Return in the field only looks something up, or goes where an address bar goes."""
    target = case.target
    what = entered(case)
    name = target.focus or target.control
    bar = what is not None and is_bar(what)
    return bool(bar or _SEARCHES.search(name)) or is_one_of(target.window, FILE_MANAGERS)


def _is_unknown_space(case: Case) -> bool:
    """Tell whether the space bar is pressed where it is unknown what has the keyboard."""
    target = case.target
    if not presses(case, "space") or target.role or target.focus_role:
        return False
    if not isinstance(case.action, Type):
        return True
    # Text for a point was meant for what is there, which was judged as a click.
    return case.action.at is None and (not case.action.text.strip(" ") or bool(consequence_around(target)))
