"""What a hostile program knows of the person whose desk it runs on: more than it could find out."""

import ctypes
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class KnownPerson:
    """The places, sockets and processes of the person, as they are called outside."""

    home: str
    outside: str  # a folder of the person's beside the home
    desk: str  # the desk's own folder
    wire: str  # the folder that both sides reach
    pids: tuple[int, ...]  # of the person's
    sockets: tuple[str, ...]  # on which the person's programs listen; abstract ones begin with a NUL
    port: int  # on which one of them listens
    key: int  # in the kernel's keyring
    terminal: str  # of the person's
    user: int


class ReachedOutsideError(Exception):
    """Says what an act has reached where nobody outside would see it."""


# An act does its harm, or fails as the system will have it.
HostileAct = Callable[[KnownPerson], object]


def told_person() -> KnownPerson:
    """Return what stands in the file beside this one."""
    told: dict[str, Any] = json.loads((Path(__file__).parent / "person.json").read_text())
    told |= {name: tuple(told[name]) for name in ("pids", "sockets")}
    return KnownPerson(**told)


def call(name: str, *arguments: object) -> int:
    """Call a function of the C library; OSError when it fails."""
    answer = int(getattr(LIBC, name)(*arguments))
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return answer


def syscall(number: int, *arguments: object) -> int:
    """Call the kernel by number; OSError when it fails."""
    return call("syscall", ctypes.c_long(number), *arguments)


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
