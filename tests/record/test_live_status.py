"""What passes while the model is waited for: words that grow and go, and what the wait is for."""

from desktop_agent.core.runs.events import Event, Paused, RequestSent, Resumed, RunFinished, Said, TouchNoticed
from desktop_agent.core.runs.waiting import Partial, StreamUpdate, Waiting
from desktop_agent.record.status import OFFLINE, LiveStatus

SENT = RequestSent(1, 1, 1, chained=False, previous_response_id=None)
GONE = Paused("network", "The server can't be reached.")


def status_after(*passed: StreamUpdate | Event, now: float = 100.0) -> LiveStatus:
    made = LiveStatus()
    for one in passed:
        made = made.after(one, now) if isinstance(one, StreamUpdate) else made.after_event(one)
    return made


def test_words_grow_piece_by_piece_and_another_item_begins_anew() -> None:
    made = status_after(Partial("reasoning", "r", "The menu"), Partial("reasoning", "r", " is open."))
    assert (made.kind, made.text) == ("reasoning", "The menu is open.")

    made = made.after(Partial("message", "m", "Sav"), 0).after(Partial("message", "m", "ed."), 0)
    assert (made.kind, made.text) == ("message", "Saved.")


def test_a_wait_counts_down_to_its_end() -> None:
    made = status_after(Waiting("The server said 429.", 12.0))

    assert made.waits_for(100.0) == "Trying the server again in 12 s"
    assert made.waits_for(100.5) == "Trying the server again in 12 s"
    assert made.waits_for(111.5) == "Trying the server again in 1 s"
    assert made.waits_for(112.0) == ""


def test_without_a_network_it_is_said_that_the_run_goes_on_by_itself() -> None:
    away = status_after(Waiting("No response.", 8.0), GONE, SENT, Waiting("No response.", 15.0))

    assert away.waits_for(100.0) == "Trying the server again in 15 s"
    assert away.waits_for(115.0) == OFFLINE
    assert away.after_event(Resumed("network")).waits_for(116.0) == ""
    assert status_after(GONE, Said("Saved.")).waits_for(100.0) == ""


def test_that_no_touch_is_noticed_is_said_until_one_is_or_the_run_ends() -> None:
    hidden = TouchNoticed(noticed=False, text="Press Pause.")
    ended = RunFinished("completed", "", 1, 1, {}, None, 1.0, 1.0, 0)

    assert "Press Pause." == status_after(hidden, SENT, Partial("message", "m", "Sav"), Said("Saved.")).unnoticed
    assert "" == status_after(hidden, SENT, TouchNoticed(noticed=True, text="Again.")).unnoticed
    assert "" == status_after(hidden, ended).unnoticed
