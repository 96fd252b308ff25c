"""The script that runs inside a desk: a shell starts the display and the bus, then one program for each input line."""

from __future__ import annotations

import html
import re
import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop_agent.desk.display.servers import ACCESSIBILITY_ON, bus_command, write_openbox, xvfb_command
from desktop_agent.desk.sandbox.plan import SandboxPlan
from desktop_agent.desk.sandbox.wire import Wire
from desktop_agent.lib.desktop_entries import programs_to_start

MANAGER_ORDER = b"manager\n"
_SERVICES = Path("/usr/share/dbus-1/services")
# These would need the person's session, or show dialogs that no one can answer.
_LEFT_OUT = (
    *("org.freedesktop.portal", "org.freedesktop.impl.portal", "org.gtk.vfs", "org.gtk.Private", "org.gnome.keyring"),
    *("org.freedesktop.secrets", "org.freedesktop.impl.secrets", "org.kde.kwalletd", "org.freedesktop.systemd1"),
    *("org.gnome.evolution", "org.gnome.OnlineAccounts", "org.freedesktop.Tracker", "org.kde.kded"),
)
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={address}</listen>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
# Starts both servers at once, then reads one order a line. As the first process, it ends the desk when its input ends.
# It also ends with the display, without which a desk is useless.
_SCRIPT = r"""
exec 3>&1 1>&2
{ {bus} | { read -r line && echo bus >&3; }; } &
{ {xvfb} 5>&1 1>&2 | { read -r line && echo display >&3; }; kill $$; } &
{ {inlet} 3>&- | { read -r line && echo network >&3; }; } &
while IFS= read -r order; do
  case $order in
    manager)
      { {manager} | { read -r line && echo manager >&3; exec 3>&-; cat >&2; }; } &
      {accessibility} >/dev/null 3>&- & ;;
    *) sh -c "$(printf %b "$order")" 3>&- & ;;
  esac
done
"""
PROGRAMS_INSIDE = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"
_PLACES = {"XDG_DATA_HOME": "/usr/local/share", "XDG_DATA_DIRS": "/usr/share", "PATH": PROGRAMS_INSIDE}
_DEFAULTS = Path("/etc/xdg/openbox/rc.xml")
# The main categories that entries name, in the order of the menu.
_GROUPS = ("Office", "Graphics", "Network", "AudioVideo", "Utility", "Development", "Education", "Game", "Settings")
_OTHER = "Other"
# That accessibility is on is for the desk alone: it isn't written into the settings, which a receipt would list.
_ACCESSIBILITY = "org.a11y.Bus.service"
_COMMAND = re.compile(r"^Exec=", re.MULTILINE)
_WITHOUT_SETTINGS = "Exec=/usr/bin/env GSETTINGS_BACKEND=memory "


def script(plan: SandboxPlan, wire: Wire) -> str:
    """Write the servers' settings, and return the script that starts them; it prints a word for each one started.

    The window manager may be ordered once `write_manager` has written its settings.
    """
    conf = wire.configuration
    (conf / "bus.xml").write_text(_BUS.format(address=f"{wire.runtime}/bus", services=_services(conf)))
    size = "{}x{}".format(*plan.wish.size)
    xvfb = xvfb_command(size, wire.cookie, f":{wire.number}", "-displayfd", "5", "-fbdir", str(wire.pictures))
    bus = bus_command(f"--config-file={conf / 'bus.xml'}")
    manager = ["env", f"XDG_DATA_HOME={conf}", "openbox", "--sm-disable", "--config-file", str(conf / "openbox.xml")]
    parts = {"bus": bus, "xvfb": xvfb, "accessibility": ACCESSIBILITY_ON, "manager": [*manager, "--startup", "echo"]}
    text = _SCRIPT
    parts["inlet"] = ["/usr/bin/python3", "-I", str(wire.inlet), str(wire.way_out)]
    for name, command in parts.items():
        text = text.replace(f"{{{name}}}", shlex.join(command))
    return text


def write_manager(wire: Wire) -> None:
    """Write the settings of the window manager, with the menu of all programs."""
    conf = wire.configuration
    write_openbox(conf, program_menu(conf))


def _services(conf: Path) -> Path:
    """Make a folder with links to the session bus services that make sense on a desk, and return it."""
    folder = conf / "services"
    folder.mkdir()
    for file in sorted(_SERVICES.glob("*.service")) if _SERVICES.is_dir() else []:
        if file.name == _ACCESSIBILITY:
            (folder / file.name).write_text(_COMMAND.sub(_WITHOUT_SETTINGS, file.read_text("utf-8")))
        elif not file.name.startswith(_LEFT_OUT):
            (folder / file.name).symlink_to(file)
    return folder


def program_menu(folder: Path) -> str:
    """Write the menu into `folder`, and return the window manager's configuration for it."""
    groups = defaultdict[str, list[tuple[str, str]]](list)
    for name, command, group in sorted(_programs(), key=lambda program: program[0].casefold()):
        groups[group].append((name, command))
    (folder / "menu.xml").write_text("".join(_menu_xml(groups)), encoding="utf-8")
    return f"  <menu><file>{html.escape(str(folder / 'menu.xml'))}</file></menu>\n{_mouse_settings()}"


def _menu_xml(groups: Mapping[str, list[tuple[str, str]]]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<openbox_menu xmlns="http://openbox.org/3.4/menu">\n'
    yield '<menu id="root-menu" label="Programs">\n'
    for group in (*_GROUPS, _OTHER):
        if groups.get(group):
            yield f"<menu id={_quoted(group)} label={_quoted(group)}>\n"
            for name, command in groups[group]:
                yield f'<item label={_quoted(name)}><action name="Execute">'
                yield f"<command>{html.escape(command)}</command></action></item>\n"
            yield "</menu>\n"
    yield "</menu>\n</openbox_menu>\n"


def _programs() -> Iterator[tuple[str, str, str]]:
    """Yield name, command and group of every program with a visible desktop entry."""
    for entry in programs_to_start(_PLACES):
        group = next((known_group for known_group in _GROUPS if known_group in entry.categories), _OTHER)
        yield entry.name, shlex.join(entry.command), group


def _quoted(text: str) -> str:
    return f'"{html.escape(text)}"'


def _mouse_settings() -> str:
    """Return the window manager's default mouse settings, which include the background menu."""
    try:
        match = re.search(r"<mouse>.*</mouse>", _DEFAULTS.read_text(encoding="utf-8"), re.DOTALL)
    except (OSError, ValueError):
        return ""
    return f"  {match[0]}\n" if match else ""
