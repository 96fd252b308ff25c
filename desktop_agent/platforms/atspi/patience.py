"""How long the programs of the accessibility bus are waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from desktop_agent.platforms.atspi.look import OnAnswered

QUIET_S = 2.0
SILENT_S = 0.15
MOST_S = 6.0


class ProgramPatience:
    """How long to wait for each program: as long as it keeps answering, and only once for a silent one.

    On a busy machine a program answers late, and the person must not be asked what it would have answered. One that
    hangs never answers: it costs `QUIET_S` once, and `SILENT_S` each time after that, until it answers again. For one
    event loop.

    What is given inside also counts after the time is over: a program that was only busy is known by its late answer.
    """

    def __init__(self) -> None:
        self._silent = set[int | None]()

    def is_silent(self, program: int | None) -> bool:
        """Return whether a program has not answered in time, nor since then."""
        return program in self._silent

    @asynccontextmanager
    async def of(self, program: int | None) -> AsyncIterator[OnAnswered]:
        """Wait for what is asked of a program inside; TimeoutError when it does not answer.

        What is given has to be called for every answer. A program that goes on answering is waited for `MOST_S`.
        """
        clock = asyncio.get_running_loop().time
        ends = clock() + MOST_S
        try:
            async with asyncio.timeout(self._quiet_s(program)) as limit:

                def answered(by_program: bool) -> None:  # noqa: FBT001 - the one word of it
                    if by_program:
                        self._silent.discard(program)
                    if not limit.expired():
                        limit.reschedule(min(clock() + self._quiet_s(program), ends))

                yield answered
        except TimeoutError:
            self._silent.add(program)
            raise

    def _quiet_s(self, program: int | None) -> float:
        return SILENT_S if self.is_silent(program) else QUIET_S
