"""Programs by how text has to be entered in them: which change it, paste another selection, show another computer."""

from __future__ import annotations

from desktop_agent.core.programs import is_name_of

_TERMINALS = frozenset(
    "xterm uxterm urxvt urxvtd rxvt mlterm eterm aterm st stterm kitty alacritty wezterm wezterm-gui foot footclient"
    " gnome-terminal gnome-terminal-server kgx gnome-console ptyxis blackbox konsole yakuake guake tilda tilix"
    " terminator terminology xfce4-terminal lxterm lxterminal mate-terminal qterminal deepin-terminal cool-retro-term"
    " sakura termite roxterm zutty contour rio ghostty tabby hyper warp warp-terminal x-terminal-emulator terminal"
    " iterm iterm2 cmd powershell pwsh windowsterminal openconsole conhost mintty putty kitty_portable wt".split()
)
_EMACSES = frozenset("emacs emacs-gtk emacs-x emacs-lucid emacs-pgtk xemacs aquamacs spacemacs".split())
_COMMAND_EDITORS = _EMACSES | frozenset(
    "vi vim gvim vim.gtk vim.gtk3 vim.athena vim.motif nvim nvim-qt neovide goneovim macvim kakoune kak helix".split()
)
# Word processors and spreadsheets change what is typed (quotes, capitals, completions), and leave what is pasted.
_CORRECTORS = frozenset(
    "libreoffice soffice soffice.bin openoffice abiword calligrawords calligrasheets calligrastage wps wpsoffice et wpp"
    " onlyoffice desktopeditors textmaker planmaker".split()
)
# Programs that show the screen of another computer: keys go there, and a paste puts in what was copied there.
_VNC_VIEWERS = frozenset(
    "vncviewer xtigervncviewer tigervnc realvnc xvnc4viewer ssvncviewer gvncviewer vinagre".split()
)
_REMOTE_SCREENS = _VNC_VIEWERS | frozenset(
    "xephyr xnest nxagent x2goagent nxplayer nomachine remmina krdc xfreerdp freerdp sdl-freerdp rdesktop remote-viewer"
    " virt-viewer virt-manager gnome-boxes org.gnome.boxes gnome-connections org.gnome.connections spicy qemu"
    " virtualbox virtualboxvm vmware vmplayer vmrc looking-glass-client anydesk teamviewer rustdesk moonlight parsecd"
    " scrcpy wfica".split()
)


def may_paste_primary(name: str) -> bool:
    """Return whether Shift+Insert may paste what is marked there, by an executable's name or a window class."""
    return "term" in name.lower() or is_name_of(name, _TERMINALS | _COMMAND_EDITORS)


def corrects_typing(name: str) -> bool:
    """Return whether a program changes what is typed, by an executable's name or a window class."""
    return is_name_of(name, _CORRECTORS)


def is_remote_screen(name: str) -> bool:
    """Return whether a program shows another computer, by an executable's name or a window class."""
    return is_name_of(name, _REMOTE_SCREENS)


def is_vnc_viewer(name: str) -> bool:
    """Return whether a program sends characters to another computer in place of keycodes."""
    return is_name_of(name, _VNC_VIEWERS)
