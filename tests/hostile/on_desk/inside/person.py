"""What a hostile program knows of the person whose desk it runs on: more than it could find out."""

import ctypes
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class KnownPerson:
    """The places, sockets and processes of the person, as they are called outside."""

    home: str
    outside: str  # a folder of the person's beside the home
    desk: str  # the desk's own folder
    wire: str  # the folder that both sides reach
    pids: list[int]  # of the person's
    sockets: list[str]  # on which the person's programs listen; abstract ones begin with a NUL
    port: int  # on which one of them listens
    terminal: str  # of the person's
    user: int


# An act does its harm, or fails as the system will have it.
HostileAct = Callable[[KnownPerson], object]


def told_person() -> KnownPerson:
    """Return what stands in the file beside this one."""
    content: dict[str, Any] = json.loads((Path(__file__).parent / "person.json").read_text())
    return KnownPerson(**content)


def call(name: str, *arguments: object) -> int:
    """Call a function of the C library; OSError when it fails."""
    answer = int(getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments))
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return answer


def all_of(*acts: Callable[[], object]) -> None:
    """Try all; only when each has failed this has."""
    failures = list[OSError]()
    for act in acts:
        try:
            act()
        except OSError as error:
            failures.append(error)
    if failures and len(failures) == len(acts):
        raise failures[-1]


def write(path: str, text: str = "hostile") -> None:
    """Write over a file as it is."""
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def own_namespace() -> None:
    """Become root of a user namespace below the desk's own, with mounts of its own."""
    user = os.getuid()
    group = os.getgid()
    call("unshare", 0x10020000)  # CLONE_NEWUSER, CLONE_NEWNS
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")


def mount(source: str, target: str, kind: str, flags: int = 0) -> None:
    """Mount; OSError when the kernel will not."""
    call("mount", source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), b"")
