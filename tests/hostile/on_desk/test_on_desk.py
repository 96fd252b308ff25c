"""Hostile code on a real desk, a sample of what the bench plays: nothing of the person's changes or is reached."""

import ctypes
import socket
from pathlib import Path

import pytest

from tests.fakes.desks import why_none
from tests.hostile.on_desk.further import MARK, FurtherPlaces
from tests.hostile.on_desk.oracle import PersonState, WatchingProcess
from tests.hostile.on_desk.play import play
from tests.hostile.on_desk.stage import HostedPerson


@pytest.mark.process
def test_hostile_code_on_a_desk_changes_nothing_of_the_persons() -> None:
    if reason := why_none():
        pytest.skip(reason)

    played = play(step=9)

    assert played.changed == ()
    assert played.seen == ()
    assert [act for act in played.acts if act.ended.startswith("broken")] == []
    assert len(played.acts) > 130
    assert sum(act.ended.startswith("done") for act in played.acts) > 40
    assert played.in_receipt > 10


@pytest.mark.process
def test_the_witnesses_of_such_a_play_tell_what_is_changed_and_reached() -> None:
    with HostedPerson() as person:
        watching = WatchingProcess([person.home, person.outside], person.data)
        state = PersonState(person)
        assert state.differences() == []

        letter = person.home / "docs/3/letter.txt"
        letter.chmod(0o640)
        with socket.create_connection(("127.0.0.1", person.port)) as connection:
            connection.recv(1)

        assert state.differences() == [str(letter), "port was reached 1 times"]
        assert [line.partition(" ")[0] for line in watching.seen()] == [str(letter)]


@pytest.mark.process
def test_the_further_places_tell_what_has_come_to_them(tmp_path: Path) -> None:
    for number in range(2, 7):
        (tmp_path / f"home/docs/s{number}").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/letter.txt").touch()
    with FurtherPlaces(tmp_path / "home", tmp_path / "outside") as further:
        further.come_later()
        assert list(further.differences(tmp_path)) == []

        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
            made.sendto(b"fresh", str(tmp_path / "home/docs/s5/late"))
        (tmp_path / "home/docs/s4/pipe").write_text("fresh")
        libc = ctypes.CDLL(None)
        libc.shmat.restype = ctypes.c_void_p
        ctypes.memmove(libc.shmat(further.known()["segment"], None, 0), b"fresh", 5)
        (tmp_path / MARK).touch()

        assert list(further.differences(tmp_path)) == [
            "late got b'fresh'",
            "the pipe got b'fresh'",
            "the shared memory is not what it was",
            f"{tmp_path} has got a file",
        ]
