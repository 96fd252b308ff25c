"""The desktop environments that the promises are tried in: how each starts, and what a person finds there."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# What a distribution's login screen would start; of a bare window manager, what its users put beside it.
_OPENBOX = "tint2 & dunst & exec openbox --sm-disable"
_I3 = "dunst & exec i3"


@dataclass(frozen=True, slots=True)
class Environment:
    """One desktop environment. Its panel is found by `panel`, the class of its window; empty where it has none."""

    command: str  # for a shell
    desktop: str  # XDG_CURRENT_DESKTOP
    panel: str
    editor: tuple[str, ...]
    files: tuple[str, ...]
    has_tray: bool = True
    notifier: str = "org.freedesktop.Notifications"


ENVIRONMENTS: Mapping[str, Environment] = MappingProxyType(
    {
        "xfce": Environment("exec xfce4-session", "XFCE", "Xfce4-panel", ("mousepad",), ("thunar",)),
        "mate": Environment("exec mate-session", "MATE", "Mate-panel", ("pluma",), ("caja", "--no-desktop")),
        "lxqt": Environment("exec lxqt-session", "LXQt", "lxqt-panel", ("featherpad",), ("pcmanfm-qt",)),
        "cinnamon": Environment("exec cinnamon-session", "X-Cinnamon", "", ("gnome-text-editor",), ("nemo",)),
        "plasma": Environment("exec startplasma-x11", "KDE", "plasmashell", ("kate",), ("dolphin",)),
        "i3": Environment(_I3, "i3", "i3bar", ("mousepad",), ("pcmanfm",)),
        "awesome": Environment("exec awesome", "awesome", "awesome", ("mousepad",), ("pcmanfm",)),
        "openbox": Environment(_OPENBOX, "openbox", "Tint2", ("mousepad",), ("pcmanfm",)),
    }
)
