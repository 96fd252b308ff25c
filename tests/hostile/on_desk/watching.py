"""Watches folders by inotify, as a program of the person's would: `python -m … WITHOUT FOLDER...` until stdin ends."""

import ctypes
import os
import select
import struct
import sys
from pathlib import Path

_CHANGES = 0x2 | 0x4 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800
_EVENT = struct.Struct("iIII")


def main(without: Path, folders: list[Path]) -> None:
    """Print `ready`, then each change."""
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.inotify_init1(0)
    watched = dict[int, Path]()
    for folder in folders:
        for place in (folder, *(path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())):
            if place not in without.parents and place != without and without not in place.parents:
                watched[libc.inotify_add_watch(fd, os.fsencode(place), _CHANGES)] = place
    print("ready", flush=True)
    while True:
        readable, _, _ = select.select([fd, sys.stdin], [], [])
        if fd in readable:
            _tell(os.read(fd, 65536), watched)
        elif sys.stdin in readable:
            return


def _tell(data: bytes, watched: dict[int, Path]) -> None:
    at = 0
    while at < len(data):
        where, mask, _, length = _EVENT.unpack_from(data, at)
        name = data[at + _EVENT.size : at + _EVENT.size + length].rstrip(b"\0").decode(errors="replace")
        print(f"{watched.get(where)}/{name} {mask:#x}", flush=True)
        at += _EVENT.size + length


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]])
