"""The real helper on devices that are pipes: installed as a package installs it, in a process of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.input_nodes import InputNodes
from tests.fakes.source import ROOT
from tests.fakes.waiting import PATIENCE_S, wait_until

NOBODY = 65534
INSTALL = ROOT / "packaging/evdev/install.sh"


class EvdevHelper:
    def __init__(self, folder: Path, idle_s: float = 600.0) -> None:
        self.nodes = InputNodes(folder)
        self.path = folder / "evdev.sock"
        self._seat = folder / "seat0"
        self.user_is(os.getuid())
        subprocess.run(["sh", str(INSTALL), "--into", str(folder / "tree")], check=True)
        self.program = folder / "tree/usr/lib/desktop-agent-evdev"
        system = shutil.which("python3", path="/usr/bin")  # systemd's choice, and one that a plain user may start
        self.command = [system or sys.executable, "-I", "-S", "-B", str(self.program)]
        where = {"socket": self.path, "devices": self.nodes.devices, "sysfs": self.nodes.sysfs, "seat": self._seat}
        options = [word for name, value in where.items() for word in (f"--{name}", str(value))]
        # A plain user, as systemd makes one for it.
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if system and os.getuid() == 0 else {}
        folder.chmod(0o777)
        self.process = subprocess.Popen([*self.command, *options, "--idle", str(idle_s)], **user)  # type: ignore[call-overload]
        wait_until(self._listens, "the helper's socket")

    def user_is(self, user: int) -> None:
        new = self._seat.with_suffix(".new")
        new.write_text(f"# The login service's.\nIS_SEAT0=1\nACTIVE=4\nACTIVE_UID={user}\n", encoding="ascii")
        new.replace(self._seat)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        self.nodes.close()

    def _listens(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError("the helper has ended")
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as one:
            return one.connect_ex(str(self.path)) == 0


class HelperTalk:
    def __init__(self, helper: EvdevHelper, *greeting: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect(str(helper.path))
        for message in greeting:
            self.say(message)

    def say(self, message: str) -> None:
        self.socket.send(message.encode())

    def word(self) -> str:
        try:
            return self.socket.recv(200).decode()
        except ConnectionResetError:
            return ""

    def until(self, last: str) -> list[str]:
        words = [self.word()]
        while words[-1] not in {last, ""}:
            words.append(self.word())
        return words

    def close(self) -> None:
        self.socket.close()


@contextmanager
def running_helper(idle_s: float = 600.0) -> Iterator[EvdevHelper]:
    folder = Path(tempfile.mkdtemp())
    helper = None
    try:
        helper = EvdevHelper(folder, idle_s)
        yield helper
    finally:
        if helper is not None:
            helper.close()
        shutil.rmtree(folder)
