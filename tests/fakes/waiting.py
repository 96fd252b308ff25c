"""Waiting for a condition, the only place in the tests that lets time pass."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
# Only ends what hangs: a busy machine may be slow, and no test is about how slow.
PATIENCE_S = 60.0


def wait_until(condition: Callable[[], T], what: str = "the condition", *, within_s: float = PATIENCE_S) -> T:
    """Return the first truthy answer of `condition`; fail when there is none.

    `within_s` is for those who go on without it: who try again, or count what did not happen.
    """
    deadline = time.monotonic() + within_s
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            message = f"{what} did not come true within {within_s:g} s; last answer: {answer!r}"
            raise AssertionError(message)
        time.sleep(0.01)
