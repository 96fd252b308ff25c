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

    name: str
    command: str  # for a shell
    desktop: str  # XDG_CURRENT_DESKTOP
    panel: str
    editor: tuple[str, ...]
    files: tuple[str, ...]


_ALL = (
    Environment("xfce", "exec xfce4-session", "XFCE", "Xfce4-panel", ("mousepad",), ("thunar",)),
    Environment("mate", "exec mate-session", "MATE", "Mate-panel", ("pluma",), ("caja", "--no-desktop")),
    Environment("lxqt", "exec startlxqt", "LXQt", "lxqt-panel", ("featherpad",), ("pcmanfm-qt",)),
    Environment("cinnamon", "exec cinnamon-session", "X-Cinnamon", "", ("gnome-text-editor",), ("nemo",)),
    Environment("plasma", "exec startplasma-x11", "KDE", "plasmashell", ("kate",), ("dolphin",)),
    Environment("i3", _I3, "i3", "i3bar", ("mousepad",), ("pcmanfm",)),
    Environment("awesome", "exec awesome", "awesome", "awesome", ("mousepad",), ("pcmanfm",)),
    Environment("openbox", _OPENBOX, "openbox", "Tint2", ("mousepad",), ("pcmanfm",)),
)
ENVIRONMENTS: Mapping[str, Environment] = MappingProxyType({one.name: one for one in _ALL})
