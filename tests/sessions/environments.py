"""The desktop environments that the promises are tried in: how each starts, and what a person finds and sets there."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# What a distribution's login screen would start; of a bare window manager, what its users put beside it.
_OPENBOX = "tint2 & dunst & exec openbox-session"
_I3 = "dunst & exec i3"
# As its own script does, but without systemd: it wants some system bus, and leaves out what nobody offers there.
_FLASHBACK = (
    "DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec gnome-session --builtin "
    "--session=gnome-flashback-metacity --disable-acceleration-check"
)
_XFCE_DRAWS_ALL = "xfconf-query -c xfwm4 -p /general/use_compositing -n -t bool -s false"
_SAVER = "xscreensaver --no-splash"
_LOCK = "gdbus call --session -d {0} -o {1} -m {0}.Lock"


@dataclass(frozen=True, slots=True)
class Line:
    """The line that a person adds to a file, so that a program starts with the desktop."""

    file: str  # below the home
    line: str  # {} is the program's command
    after: str = ""  # the file whose text comes first: what everybody starts with; empty: nothing does


@dataclass(frozen=True, slots=True)
class Environment:
    """One desktop environment. Its panel is found by `panel`, the class of its window; empty where it has none."""

    name: str
    command: str  # for a shell
    desktop: str  # XDG_CURRENT_DESKTOP
    panel: str
    menu: str  # the program that starts others
    lock: str  # a command
    saver: str = ""  # what has to run for that
    start: Line | None = None  # where it has no autostart folder
    monitors: tuple[str, ...] = ()  # commands for a second monitor that has no output: Xvfb has one


_ALL = (
    Environment("xfce", "exec xfce4-session", "XFCE", "Xfce4-panel", "xfce4-panel", "xflock4", _SAVER,
                monitors=(_XFCE_DRAWS_ALL,)),
    Environment("mate", "exec mate-session", "MATE", "Mate-panel", "mate-panel", "mate-screensaver-command --lock",
                "mate-screensaver --no-daemon"),
    Environment("lxqt", "exec startlxqt", "LXQt", "lxqt-panel", "lxqt-panel", "lxqt-leave --lockscreen", _SAVER),
    Environment("cinnamon", "exec cinnamon-session", "X-Cinnamon", "", "cinnamon",
                "cinnamon-screensaver-command --lock"),
    Environment("plasma", "exec startplasma-x11", "KDE", "plasmashell", "plasmashell",
                _LOCK.format("org.freedesktop.ScreenSaver", "/ScreenSaver")),
    Environment("i3", _I3, "i3", "i3bar", "i3", "i3lock",
                start=Line(".config/i3/config", "exec {}", "/etc/i3/config")),
    Environment("awesome", "exec awesome", "awesome", "awesome", "awesome", "i3lock",
                start=Line(".config/awesome/rc.lua", 'awful.spawn("{}")', "/etc/xdg/awesome/rc.lua")),
    Environment("openbox", _OPENBOX, "openbox", "Tint2", "openbox", "xscreensaver-command -lock", _SAVER,
                Line(".config/openbox/autostart", "{} &")),
    Environment("lxde", "dunst & exec startlxde", "LXDE", "Lxpanel", "lxpanel", "lxlock", _SAVER),
    Environment("icewm", "dunst & exec icewm-session", "ICEWM", "TaskBar", "icewm", "i3lock",
                start=Line(".icewm/startup", "{} &", "")),
    Environment("fluxbox", "dunst & exec startfluxbox", "Fluxbox", "", "fluxbox", "xscreensaver-command -lock", _SAVER,
                Line(".fluxbox/startup", "{} &\nexec fluxbox")),
    Environment("flashback", _FLASHBACK, "GNOME-Flashback:GNOME", "Gnome-panel", "gnome-panel",
                _LOCK.format("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver")),
)  # fmt: skip
ENVIRONMENTS: Mapping[str, Environment] = MappingProxyType({one.name: one for one in _ALL})
