"""The table of the guard: kinds of acts, their surfaces, and the rows that ask about them. Data only.

A row is one question that a person can remember. A fact is one reason for which a row asks. A cell is a fact that
follows from kind and surface alone. `act.py` determines kinds, surfaces and facts, `judge.py` applies this table, and
`guide rules` and the Settings window print it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from desktop_agent.core.decisions.rule_id import BuiltInRuleId, RuleId
from desktop_agent.core.texts.message import Message, template

RuleVerdict = Literal["allow", "ask", "deny"]
VERDICTS: tuple[RuleVerdict, ...] = ("allow", "ask", "deny")
Lasting = Literal["once", "task", "always"]


class ActKind(StrEnum):
    """The effect of an act."""

    LOOK = "look"  # nothing is pressed
    PLACE = "place"  # puts the caret, chooses, opens a menu or a list, moves about
    WRITE = "write"  # text goes in, or is changed
    PRESS = "press"  # a control: by the pointer, Return, space or a mnemonic
    COMMAND = "command"  # one that keys give in every program: save, close, delete, send
    OPEN = "open"  # an address or a file
    MOVE = "move"  # files, by a drag, a paste or another name
    CHORD = "chord"  # any other keys


class Surface(StrEnum):
    """The kind of place that an act affects."""

    DOCUMENT = "document"  # a window of a program that reports its controls
    DIALOG = "dialog"
    ALERT = "alert"  # a window that asks one question, and a dialog that reports no controls
    PAGE = "page"
    FORM = "form"  # of a page
    MESSAGE = "message"  # a window of a program for mail or chat
    SHELL = "shell"
    SYSTEM = "system"  # the system's settings
    BROWSER = "browser"  # a page of a browser's own that does more than lead to others: settings, extensions, warnings
    SECRET = "secret"  # a password field, a password manager  # noqa: S105 - the name of a place
    OWN = "own"  # this program's windows, and the terminal that it asks in
    UNKNOWN = "unknown"  # an unknown window, or one that reports no controls


class Fact(StrEnum):
    """The reason why a row asks, or a wall refuses."""

    OUTSIDE_PICTURE = "outside-picture"
    OURS = "ours"
    SCRIPT_ADDRESS = "script-address"
    SECRET_ELSEWHERE = "secret-elsewhere"  # noqa: S105
    INTO_SHELL = "into-shell"
    EDITOR_COMMAND = "editor-command"
    DEVELOPER_TOOLS = "developer-tools"
    TAKEN_CHORD = "taken-chord"
    FORM = "form"
    ENDS_FIELD = "ends-field"
    SEND_KEYS = "send-keys"
    FILE_OUT = "file-out"
    BROWSER_DIALOG = "browser-dialog"
    OTHER_SITE = "other-site"
    WHOLE_BROWSER = "whole-browser"
    OTHER_PROGRAM = "other-program"
    PRIVATE_ADDRESS = "private-address"
    UNKNOWN_ADDRESS = "unknown-address"
    DELETES = "deletes"
    EMPTIED = "emptied"
    UNSAVED = "unsaved"
    LEAVES_FOLDER = "leaves-folder"
    MAY_RUN = "may-run"
    READ_BY_SYSTEM = "read-by-system"
    HIDDEN_NAME = "hidden-name"
    OUR_SETTINGS = "our-settings"
    UNKNOWN_FILE = "unknown-file"
    PASSWORD_FIELD = "password-field"  # noqa: S105
    KEY_IN_TEXT = "key-in-text"
    YOUR_CLIPBOARD = "your-clipboard"
    SECRET_BY_NAME = "secret-by-name"  # noqa: S105
    SECRET_IN_CLEAR = "secret-in-clear"  # noqa: S105
    PASSWORDS = "passwords"
    QUESTION = "question"
    UNKNOWN_QUESTION = "unknown-question"
    WORD = "word"
    UNNAMED_ITEM = "unnamed-item"
    UNKNOWN_PRESS = "unknown-press"
    UNKNOWN_KEYS = "unknown-keys"
    PAGE_KEYS = "page-keys"
    ENDS_SESSION = "ends-session"
    SETTINGS = "settings"
    BROWSER_SETTINGS = "browser-settings"
    BROWSER_ITSELF = "browser-itself"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its default verdict, its title, its subject (`text`), and the evidence for that (`known_by`).

    `lasts` is the longest time that a yes may last. The settings can't change a `fixed` row.
    """

    verdict: RuleVerdict
    title: str
    text: str
    known_by: str
    lasts: Lasting = "once"
    fixed: bool = False


