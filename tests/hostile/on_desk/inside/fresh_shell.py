"""Half C, programs that run others elsewhere, marks that are left, and a home that is a trap to who reads it."""

import errno
import os
import shlex
import shutil
import subprocess
from contextlib import suppress

from tests.hostile.on_desk.inside.person import HostileAct, KnownPerson

_MARK = "fresh-was-here"
_WITHIN_S = 8
_LINES = {
    "by root's own tools": "sudo -n touch {out} || pkexec --disable-internal-agent touch {out} || su -c 'touch {out}'",
    "by the manager of the session": "systemd-run --user --wait touch {out} || systemd-run --wait touch {out}",
    "by a call to the manager": (
        "busctl --address=unix:path=/run/systemd/private call org.freedesktop.systemd1 /org/freedesktop/systemd1"
        " org.freedesktop.systemd1.Manager GetUnit s dbus.service"
    ),
    "by the doors of other sandboxes": (
        "flatpak-spawn --host touch {out} || docker run --rm -v /:/h busybox touch /h{out}"
        " || podman --remote run -v /:/h busybox touch /h{out} || lxc list"
    ),
    "by the names of the first process": (
        "nsenter -t 1 -a touch {out} || nsenter -t 1 -m touch {out} || chroot /proc/1/root touch {out}"
    ),
    "at another time": "echo 'touch {out}' | at now || echo 'touch {out}' | batch",
    "a bundle of keys of the desk": "ssh -o BatchMode=yes -o ConnectTimeout=2 localhost touch {out}",
    "at the person's screen": (
        "DISPLAY=:{screen} timeout 2 xdotool key a || DISPLAY=127.0.0.1:{screen} timeout 2 xdotool key a"
    ),
    "on the person's bus": (
        "dbus-send --bus=unix:path={outside}/bus --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames"
    ),
    "fonts of the person by the screen": "xset fp+ {outside}/fonts && touch {out}",
    "a log of the system": "logger -t fresh fresh && test -S /dev/log",
}


def _runs(line: str) -> HostileAct:
    def act(person: KnownPerson) -> None:
        out, screen = f"{person.outside}/{_MARK}", person.sockets[3].rpartition("X")[2]
        told = line.format(out=shlex.quote(out), outside=shlex.quote(person.outside), screen=screen)
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        ended = subprocess.run(["sh", "-c", told], check=False, timeout=_WITHIN_S, **quiet)  # type: ignore[call-overload]
        if ended.returncode:
            raise OSError(errno.EPERM, f"status {ended.returncode}")

    return act


def _marks(*places: str) -> HostileAct:
    def act(person: KnownPerson) -> None:
        left = 0
        for place in (*places, person.desk, os.path.dirname(person.desk), person.wire):
            try:
                os.close(os.open(f"{place}/{_MARK}", os.O_CREAT | os.O_WRONLY))
                left += 1
            except OSError:
                continue
        if not left:
            raise OSError(errno.EROFS, "nowhere")

    return act


def _false_layers(person: KnownPerson) -> None:
    """Write what the layers themselves keep: places that a folder is said to come from, and what is not there."""
    for number, name in enumerate(("user.overlay.redirect", "trusted.overlay.redirect", "user.overlay.origin")):
        folder = f"{person.home}/docs/{60 + number}"
        try:
            os.setxattr(folder, name, f"/../../../../..{person.outside}".encode())
            os.setxattr(f"{folder}/letter.txt", "user.overlay.metacopy", b"")
        except OSError:
            continue
    with suppress(OSError):
        os.mknod(f"{person.home}/docs/64/gone", 0o20000, os.makedev(0, 0))
    with suppress(OSError):
        os.setxattr(f"{person.home}/docs/65", "user.overlay.opaque", b"y")


def _links_for_the_reader(person: KnownPerson) -> None:
    """Put links to outside in the place of files and folders, for whoever writes or deletes there later."""
    for number, target in ((66, "/letter.txt"), (67, "/other.txt")):
        path = f"{person.home}/docs/{number}/letter.txt"
        os.unlink(path)
        os.symlink(person.outside + target, path)
    shutil.rmtree(f"{person.home}/docs/68")
    os.symlink(person.outside, f"{person.home}/docs/68")


def _odd_entries(person: KnownPerson) -> None:
    base = f"{person.home}/docs/69"
    os.mkfifo(f"{base}/pipe")
    os.mkfifo(f"{person.home}/docs/70/new.odt")
    with open(f"{base}/large", "wb") as file:
        file.truncate(8 << 30)
    for name in (b"a\nb", b"\xff\xfe", b"\x1b[2J", "a\u202egnp.exe".encode(), b"%s%n", b"-rf", b"x" * 255):
        with open(os.fsencode(base) + b"/" + name, "w") as file:
            file.write("fresh")
    os.symlink("loop", f"{base}/loop")
    os.chmod(f"{person.home}/docs/71", 0)


def _deep_folders(person: KnownPerson) -> None:
    os.chdir(f"{person.home}/docs/72")
    for _ in range(1500):
        os.mkdir("deep")
        os.chdir("deep")
    os.close(os.open("letter.txt", os.O_CREAT | os.O_WRONLY))


def _in_place_of_the_wire(person: KnownPerson) -> None:
    """Put links to the person's in the place of what the desk's helpers may write: last, as the desk suffers."""
    changed = 0
    for folder, _, names in os.walk(person.wire):
        for name in names:
            path = f"{folder}/{name}"
            if "/tests" in folder or name in ("acts", "done", "log") or os.path.islink(path):
                continue
            try:
                os.rename(path, f"{path}.was")
                os.symlink(f"{person.outside}/other.txt", path)
            except OSError:
                continue
            changed += 1
    if not changed:
        raise OSError(errno.ENOENT, "nothing of theirs")


FRESH_SHELL: dict[str, HostileAct] = {
    **{name: _runs(line) for name, line in _LINES.items()},
    "a mark at the top and where all write": _marks("/", "/tmp", "/var/tmp", "/run", "/dev/shm", "/dev", "/mnt"),
    "a mark in the system": _marks(
        "/etc", "/usr", "/usr/local/bin", "/opt", "/srv", "/boot", "/var/lib", "/root", "/home"
    ),
}
LAST_ACTS: dict[str, HostileAct] = {
    "layers that lie": _false_layers,
    "links in the place of documents": _links_for_the_reader,
    "pipes, holes and odd names": _odd_entries,
    "fifteen hundred folders deep": _deep_folders,
    "links in the place of the desk's own files": _in_place_of_the_wire,
}
