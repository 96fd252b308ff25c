"""Programs: what people call one, and which are terminals, editors and browsers, on Linux, Windows and macOS.

A name more than needed in these lists makes policy ask once more, or makes text go a way that is sure in more programs.
"""

from __future__ import annotations

import re

from desktop_agent.core.frame import Window

TERMINALS = frozenset(
    "xterm uxterm urxvt urxvtd rxvt mlterm eterm aterm st stterm kitty alacritty wezterm wezterm-gui foot footclient"
    " gnome-terminal gnome-terminal-server kgx gnome-console ptyxis blackbox konsole yakuake guake tilda tilix"
    " terminator terminology xfce4-terminal lxterm lxterminal mate-terminal qterminal deepin-terminal cool-retro-term"
    " sakura termite roxterm zutty contour rio ghostty tabby hyper warp warp-terminal x-terminal-emulator terminal"
    " iterm iterm2 cmd powershell pwsh windowsterminal openconsole conhost mintty putty kitty_portable wt".split()
)
# Editors in which a line of text may be a command, one for the shell included.
EMACSES = frozenset("emacs emacs-gtk emacs-x emacs-lucid emacs-pgtk xemacs aquamacs spacemacs".split())
COMMAND_EDITORS = EMACSES | frozenset(
    "vi vim gvim vim.gtk vim.gtk3 vim.athena vim.motif nvim nvim-qt neovide goneovim macvim kakoune kak helix".split()
)
BROWSERS = frozenset(
    "chromium chromium-browser chrome google-chrome google-chrome-stable brave brave-browser msedge microsoft-edge"
    " opera vivaldi vivaldi-bin firefox firefox-esr firefox-bin librewolf waterfox tor-browser palemoon seamonkey"
    " epiphany org.gnome.epiphany epiphany-browser falkon qutebrowser konqueror midori netsurf dillo safari arc"
    " zen zen-browser floorp iexplore nyxt surf min"
    " thorium thorium-browser yandex yandex-browser yandex_browser".split()
) | {"google chrome", "microsoft edge"}
# Known to paste what is marked (PRIMARY) on Shift+Insert, where toolkits paste what was copied. Other terminals differ.
PRIMARY_PASTERS = frozenset("xterm uxterm lxterm rxvt urxvt aterm eterm st kitty emacs".split())
_VARIANT = ("-", "_", ".", " ")  # firefox-esr, yandex_browser, chrome.exe, Brave Browser
_INTERPRETER = re.compile(
    r"(?:python|pypy|perl|ruby|node|nodejs|bun|deno|java|bash|dash|zsh|ksh|fish|sh|lua|luajit|php|wish|tclsh|guile|gjs"
    r"|mono|dotnet|electron)[0-9.]*",
    re.IGNORECASE,  # on macOS it is called Python
)
_ENDINGS = re.compile(r"(?:\.(?:exe|py|pyw|bin|real|sh|pl|rb|js|jar|appimage|app)|-wrapped|-wrapper)+$")
_DOTTED = re.compile(r"\w+(?:\.[a-zA-Z]\w*)+")


def is_browser(app: str) -> bool:
    """Tell whether a program shows pages of the web, by its executable's name."""
    return _is_one_of(app, BROWSERS)


def pastes_primary(app: str) -> bool:
    """Tell whether Shift+Insert is known to paste what is marked there."""
    return app.lower() in PRIMARY_PASTERS


def may_paste_primary(name: str) -> bool:
    """Tell whether Shift+Insert may paste what is marked there, by an executable's name or a window class."""
    return "term" in name.lower() or _is_one_of(name, TERMINALS | COMMAND_EDITORS)


def _is_one_of(app: str, programs: frozenset[str]) -> bool:
    name = app.lower()
    return name in programs or any(name.startswith(one) and name[len(one)] in _VARIANT for one in programs)


def is_interpreter(executable: str) -> bool:
    """Tell whether what a program does depends on a script, by its path or its file's own name."""
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
