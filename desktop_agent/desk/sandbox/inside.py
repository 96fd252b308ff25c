"""What runs inside of a desk: a shell that starts the display and the bus, then what it is told, each line an order."""

from __future__ import annotations

import shlex
from pathlib import Path

from desktop_agent.desk.display.openbox import write_openbox
from desktop_agent.desk.display.servers import ACCESSIBILITY_ON, bus_command, xvfb_command
from desktop_agent.desk.sandbox.menu import program_menu
from desktop_agent.desk.sandbox.plan import SandboxPlan
from desktop_agent.desk.sandbox.wire import Wire

MANAGER_ORDER = b"manager\n"
_SERVICES = Path("/usr/share/dbus-1/services")
# These would hand over to a session that is not there, or show a dialog of it that nobody can answer.
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
# Both servers at once, then one order a line. When there are no more it ends, and all with it: it is the first process.
# It also ends with the display, without which a desk is of no use.
_SCRIPT = r"""
exec 3>&1 1>&2
{ {bus} | { read -r line && echo bus >&3; }; } &
{ {xvfb} 5>&1 1>&2 | { read -r line && echo display >&3; }; kill $$; } &
{network}
while IFS= read -r order; do
  case $order in
    manager)
      { {manager} | { read -r line && echo manager >&3; exec 3>&-; cat >&2; }; } &
      {accessibility} >/dev/null 3>&- & ;;
    *) sh -c "$(printf %b "$order")" 3>&- & ;;
  esac
done
"""

_NETWORK = "{ {inlet} 3>&- | { read -r line && echo network >&3; }; } &"


def script(plan: SandboxPlan, wire: Wire) -> str:
    """Write what the servers read, and return the script that starts them; it answers by words on its output.

    The order for the window manager may come when `write_manager` has written what that reads.
    """
    conf = wire.configuration
    (conf / "bus.xml").write_text(_BUS.format(address=f"{wire.runtime}/bus", services=_services(conf)))
    size = f"{plan.width}x{plan.height}"
    xvfb = xvfb_command(size, wire.cookie, f":{wire.number}", "-displayfd", "5", "-fbdir", str(wire.pictures))
    bus = bus_command(f"--config-file={conf / 'bus.xml'}")
    manager = ["env", f"XDG_DATA_HOME={conf}", "openbox", "--sm-disable", "--config-file", str(conf / "openbox.xml")]
    parts = {"bus": bus, "xvfb": xvfb, "accessibility": ACCESSIBILITY_ON, "manager": [*manager, "--startup", "echo"]}
    text = _SCRIPT.replace("{network}", _NETWORK if plan.hosts else "")
    parts["inlet"] = ["/usr/bin/python3", "-I", str(wire.inlet), str(wire.way_out)]
    for name, command in parts.items():
        text = text.replace(f"{{{name}}}", shlex.join(command))
    return text


def write_manager(plan: SandboxPlan, wire: Wire) -> None:
    """Write the settings of the window manager, with the menu of all programs."""
    conf = wire.configuration
    write_openbox(conf, program_menu(conf, plan.environment.get("LANG", "")))


def _services(conf: Path) -> Path:
    """Make a folder with links to those services of the session bus that make sense on a desk."""
    folder = conf / "services"
    folder.mkdir()
    for file in sorted(_SERVICES.glob("*.service")) if _SERVICES.is_dir() else []:
        if not file.name.startswith(_LEFT_OUT):
            (folder / file.name).symlink_to(file)
    return folder
