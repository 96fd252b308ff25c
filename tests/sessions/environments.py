"""The desktop environments that the promises are tried in: how each starts, and what a person finds and sets there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# What a distribution's login screen would start; of a bare window manager, what its users put beside it.
_OPENBOX = "tint2 & dunst & exec openbox-session"
_I3 = "dunst & exec i3"
# As its own script does, but without systemd: it wants some system bus, and leaves out what nobody offers there.
_FLASHBACK = (
    "DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec gnome-session --builtin "
    "--session=gnome-flashback-metacity --disable-acceleration-check"
)  # GNOME's Files never finishes to load a folder there
_LXDE = "lxsession/LXDE/desktop.conf"
_LXDE_DARK = f"sed s,Net/ThemeName=.*,Net/ThemeName=Adwaita-dark, /etc/xdg/{_LXDE} >.config/{_LXDE}"
_XFCE_DRAWS_ALL = "xfconf-query -c xfwm4 -p /general/use_compositing -n -t bool -s false"
_SAVER = "xscreensaver --no-splash"
_GTK_DARK = "[Settings]\ngtk-theme-name=Adwaita-dark\n"
_LXQT_TWICE = "[General]\nwindow_manager=openbox\n[Environment]\nGDK_SCALE=2\nQT_SCALE_FACTOR=2\n"
# As its window “Display” does; the rate is that of the mode that `keeper.py` gives this size.
_CINNAMON_TWICE = """<monitors version="2"><configuration><logicalmonitor>
<x>0</x><y>0</y><scale>2</scale><primary>yes</primary>
<monitor><monitorspec><connector>screen</connector><vendor>unknown</vendor><product>unknown</product>
<serial>unknown</serial></monitorspec>
<mode><width>2560</width><height>1600</height><rate>59.986587524414062</rate></mode></monitor>
</logicalmonitor></configuration></monitors>
"""
# As its window “Appearance” writes it: its own theme, and the palette of Qt's programs.
_LXQT_DARK = """[General]
theme=dark
[Palette]
base_color=#232629
text_color=#eff0f1
window_color=#31363b
window_text_color=#eff0f1
[Qt]
style=Fusion
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What a person has changed before they log in: files below their home, and commands on their session's bus."""

    files: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """The line that a person adds to a file, so that a program starts with the desktop."""

    file: str  # below the home
    line: str  # {} is the program's command
    after: str = ""  # the file whose text comes first: what everybody starts with; empty: nothing does


def _gsettings(*words: str) -> Change:
    return Change(commands=(f"gsettings set {' '.join(words)}",))


_GTK = Change({".config/gtk-3.0/settings.ini": _GTK_DARK})
_X_TWICE = Change(commands=("echo 'Xft.dpi: 192' | xrdb -nocpp -merge -",))


@dataclass(frozen=True, slots=True)
class Environment:
    """One desktop environment. Its panel is found by `panel`, the class of its window; empty where it has none."""

    name: str
    command: str  # for a shell
    desktop: str  # XDG_CURRENT_DESKTOP
    panel: str
    menu: str  # the program that starts others
    editor: tuple[str, ...]
    files: tuple[str, ...]
    dark: Change
    twice: Change  # everything at 200 %
    lock: str  # a command
    saver: str = ""  # what has to run for that
    start: Line | None = None  # where it has no autostart folder
    monitors: Change = field(default_factory=Change)  # for a second monitor that has no output: Xvfb has one


