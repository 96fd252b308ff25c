"""Programs: their names for people, and their kind, judged by their names on Linux, Windows and macOS.

There are lists of browsers, launchers, password managers, and terminals for systems that don't report them. A
superfluous name only makes policy ask once more; no name allows anything. The lists contain executables' names in small
letters, and, with a capital, categories of the desktop entry specification, which count as well.
"""

from __future__ import annotations

import re

from desktop_agent.core.pictures import Window

# For systems that don't report which program holds a terminal: Windows and macOS.
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
WINDOW_MANAGERS = frozenset(
    "openbox xfwm4 marco metacity muffin cinnamon kwin_x11 kwin fluxbox blackbox icewm fvwm fvwm3 jwm pekwm e16"
    " windowmaker wmaker compiz twm ctwm mwm awesome i3 bspwm herbstluftwm".split()
)
PASSWORD_KEEPERS = frozenset(
    "keepassxc keepass2 bitwarden 1password seahorse org.gnome.secrets gnome-keyring kwalletmanager5 gcr-prompter"
    " pinentry keychain".split()
) | {"keychain access"}
# Editors in a terminal whose keys are known (`policy/editor.py`).
VI = frozenset({"vi", "vim", "nvim"})
NANO = frozenset({"nano", "rnano", "pico"})
# They show dialogs for other programs, whose names they don't report.
PORTALS = frozenset({"xdg-desktop-portal"})
# Characters; Linux cuts the name of a process after them.
_LONGEST_PROCESS_NAME = 15
_VARIANT = ("-", "_", ".", " ")  # firefox-esr, yandex_browser, chrome.exe, Brave Browser
_INTERPRETER = re.compile(
    r"(?:python|pypy|perl|ruby|node|nodejs|bun|deno|java|bash|dash|zsh|ksh|fish|sh|lua|luajit|php|wish|tclsh|guile|gjs"
    r"|mono|dotnet|electron)[0-9.]*",
    re.IGNORECASE,  # on macOS it is called Python
)
_LIBREOFFICE = frozenset({"soffice", "oosplash"})  # the names of its files say nothing to people
_ENDINGS = re.compile(r"(?:\.(?:exe|py|pyw|bin|real|sh|pl|rb|js|jar|appimage|app)|-bin|-wrapped|-wrapper)+$")
_DOTTED = re.compile(r"\w+(?:\.[a-zA-Z]\w*)+")


def is_browser(app: str) -> bool:
    """Return whether a program is a web browser, by its executable's name."""
    return is_name_of(app, BROWSERS)


def is_name_of(app: str, programs: frozenset[str]) -> bool:
    """Return whether a name is one of a list, or a variant of one: firefox-esr, Brave Browser."""
    name = app.lower()
    return name in programs or any(name.startswith(program) and name[len(program)] in _VARIANT for program in programs)


def is_interpreter(executable: str) -> bool:
    """Return whether a program runs scripts, by its path or file name."""
    return _INTERPRETER.fullmatch(last_part(executable)) is not None


def what_runs(window: Window) -> str:
    """Return the file name of the script or module that an interpreter runs, else of the program."""
    executable, _, script = window.program.partition(" ")
    reads = last_part(executable) == window.app or (not window.app and is_interpreter(executable))
    runs = script.removeprefix("-m ") if reads else ""
    return last_part(runs) if runs and not runs.startswith("-") else window.app or last_part(window.program)


def spoken(name: str) -> str:
    """Return a file name in a form for sentences, without endings and separators; may be empty."""
    plain = without_endings(name)
    if plain in _LIBREOFFICE:
        return "LibreOffice"
    # Window classes such as org.gnome.TextEditor, and modules such as package.program.
    plain = plain.rpartition(".")[2] if _DOTTED.fullmatch(plain) else plain
    words = plain.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def without_endings(name: str) -> str:
    """Return a file name without endings for its kind, such as .exe or -bin."""
    return _ENDINGS.sub("", name)


def last_part(path: str) -> str:
    """Return the file name at the end of a path."""
    return re.split(r"[/\\]", path)[-1]


def names_of(window: Window | None) -> frozenset[str]:
    """Return all possible names of a window's program: from its path, its script and its window class."""
    if window is None:
        return frozenset()
    sources = [*window.program.split(), window.program, window.app]
    names = {last_part(part).strip().lower() for part in sources if part}
    names |= {name.lstrip(".") for name in names}
    names |= {without_endings(name) for name in names}
    # Window classes such as org.gnome.Nautilus.
    names |= {name.rpartition(".")[2] for name in names}
    return frozenset(names - {""})


def is_one_of(window: Window | None, programs: frozenset[str]) -> bool:
    """Return whether a window's program is in a list, by a name (even one cut by the system) or by its category."""
    names = names_of(window)
    if any(is_name_of(name, programs) for name in names) or (window is not None and window.kinds & programs):
        return True
    cut = {name for name in names if len(name) == _LONGEST_PROCESS_NAME}
    return any(program[:_LONGEST_PROCESS_NAME] in cut for program in programs)


def short_name(window: Window | None) -> str:
    """Return what people call a window's program, in a sentence."""
    if window is None:
        return "this window"
    return program_name(window) or "an unknown program"


def program_name(window: Window) -> str:
    """Return what the menu calls a window's program, else its file or script; empty where that is unknown."""
    return window.name or spoken(what_runs(window))
