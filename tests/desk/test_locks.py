"""A lock that a program on a desk holds on a file that the computer's programs use, too, is none for these."""

import fcntl
import os
import struct
from itertools import product
from pathlib import Path

import pytest

from tests.fakes.desk_work import has_overlay
from tests.fakes.desks import desk_over, done_inside

HOLDER = """
import fcntl, os, signal, sys
file = open(sys.argv[1], "rb")
{lock}
open(sys.argv[2], "w").close()
signal.pause()
"""
LOCKS = ("fcntl.flock(file, fcntl.LOCK_SH)", "fcntl.lockf(file, fcntl.LOCK_SH, 1)")
FILES = ("/etc/passwd", "/etc/fstab", "/usr/bin/env", "/usr/share/mime/globs2", "/bin/sh")


@pytest.mark.skipif(not has_overlay(), reason="This machine mounts no overlay for a plain user.")
def test_locks_on_files_of_the_system_and_the_persons_hold_on_the_desk_alone(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    own = tmp_path / "home/plan.txt"
    own.write_text("plan")
    files = [file for file in (*FILES, str(own)) if Path(file).exists()]
    with desk_over(tmp_path) as desk:
        for n, (file, lock) in enumerate(tried := list(product(files, LOCKS))):
            desk.start(["python3", "-c", HOLDER.format(lock=lock), file, f"/tmp/held{n}"])
        done_inside(desk, f"while [ $(ls /tmp/held* | wc -l) -lt {len(tried)} ]; do sleep 0.1; done")
        held = [file for file in files if not _may_lock(file)]

    assert held == []


def _may_lock(file: str) -> bool:
    fd = os.open(file, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        return fcntl.fcntl(fd, fcntl.F_GETLK, asked)[:2] == struct.pack("h", fcntl.F_UNLCK)
    except BlockingIOError:
        return False
    finally:
        os.close(fd)
