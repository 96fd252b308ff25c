"""The same desk by a plain shell script, to compare with: what layers, walls and servers take by themselves."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from desktop_agent.desk.display.servers import ACCESSIBILITY_ON, bus_command, write_cookie, write_openbox, xvfb_command
from desktop_agent.desk.sandbox.forbidden_calls import call_filter
from desktop_agent.desk.sandbox.namespace import FILTER_FD
from desktop_agent.desk.sandbox.plan import PlannedLayer, SandboxPlan
from desktop_agent.desk.sandbox.walls import walls
from desktop_agent.desk.sandbox.wire import close_wire, open_wire

_LAYERS = """
mount -t tmpfs -o mode=755 tmpfs "$D/inner"
mkdir -p "$D/inner/mask" "$D/inner/merged/0"
mknod "$D/inner/mask/.ssh" c 0 0
cd "$D"
mount -t overlay overlay -o lowerdir=inner/mask:home,upperdir=up,workdir=work,userxattr inner/merged/0
exec "$@"
"""
_INSIDE = """
mkfifo /tmp/ready
{bus} > /dev/null &
{xvfb} 5> /tmp/ready &
read -r number < /tmp/ready
{manager} --startup "echo ready" &
{accessibility} > /dev/null &
read -r end
"""


def _give_filter() -> None:
    """Put the filter of system calls where `walls` says that it is."""
    fd = os.memfd_create("filter")
    os.write(fd, call_filter())
    os.lseek(fd, 0, os.SEEK_SET)
    os.dup2(fd, FILTER_FD)
    os.close(fd)


class PlainDesk:
    """One desk that a shell has put up; ready when it is made."""

    def __init__(self, folder: Path) -> None:
        """Start it, and wait for its window manager."""
        for name in ("home", "up", "work", "inner"):
            (folder / name).mkdir(parents=True)
        home = str(folder / "home")
        plan = SandboxPlan(str(folder), home, (PlannedLayer(home, (".ssh",)),))
        self._wire = wire = open_wire(os.getpid())
        write_cookie(wire.cookie)
        config = write_openbox(wire.configuration)
        xvfb = xvfb_command("1280x800", wire.cookie, f":{wire.number}", "-displayfd", "5", "-fbdir", str(wire.pictures))
        inside = _INSIDE.format(
            bus=shlex.join(bus_command("--session", f"--address=unix:path={wire.runtime}/bus")),
            xvfb=shlex.join(xvfb),
            manager=shlex.join(
                ["env", f"XDG_DATA_HOME={wire.configuration}", "openbox", "--sm-disable", "--config-file", str(config)]
            ),
            accessibility=shlex.join(ACCESSIBILITY_ON),
        )
        apart = ("unshare", "--user", "--map-root-user", "--mount", "--propagation", "private")
        _give_filter()
        log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            [*apart, "sh", "-c", _LAYERS, "sh", *walls(plan, wire), "/bin/sh", "-c", inside],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, pass_fds=(FILTER_FD,),
            env={**os.environ, "D": str(folder)},
        )  # fmt: skip
        self.pid = self._process.pid
        if self._process.stdout is None or self._process.stdout.readline() != b"ready\n":
            raise SystemExit((folder / "log").read_text())

    def close(self) -> None:
        """End it, and wait until nothing of it is left."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()
        close_wire(self._wire)
