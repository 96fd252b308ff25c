"""Hostile code on a real desk: nothing of the person's changes or is reached."""

import json
import shutil
import socket
from pathlib import Path

import pytest

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.sandbox.side_desk import SideDesk
from tests.fakes.desks.desks import why_none
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.hostile.on_desk.oracle import PersonState
from tests.hostile.on_desk.stage import HostedPerson

pytestmark = pytest.mark.program

INSIDE = Path(__file__).parent / "inside"


def played(desk: SideDesk, person: HostedPerson) -> dict[str, str]:
    """Play all acts on a desk, and return how each ended."""
    wire = Path(desk.environment()["XDG_RUNTIME_DIR"])
    inside = wire / INSIDE.relative_to(ROOT)
    shutil.copytree(INSIDE, inside, ignore=shutil.ignore_patterns("__pycache__"))
    (inside / "person.json").write_text(json.dumps(person.known(desk.folder, wire.parent)))
    reported = wire / "acts"
    done = wire / "done"
    log = wire / "log"
    command = f"cd {wire} && python3 -m tests.hostile.on_desk.inside.playing {reported}"
    desk.start(["sh", "-c", f"({command}) > {log} 2>&1; touch {done}"])
    wait_until(lambda: done.exists() or desk.has_ended, "the end of the play", within_s=300)
    assert log.read_text() == ""
    return dict(json.loads(line) for line in reported.read_text().splitlines())


def test_hostile_code_on_a_desk_changes_nothing_of_the_persons() -> None:
    if reason := why_none():
        pytest.skip(reason)

    with HostedPerson() as person:
        state = PersonState(person)
        desk = SideDesk(person.wish())
        try:
            acts = played(desk, person)
        finally:
            desk.close()

        assert state.differences() == []
        assert open_desk(desk.folder).status == "ended"
        assert read_receipt(desk.folder).changes
    assert [ended for ended in acts.values() if ended.startswith("broken")] == []
    assert len(acts) > 70
    assert sum(ended.startswith("done") for ended in acts.values()) > 20


def test_the_witness_of_such_a_play_tells_what_is_changed_and_reached() -> None:
    with HostedPerson() as person:
        state = PersonState(person)
        assert state.differences() == []

        letter = person.home / "docs/3/letter.txt"
        letter.chmod(0o640)
        with socket.create_connection(("127.0.0.1", person.port)) as connection:
            connection.recv(1)

        assert state.differences() == [str(letter), "port was reached 1 times"]
