"""Which program a window belongs to, by the names that programs of one kind have on Linux, Windows and macOS.

A name more than needed makes policy ask once more; none of these lists lets anything through.
"""

from __future__ import annotations

from desktop_agent.core.frame import Window
from desktop_agent.core.programs import last_part, spoken, what_runs, without_endings

LAUNCHERS = frozenset(
    "rofi dmenu bemenu wofi fuzzel tofi krunner gmrun xfrun4 xfce4-appfinder lxqt-runner ulauncher albert synapse"
    " kupfer gnome-shell cinnamon plasmashell mate-panel searchhost searchapp searchui startmenuexperiencehost"
    " spotlight alfred raycast launchy wox flow.launcher powertoys.powerlauncher".split()
)
FILE_MANAGERS = frozenset(
    "pcmanfm pcmanfm-qt nautilus org.gnome.nautilus thunar dolphin nemo caja konqueror krusader doublecmd mc spacefm"
    " xfe rox worker explorer finder totalcmd totalcmd64 files io.elementary.files polo index".split()
)
MAILERS = frozenset(
    "thunderbird thunderbird-bin betterbird evolution geary kmail claws-mail sylpheed balsa trojita mailspring outlook"
    " olk hxoutlook mail".split()
)
CHATS = frozenset(
    "slack discord teams ms-teams msteams signal signal-desktop telegram telegram-desktop"
    " telegramdesktop whatsapp element element-desktop fractal dino gajim pidgin psi hexchat konversation kvirc"
    " quassel polari zoom skype skypeforlinux wire viber mattermost mattermost-desktop rocketchat zulip nheko"
    " neochat messages wechat weixin kakaotalk line".split()
)
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
) | {"system settings", "system preferences", "disk utility"}
OURSELVES = frozenset({"desktop-agent", "desktop_agent"})
# What Linux keeps of a process's name.
_KEPT = 15


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
    """Tell whether a window's program is one of a list, also by a name that the system has cut off."""
    names = names_of(window)
    if names & programs:
        return True
    cut = {name for name in names if len(name) == _KEPT}
    return any(program[:_KEPT] in cut for program in programs)


def short_name(window: Window | None) -> str:
    """Return how to call a window's program in a sentence: much as people know it, a script by its own name."""
    if window is None:
        return "this window"
    return spoken(what_runs(window)) or "an unknown program"
