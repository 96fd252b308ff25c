"""A paste, whoever owns the clipboard: where it suits, its chord, the wait for its reader, the old content's return."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.programs import is_name_of
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import NotTakenError
from desktop_agent.lib.child_process import OutlivingProcess
from desktop_agent.platforms.child import CHILD, KEPT

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


PASTE_POLL_S = 0.02
# What a look at the clipboard may take, which nobody waits for.
OFFERED_WITHIN_S = 0.15
MOST_OFFERED_BYTES = 1 << 20
# X11's questions about a selection, which GTK 3 lists on Wayland, too, and never answers there.
NO_CONTENT = frozenset(
    {"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY"}
)
_ASKS_WITHIN_S = 2.0
_READS_WITHIN_S = 10.0
_QUIET_S = 0.1
_KEPT_WITHIN_S = 3.0


def check_clipboard_owned(*, is_ours: bool, stop: StopToken) -> None:
    """Raise UntypableTextError where the clipboard isn't ours before the chord is pressed, and Stopped after a stop."""
    if not is_ours:
        raise UntypableTextError(
            Message("Another program took over the clipboard."), Message("Look at the screen and try again.")
        )
    if stop.is_set():
        raise Stopped


def press_chord(key: Callable[..., None], modifier: str, name: str) -> None:
    """Press a key while a modifier is held; `key` takes a name and `down`."""
    key(modifier, down=True)
    try:
        key(name, down=True)
        key(name, down=False)
    finally:
        key(modifier, down=False)


def await_paste_read(
    counts: Callable[[], tuple[int, int]],
    before: tuple[int, int],
    *,
    serve: Callable[[float], None],
    disown: Callable[[], None],
    stop: StopToken,
    stands: Callable[[], bool],
) -> None:
    """Return when a program has read the text, and nobody has asked for it for a while.

    `counts` tells how often somebody has asked for it and got all of it, and `before` what that was when the chord was
    pressed. NotTakenError where nobody has asked since, InputError where it was not read to the end.
    """
    asked = before[0]
    last = time.monotonic()
    while time.monotonic() - last < (_READS_WITHIN_S if asked > before[0] else _ASKS_WITHIN_S) and not stop.is_set():
        serve(PASTE_POLL_S)
        now, given = counts()
        if now > asked:
            asked = now
            last = time.monotonic()
        is_given = given - before[1] >= asked - before[0] > 0
        if is_given and (time.monotonic() - last >= _QUIET_S or stands()):
            return
    # The program may still get to the keys: it must not paste the text a second time.
    disown()
    if stop.is_set():
        raise Stopped
    if asked > before[0]:
        raise InputError(
            Message("The application requested the text but didn't read all of it."),
            Message("Look at the screen and try again."),
        )
    raise NotTakenError


class ClipboardKeeperProcess:
    """The process that holds what the person had copied, after a paste and after the run, until others copy something.

    If it fails, that is lost, never the run.
    """

    def __init__(self, name: str) -> None:
        """Take the name of its file in `platforms/`; nothing is started yet."""
        self._process = OutlivingProcess(CHILD, name)

    def start(self) -> None:
        """Have it get ready, unless it runs: a Python that starts on a busy machine takes longer than a paste."""
        if not self._process.runs:
            with suppress(OSError):
                self._process.start()

    def keep(self, content: bytes) -> bool:
        """Hand it a line of what to hold; return whether it holds that."""
        self.start()
        try:
            self._process.write_line(content)
            return self._process.read_line(_KEPT_WITHIN_S) == KEPT
        except OSError:
            return False

    def close(self) -> None:
        """Let it go on alone, for as long as it is needed; never raises."""
        self._process.let_go()
