"""Asks a server to delete the responses of a run, and reports the result in one sentence."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from desktop_agent.core.events import Noticed

AT_ONCE = 8
LONGEST_S = 30.0
# A server that has no such route says one of these, and so does one that has nothing under that id.
_NOTHING_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
Delete = Callable[[str], Awaitable[int | None]]  # returns the status; None for no answer


async def forget(ids: Sequence[str], delete: Delete, longest_s: float = LONGEST_S) -> Noticed:
    """Delete all responses, a few at a time; never raises, and gives up on a server that does not answer.

    When it is cancelled, as by a person who does not want to wait, it returns the result so far.
    """
    said: list[int | None] = []

    async def one(name: str) -> None:
        said.append(await delete(name))

    with contextlib.suppress(TimeoutError, asyncio.CancelledError):
        async with asyncio.timeout(longest_s):
            for first in range(0, len(ids), AT_ONCE):
                await asyncio.gather(*(one(name) for name in ids[first : first + AT_ONCE]))
                if set(said) == {None}:
                    break
    return _told(len(ids), said)


def _told(number: int, said: Sequence[int | None]) -> Noticed:
    deleted = sum(status is not None and status < HTTPStatus.MULTIPLE_CHOICES for status in said)
    if deleted == number:
        return Noticed("info", f"The server has deleted the run: {_responses(number)}.")
    absent = sum(status in _NOTHING_THERE for status in said)
    if absent == number:
        return Noticed("warning", "The server deletes no responses, or keeps none; nothing was deleted there.")
    if deleted + absent == number:
        return Noticed("info", f"The server has deleted {_responses(deleted)}, and did not keep the other {absent}.")
    left = number - deleted - absent
    why = ", ".join(sorted({"no answer" if status is None else str(status) for status in said if _failed(status)}))
    return Noticed(
        "warning",
        f"The server has not deleted {left} of {_responses(number)} ({why or 'no time'}); it keeps them as it does.",
    )


def _failed(status: int | None) -> bool:
    return status is None or (status >= HTTPStatus.MULTIPLE_CHOICES and status not in _NOTHING_THERE)


def _responses(number: int) -> str:
    return "1 response" if number == 1 else f"{number} responses"
