"""Programs: what people call one, and of which kind it is, by the names that it has on Linux, Windows and macOS.

Three short lists, and terminals where the system does not tell them. A name more than needed makes policy ask once
more; none lets anything through. What a program's desktop entry says that it is counts as well: the lists hold names in
small letters, and with a capital the categories of the desktop entry specification.
"""

from __future__ import annotations

import re

from desktop_agent.core.frame import Window

# Where nothing tells which program holds a terminal: Windows and macOS.
TERMINALS = frozenset("terminal iterm2 cmd powershell pwsh windowsterminal conhost mintty putty".split()) | {
    "TerminalEmulator"
}
BROWSERS = frozenset(
    "chromium chrome google-chrome brave msedge opera vivaldi firefox librewolf epiphany falkon safari".split()
) | {"google chrome", "microsoft edge", "WebBrowser"}
LAUNCHERS = frozenset(
    "rofi dmenu bemenu wofi fuzzel tofi krunner gmrun xfrun4 xfce4-appfinder gnome-shell plasmashell spotlight"
    " searchhost".split()
)
PASSWORD_KEEPERS = frozenset(
    "keepassxc keepass2 bitwarden 1password seahorse org.gnome.secrets gnome-keyring kwalletmanager5 gcr-prompter"
    " pinentry keychain".split()
) | {"keychain access"}
# What Linux keeps of a process's name.
_KEPT = 15
_VARIANT = ("-", "_", ".", " ")  # firefox-esr, yandex_browser, chrome.exe, Brave Browser
_INTERPRETER = re.compile(
    r"(?:python|pypy|perl|ruby|node|nodejs|bun|deno|java|bash|dash|zsh|ksh|fish|sh|lua|luajit|php|wish|tclsh|guile|gjs"
    r"|mono|dotnet|electron)[0-9.]*",
    re.IGNORECASE,  # on macOS it is called Python
)
_ENDINGS = re.compile(r"(?:\.(?:exe|py|pyw|bin|real|sh|pl|rb|js|jar|appimage|app)|-bin|-wrapped|-wrapper)+$")
_DOTTED = re.compile(r"\w+(?:\.[a-zA-Z]\w*)+")


def is_browser(app: str) -> bool:
    """Return whether a program shows pages of the web, by its executable's name."""
    return is_name_of(app, BROWSERS)


def is_name_of(app: str, programs: frozenset[str]) -> bool:
    """Return whether a name is one of a list, or a variant of one: firefox-esr, Brave Browser."""
    name = app.lower()
    return name in programs or any(name.startswith(program) and name[len(program)] in _VARIANT for program in programs)


def is_interpreter(executable: str) -> bool:
    """Return whether what a program does depends on a script, by its path or its file's own name."""
    return _INTERPRETER.fullmatch(last_part(executable)) is not None


def what_runs(window: Window) -> str:
    """Return a file's own name: of the script or module that an interpreter runs, else of the program."""
    executable, _, script = window.program.partition(" ")
    reads = last_part(executable) == window.app or (not window.app and is_interpreter(executable))
    runs = script.removeprefix("-m ") if reads else ""
    return last_part(runs) if runs and not runs.startswith("-") else window.app or last_part(window.program)


def spoken(name: str) -> str:
    """Return how to say a file's own name in a sentence; empty where there is nothing to say."""
    plain = without_endings(name)
    # Window classes such as org.gnome.TextEditor, and modules such as package.program.
    plain = plain.rpartition(".")[2] if _DOTTED.fullmatch(plain) else plain
    words = plain.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def without_endings(name: str) -> str:
    """Return a file's name without what tells only its kind."""
    return _ENDINGS.sub("", name)


def last_part(path: str) -> str:
    """Return a file's own name."""
    return re.split(r"[/\\]", path)[-1]


def names_of(window: Window | None) -> frozenset[str]:
    """Return all that the program of a window may be called: its path, its script's, its window class, shortened."""
    if window is None:
        return frozenset()
    whole = [*window.program.split(), window.program, window.app]
    found = {last_part(part).strip().lower() for part in whole if part}
    found |= {name.lstrip(".") for name in found}
    found |= {without_endings(name) for name in found}
    # Window classes such as org.gnome.Nautilus.
    found |= {name.rpartition(".")[2] for name in found}
    return frozenset(found - {""})


def is_one_of(window: Window | None, programs: frozenset[str]) -> bool:
    """Return whether a window's program is in a list: by a name, even one that the system has cut off, or by kind."""
    names = names_of(window)
    if any(is_name_of(name, programs) for name in names) or (window is not None and window.kinds & programs):
        return True
    cut = {name for name in names if len(name) == _KEPT}
    return any(program[:_KEPT] in cut for program in programs)


def short_name(window: Window | None) -> str:
    """Return how to call a window's program in a sentence: much as people know it, a script by its own name."""
    if window is None:
        return "this window"
    return spoken(what_runs(window)) or "an unknown program"
