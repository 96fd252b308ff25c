"""A systemd for users, for one test: the real one, with a home and a runtime folder of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.fakes.processes import find
from tests.fakes.waiting import wait_until

_SYSTEMD = Path("/usr/lib/systemd/systemd")
# systemd wants a tree of control groups that it may change, and the sign that the computer was started by it.
_START = f"""
mount -t tmpfs tmpfs /sys/fs/cgroup && mkdir /sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd systemd /sys/fs/cgroup/systemd
mkdir -p /run/systemd && mount -t tmpfs tmpfs /run/systemd && mkdir /run/systemd/system
exec {_SYSTEMD} --user --log-target=console
"""
_APART = ("unshare", "--mount", "--cgroup")


def why_no_systemd() -> str:
    if not _SYSTEMD.exists() or not shutil.which("systemctl"):
        return "systemd is not installed"
    tried = subprocess.run([*_APART, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "no file system may be mounted here, not even apart"


@contextmanager
def user_systemd(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    runtime = tempfile.mkdtemp(prefix="sd")  # the path of a socket has to be short
    own = {**environment, "XDG_RUNTIME_DIR": runtime}
    own.pop("DBUS_SESSION_BUS_ADDRESS", None)
    settings = Path(environment["HOME"]) / ".config/systemd/user.conf"
    settings.parent.mkdir(parents=True, exist_ok=True)
    # Nothing tells it here that a control group is empty; and where its clock is set, days go by within seconds.
    settings.write_text("[Manager]\nDefaultTimeoutStopSec=1s\nDefaultStartLimitIntervalSec=0\n")
    process = subprocess.Popen(
        [*_APART, "sh", "-c", _START], env=own, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until(lambda: asked(own, "is-active", "basic.target").stdout.strip() == "active", "systemd is up")
        yield own
    finally:
        process.kill()
        process.wait()
        wait_until(lambda: not _end_all_of(runtime), "all that it has started to end")
        shutil.rmtree(runtime, ignore_errors=True)


def _end_all_of(runtime: str) -> int:
    found = find(variables=(f"XDG_RUNTIME_DIR={runtime}",))
    for pid in found:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(found)


def asked(environment: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemctl", "--user", *words], env={**os.environ, **environment}, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
