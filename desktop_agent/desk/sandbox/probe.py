"""Tries whether this computer can have a desk: the real layers and the real walls, around a program that does nothing.

In a process of its own (`trial.py`), since one with threads must not be forked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.folder import layer_in
from desktop_agent.desk.sandbox.failures import missing_programs, no_desk
from desktop_agent.desk.sandbox.keeper import LOG
from desktop_agent.desk.sandbox.keeper_order import keeper_order, lean_environment, lean_python, written
from desktop_agent.desk.sandbox.plan import DeskWish, SandboxPlan
from desktop_agent.desk.sandbox.walls import walls
from desktop_agent.desk.sandbox.wire import close_wire, open_wire
from desktop_agent.desk.seen_folders import HomePlaces
from desktop_agent.lib.child_process import finish

_WITHIN_S = 20.0


def try_desk(home: Path, near: Path) -> str:
    """Return how a desk over this home would keep changes apart; DeskError when it cannot.

    `near` is a folder on the disk where desks are kept, or one that is yet to be made; nothing of the trial remains.
    """
    missing_programs()
    near = next(folder for folder in (near, *near.parents) if folder.is_dir())
    with tempfile.TemporaryDirectory(prefix=".desk-trial-", dir=near) as folder:
        for part in ("up/0", "names"):
            (Path(folder) / part).mkdir(parents=True)
        by = "overlayfs"
        layer = layer_in(Path(folder), 0, home.resolve(), (".ssh",))
        plan = SandboxPlan(Path(folder), DeskWish(near, HomePlaces(home)), (layer,))
        failed, number, reason = _tried(plan)
        if failed == "layers" and shutil.which("fuse-overlayfs"):
            by = "fuse-overlayfs"
            failed, number, reason = _tried(replace(plan, fuse=True))
        if failed:
            raise no_desk(failed, number, reason)
        return by


def _tried(plan: SandboxPlan) -> tuple[str, int, str]:
    """Return the step that fails, empty when none does, the system's number for why, and what was said."""
    wire = open_wire(os.getpid())
    try:
        command = [*walls(plan, wire), "/bin/sh", "-c", 'test ! -e "$HOME/.ssh"']
        order = written(keeper_order(plan, wire, command))
        trial = lean_python("desktop_agent.desk.sandbox.trial")
        done = finish(trial, within_s=_WITHIN_S, environment=lean_environment(), given=order)
    except subprocess.TimeoutExpired:
        return "time", 0, ""
    finally:
        close_wire(wire)
    word, *more = done.stdout.decode().split() or ["failed", "trial", "0"]
    if word == "failed":
        return more[0], int(more[1]), ""
    return ("walls", 0, (plan.folder / LOG).read_text(errors="replace").strip()) if more != ["0"] else ("", 0, "")


def why_no_desk(home: Path, near: Path) -> str:
    """Return why this computer cannot have a desk, with the way to mend it; empty when it can."""
    try:
        try_desk(home, near)
    except DeskError as error:
        return str(error)
    return ""
