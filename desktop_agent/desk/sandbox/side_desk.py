"""A side desk: starts it, uses it, ends it, and updates its record.

A keeper process (`keeper.py`) owns what runs and lives as long as the pipe to it is open.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast, get_args

from desktop_agent.core.errors import DeskError, DiskFullError
from desktop_agent.core.runs.events import DeskEnd
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.servers import BACKGROUND, DISPLAY_SETTINGS, write_cookie
from desktop_agent.desk.folder import DeskRecord, desk_error, new_desk, open_desk, set_status, write_desk
from desktop_agent.desk.network.hosts import UnreachableHostError, host_of_address, host_scope
from desktop_agent.desk.remove import remove_folder
from desktop_agent.desk.sandbox import start_on
from desktop_agent.desk.sandbox.keeper import ENDED, LOG
from desktop_agent.desk.sandbox.keeper_order import (
    LEFT_ALONE,
    DeskOptions,
    SandboxPlan,
    keeper_order,
    lean_environment,
    lean_python,
    written,
)
from desktop_agent.desk.sandbox.walls import MANAGER_ORDER, script, walls, write_manager
from desktop_agent.desk.sandbox.wire import Wire, close_wire, open_wire
from desktop_agent.desk.visible_files import HomePlaces, links_on_the_way
from desktop_agent.lib.child_process import ChildProcess

if TYPE_CHECKING:
    from desktop_agent.desk.network.start import DeskNetwork

_log = logging.getLogger(__name__)


START_WITHIN_S = 30.0
END_WITHIN_S = 12.0
_LEFT_BEHIND = ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "AT_SPI_BUS_ADDRESS")


class SideDesk:
    """A running desk; a context manager."""

    def __init__(self, wish: DeskOptions) -> None:
        """Start a desk, and wait until its window manager is ready.

        DeskError with a hint if this computer cannot have one; SettingsError for folders that a desk cannot see.
        """
        began = time.monotonic()
        check_programs()
        self.record = new_desk(wish.root, wish.places, wish.task, wish.folders, run=wish.run, hosts=wish.hosts)
        self.folder = wish.root / self.record.id
        self.size = wish.size
        plan = SandboxPlan(self.folder, wish, self.record.layers, links_on_the_way(wish.folders))
        try:
            started = self._start(plan)
        except BaseException:
            remove_folder(self.folder)
            raise
        self._keeper = started.keeper
        self._wire = started.wire
        self.pid = started.pid  # of the desk's first process, as seen outside
        _log.info("the desk was started within %d ms", _ms_since(began))
        self.network = started.network

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def id(self) -> str:
        """The desk's name."""
        return self.record.id

    @property
    def name(self) -> str:
        """The name of its display, ":N"."""
        return f":{self._wire.number}"

    @property
    def picture(self) -> Path:
        """The file with the display's current picture, in xwd format; the desk can write it: don't trust its size."""
        return self._wire.picture

    @property
    def keeper_pid(self) -> int:
        """The process id of the keeper."""
        return self._keeper.pid

    @property
    def has_ended(self) -> bool:
        """Whether the desk has ended, by itself or because a limit was reached."""
        return self._keeper.has_ended

    @property
    def over(self) -> DeskEnd | None:
        """How the desk has ended, or is about to, other than by `close`; None while it runs."""
        return ended_by(self.folder) or ("gone" if self.has_ended else None)

    @property
    def accepts_connections(self) -> bool:
        """Whether its display accepts connections; if not, the desk has ended or is about to."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            return connection.connect_ex(str(self._wire.display)) == 0

    @property
    def starter(self) -> tuple[str, ...]:
        """The command prefix that starts a program on the desk, from any process of this person."""
        return (sys.executable, "-I", "-S", start_on.__file__, str(self.folder))

    def start(self, command: Sequence[str]) -> None:
        """Start a program on the desk."""
        self._keeper.requests.write(start_on.order(command))
        self._keeper.requests.flush()

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the environment, made from `base`, of a program outside that uses this display."""
        inherited = {name: value for name, value in base.items() if name not in _LEFT_BEHIND}
        own = {
            "DISPLAY": self.name,
            "XAUTHORITY": str(self._wire.cookie),
            "XDG_RUNTIME_DIR": str(self._wire.runtime),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._wire.bus}",
        }
        return inherited | DISPLAY_SETTINGS | own

    def covers(self, site: str) -> bool:
        """Return whether programs on the desk reach a site."""
        return host_scope(self.record.hosts).covers_site(site)

    def admit(self, site: str) -> None:
        """Let programs on the desk reach a site, too; nothing changes for one that has no host."""
        with contextlib.suppress(UnreachableHostError):
            host = host_of_address(site)
            if host is None or self.covers(site):
                return
            self.network.admit(host)
            self.record = replace(self.record, hosts=(*self.record.hosts, host))
            with contextlib.suppress(OSError):  # the receipt then doesn't name it
                write_desk(self.folder, self.record)

    def close(self) -> DeskRecord:
        """End the desk and everything on it, and return its record; further calls do nothing."""
        self._keeper.end(END_WITHIN_S)
        _log.info(
            "the desk's keeper has ended: %s; the desk: %s",
            self._keeper.exit_code,
            ended_by(self.folder) or "as ordered",
        )
        self.network.close()
        if self.record.status == "running":
            with contextlib.suppress(DiskFullError):  # without a keeper it counts as ended, whatever its record says
                set_status(self.folder, "ended")
            self.record = open_desk(self.folder)
        return self.record

    def remove(self) -> None:
        """Remove the folder of an ended desk."""
        remove_folder(self.folder)

    def _start(self, plan: SandboxPlan) -> _RunningDesk:
        try:
            return _start_keeper(plan)
        except _NotStartedError as failure:
            _log_failure(failure, "overlayfs")
            if failure.step != "layers" or not shutil.which("fuse-overlayfs"):
                raise start_error(failure.step, failure.number, failure.reason) from None
        self.record = replace(self.record, by_fuse=True)
        try:
            write_desk(self.folder, self.record)
        except OSError as error:
            raise desk_error(error, self.folder) from error
        try:
            return _start_keeper(replace(plan, fuse=True))
        except _NotStartedError as failure:
            _log_failure(failure, "fuse-overlayfs")
            raise start_error(failure.step, failure.number, failure.reason) from None


