"""Waiting for a condition, the only place in the tests that lets time pass."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(condition: Callable[[], T], within_s: float = 10.0, what: str = "the condition") -> T:
    """Return the first truthy answer of `condition`; fail when there is none in time."""
    deadline = time.monotonic() + within_s
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            message = f"{what} did not come true within {within_s:g} s; last answer: {answer!r}"
            raise AssertionError(message)
        time.sleep(0.01)
