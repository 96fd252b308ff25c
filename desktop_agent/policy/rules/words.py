"""Rules about what a press does, by the words on and around it; words raise a verdict here, and none lowers one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from desktop_agent.core.actions import Click, Drag, HoldButton, ReleaseButton, Type
from desktop_agent.core.commands import BROWSER_CHORDS, EDITING, IN_TOOL_BAR, LEAVES, MOVES
from desktop_agent.core.decision import Ask, Case, Decision, Place, Reason, Target
from desktop_agent.core.display_text import foreign, visible
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message
from desktop_agent.core.programs import (
    BROWSERS,
    COMMAND_EDITORS,
    FILE_MANAGERS,
    RUNNERS,
    WRITERS,
    is_one_of,
    short_name,
)
from desktop_agent.core.rule_id import RuleId
from desktop_agent.policy.addresses import ended
from desktop_agent.policy.commit_points import commits
from desktop_agent.policy.consequence_words import (
    LONGEST_NAME,
    Consequence,
    agrees,
    consequence,
    consequence_around,
    names_with_consequence,
    plain_name,
    says_yes,
)
from desktop_agent.policy.effects import Chord, chords, entered, fires, is_bar, is_mnemonic, is_paste, presses
from desktop_agent.policy.roles import FIELDS, MANY_LINES, MENU_ITEMS, PAGES, ROWS, UNTOLD, WRITING

_RULE_BY_KIND: Mapping[Consequence, RuleId] = {
    "send": "consequence-send",
    "pay": "consequence-pay",
    "buy": "consequence-buy",
    "delete": "consequence-delete",
    "submit": "consequence-submit",
    "system": "consequence-system",
    "run": "consequence-run",
    "grant": "consequence-grant",
}
_EFFECT_BY_KIND: Mapping[Consequence, str] = {
    "send": Message("sends something"),
    "pay": Message("pays for something"),
    "buy": Message("buys something"),
    "delete": Message("deletes or overwrites something"),
    "submit": Message("submits or publishes something"),
    "system": Message("ends the session or shuts down the computer"),
    "run": Message("runs or installs a program"),
    "grant": Message("gives somebody permission"),
}
# Roles that are worked with, not pressed for their effect; names of fields are questions ("Send to"). In a page all
# else may act, whatever it calls itself.
_HARMLESS_IN_PAGES = FIELDS | PAGES | {"document text", "combo box", "spin button", "scroll bar"}
_HARMLESS_ROLES = _HARMLESS_IN_PAGES | frozenset(
    {
        *("terminal", "paragraph", "section", "block quote", "heading", "label", "static", "frame", "window", "panel"),
        *("filler", "scroll pane", "viewport", "slider", "table", "tree table", "page tab", "page tab list"),
        *("tool bar", "status bar", "menu bar", "canvas", "image map", "layered pane"),
    }
)
# Files are called so too.
_KINDS_OF_BUTTONS = frozenset({"run", "grant"})
_ENTRY_ROLES = ROWS | {"list item", "desktop icon"}
_LEAVES = frozenset({*LEAVES, "Save"})
_BUTTON_ROLES = frozenset({"push button", "button", "toggle button", "link", "image", "check box", "switch"})
# Switches, tabs and what shows or hides a part of the page have roles of their own.
_PLAIN_BUTTONS = frozenset({"push button", "button"})
_HEADERS = frozenset({"column header", "table column header"})
_FIELDS_OF_ONE_LINE = frozenset({"entry", "password text", "spin button", "check box", "radio button", "combo box"})
_LONGEST_NAME = 60
_CURRENCY = r"[$€£¥₹₽₩₪₫₺₴฿₦₱]|\b(?:EUR|USD|GBP|CHF|JPY|CNY|INR|RUB|PLN|CZK|HUF|RON|BGN|SEK|NOK|DKK|TRY|BRL|CAD|AUD)\b"
_SHORT = r"(?:kr\.?|zł|Kč|Ft|lei|лв\.?|руб\.?|грн\.?|TL|円|元|원|₫|đ)(?!\w)"
_NUMBER = r"\d[\d.,'\u00a0\u202f ]*"
_PRICE = re.compile(rf"(?:{_CURRENCY})\s*{_NUMBER}|{_NUMBER}\s*(?:{_CURRENCY}|{_SHORT})", re.IGNORECASE)
_UNKNOWN: Final = "unknown-effect"
_MENUS = MENU_ITEMS | {"menu", "menu bar"}
_ONE_LINE = FIELDS - MANY_LINES
_WRITING_KEYS = frozenset("enter tab space backspace delete up down left right home end pageup pagedown".split())
# What a space or a letter presses.
_PRESSED = frozenset("push button|button|toggle button|push button menu|link|check box|radio button|switch".split("|"))


def consequences(case: Case) -> Decision | None:
    """Ask before a press on a control whose name reads like send, pay, buy, delete, submit or shut down.

    What counts is what is pressed, whichever way: by the pointer, by Return on a default button, by a typed space, by a
    mnemonic. Where a dialog's own title reads so, its “Yes” and “OK” do too.
    """
    if not fires(case):
        return None
    reasons = tuple(
        reason for target in (case.target, case.target.also) if target and (reason := _consequence_reason(target))
    )
    return Ask(reasons) if reasons else None


def _consequence_reason(target: Target) -> Reason | None:
    control = target.control
    told_menu = control is not None and control.role == "menu" and control.source == "accessibility"
    opens = told_menu and not target.in_page  # its items are judged
    harmless = _HARMLESS_IN_PAGES if target.in_page else _HARMLESS_ROLES
    if target.role in harmless or opens:
        return None
    named, kind = target.name, consequence(target.name)
    if not kind and agrees(target.name) and target.window:
        named, kind = target.window.title, consequence(target.window.title) or consequence_around(target)
    if not kind or (kind in _KINDS_OF_BUTTONS and target.role in _ENTRY_ROLES):
        return None
    if kind == "delete" and target.command == EDITING:  # from a text, whose editor takes it back
        return None
    text = Message(
        "Judging by its name, “{named}” {does}, which may be impossible to undo.",
        named=foreign(named, LONGEST_NAME),
        does=_EFFECT_BY_KIND[kind],
    )
    return Reason(_RULE_BY_KIND[kind], text)


def structure(case: Case) -> Decision | None:
    """Ask where what is pressed answers a question, sends a form, stands beside a price, or runs what was built.

    A window that asks one thing and has a few buttons wants a decision, in whatever language. What is in a form of a
    page sends the form, and its other buttons may do anything; a button beside a price may order; a program that builds
    programs runs them, and one that was started with a command runs that. So does one that shows the words that it was
    started with ask somebody's question.
    """
    reasons = tuple(filter(None, (*_structure_reasons(case), _workshop_reason(case), _commanded_reason(case))))
    return Ask(reasons) if reasons else None


def _structure_reasons(case: Case) -> tuple[Reason | None, ...]:
    target, place = case.target, case.target.place
    letter = _letter_for_no_field(case)
    if not (fires(case) or letter):
        return ()
    name = visible(letter or target.name, _LONGEST_NAME)
    answers = letter or (target.command not in _LEAVES and (target.role in _BUTTON_ROLES or is_mnemonic(case)))
    asked = place is not None and ((answers and place.question) or (place.given and bool(commits(case))))
    question = Reason("question", Message("“{name}” answers a question.", name=name)) if asked else None
    form = Reason("form", Message("This may submit a form.")) if _sends_form(case) else _page_button_reason(case)
    price = next((found[0] for text in (place.around if place else ()) if (found := _PRICE.search(text))), "")
    if not price or target.role not in _BUTTON_ROLES or target.command in _LEAVES:
        return question, form
    return (
        question,
        form,
        Reason(
            "price", Message("“{name}” is next to a price: {price}.", name=name, price=visible(price, _LONGEST_NAME))
        ),
    )


def _letter_for_no_field(case: Case) -> str:
    """Return the text that goes to no field: a message box takes a letter for the button that it stands on."""
    what = entered(case)
    in_field = case.target.focus_role in WRITING or (what is not None and what.role in WRITING)
    return "" if what is None or in_field or is_paste(case) else (what.text or "").strip()


def _sends_form(case: Case) -> bool:
    target = case.target
    if target.page is None or not target.page.in_form:
        return False
    returns = presses(case, "enter")
    if returns and target.focus is not None and target.focus.searches:  # a page may lie, and needs no form for that
        return False
    pressed = target.role in _BUTTON_ROLES - {"check box", "switch", "link"}
    return pressed or (returns and target.focus_role in _FIELDS_OF_ONE_LINE)


def _page_button_reason(case: Case) -> Reason | None:
    """Ask about a button of a page, which its script may have do anything, but not what sorts a table by a column."""
    target = case.target
    objects = target.control.objects if target.control else ()
    sorts = any(one.role in _HEADERS for one in objects)
    if not target.in_page or target.role not in _PLAIN_BUTTONS or sorts or case.remembered:
        return None
    return Reason("page-button", Message("A button on a page can do anything that you can do on that site."))


def _workshop_reason(case: Case) -> Reason | None:
    place = case.target.place
    if place is None or not place.builds or case.target.command or not _may_run(case, place):
        return None
    return Reason(
        "shell-line",
        Message("{window} can build and run programs, and this might make it do so.", window=short_name(place.window)),
    )


def _commanded_reason(case: Case) -> Reason | None:
    place = case.target.place
    if place is None or not place.commanded or case.target.command or is_one_of(place.window, RUNNERS):
        return None
    text = Message("{window} was started with a command and may run it now.", window=short_name(place.window))
    return Reason("shell-line", text) if commits(case) else None


def _may_run(case: Case, place: Place) -> bool:
    """Tell whether it may be a command of such a program: anything but writing text and moving about."""
    target = case.target
    # What a spin button takes is a number.
    writes = target.focus_role in {"text", "document text", "spin button"}
    writes = writes and target.role in {"", target.focus_role} and not place.question
    pressed = chords(case)
    keys = [chord - {"ctrl", "shift"} for chord in pressed]  # with these they move further, or mark
    moves = bool(keys) and all(len(one) == 1 and one <= MOVES for one in keys)
    return bool(commits(case)) and not moves and not (writes and all(map(_is_writing, pressed or [frozenset()])))


def _is_writing(chord: Chord) -> bool:
    """Tell whether keys enter a character, take one away or move the caret, and are no command."""
    keys = chord - {"shift", "altgr"}
    return len(keys) == 1 and (keys <= _WRITING_KEYS or all(len(key) == 1 for key in keys))


def unknown_effect(case: Case) -> Decision | None:
    """Ask before a press that may be another one than it seems.

    Where something beside it reads like sending or deleting, that is Return or the space bar where it is unknown what
    has the keyboard, Return in a field of one line, a letter in a menu, and Alt with a letter that no control claims.
    Wherever it is, that is a “Yes” in whose window nothing tells the question, a drag out of a menu, which is let go on
    an item that is not shown yet, text for a button, or for a dialog of which nobody knows what has the keyboard, and
    Return in a window that tells nothing of itself, but where people write.
    """
    if case.target.window is None or is_one_of(case.target.window, RUNNERS):
        return None
    why = (
        _agrees(case)
        or _out_of_menu(case)
        or _no_field(case)
        or _in_menu(case)
        or _mnemonic(case)
        or _hidden_press(case)
        or _untold_return(case)
    )
    return Ask((Reason(_UNKNOWN, why),)) if why else None


def _agrees(case: Case) -> str:
    """Say that a “Yes” is pressed whose question nothing tells."""
    target, action = case.target, case.action
    title = target.window.title if target.window else ""
    pressed = isinstance(action, Click | Drag | ReleaseButton | HoldButton) or presses(case, "enter", "space")
    told = target.place is not None and bool(target.place.around)
    if not pressed or not says_yes(target.name) or consequence(title) or told:
        return ""
    return Message("We can't tell what this confirms in {window}.", window=short_name(target.window))


def _out_of_menu(case: Case) -> str:
    """Say that a press begins on a menu and ends on what that will show."""
    drags = isinstance(case.action, Drag) and case.target.role in _MENUS
    return (
        Message("We can't tell which menu item this drag ends on in {window}.", window=short_name(case.target.window))
        if drags
        else ""
    )


def _no_field(case: Case) -> str:
    """Say that words go to a button, or to a dialog of which it is unknown what has the keyboard.

    A space or a line break by itself is meant as a key.
    """
    target, action, window = case.target, case.action, case.target.window
    if not isinstance(action, Type) or action.at is not None or not action.text.strip():
        return ""
    if target.focus_role in _PRESSED:
        return _pressed_by(case)
    hidden = window is not None and window.dialog and target.focus_role in UNTOLD
    if not hidden or not presses(case, "enter", "space"):
        return ""
    return Message(
        "We can't tell whether this text would press a button in a {window} dialog.", window=short_name(window)
    )


def _pressed_by(case: Case) -> str:
    """Say which button has the keyboard, and what in the text would press it."""
    name = case.target.focus.name if case.target.focus else ""
    where = short_name(case.target.window)
    named = Message("The button “{name}”", name=foreign(name, _LONGEST_NAME)) if name else Message("A button")
    key = _pressing(case)
    press = Message("{key} would press it", key=key) if key else Message("this text would go nowhere")
    return Message(
        "{named} has focus in {where} instead of a field, so {press}.", named=named, where=where, press=press
    )


def _in_menu(case: Case) -> str:
    """Say what a letter, or Return on an item that nothing names, may press in a menu."""
    target, what = case.target, entered(case)
    if target.focus_role not in _MENUS or is_paste(case):
        return ""
    letter = what is not None and bool(what.text and what.text.strip())
    return _could_press(Message("This key"), case) if letter or (not target.name and presses(case, "enter")) else ""


def _mnemonic(case: Case) -> str:
    """Say what Alt and a letter may press that no control claims; a name that is told, outside of pages, has it."""
    pressed = [chord - {"shift", "altgr", "alt"} for chord in chords(case) if "alt" in chord]
    letters = frozenset(plain_name(key) for keys in pressed if len(keys) == 1 for key in keys if len(key) == 1)
    if not letters or case.target.name:
        return ""
    return _could_press(Message("This chord"), case, letters) or _access_key(case)


def _access_key(case: Case) -> str:
    """Say that a page may have given the chord to a button of its own, where nothing tells which it has."""
    place = case.target.place
    if place is None or not case.target.in_page or place.around or chords(case) <= BROWSER_CHORDS.keys():
        return ""
    return Message(
        "A page in {window} may have assigned these keys to one of its buttons.", window=short_name(place.window)
    )


def _hidden_press(case: Case) -> str:
    """Say what Return or a space may press where nothing tells what has the keyboard, or Return in a field."""
    target, action = case.target, case.action
    returns, key = presses(case, "enter"), _pressing(case)
    if target.role or target.focus_role:
        ends = returns and _ends_a_form(case) and target.command != IN_TOOL_BAR
        return _could_press(key.capitalize(), case) if ends else ""
    if isinstance(action, Type) and action.at is not None and not returns:  # it was meant for what is there
        return ""
    named = _named_consequence(case) if key else ""
    if not named:
        return ""
    return Message(
        "{window} doesn't report its focused field, so {key} could press {named}.",
        window=short_name(target.window),
        key=key,
        named=named,
    )


def _untold_return(case: Case) -> str:
    """Say that nobody knows what Return does: no field is told, and the program is none that people write in."""
    target, place = case.target, case.target.place
    told = place is None or target.role or target.focus_role or target.command
    if told or place is None or not presses(case, "enter") or _is_written_in(place.window):
        return ""
    return Message("We can't tell what pressing Return does in {window}.", window=short_name(place.window))


def _is_written_in(window: Window) -> bool:
    """Tell whether Return is a line break, a sum, or opens an address or a file, of which other rules know."""
    known = WRITERS | BROWSERS | COMMAND_EDITORS | FILE_MANAGERS | {"Calculator"}
    return is_one_of(window, known) and not (window.dialog or window.menu)


def _pressing(case: Case) -> str:
    """Say which key presses what has the keyboard, and where it comes from a text, that it is in there."""
    typed = isinstance(case.action, Type)
    if presses(case, "enter"):
        return Message("a line break in this text") if typed else Message("Return")
    if presses(case, "space"):
        return Message("a space in this text") if typed else Message("a space")
    return ""


def _ends_a_form(case: Case) -> bool:
    """Tell whether Return in a field of one line does what its window is for; a default button has a name to go by.

    Of a page nobody can tell here which of its buttons belong to the field.
    """
    target, what = case.target, ended(case)
    is_address = what is not None and is_bar(what) is True
    return (target.role or target.focus_role) in _ONE_LINE and not target.in_page and not is_address


def _could_press(what: str, case: Case, letters: frozenset[str] = frozenset()) -> str:
    read = case.target.place is not None and case.target.place.lines
    named = _named_consequence(case, frozenset() if read or case.target.in_page else letters)
    return (
        Message(
            "{what} could press {named} in {window}.", what=what, named=named, window=short_name(case.target.window)
        )
        if named
        else ""
    )


def _named_consequence(case: Case, letters: frozenset[str] = frozenset()) -> str:
    """Return, in quotes, what reads like sending or deleting; empty where nothing does.

    With `letters`, only what has one of them in its name.
    """
    names = (name for name in names_with_consequence(case.target) if not letters or letters & {*plain_name(name)})
    named = next(names, "")
    return f"“{foreign(named, _LONGEST_NAME)}”" if named else ""
