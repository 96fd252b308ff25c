"""Plays hostile acts on a real desk, and returns how each ended and what the person shows of them."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.source import ROOT
from tests.hostile.on_desk.oracle import PersonState, WatchingProcess
from tests.hostile.on_desk.stage import HostedPerson

_INSIDE = Path(__file__).parent / "inside"
_WITHIN_S = 300.0


@dataclass(frozen=True, slots=True)
class PlayedAct:
    """One act on a desk, and how it ended there."""

    kind: str
    name: str
    ended: str


@dataclass(frozen=True, slots=True)
class HostilePlay:
    """All acts, what is not as it was with the person, and what their watching process saw."""

    acts: tuple[PlayedAct, ...]
    changed: tuple[str, ...]
    seen: tuple[str, ...]
    in_receipt: int


def play(step: int = 1) -> HostilePlay:
    """Play all, of acts on files each so-manieth; DeskError where this computer can have no desk."""
    with HostedPerson() as person:
        watching = WatchingProcess([person.home, person.outside], person.data)
        state = PersonState(person)
        desk = SideDesk(person.wish())
        try:
            acts = _acts_on(desk, person.known(desk.folder, _wire(desk).parent), f"{step}")
        finally:
            desk.close()
        assert open_desk(desk.folder).status == "ended"
        changed, seen = state.differences(), watching.seen()
        return HostilePlay(tuple(acts), tuple(changed), tuple(seen), len(read_receipt(desk.folder).changes))


def _wire(desk: SideDesk) -> Path:
    return Path(desk.environment()["XDG_RUNTIME_DIR"])


def _acts_on(desk: SideDesk, known: dict[str, object], step: str) -> list[PlayedAct]:
    wire = _wire(desk)
    inside = wire / _INSIDE.relative_to(ROOT)
    shutil.copytree(_INSIDE, inside, ignore=shutil.ignore_patterns("__pycache__"))
    (inside / "person.json").write_text(json.dumps(known))
    told, done = wire / "acts", wire / "done"
    command = f"cd {wire} && python3 -m tests.hostile.on_desk.inside.playing {step} {told}"
    line = f"({command}) > {wire}/log 2>&1; touch {done}"
    desk.start(["sh", "-c", line])
    until = time.monotonic() + _WITHIN_S
    while not done.exists() and not desk.has_ended and time.monotonic() < until:
        time.sleep(0.05)
    lines = told.read_text().splitlines() if told.exists() else []
    assert done.exists(), (wire / "log").read_text() if wire.exists() else "the desk has ended"
    assert not (wire / "log").read_text(), (wire / "log").read_text()
    return [PlayedAct(*json.loads(line)) for line in lines]
