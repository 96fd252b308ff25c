"""Programs: what people call one, and of which kind it is, by the names that it has on Linux, Windows and macOS.

A name more than needed in these lists makes policy ask once more, or makes text go a way that is sure in more programs;
none of them lets anything through. What a program's desktop entry says that it is counts as well: the lists hold names
in small letters, and with a capital the categories of the desktop entry specification.
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
) | {"TerminalEmulator"}
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
) | {"google chrome", "microsoft edge", "WebBrowser"}
# Known to paste what is marked (PRIMARY) on Shift+Insert, where toolkits paste what was copied. Other terminals differ.
PRIMARY_PASTERS = frozenset("xterm uxterm lxterm rxvt urxvt aterm eterm st kitty emacs".split())
# Word processors and spreadsheets change what is typed (quotes, capitals, completions), and leave what is pasted.
CORRECTORS = frozenset(
    "libreoffice soffice soffice.bin openoffice abiword calligrawords calligrasheets calligrastage wps wpsoffice et wpp"
    " onlyoffice desktopeditors textmaker planmaker".split()
)
# Programs that show the screen of another computer: keys go there, and a paste puts in what was copied there.
VNC_VIEWERS = frozenset("vncviewer xtigervncviewer tigervnc realvnc xvnc4viewer ssvncviewer gvncviewer vinagre".split())
REMOTE_SCREENS = VNC_VIEWERS | frozenset(
    "xephyr xnest nxagent x2goagent nxplayer nomachine remmina krdc xfreerdp freerdp sdl-freerdp rdesktop remote-viewer"
    " virt-viewer virt-manager gnome-boxes org.gnome.boxes gnome-connections org.gnome.connections spicy qemu"
    " virtualbox virtualboxvm vmware vmplayer vmrc looking-glass-client anydesk teamviewer rustdesk moonlight parsecd"
    " scrcpy wfica".split()
)
LAUNCHERS = frozenset(
    "rofi dmenu bemenu wofi fuzzel tofi krunner gmrun xfrun4 xfce4-appfinder lxqt-runner ulauncher albert synapse"
    " kupfer gnome-shell cinnamon plasmashell mate-panel searchhost searchapp searchui startmenuexperiencehost"
    " spotlight alfred raycast launchy wox flow.launcher powertoys.powerlauncher".split()
)
# What is entered there may run, whatever words stand in their windows: policy goes by the program alone.
RUNNERS = TERMINALS | LAUNCHERS
FILE_MANAGERS = frozenset(
    "pcmanfm pcmanfm-qt nautilus org.gnome.nautilus thunar dolphin nemo caja konqueror krusader doublecmd mc spacefm"
    " xfe rox worker explorer finder totalcmd totalcmd64 files io.elementary.files polo index".split()
) | {"FileManager"}
MAILERS = frozenset(
    "thunderbird thunderbird-bin betterbird evolution geary kmail claws-mail sylpheed balsa trojita mailspring outlook"
    " olk hxoutlook mail".split()
) | {"Email"}
CHATS = frozenset(
    "slack discord teams ms-teams msteams signal signal-desktop telegram telegram-desktop"
    " telegramdesktop whatsapp element element-desktop fractal dino gajim pidgin psi hexchat konversation kvirc"
    " quassel polari zoom skype skypeforlinux wire viber mattermost mattermost-desktop rocketchat zulip nheko"
    " neochat messages wechat weixin kakaotalk line".split()
) | {"Chat", "InstantMessaging", "IRCClient"}
CORRESPONDENTS = MAILERS | CHATS
PASSWORD_KEEPERS = frozenset(
    "keepassxc keepass keepass2 kpcli bitwarden 1password lastpass dashlane enpass nordpass proton-pass protonpass"
    " buttercup seahorse org.gnome.secrets secrets gnome-passwordsafe gnome-keyring kwalletmanager kwalletmanager5"
    " kwalletd5 kwalletd6 qtpass passbolt keeperpasswordmanager roboform keychain".split()
) | {"keychain access", "gcr-prompter", "pinentry", "pinentry-gtk-2", "pinentry-qt", "pinentry-gnome3", "pinentry-x11"}
SYSTEM_SETTINGS = frozenset(
    "gnome-control-center gnome-tweaks gnome-system-monitor gnome-disks gparted systemsettings systemsettings5"
    " xfce4-settings-manager xfce4-settings-editor xfce4-power-manager-settings mate-control-center"
    " cinnamon-settings cinnamon-settings.py lxqt-config lxqt-config-session lxappearance dconf-editor"
    " nm-connection-editor blueman-manager pavucontrol system-config-printer synaptic gnome-software plasma-discover"
    " yast2 timeshift timeshift-gtk ufw gufw firewall-config polkit-gnome-authentication-agent-1 polkit-kde-agent"
    " lxpolkit regedit mmc control systempropertiesadvanced taskmgr msconfig".split()
) | {"system settings", "system preferences", "disk utility", "DesktopSettings", "HardwareSettings"}
OURSELVES = frozenset({"desktop-agent", "desktop_agent"})
# What people write in: keys there are text, where nothing else has the keyboard.
WRITERS = frozenset({"TextEditor", "WordProcessor", "Spreadsheet", "Presentation"})
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
    """Tell whether a program shows pages of the web, by its executable's name."""
    return _is_one_of(app, BROWSERS)


def pastes_primary(app: str) -> bool:
    """Tell whether Shift+Insert is known to paste what is marked there."""
    return app.lower() in PRIMARY_PASTERS


def may_paste_primary(name: str) -> bool:
    """Tell whether Shift+Insert may paste what is marked there, by an executable's name or a window class."""
    return "term" in name.lower() or _is_one_of(name, TERMINALS | COMMAND_EDITORS)


def corrects_typing(name: str) -> bool:
    """Tell whether a program changes what is typed, by an executable's name or a window class."""
    return _is_one_of(name, CORRECTORS)


def is_remote_screen(name: str) -> bool:
    """Tell whether a program shows another computer, by an executable's name or a window class."""
    return _is_one_of(name, REMOTE_SCREENS)


def is_vnc_viewer(name: str) -> bool:
    """Tell whether a program sends characters to another computer in place of keycodes."""
    return _is_one_of(name, VNC_VIEWERS)


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
    """Tell whether a window's program is one of a list: by a name, also one that the system has cut off, or by kind."""
    names = names_of(window)
    if names & programs or (window is not None and window.kinds & programs):
        return True
    cut = {name for name in names if len(name) == _KEPT}
    return any(program[:_KEPT] in cut for program in programs)


def short_name(window: Window | None) -> str:
    """Return how to call a window's program in a sentence: much as people know it, a script by its own name."""
    if window is None:
        return "this window"
    return spoken(what_runs(window)) or "an unknown program"
