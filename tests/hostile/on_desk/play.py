"""Plays hostile acts on a real desk, and returns how each ended and what the person shows of them."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.sandbox.desk_ending import ended_by
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.source import ROOT
from tests.hostile.on_desk.further import FurtherPlaces
from tests.hostile.on_desk.oracle import PersonState, WatchingProcess
from tests.hostile.on_desk.stage import HostedPerson

_INSIDE = Path(__file__).parent / "inside"
_WITHIN_S = 300.0


@dataclass(frozen=True, slots=True)
class PlayedAct:
    """One act on a desk, and how it ended there."""

    kind: str
    name: str
    half: str
    ended: str


@dataclass(frozen=True, slots=True)
class HostilePlay:
    """All acts, what is not as it was with the person, and what their watching process saw."""

    acts: tuple[PlayedAct, ...]
    changed: tuple[str, ...]
    seen: tuple[str, ...]
    ended_by: str
    in_receipt: int
    no_receipt: str


def play(step: int = 1, halves: str = "AB") -> HostilePlay:
    """Play A and B or C, of acts on files each so-manieth; DeskError where this computer can have no desk."""
    with HostedPerson() as person, FurtherPlaces(person.home, person.outside) as further:
        watching = WatchingProcess([person.home, person.outside], person.data)
        state = PersonState(person)
        desk = SideDesk(person.wish())
        try:
            if halves == "C":
                further.come_later()
                watching.seen()
                watching = WatchingProcess([person.home, person.outside], person.data)
                state = PersonState(person)
            known = person.known(desk.folder, _wire(desk).parent) | {"further": further.known()}
            acts = _acts_on(desk, known, f"{step}", halves)
        finally:
            desk.close()
        assert open_desk(desk.folder).status == "ended"
        in_receipt, no_receipt = _receipt(desk.folder)
        changed, seen = [*state.differences(), *further.differences(desk.folder)], watching.seen()
        ended = ended_by(desk.folder) or ""
        return HostilePlay(tuple(acts), tuple(changed), tuple(seen), ended, in_receipt, no_receipt)


def _receipt(folder: Path) -> tuple[int, str]:
    """Return how many changes the receipt tells, and why there is none."""
    try:
        return len(read_receipt(folder).changes), ""
    except Exception as error:  # noqa: BLE001 - whatever the desk has made of its folder, the rest is to be told
        return 0, repr(error)


def _wire(desk: SideDesk) -> Path:
    return Path(desk.environment()["XDG_RUNTIME_DIR"])


def _acts_on(desk: SideDesk, known: dict[str, object], step: str, halves: str) -> list[PlayedAct]:
    wire = _wire(desk)
    inside = wire / _INSIDE.relative_to(ROOT)
    shutil.copytree(_INSIDE, inside, ignore=shutil.ignore_patterns("__pycache__"))
    (inside / "person.json").write_text(json.dumps(known))
    told, done = wire / "acts", wire / "done"
    command = f"cd {wire} && python3 -m tests.hostile.on_desk.inside.playing {step} {told} {halves}"
    line = f"({command}) > {wire}/log 2>&1; touch {done}"
    desk.start(["sh", "-c", line])
    until = time.monotonic() + _WITHIN_S
    while not done.exists() and not desk.has_ended and time.monotonic() < until:
        time.sleep(0.05)
    lines = told.read_text().splitlines() if told.exists() else []
    assert done.exists(), (wire / "log").read_text() if wire.exists() else "the desk has ended"
    assert not (wire / "log").read_text(), (wire / "log").read_text()
    return [PlayedAct(*json.loads(line)) for line in lines]
