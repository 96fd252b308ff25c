"""What is inside of a desk: the arguments of bubblewrap, the environment, and the script that starts its servers."""

from __future__ import annotations

import html
import logging
import os
import re
import shlex
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop_agent.desk.display.servers import (
    ACCESSIBILITY_ON,
    DISPLAY_SETTINGS,
    bus_command,
    write_openbox,
    xvfb_command,
)
from desktop_agent.desk.network.start import environment as proxy_settings
from desktop_agent.desk.sandbox.forbidden_calls import call_filter
from desktop_agent.desk.sandbox.keeper_order import SYSTEM, SandboxPlan, layer_order, merged_system, system_folders
from desktop_agent.desk.sandbox.namespace import FILTER_FD
from desktop_agent.desk.sandbox.wire import Wire
from desktop_agent.lib.desktop_entries import programs_to_start

_log = logging.getLogger(__name__)


ROOT_INSIDE = 1000  # root's user id inside: programs must not think that they have rights
_AS_THEY_ARE = ("/bin", "/sbin", "/lib", "/usr", "/etc", "/opt", "/proc", "/sys", "/dev", "/run", "/var/run")
_PASSED_ON = ("LANG", "LANGUAGE", "TZ", "USER", "LOGNAME")
_KEYS = ("keys", "key-users")
_USERS = Path("/etc/passwd")
_SCRATCH_SIZE = "1073741824"
_TEMPORARY = ("--perms", "1777", "--size", _SCRATCH_SIZE, "--tmpfs")


def walls(plan: SandboxPlan, wire: Wire) -> list[str]:
    """Return the command prefix that runs a program inside the walls."""
    uid = os.geteuid() or ROOT_INSIDE
    gid = os.getegid() or ROOT_INSIDE
    separate = ("user", "ipc", "pid", "uts", "net")
    _log.debug("the desk has namespaces of its own: %s; system calls are filtered: %s", separate, bool(call_filter()))
    return [
        *(shutil.which("bwrap") or "bwrap", *(f"--unshare-{what}" for what in separate), "--unshare-cgroup-try"),
        *("--uid", str(uid), "--gid", str(gid), "--die-with-parent", "--new-session", "--clearenv"),
        *(("--seccomp", str(FILTER_FD)) if call_filter() else ()),
        *_system_mounts(plan),
        *_user_entry(plan, uid, gid),
        *("--proc", "/proc", "--dev", "/dev", *_kernel_mounts()),
        *(*_TEMPORARY, "/tmp", *_TEMPORARY, "/dev/shm", "--tmpfs", "/run"),
        *(*_TEMPORARY, "/var/tmp", "--symlink", "../run", "/var/run"),
        *_layer_mounts(plan),
        *_link_arguments(plan),
        *_shared_mounts(wire),
        *("--ro-bind", str(wire.network), str(wire.network)),
        *(word for bind in plan.wish.binds for word in ("--ro-bind", *bind)),
        # Nothing can be saved where the person wouldn't look for it.
        *("--remount-ro", "/", "--chdir", plan.home),
        *(word for name, value in settings(plan, wire).items() for word in ("--setenv", name, value)),
        "--",
    ]  # fmt: skip


def settings(plan: SandboxPlan, wire: Wire) -> dict[str, str]:
    """Return the complete environment of all programs inside; only the language is taken from the person's own."""
    passed_on = {name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith("LC_")}
    own = {
        "HOME": plan.home,
        "PATH": PROGRAMS_INSIDE,
        "SHELL": "/bin/sh",
        "DISPLAY": f":{wire.number}",
        "XAUTHORITY": str(wire.cookie),
        "XDG_RUNTIME_DIR": str(wire.runtime),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={wire.runtime}/bus",
        # Programs inside must not wait for a keyring, a portal or a service of the person's session.
        "GTK_USE_PORTAL": "0",
        "GIO_USE_VFS": "local",
        "NO_AT_BRIDGE": "0",
    }
    return passed_on | DISPLAY_SETTINGS | own | dict(proxy_settings(plan.wish.hosts))