_WALLS: Mapping[BuiltInRuleId, Row] = {
    "outside-viewport": Row(
        "deny",
        Message("Outside the screenshot"),
        Message("Points outside the screenshot shown to the model."),
        Message("the size of the picture"),
        fixed=True,
    ),
    "own-window": Row(
        "deny",
        Message("This program's windows"),
        Message("Input to this program's own windows and to the terminal where it asks you questions."),
        Message("the process that made the window"),
        fixed=True,
    ),
    "address": Row(
        "deny",
        Message("Script and file addresses"),
        Message("Opening or typing file:, javascript:, data: and similar addresses."),
        Message("the address itself"),
    ),
    "secret-place": Row(
        "deny",
        Message("Secrets outside their place"),
        Message("A secret by name anywhere but in its own program or site, and in a field that nobody tells of."),
        Message("what the secret was saved for"),
        fixed=True,
    ),
}
ROWS: Mapping[BuiltInRuleId, Row] = {
    **_WALLS,
    "shell": Row(
        "ask",
        Message("Into a shell"),
        Message("Anything typed, pasted, pressed or dropped where a shell, a launcher or an interpreter runs it."),
        Message("a program that holds a terminal (/dev/ptmx); the role of a control; launchers by name"),
    ),
    "shortcut": Row(
        "ask",
        Message("Shortcuts of the desktop"),
        Message("A shortcut that another program or the desktop keeps for itself."),
        Message("a trial grab, or the compositor's word"),
        "task",
    ),
    "out": Row(
        "ask",
        Message("Out of here"),
        Message(
            "A form of a page, Return in a field of a page or chat, Ctrl+Return, a file for a page or message, a link "
            "to another program, a local address for one, and a browser's own dialogs."
        ),
        Message("the page's tree; the program's category; the address"),
        "always",
    ),
    "for-good": Row(
        "ask",
        Message("For good"),
        Message(
            "Deleting anything but text, saving an emptied file, closing unsaved work, moving files out of the folder."
        ),
        Message("keys and commands"),
        "task",
    ),
    "runs": Row(
        "ask",
        Message("What runs"),
        Message(
            "Opening what may run, saving under a name that runs, and saving or moving files to hidden, program and "
            "system places."
        ),
        Message("the kind of the file, and its place on the disk"),
        "task",
    ),
    "secret": Row(
        "ask",
        Message("Secrets"),
        Message("Password fields and managers, secrets by name, keys in a text, and what the run didn't copy."),
        Message("the role of the field; the pattern of the text; whose program filled the clipboard"),
    ),
    "question": Row(
        "ask",
        Message("A question on the screen"),
        Message("Every answer to a message box but Cancel, and a dialog that tells nothing of itself."),
        Message("a window that asks one thing, by role and shape"),
        "always",
    ),
    "words": Row(
        "ask",
        Message("Words like Send"),
        Message(
            "Controls named Send, Pay, Buy, Delete, Publish, Install, Allow and the like, in ten languages, and what "
            "may do anything."
        ),
        Message("what is written on the control"),
        "always",
    ),
    "session": Row(
        "ask",
        Message("The session and its settings"),
        Message("Keys that end or lock the session, the system's settings, and a browser's settings and extensions."),
        Message("the keys; the program's category; the page's address"),
        "task",
    ),
    "scope": Row(
        "ask",
        Message("The first act in a program"),
        Message(
            "The first act in each program and site that isn't in scope, or opening that site. Until you allow it, "
            "it's only looked at."
        ),
        Message("what you allowed; the address"),
        fixed=True,
    ),
}
# A disclosure can't be undone even on a side desk; other effects there have to be accepted first, unless they leave it.
ASKED_ON_A_DESK = frozenset({"secret", "scope"})
# What may send something from a desk that reaches a host, in any program; the others change only the desk.
MAY_LEAVE_A_DESK = frozenset({"out", "shell", "runs", "words", "question"})
# Rows that no mode answers: walls, and a shell, which runs any text entered.
NEVER_BY_MODE = frozenset({*_WALLS, "shell"})
_ROWS_BY_RULE: Mapping[str, Row] = {str(name): row for name, row in ROWS.items()}
FIXED = tuple(name for name, row in ROWS.items() if row.fixed)
CHANGEABLE = tuple(name for name in ROWS if name not in FIXED)

