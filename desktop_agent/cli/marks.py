"""How a run says to the one that started it when it asks on its terminal, and when that is over.

The run was given a pipe for that. It writes a mark before a question and another after it; the question itself and the
answer go over the run's own terminal. In between, nobody has to guess whose turn it is.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping

VARIABLE = "_DESKTOP_AGENT_QUESTIONS"
BEGINS, ENDS = b"?", b"."


def marks_to(environment: Mapping[str, str]) -> int | None:
    """Return the descriptor that marks go to; None in a run that nobody has given one."""
    number = environment.get(VARIABLE, "")
    return int(number) if number.isdecimal() else None


@contextlib.contextmanager
def marked(fd: int) -> Iterator[None]:
    """Mark a question for as long as it is put."""
    with contextlib.suppress(OSError):
        os.write(fd, BEGINS)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            os.write(fd, ENDS)
