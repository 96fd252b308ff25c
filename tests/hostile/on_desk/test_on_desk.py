"""Hostile code on a real desk: nothing of the person's changes or is reached."""

import socket

import pytest

from tests.fakes.desks import why_none
from tests.hostile.on_desk.oracle import PersonState
from tests.hostile.on_desk.play import play
from tests.hostile.on_desk.stage import HostedPerson


@pytest.mark.process
def test_hostile_code_on_a_desk_changes_nothing_of_the_persons() -> None:
    if reason := why_none():
        pytest.skip(reason)

    played = play()

    assert played.changed == ()
    assert [ended for ended in played.acts.values() if ended.startswith("broken")] == []
    assert len(played.acts) > 70
    assert sum(ended.startswith("done") for ended in played.acts.values()) > 20
    assert played.in_receipt


@pytest.mark.process
def test_the_witness_of_such_a_play_tells_what_is_changed_and_reached() -> None:
    with HostedPerson() as person:
        state = PersonState(person)
        assert state.differences() == []

        letter = person.home / "docs/3/letter.txt"
        letter.chmod(0o640)
        with socket.create_connection(("127.0.0.1", person.port)) as connection:
            connection.recv(1)

        assert state.differences() == [str(letter), "port was reached 1 times"]
