"""Desks for tests, over a home made for the test; where this machine can have none, tests are skipped and say why."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.sandbox.keeper_order import DeskLimits, DeskOptions
from desktop_agent.desk.sandbox.side_desk import SideDesk, try_desk
from desktop_agent.desk.visible_files import HomePlaces
from tests.fakes.waiting import wait_until


def wish_for(folder: Path, **more: object) -> DeskOptions:
    home = folder / "home"
    home.mkdir(exist_ok=True)
    places = HomePlaces(home, (folder / "data",))
    return DeskOptions(folder / "data" / "desks", places, **{"folders": (home,), **more})  # type: ignore[arg-type]


@contextmanager
def desk_over(folder: Path, *, limits: DeskLimits | None = None, **more: object) -> Iterator[SideDesk]:
    skip_without_desks()
    with SideDesk(wish_for(folder, limits=limits or DeskLimits(), **more)) as desk:
        yield desk


def skip_without_desks() -> None:
    reason = why_none()
    if reason:
        pytest.skip(reason)


def done_inside(desk: SideDesk, line: str) -> str:
    reported = Path(desk.environment()["XDG_RUNTIME_DIR"]) / "told"
    reported.unlink(missing_ok=True)
    part = shlex.quote(f"{reported}.part")
    desk.start(["sh", "-c", f"{{ {line}\n}} >{part} 2>&1; mv {part} {shlex.quote(str(reported))}"])
    wait_until(reported.exists, line)
    return reported.read_text(errors="replace")


@cache
def why_none() -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            try_desk(HomePlaces(Path(folder)), Path(folder))
        except DeskError as error:
            return str(error)
    return ""
