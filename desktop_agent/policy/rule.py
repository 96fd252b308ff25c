"""Rules: those that a person writes, and the built-in ones with their default verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Literal

from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message

RuleVerdict = Literal["allow", "ask", "deny"]
VERDICTS: tuple[RuleVerdict, ...] = ("allow", "ask", "deny")
# Kinds of actions as events name them.
KINDS = (
    *("click", "move", "drag", "scroll", "press", "hold_key", "release_key", "hold_button", "release_button"),
    *("type", "navigate", "wait", "look", "finish"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a person's own: it speaks where everything that is filled in matches.

    Of several values of a field one has to match. `text` and `title` are RE2 patterns that may match anywhere;
    `scheme`, `host` and `application` are shell patterns (`*`, `?`, `[…]`) for the whole, without regard to case.
    """

    name: str
    verdict: RuleVerdict
    actions: tuple[str, ...] = ()  # of KINDS
    chords: tuple[frozenset[str], ...] = ()  # keys as in `core.keys`
    text: str = ""  # of what is typed or pasted
    schemes: tuple[str, ...] = ()  # of an address that is opened, typed into an address bar, or shown there
    hosts: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()  # the program's whole path, or its short name
    title: str = ""  # of the window
    region: Rect | None = None  # in screen pixels: a point of the action lies in it
    start: time | None = None  # local time of day, both or neither; past midnight where `end` is before `start`
    end: time | None = None


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A built-in rule: what it says by itself, its title in the Settings window, and what it is about.

    A `fixed` one holds whatever a person sets. No scope and no remembered answer covers any of them. One that
    `may_be_slow` asks because a program did not tell enough, which it may do a moment later.
    """

    verdict: RuleVerdict
    title: str
    says: str
    fixed: bool = False
    may_be_slow: bool = False


BUILT_IN: Mapping[str, BuiltIn] = {
    "outside-viewport": BuiltIn(
        "deny",
        Message("Outside the screenshot"),
        Message("Points outside the screenshot shown to the model."),
        fixed=True,
    ),
    "own-window": BuiltIn(
        "deny",
        Message("This program's windows"),
        Message("Input to this program's own windows and to the terminal where it asks you questions."),
        fixed=True,
    ),
    "session-chord": BuiltIn(
        "deny",
        Message("Keys that end the session"),
        Message("Shortcuts that end or lock the session, switch consoles or go directly to the kernel (SysRq)."),
    ),
    "address": BuiltIn(
        "deny",
        Message("Script and file addresses"),
        Message("Opening or typing file:, javascript:, data: and similar addresses."),
    ),
    "private-address": BuiltIn(
        "ask",
        Message("Private addresses"),
        Message("Addresses on this computer and private networks, and links to them."),
    ),
    "odd-address": BuiltIn(
        "ask",
        Message("Misleading addresses"),
        Message("Addresses that use unusual numbers or foreign letters to look like others."),
    ),
    "browser-page": BuiltIn(
        "ask",
        Message("The browser's own pages"),
        Message(
            "A browser's bookmarks, history, downloads, extensions and settings, opened by typing their addresses."
        ),
    ),
    "unknown-paste": BuiltIn(
        "ask",
        Message("Unknown paste"),
        Message("Pasting into an address bar when the clipboard can't be read."),
        may_be_slow=True,
    ),
    "edited-address": BuiltIn(
        "ask",
        Message("Edited address"),
        Message("Pressing Return in an address bar whose text was edited and can't be read."),
    ),
    "developer-tools": BuiltIn(
        "ask", Message("Developer tools"), Message("A browser's developer tools and the chords that open them.")
    ),
    "launcher-chord": BuiltIn(
        "ask",
        Message("Launcher keys"),
        Message(
            "Chords that open a launcher or a terminal (Alt+F2, Super, Ctrl+Alt+T) or run a command bound in sway."
        ),
    ),
    "shell-line": BuiltIn(
        "ask",
        Message("Command lines"),
        Message("Commands that launchers, editors and developer tools may run in response to keys or menu items."),
    ),
    "terminal": BuiltIn(
        "ask",
        Message("Terminals"),
        Message("Anything entered in a terminal by typing, pasting, dropping or using a menu."),
    ),
    "password-field": BuiltIn("ask", Message("Password fields"), Message("Typing or pasting into a password field.")),
    "own-files": BuiltIn(
        "ask",
        Message("These settings"),
        Message("This program's own settings, when opened in another program or referenced by file path."),
    ),
    "opens-file": BuiltIn(
        "ask",
        Message("Opening programs"),
        Message("In a file manager, opening an item that may be a program or using a menu that may run one."),
    ),
    "file-place": BuiltIn(
        "ask",
        Message("System and hidden files"),
        Message(
            "Saving, editing, copying, pasting, moving or renaming files in hidden, program, system or unknown folders."
        ),
    ),
    "unsaved-close": BuiltIn(
        "ask", Message("Closing unsaved work"), Message("Closing a window whose title indicates unsaved changes.")
    ),
    "delete-key": BuiltIn("ask", Message("Delete keys"), Message("Using delete keys on anything other than text.")),
    "send-key": BuiltIn(
        "ask",
        Message("Keys that send"),
        Message("Ctrl+Return and other keys that send messages in mail and chat programs."),
    ),
    "unknown-effect": BuiltIn(
        "ask",
        Message("Unknown effect"),
        Message("Return, Yes, menu letters, and text typed outside fields, any of which may send or delete something."),
        may_be_slow=True,
    ),
    "consequence-send": BuiltIn("ask", Message("Sending"), Message("Controls whose names suggest sending.")),
    "consequence-pay": BuiltIn("ask", Message("Paying"), Message("Controls whose names suggest paying.")),
    "consequence-buy": BuiltIn("ask", Message("Buying"), Message("Controls whose names suggest buying.")),
    "consequence-delete": BuiltIn(
        "ask",
        Message("Deleting"),
        Message("Controls whose names suggest deleting or overwriting, and saving after all text has been removed."),
    ),
    "consequence-submit": BuiltIn(
        "ask", Message("Submitting"), Message("Controls whose names suggest submitting or publishing.")
    ),
    "consequence-system": BuiltIn(
        "ask",
        Message("Shutting down"),
        Message("Logging out, shutting down, restarting, formatting or emptying the trash."),
    ),
    "consequence-run": BuiltIn(
        "ask", Message("Running programs"), Message("Controls whose names suggest running or installing a program.")
    ),
    "consequence-grant": BuiltIn(
        "ask", Message("Granting rights"), Message("Controls whose names suggest allowing, trusting or unlocking.")
    ),
    "question": BuiltIn(
        "ask",
        Message("A window's questions"),
        Message("Answering a message box, unless the answer has no effect."),
    ),
    "form": BuiltIn(
        "ask",
        Message("Forms on a page"),
        Message("Submitting a form on a page by using its buttons or pressing Return in a single-line field."),
    ),
    "page-button": BuiltIn(
        "ask",
        Message("Buttons on a page"),
        Message("Pressing a button on a page, unless it's a switch, a tab or a column header."),
    ),
    "price": BuiltIn("ask", Message("Buttons next to a price"), Message("Buttons next to a price.")),
    "file-out": BuiltIn(
        "ask",
        Message("Outgoing files"),
        Message("Uploading a file to a page or attaching it to a message, including by pasting or drag-and-drop."),
    ),
    "secret": BuiltIn(
        "ask",
        Message("Secrets by name"),
        Message("Using a secret by name. Outside its program or site, it's refused; inside, you're asked."),
        fixed=True,
    ),
    "credential": BuiltIn(
        "ask",
        Message("Secret keys"),
        Message("Pasting or typing text that contains a secret key anywhere except in a password field."),
    ),
}
# What is told to somebody is told, wherever that is; all else on a side desk does not count until it is taken over.
ASKED_ON_A_DESK = frozenset({"secret", "credential", "password-field"})
FIXED = tuple(name for name, rule in BUILT_IN.items() if rule.fixed)
CHANGEABLE = tuple(name for name in BUILT_IN if name not in FIXED)