def _system_mounts(plan: SandboxPlan) -> Iterator[str]:
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
    for place in system_folders():
        yield from ("--ro-bind", str(merged_system(plan, place)), place)
    if os.geteuid() == 0:
        yield from _hidden_private_files(Path("/etc"))


def _user_entry(plan: SandboxPlan, uid: int, gid: int) -> Iterator[str]:
    """Yield arguments that give the user inside a name, as D-Bus rejects unknown users."""
    text = more_users(_USERS.read_text(errors="surrogateescape"), uid, gid, plan.home) if _USERS.exists() else ""
    if text:
        file = plan.folder / "passwd"
        file.write_text(text, errors="surrogateescape")
        yield from ("--ro-bind", str(file), str(_USERS))


def more_users(users: str, uid: int, gid: int, home: str) -> str:
    """Return the system's users (passwd(5)) with one added; empty if that user exists."""
    if any(line.split(":")[2:3] == [str(uid)] for line in users.splitlines()):
        return ""
    return f"{users.rstrip()}\ndesk:x:{uid}:{gid}::{home}:/bin/sh\n"


def _kernel_mounts() -> Iterator[str]:
    """Yield arguments that hide the person's data in /proc and protect the kernel's settings.

    /proc lists all keys of a user; and root outside may write to it, whatever rights are left inside.
    """
    for name in _KEYS:
        if Path("/proc", name).exists():
            yield from ("--ro-bind", "/dev/null", f"/proc/{name}")
    if os.geteuid() == 0:
        for place in sorted(Path("/proc").iterdir()):
            if (
                not place.name.isdecimal()
                and not place.is_symlink()
                and (place.is_dir() or place.stat().st_mode & 0o200)
            ):
                yield from ("--ro-bind-try", str(place), str(place))


def _hidden_private_files(folder: Path) -> Iterator[str]:
    """Yield arguments that cover files readable by root alone, as root may be the user inside."""
    for place in sorted(folder.iterdir()):
        if place.is_symlink():
            continue
        is_folder = place.is_dir()
        if not place.stat().st_mode & (0o005 if is_folder else 0o004):
            yield from (
                ("--perms", "000", "--tmpfs", str(place)) if is_folder else ("--ro-bind", "/dev/null", str(place))
            )
        elif is_folder:
            yield from _hidden_private_files(place)


def _layer_mounts(plan: SandboxPlan) -> Iterator[str]:
    """Yield arguments for the layers; the home comes first, as others may lie in it."""
    for number, layer in sorted(
        enumerate(plan.layers), key=lambda numbered_layer: str(numbered_layer[1].lower) != plan.home
    ):
        yield from ("--bind", layer_order(plan, number)["merged"], str(layer.lower))
        if str(layer.lower) == plan.home and (layer.unseen or (Path(plan.home) / ".cache").is_dir()):
            yield from ("--perms", "700", "--size", _SCRATCH_SIZE, "--tmpfs", f"{plan.home}/.cache")


def _link_arguments(plan: SandboxPlan) -> Iterator[str]:
    """Yield arguments for links outside all layers by which folders were named, except in system folders."""
    for place, target in plan.links:
        in_layer = any(place.startswith(f"{layer.lower}/") for layer in plan.layers)
        is_there = any(f"{place}/".startswith(f"{system_folder}/") for system_folder in _AS_THEY_ARE)
        if not in_layer and not is_there:
            yield from ("--symlink", target, place)


def _shared_mounts(wire: Wire) -> Iterator[str]:
    yield from ("--bind", str(wire.sockets), "/tmp/.X11-unix")
    for folder in (wire.runtime, wire.pictures):
        yield from ("--bind", str(folder), str(folder))
    yield from ("--ro-bind", str(wire.configuration), str(wire.configuration))


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
    (conf / "bus.xml").write_text(_BUS.format(address=f"{wire.runtime}/bus", services=_make_service_folder(conf)))
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


def _make_service_folder(conf: Path) -> Path:
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
