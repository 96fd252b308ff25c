"""Tries whether this computer can have a desk: the real layers and the real walls, around a program that does nothing.

Run as `python -m …` for a process of its own, since a process with threads must not be forked.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.sandbox.failures import missing_programs, no_desk
from desktop_agent.desk.sandbox.namespace import StartFailedError, start_inside
from desktop_agent.desk.sandbox.plan import PlannedLayer, SandboxPlan, read, written
from desktop_agent.desk.sandbox.walls import walls
from desktop_agent.desk.sandbox.wire import close_wire, open_wire

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
        plan = SandboxPlan(
            folder, str(home.resolve()), (PlannedLayer(str(home.resolve()), (".ssh",)),), whole_home=True
        )
        answer = _tried(plan)
        if answer.get("failed") == "layers" and shutil.which("fuse-overlayfs"):
            answer = _tried(replace(plan, fuse=True)) | {"by": "fuse-overlayfs"}
        if answer["failed"]:
            raise no_desk(str(answer["failed"]), int(str(answer["number"])), str(answer["reason"]))
        return str(answer.get("by", "overlayfs"))


def _tried(plan: SandboxPlan) -> dict[str, object]:
    command = [sys.executable, "-m", "desktop_agent.desk.sandbox.probe"]
    try:
        done = subprocess.run(command, input=written(plan), capture_output=True, timeout=_WITHIN_S, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": "time", "number": 0, "reason": ""}
    answer: dict[str, object] = json.loads(done.stdout or b'{"failed": "trial", "number": 0, "reason": ""}')
    return answer


def main() -> int:
    """Try the plan on stdin, and say how that went in one line of JSON."""
    plan = read(sys.stdin.buffer.readline())
    wire = open_wire()
    failed, number, reason = "", 0, ""
    with tempfile.TemporaryFile() as log, Path(os.devnull).open("rb") as nothing:
        command = [*walls(plan, wire), "/bin/sh", "-c", 'test ! -e "$HOME/.ssh"']
        try:
            pid = start_inside(plan, command, requests=nothing.fileno(), output=log.fileno(), errors=log.fileno())
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            log.seek(0)
            failed, reason = ("walls", log.read().decode(errors="replace").strip()) if code else ("", "")
        except StartFailedError as failure:
            failed, number = failure.step, failure.number
        finally:
            close_wire(wire)
    print(json.dumps({"failed": failed, "number": number, "reason": reason}))
    return 0


def why_no_desk(home: Path, near: Path) -> str:
    """Return why this computer cannot have a desk, with the way to mend it; empty when it can."""
    try:
        try_desk(home, near)
    except DeskError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    sys.exit(main())
