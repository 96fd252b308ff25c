"""Removes what programs on a desk have filled: however deep it is, and where they have taken their own rights away.

Both commands go down by open folders, not by paths or calls in calls. It loads nothing, as the keeper of a desk does.
"""

from __future__ import annotations

import os


def remove_folder(folder: str | os.PathLike[str]) -> None:
    """Remove a folder with all in it; what cannot be removed stays."""
    place = os.fspath(folder)
    if not os.path.lexists(place):
        return
    quiet = [(os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)]
    for command in (("chmod", "-Rf", "u+rwx", "--", place), ("rm", "-rf", "--", place)):
        started = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)  # noqa: TID251 - by the keeper
        os.waitpid(started, 0)
