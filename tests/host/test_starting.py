"""What takes long to start does so while the model thinks, and not for a run that is over."""

import threading
from pathlib import Path

from desktop_agent.core.events import ActionProposed, Noticed, RequestSent, Stamped
from desktop_agent.host.assemble import StartWhileThinking
from desktop_agent.screen.ocr.reader import OcrReader
from tests.fakes.waiting import wait_until

ASKED = RequestSent(1, 1, 1, chained=False, previous_response_id=None)
ANSWERED = ActionProposed("call", 0, None, {})


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


def test_for_a_model_that_answers_sooner_it_waits_for_the_next_time_that_one_thinks() -> None:
    starts: list[int] = []
    listener = StartWhileThinking(lambda: starts.append(1), after_s=0.3)

    listener(Stamped(1, "", 0, ASKED))
    listener(Stamped(2, "", 0, ANSWERED))
    wait_until(lambda: not any(isinstance(thread, threading.Timer) for thread in threading.enumerate()))
    before = list(starts)
    listener(Stamped(3, "", 0, ASKED))
    wait_until(lambda: bool(starts))

    assert (before, starts) == ([], [1])


def test_a_reader_that_is_closed_before_it_was_started_starts_nothing() -> None:
    reader = OcrReader()
    before = _children()
    reader.close()

    reader.start()

    assert before == _children()


def _children() -> list[str]:
    """Return this process's children, as the system knows them."""
    tasks = Path("/proc/self/task").iterdir()
    return sorted(pid for task in tasks for pid in (task / "children").read_text().split())
