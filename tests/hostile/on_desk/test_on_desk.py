"""Hostile code on a real desk: nothing of the person's changes or is reached."""

import socket

import pytest

from tests.fakes.desks import why_none
from tests.hostile.on_desk.oracle import PersonState, WatchingProcess
from tests.hostile.on_desk.play import play
from tests.hostile.on_desk.stage import HostedPerson


@pytest.mark.process
def test_hostile_code_on_a_desk_changes_nothing_of_the_persons() -> None:
    if reason := why_none():
        pytest.skip(reason)

    played = play(step=5)

    assert played.changed == ()
    assert played.seen == ()
    assert [act for act in played.acts if act.ended.startswith("broken")] == []
    assert len(played.acts) > 80
    assert sum(act.ended.startswith("done") for act in played.acts) > 20
    assert played.in_receipt


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