_ROW_AND_WORDS: Mapping[Fact, tuple[BuiltInRuleId, str]] = {
    Fact.OUTSIDE_PICTURE: ("outside-viewport", template("The point is outside the {name}-pixel screenshot.")),
    Fact.OURS: (
        "own-window",
        template(
            "This would go to a window where this program runs or asks questions, and only the person can use that "
            "window."
        ),
    ),
    Fact.SCRIPT_ADDRESS: ("address", template("Only plain http and https addresses can be opened.")),
    Fact.SECRET_ELSEWHERE: ("secret-place", template("A secret is only typed in its own program or site.")),
    Fact.INTO_SHELL: ("shell", template("{window} runs anything entered there.")),
    Fact.EDITOR_COMMAND: ("shell", template("{window} may run this line as a command.")),
    Fact.DEVELOPER_TOOLS: (
        "shell",
        template("These are developer tools in {window}, and anything entered there affects the page."),
    ),
    Fact.TAKEN_CHORD: ("shortcut", template("{name} is a shortcut of the desktop or another program.")),
    Fact.FORM: ("out", template("This may submit a form.")),
    Fact.ENDS_FIELD: ("out", template("Return may send what's in this field.")),
    Fact.SEND_KEYS: ("out", template("In {window}, these keys may send the message.")),
    Fact.FILE_OUT: ("out", template("{window} will receive this file.")),
    Fact.BROWSER_DIALOG: ("out", template("We can't tell what this dialog of {window} asks: it may send a file.")),
    Fact.OTHER_SITE: ("scope", template("It leads to another site: {name}.")),
    Fact.WHOLE_BROWSER: ("scope", template("This may lead to any site in {window}.")),
    Fact.OTHER_PROGRAM: ("out", template("This link opens another program.")),
    Fact.PRIVATE_ADDRESS: ("out", template("“{name}” is this computer or is on its local network.")),
    Fact.UNKNOWN_ADDRESS: ("out", template("We can't tell which address this opens.")),
    Fact.DELETES: ("for-good", template("In {window}, this may delete {what}.")),
    Fact.EMPTIED: ("for-good", template("This saves the file after all of its text was removed.")),
    Fact.UNSAVED: ("for-good", template("The window title indicates unsaved changes.")),
    Fact.LEAVES_FOLDER: ("for-good", template("This moves {path} out of the folder you allowed.")),
    Fact.MAY_RUN: ("runs", template("This may run a program in {window}.")),
    Fact.READ_BY_SYSTEM: ("runs", template("Programs read or run {path} automatically.")),
    Fact.HIDDEN_NAME: ("runs", template("This refers to a hidden location, where programs read files automatically.")),
    Fact.OUR_SETTINGS: ("runs", template("This involves Desktop Agent's own settings.")),
    Fact.UNKNOWN_FILE: ("runs", template("We can't tell which file this is about.")),
    Fact.PASSWORD_FIELD: ("secret", template("This enters text in a password field.")),
    Fact.KEY_IN_TEXT: ("secret", template("This text contains a secret key.")),
    Fact.YOUR_CLIPBOARD: ("secret", template("This pastes what you copied, and later screenshots may show it.")),
    Fact.SECRET_BY_NAME: ("secret", template("Secret {name} will be typed here.")),
    Fact.SECRET_IN_CLEAR: (
        "secret",
        template(
            "Secret {name} will be typed here. The field shows it, but that spot will be hidden in all later "
            "screenshots of this run."
        ),
    ),
    Fact.PASSWORDS: ("secret", template("{window} keeps passwords.")),
    Fact.QUESTION: ("question", template("“{name}” answers a question.")),
    Fact.UNKNOWN_QUESTION: ("question", template("We can't tell what this dialog of {window} asks.")),
    Fact.WORD: ("words", template("Judging by its name, “{name}” may do something that is impossible to undo.")),
    Fact.PAGE_KEYS: (
        "words",
        template("No field has the keyboard, so the page may take this as a command."),
    ),
    Fact.UNNAMED_ITEM: ("words", template("We can't tell which menu item this presses in {window}.")),
    Fact.UNKNOWN_PRESS: ("words", template("The name of this control doesn't say what it does.")),
    Fact.UNKNOWN_KEYS: ("words", template("We can't tell what {name} does in {window}.")),
    Fact.ENDS_SESSION: ("session", template("These keys end or lock the session, or talk to the system itself.")),
    Fact.SETTINGS: ("session", template("{window} changes the system settings.")),
    Fact.BROWSER_SETTINGS: ("session", template("“{name}” is one of the browser's own pages.")),
    Fact.BROWSER_ITSELF: (
        "session",
        template("This belongs to {window} itself: its settings, an extension or a warning."),
    ),
}
_ENTERS = (ActKind.WRITE, ActKind.PRESS, ActKind.COMMAND, ActKind.OPEN, ActKind.MOVE, ActKind.CHORD)
CELLS: Mapping[tuple[Surface, ActKind], Fact] = {
    **{(Surface.SHELL, kind): Fact.INTO_SHELL for kind in _ENTERS},
    **{(Surface.SECRET, kind): Fact.PASSWORDS for kind in _ENTERS},
    **{(Surface.SYSTEM, kind): Fact.SETTINGS for kind in _ENTERS},
    **{(Surface.BROWSER, kind): Fact.BROWSER_ITSELF for kind in _ENTERS},
    **{(Surface.ALERT, kind): Fact.QUESTION for kind in (ActKind.PRESS, ActKind.WRITE, ActKind.CHORD)},
    (Surface.FORM, ActKind.PRESS): Fact.FORM,
    **{(Surface.OWN, kind): Fact.OURS for kind in (ActKind.PLACE, *_ENTERS)},
}


def row_named(rule: RuleId) -> Row | None:
    """Return the row of this name; None for a rule that is no row."""
    return _ROWS_BY_RULE.get(rule)


def row_of(fact: Fact) -> BuiltInRuleId:
    """Return the row that asks because of a fact."""
    return _ROW_AND_WORDS[fact][0]


def words_of(fact: Fact, parts: Mapping[str, str]) -> Message:
    """Return the sentence of a fact for the person; `parts` are `window`, `name`, `path` and `what`."""
    words = _ROW_AND_WORDS[fact][1]
    return Message(words, **{name: part for name, part in parts.items() if f"{{{name}}}" in words})
