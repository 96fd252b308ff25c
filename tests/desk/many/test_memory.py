"""Whether one more desk may start: by the memory that is left, and by what those that run may yet take."""

import pytest

from desktop_agent.desk.many.crew import LEFT_FOR_THE_PERSON_MB, TakenMemory, available_mb, lacking_mb

MEMINFO = "MemTotal:        8052432 kB\nMemFree:          312000 kB\nMemAvailable:    4096000 kB\nBuffers: 1 kB\n"


def test_what_is_left_is_what_the_kernel_calls_available() -> None:
    assert available_mb(MEMINFO) == 4000
    assert available_mb("MemTotal: 8052432 kB\n") is None


@pytest.mark.parametrize(
    ("available", "running", "lacking"),
    [
        (LEFT_FOR_THE_PERSON_MB + 600, [], 0),
        (LEFT_FOR_THE_PERSON_MB + 599, [], 1),
        (LEFT_FOR_THE_PERSON_MB + 600, [TakenMemory(0, 600)], 600),
        (LEFT_FOR_THE_PERSON_MB + 600, [TakenMemory(600, 600)], 0),
        (LEFT_FOR_THE_PERSON_MB + 600, [TakenMemory(900, 600)], 0),
        (LEFT_FOR_THE_PERSON_MB + 700, [TakenMemory(500, 600), TakenMemory(550, 600)], 50),
        (None, [TakenMemory(0, 600)] * 9, 0),
    ],
)
def test_a_desk_waits_for_what_those_that_run_may_yet_take(
    available: int | None, running: list[TakenMemory], lacking: int
) -> None:
    assert lacking_mb(600, available, running) == lacking
