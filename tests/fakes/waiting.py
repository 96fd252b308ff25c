"""Waiting for a condition, the only place in the tests that lets time pass."""

import asyncio
import queue
import threading
import time
from collections.abc import Awaitable, Callable
from typing import IO, AnyStr, TypeVar

T = TypeVar("T")
# Only ends what hangs: a busy machine may be slow, and no test is about how slow.
PATIENCE_S = 60.0
# Asking costs time of the processor, often that of the program that is waited for: so as much and more is left to it.
_SHORTEST_PAUSE_S = 0.01
_LONGEST_PAUSE_S = 0.2
_LEFT_TO_OTHERS = 2


def wait_until(condition: Callable[[], T], what: str = "the condition", *, within_s: float = PATIENCE_S) -> T:
    """Return the first truthy answer of `condition`; fail when there is none.

    `within_s` is for those who go on without it: who try again, or count what did not happen.
    """
    deadline = time.monotonic() + within_s
    while True:
        asked = time.monotonic()
        answer = condition()
        if answer:
            return answer
        now = time.monotonic()
        if now > deadline:
            message = f"{what} did not come true within {within_s:g} s; last answer: {answer!r}"
            raise AssertionError(message)
        time.sleep(min(max((now - asked) * _LEFT_TO_OTHERS, _SHORTEST_PAUSE_S), _LONGEST_PAUSE_S))


async def awaited(condition: Callable[[], Awaitable[T]], what: str = "the condition") -> T:
    """Return the first truthy answer of `condition`, which is asked once more after each; fail when there is none."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not (answer := await condition()):
                pass
    except TimeoutError:
        message = f"{what} did not come true within {PATIENCE_S:g} s"
        raise AssertionError(message) from None
    return answer


def line_of(stream: IO[AnyStr] | None) -> AnyStr:
    """Return the next line that a child writes; fail where none comes, while the child lives."""
    assert stream is not None
    came: queue.SimpleQueue[AnyStr] = queue.SimpleQueue()
    threading.Thread(target=lambda: came.put(stream.readline()), daemon=True).start()
    try:
        return came.get(timeout=PATIENCE_S)
    except queue.Empty:
        message = f"no line came within {PATIENCE_S:g} s"
        raise AssertionError(message) from None


def text_once(read: Callable[[], str], length: int) -> str:
    """Return the text once it has at least this many characters."""

    def long_enough() -> str:
        text = read()
        return text if len(text) >= length else ""

    return wait_until(long_enough, "the text")
