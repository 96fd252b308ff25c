"""What is shown while a run waits for the model goes to everybody who shows it."""

from desktop_agent.core.runs.waiting import Discarded, StreamUpdate, to_both


def test_both_listeners_get_every_update() -> None:
    one = list[StreamUpdate]()
    other = list[StreamUpdate]()
    to_both(one.append, other.append)(Discarded())

    assert one == other == [Discarded()]
