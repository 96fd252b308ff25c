"""Plays hostile acts on a real desk, and returns how each ended and what the person shows of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.hostile.on_desk.oracle import PersonState
from tests.hostile.on_desk.stage import HostedPerson

_INSIDE = Path(__file__).parent / "inside"
_WITHIN_S = 300.0


@dataclass(frozen=True, slots=True)
class HostilePlay:
    """How each act ended on its desk, and what is not as it was with the person."""

    acts: Mapping[str, str]
    changed: tuple[str, ...]
    in_receipt: int


def play() -> HostilePlay:
    """Play all; DeskError where this computer can have no desk."""
    with HostedPerson() as person:
        state = PersonState(person)
        desk = SideDesk(person.wish())
        try:
            wire = Path(desk.environment()["XDG_RUNTIME_DIR"])
            acts = _acts_on(desk, wire, person.known(desk.folder, wire.parent))
        finally:
            desk.close()
        assert open_desk(desk.folder).status == "ended"
        return HostilePlay(acts, tuple(state.differences()), len(read_receipt(desk.folder).changes))


def _acts_on(desk: SideDesk, wire: Path, known: dict[str, object]) -> Mapping[str, str]:
    inside = wire / _INSIDE.relative_to(ROOT)
    shutil.copytree(_INSIDE, inside, ignore=shutil.ignore_patterns("__pycache__"))
    (inside / "person.json").write_text(json.dumps(known))
    told, done, log = wire / "acts", wire / "done", wire / "log"
    command = f"cd {wire} && python3 -m tests.hostile.on_desk.inside.playing {told}"
    desk.start(["sh", "-c", f"({command}) > {log} 2>&1; touch {done}"])
    wait_until(lambda: done.exists() or desk.has_ended, "the end of the play", within_s=_WITHIN_S)
    assert not (complaint := log.read_text()), complaint
    return dict(json.loads(line) for line in told.read_text().splitlines())