def _log_failure(failure: _NotStartedError, layers: str) -> None:
    cause = OSError(failure.number, "") if failure.number else None
    _log.info("no desk by %s: the step “%s” failed: %s", layers, failure.step, cause)


def _ms_since(began: float) -> float:
    return (time.monotonic() - began) * 1000


def try_desk(places: HomePlaces, near: Path) -> str:
    """Start a desk and end it, and return the kind of its layers; DeskError if this computer can have none.

    `near` is a folder, existing or not, on the disk where desks are kept; nothing of the test desk remains.
    """
    near = next(folder for folder in (near, *near.parents) if folder.is_dir())
    with tempfile.TemporaryDirectory(prefix=".desk-trial-", dir=near) as root:
        with SideDesk(DeskOptions(Path(root), places)) as desk:
            pass
        desk.remove()
    return "fuse-overlayfs" if desk.record.by_fuse else "overlayfs"


class _NotStartedError(Exception):
    """A failed step of a start, with the errno and the end of the log."""

    def __init__(self, step: str, number: int, reason: str) -> None:
        super().__init__(step)
        self.step = step
        self.number = number
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _RunningDesk:
    """A running keeper, the folder shared with its desk, the desk's first process, and its network."""

    keeper: ChildProcess
    wire: Wire
    pid: int
    network: DeskNetwork


def _start_keeper(plan: SandboxPlan) -> _RunningDesk:
    """Start a keeper and its desk."""
    with contextlib.ExitStack() as undoing:
        # Its order is prepared while it starts, and the window manager's settings are written while the servers start.
        command = lean_python("desktop_agent.desk.sandbox.keeper")
        began = time.monotonic()
        keeper = ChildProcess(command, requests=True, environment=lean_environment())
        undoing.callback(keeper.end, END_WITHIN_S)
        try:
            wire, network = _send_order(plan, keeper)
            undoing.callback(network.close)
        except OSError as error:
            raise _NotStartedError("wire", error.errno or 0, error.strerror or "") from error
        _log.debug("the desk's order was sent after %d ms, for %d layers", _ms_since(began), len(plan.layers))
        unwritten = _start_manager(plan, wire, keeper)
        word, *more = keeper.first_line(START_WITHIN_S).decode().split() or ["failed", "time", "0"]
        _log.info("the desk's namespaces, layers and servers: %s after %d ms", word, _ms_since(began))
        if word == "ready":
            undoing.pop_all()
            return _RunningDesk(keeper, wire, int(more[0]), network)
    if unwritten and more[0] == LEFT_ALONE:
        raise _NotStartedError("wire", unwritten.errno or 0, unwritten.strerror or "")
    log = plan.folder / LOG
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    raise _NotStartedError(more[0], int(more[1]), lines[-1] if lines else "")


def _start_manager(plan: SandboxPlan, wire: Wire, keeper: ChildProcess) -> OSError | None:
    """Order the window manager and the wished programs; return the error if the manager's settings can't be written."""
    try:
        write_manager(wire)
    except OSError as error:  # the keeper may have failed and removed their folder: its own error counts then
        keeper.requests.close()
        return error
    _send(keeper, MANAGER_ORDER + b"".join(map(start_on.order, plan.wish.programs)))
    return None


def _send_order(plan: SandboxPlan, keeper: ChildProcess) -> tuple[Wire, DeskNetwork]:
    """Send a keeper its order; return the shared folder, which the keeper removes from then on, and the network."""
    wire = open_wire(keeper.pid)
    try:
        joined = _start_network(plan, wire)
        cookie = write_cookie(wire.cookie)
        command = [*walls(plan, wire), "/bin/sh", "-c", script(plan, wire)]
        network = joined()
        _send(keeper, written(keeper_order(plan, wire, command, cookie=cookie, background=BACKGROUND)))
    except BaseException:
        close_wire(wire)
        raise
    return wire, network


