"""What a run's time went into, event by event."""

import pytest

from desktop_agent.core.runs.events import (
    Answered,
    Asked,
    Event,
    Noticed,
    Paused,
    RequestSent,
    Resumed,
    RunFinished,
    Said,
    Stamped,
)
from desktop_agent.record.spans import spans_of
from desktop_agent.record.wording import TimeUse

FIRST, SECOND = (RequestSent(attempt, 1, 10, chained=False, previous_response_id=None) for attempt in (1, 2))
STOPPED = RunFinished("stopped", "Stopped.", 1, 0, {}, None, 1.0, 0.1, 130)
TRIED = Noticed("info", "The server said 429. Trying again in 12 s.")


@pytest.mark.parametrize(
    ("events", "spent"),
    [
        ([TRIED, FIRST], "own"),
        ([FIRST, Said("Saved.")], "model"),
        ([FIRST, TRIED], "model"),
        ([TRIED, SECOND], "model"),
        ([TRIED, Paused("network", "The server can't be reached.")], "model"),
        ([Paused("network", "The server can't be reached."), Resumed("network")], "model"),
        ([Paused("human", "You pressed Pause."), Resumed("human")], "person"),
        ([Paused("human", "You pressed Pause."), STOPPED], "person"),
        ([Asked("Which folder?"), Answered("This one.", "human")], "person"),
        ([Asked("Which folder?"), STOPPED], "person"),
        ([TRIED, STOPPED], "own"),
    ],
)
def test_the_time_of_a_run_is_attributed_to_whoever_was_waited_for(events: list[Event], spent: TimeUse) -> None:
    stamped = [Stamped(n, f"2026-11-20T10:00:{n:02d}.000Z", 1, event) for n, event in enumerate(events)]

    assert [(span.spent, span.length_ms) for span in spans_of(stamped)] == [(spent, 1000)]
