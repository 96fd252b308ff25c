"""What has happened to a person: a digest of all that is theirs before and after."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from tests.fakes.processes import is_alive, is_stopped
from tests.hostile.on_desk.stage import HostedPerson

_SETTINGS = ("kernel/core_pattern", "kernel/hostname", "kernel/yama/ptrace_scope", "fs/protected_symlinks")


def digest(folder: Path, without: Path) -> dict[str, str]:
    """Return what tells each entry of a folder from what it was: content, rights, owner, attributes and times."""
    found = dict[str, str]()
    for path in (folder, *sorted(_below(folder, without))):
        status = path.lstat()
        parts = [f"{status.st_mode:o} {status.st_uid} {status.st_gid} {status.st_size} {status.st_mtime_ns}"]
        # Where one entry is hidden from the digest, the folder above it changes.
        parts += [f"{status.st_ino} {status.st_nlink} {status.st_ctime_ns}"] if path not in without.parents else []
        attributes = sorted(os.listxattr(path, follow_symlinks=False))
        parts += [f"{name}={os.getxattr(path, name, follow_symlinks=False)!r}" for name in attributes]
        if path.is_symlink():
            parts.append(str(path.readlink()))
        elif path.is_file():
            parts.append(hashlib.blake2b(path.read_bytes()).hexdigest())
        found[str(path)] = " ".join(parts)
    return found


def _below(folder: Path, without: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(folder):  # does not go into links
        folders[:] = [name for name in folders if Path(top, name) != without]
        yield from (Path(top, name) for name in (*folders, *names))


class PersonState:
    """All that is the person's, as it was when this was made."""

    def __init__(self, person: HostedPerson) -> None:
        self._person = person
        self._before = self._look()

    def differences(self) -> list[str]:
        """Return what is not as it was, in words."""
        after = self._look()
        names = sorted(self._before.keys() | after.keys())
        changed = [name for name in names if self._before.get(name) != after.get(name)]
        for name in changed:
            if name.startswith("/proc/sys/"):
                Path(name).write_text(self._before[name])  # this computer is to be as it was, whatever was found
        return [*changed, *self._session()]

    def _look(self) -> dict[str, str]:
        person = self._person
        found = digest(person.home, person.data) | digest(person.outside, person.data)
        for name in _SETTINGS:
            place = Path("/proc/sys", name)
            found[str(place)] = place.read_text() if place.exists() else ""
        shared = Path(f"/dev/shm/desktop-agent-hostile-{os.getpid()}")
        found["shared memory"] = repr(shared.read_bytes())
        found["devices"] = " ".join(f"{Path('/dev', name).stat().st_mode:o}" for name in ("null", "zero", "urandom"))
        found["mounts"] = str(len(Path("/proc/self/mountinfo").read_text().splitlines()))
        pid = person.process.pid
        found["the process"] = "there" if is_alive(pid) and not is_stopped(pid) else "stopped"
        return found

    def _session(self) -> Iterator[str]:
        for name, count in self._person.reached.items():
            yield f"{name} was reached {count} times"
        if typed := self._person.typed():
            yield f"the terminal got {typed!r}"
