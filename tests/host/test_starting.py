"""What takes long to start does so while the model thinks, and not for a run that is over."""

import threading

from desktop_agent.core.events import Noticed, RequestSent, Stamped
from desktop_agent.host.assemble import StartWhileThinking
from tests.fakes.waiting import wait_until

ASKED = RequestSent(1, 1, 1, chained=False, previous_response_id=None)


def test_it_starts_once_when_the_first_request_leaves() -> None:
    starts: list[str] = []
    listener = StartWhileThinking(lambda: starts.append(threading.current_thread().name), after_s=0.0)

    listener(Stamped(1, "", 0, Noticed("info", "Hello.")))
    before = list(starts)
    for number in (2, 3):
        listener(Stamped(number, "", 0, ASKED))
    wait_until(lambda: bool(starts))

    assert before == []
    assert len(starts) == 1
    assert starts != [threading.current_thread().name]
