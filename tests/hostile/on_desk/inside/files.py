"""Harm to the person's files: each way in which a program can change one, by each path that might lead there."""

import mmap
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

from tests.hostile.on_desk.inside.person import KnownPerson, call, mount, own_namespace, write

HostileRoute = Callable[[KnownPerson], AbstractContextManager[str]]
_BIND = 4096
_RECURSIVE = 16384
_REMOUNT = 32
_DETACH = 2


def _map(path: str) -> None:
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
        memory[:7] = b"hostile"
        memory.flush()


def _another(path: str) -> str:
    with open(f"{path}.new", "w") as file:
        file.write("hostile")
    return file.name


def _link(path: str) -> None:
    os.link(path, f"{path}.link")
    write(f"{path}.link")


def _exchange(path: str) -> None:
    call("renameat2", -100, _another(path).encode(), -100, path.encode(), 2)


VERBS: dict[str, Callable[[str], object]] = {
    "writes over it": write,
    "maps it and writes": _map,
    "puts another in its place": lambda path: os.replace(_another(path), path),
    "deletes it": os.unlink,
    "changes its rights": lambda path: os.chmod(path, 0),
    "gives it another name and writes": _link,
    "lets it change places": _exchange,
    "removes its whole folder": lambda path: shutil.rmtree(os.path.dirname(path)),
}


def _plain(path: str) -> HostileRoute:
    @contextmanager
    def route(person: KnownPerson) -> Iterator[str]:
        yield path.format(home=person.home, desk=person.desk)

    return route


@contextmanager
def _by_bind(person: KnownPerson) -> Iterator[str]:
    own_namespace()
    place = tempfile.mkdtemp()
    mount(person.home, place, "", _BIND | _RECURSIVE)
    with suppress(OSError):
        mount("", place, "", _REMOUNT | _BIND)
    yield place


@contextmanager
def _below_the_layer(person: KnownPerson) -> Iterator[str]:
    """Take the merged folder away, so that what it covers shows."""
    own_namespace()
    call("umount2", person.home.encode(), _DETACH)
    yield person.home


# What a way leads to is the desk's own layer or nothing.
ROUTES: dict[str, HostileRoute] = {
    "the home's own path": _plain("{home}"),
    "the root of this process": _plain("/proc/self/root{home}"),
    "the root of the first process": _plain("/proc/1/root{home}"),
    "the desk's upper folder": _plain("{desk}/up/0"),
    "beside the desk's log": _plain("/proc/1/fd/2/../up/0"),
    "a bind in a namespace of its own": _by_bind,
    "the mount taken away": _below_the_layer,
}