def _start_network(plan: SandboxPlan, wire: Wire) -> Callable[[], DeskNetwork]:
    """Start the desk's network on a thread, and return a function that waits for it."""
    from concurrent.futures import ThreadPoolExecutor

    from desktop_agent.desk.network.start import start_network

    executor = ThreadPoolExecutor(1, "desk-network")
    joining = executor.submit(start_network, wire, plan.wish.hosts)
    executor.shutdown(wait=False)
    _log.debug("the desk's network is being started, for %d hosts", len(plan.wish.hosts))
    return joining.result


def _send(keeper: ChildProcess, content: bytes) -> None:
    # A keeper that has ended has printed the reason itself.
    with contextlib.suppress(BrokenPipeError):
        keeper.requests.write(content)
        keeper.requests.flush()


_NEEDED = {"bwrap": "bubblewrap", "Xvfb": "xvfb", "openbox": "openbox", "dbus-daemon": "dbus", "dbus-send": "dbus"}
_APPARMOR = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
_SWITCHES = (
    Path("/proc/sys/kernel/unprivileged_userns_clone"),
    Path("/proc/sys/user/max_user_namespaces"),
    Path("/proc/sys/user/max_mnt_namespaces"),
)
_OTHER_FOLDERS = Message(
    "Another file system is mounted inside your folder, or your folder's file system can't be "
    "layered. Specify other folders with --desk-files, or run: sudo apt-get install -y "
    "fuse-overlayfs"
)
_OTHER_FOLDERS_HERE = Message(
    "Another file system is mounted inside your folder, or your folder's file system can't be "
    "layered. Choose other folders, or run: sudo apt-get install -y fuse-overlayfs"
)
_FUSE = Message("Use Linux 5.11 or later, or run: sudo apt-get install -y fuse-overlayfs")
_NEVER_WITHOUT = Message("Side desks don't run without a sandbox.")


def check_programs() -> None:
    """Raise DeskError if a program that every desk needs is missing."""
    if os.name != "posix" or not Path("/proc/self/ns/user").exists():
        raise DeskError(Message("Side desks require Linux with user namespaces."), _NEVER_WITHOUT)
    missing = sorted({package for program, package in _NEEDED.items() if shutil.which(program) is None})
    _log.debug("packages that a desk lacks: %s", missing)
    if missing:
        raise DeskError(
            Message("Side desks require programs that aren't installed: {missing}.", missing=", ".join(missing)),
            Message("Run: sudo apt-get install -y {missing}", missing=" ".join(missing)),
        )


def start_error(step: str, number: int, reason: str) -> DeskError:
    """Return the error for a failed step of the start; `number` is its errno."""
    if step == "namespace":
        return DeskError(
            Message("This computer doesn't allow user namespaces, which side desks require."), _missing_permission()
        )
    if step == "layers":
        why = os.strerror(number) if number else Message("no reason was given")
        is_of_folder = number == errno.EINVAL
        return DeskError(
            Message("The layer that keeps changes separate couldn't be created on top of your folder: {why}.", why=why),
            _OTHER_FOLDERS if is_of_folder else _FUSE,
            in_window=_OTHER_FOLDERS_HERE if is_of_folder else "",
        )
    if step in {"bubblewrap", "walls"} or "bwrap" in reason:
        return DeskError(
            Message("The side desk sandbox can't be set up: {reason}.", reason=_shortened_reason(reason)),
            _missing_permission(),
        )
    if step == "time":
        return DeskError(
            Message("The side desk didn't start in time."), Message("Try again when the computer is less busy.")
        )
    return DeskError(
        Message("The side desk didn't start: {part}.", part=_shortened_reason(reason) or Message("it gave no reason")),
        Message("Try: desktop-agent doctor"),
    )


def _missing_permission() -> str:
    if _text_in(_APPARMOR) == "1":
        return "Allow them: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
    _log.info("user namespaces: %s", {file.name: _text_in(file) for file in (_APPARMOR, *_SWITCHES)})
    for switch in _SWITCHES:
        if _text_in(switch) == "0":
            name = ".".join(switch.parts[3:])
            return f"Allow them: sudo sysctl {name}={'1' if 'clone' in name else '10000'}"
    return Message(
        "User namespaces are blocked by a container or by the computer's administrator. If you're using "
        "a container, start the program outside it."
    )


def _text_in(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""


def _shortened_reason(reason: str) -> str:
    return reason.removeprefix("bwrap: ").rstrip(".")[:200]


ENDED_WORDS: Mapping[DeskEnd, str] = {
    "told": Message("The desk was ended."),
    "minutes": Message("The desk has reached its time limit."),
    "disk": Message("The desk has reached its disk space limit."),
    "memory": Message("The desk has reached its memory limit."),
    "processes": Message("The desk has reached its process limit."),
    "gone": Message("The desk ended unexpectedly."),
}


def ended_by(folder: Path) -> DeskEnd | None:
    """Return the limit that ended a desk, “told” or “gone”; None if it was closed normally."""
    try:
        by = (folder / ENDED).read_text()
    except OSError:
        return None
    return cast("DeskEnd", by) if by in get_args(DeskEnd) else None