_ALL = (
    Environment(
        "xfce", "exec xfce4-session", "XFCE", "Xfce4-panel", "xfce4-panel", ("mousepad",), ("thunar",),
        Change(commands=("xfconf-query -c xsettings -p /Net/ThemeName -n -t string -s Adwaita-dark",)),
        Change(commands=("xfconf-query -c xsettings -p /Gdk/WindowScalingFactor -n -t int -s 2",)),
        "xflock4", _SAVER, monitors=Change(commands=(_XFCE_DRAWS_ALL,)),
    ),
    Environment(
        "mate", "exec mate-session", "MATE", "Mate-panel", "mate-panel", ("pluma",), ("caja", "--no-desktop"),
        _gsettings("org.mate.interface", "gtk-theme", "Adwaita-dark"),
        _gsettings("org.mate.interface", "window-scaling-factor", "2"),
        "mate-screensaver-command --lock", "mate-screensaver --no-daemon",
    ),
    Environment(
        "lxqt", "exec startlxqt", "LXQt", "lxqt-panel", "lxqt-panel", ("featherpad",), ("pcmanfm-qt",),
        Change({".config/lxqt/lxqt.conf": _LXQT_DARK}),
        Change({".config/lxqt/session.conf": _LXQT_TWICE}),
        "lxqt-leave --lockscreen", _SAVER,
    ),
    Environment(
        "cinnamon", "exec cinnamon-session", "X-Cinnamon", "", "cinnamon", ("gnome-text-editor",), ("nemo",),
        _gsettings("org.cinnamon.desktop.interface", "gtk-theme", "Adwaita-dark"),
        Change({".config/cinnamon-monitors.xml": _CINNAMON_TWICE}),
        "cinnamon-screensaver-command --lock",
    ),
    Environment(
        "plasma", "exec startplasma-x11", "KDE", "plasmashell", "plasmashell", ("kate",), ("dolphin",),
        Change(commands=("plasma-apply-colorscheme BreezeDark",)),
        Change({".config/kdeglobals": "[KScreen]\nScaleFactor=2\nScreenScaleFactors=screen=2;\n"}),
        "gdbus call --session -d org.freedesktop.ScreenSaver -o /ScreenSaver -m org.freedesktop.ScreenSaver.Lock",
    ),
    Environment(
        "i3", _I3, "i3", "i3bar", "i3", ("mousepad",), ("pcmanfm",),
        _GTK, _X_TWICE, "i3lock", start=Line(".config/i3/config", "exec {}", "/etc/i3/config"),
    ),
    Environment(
        "awesome", "exec awesome", "awesome", "awesome", "awesome", ("mousepad",), ("pcmanfm",),
        _GTK, _X_TWICE, "i3lock",
        start=Line(".config/awesome/rc.lua", 'awful.spawn("{}")', "/etc/xdg/awesome/rc.lua"),
    ),
    Environment(
        "openbox", _OPENBOX, "openbox", "Tint2", "openbox", ("mousepad",), ("pcmanfm",),
        _GTK, _X_TWICE, "xscreensaver-command -lock", _SAVER, Line(".config/openbox/autostart", "{} &"),
    ),
    Environment(
        "lxde", "dunst & exec startlxde", "LXDE", "Lxpanel", "lxpanel", ("mousepad",), ("pcmanfm",),
        Change(commands=("mkdir -p .config/lxsession/LXDE", _LXDE_DARK)),
        _X_TWICE, "lxlock", _SAVER,
    ),
    Environment(
        "icewm", "dunst & exec icewm-session", "ICEWM", "TaskBar", "icewm", ("mousepad",), ("pcmanfm",),
        _GTK, _X_TWICE, "i3lock", start=Line(".icewm/startup", "{} &", ""),
    ),
    Environment(
        "fluxbox", "dunst & exec startfluxbox", "Fluxbox", "", "fluxbox", ("mousepad",), ("pcmanfm",),
        _GTK, _X_TWICE, "xscreensaver-command -lock", _SAVER, Line(".fluxbox/startup", "{} &\nexec fluxbox"),
    ),
    Environment(
        "flashback", _FLASHBACK, "GNOME-Flashback:GNOME", "Gnome-panel", "gnome-panel",
        ("gnome-text-editor",), ("pcmanfm",),
        _gsettings("org.gnome.desktop.interface", "gtk-theme", "Adwaita-dark"),
        _gsettings("org.gnome.desktop.interface", "scaling-factor", "2"),
        "gdbus call --session -d org.gnome.ScreenSaver -o /org/gnome/ScreenSaver -m org.gnome.ScreenSaver.Lock",
    ),
)  # fmt: skip
ENVIRONMENTS: Mapping[str, Environment] = MappingProxyType({one.name: one for one in _ALL})
