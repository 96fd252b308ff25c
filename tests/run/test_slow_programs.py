"""Looking again where a program did not tell enough yet: how often, and how much later."""

import asyncio
import time

import pytest

from desktop_agent.core.decision import Allow, Ask, Case, Decision, Reason
from desktop_agent.core.frame import Window
from desktop_agent.run.cases import patiently
from tests.fakes.cases import VIEWPORT, target_of
from tests.fakes.turns import CLICK

ALLOWED = Allow()
UNSURE = Ask((Reason("question", "Nobody can tell."),))
SURE = Ask((Reason("words", "It sends."),))


def looks(
    *verdicts: Decision, role: str = "", takes_s: float = 0.0, silent: bool = False
) -> tuple[list[float], Decision]:
    """Return when each look began, and what was judged in the end; the last verdict comes again and again."""
    began: list[float] = []

    async def look() -> tuple[Case, Decision]:
        began.append(time.monotonic())
        await asyncio.wait({asyncio.ensure_future(asyncio.Event().wait())}, timeout=takes_s)
        target = target_of(Window(1), role=role, silent=silent)
        return Case(CLICK, VIEWPORT, target), verdicts[min(len(began), len(verdicts)) - 1]

    _, verdict = asyncio.run(patiently(look))
    return began, verdict


@pytest.mark.parametrize(
    ("verdict", "role"),
    [(ALLOWED, ""), (SURE, "push button")],
    ids=["allowed", "asked about what its program names"],
)
def test_what_is_sure_is_looked_at_once(verdict: Decision, role: str) -> None:
    began, judged_at_last = looks(verdict, role=role)

    assert (len(began), judged_at_last) == (1, verdict)


def test_a_program_that_names_nothing_at_all_is_not_waited_for() -> None:
    began, verdict = looks(UNSURE, silent=True)

    assert (len(began), verdict) == (1, UNSURE)


def test_what_a_program_tells_a_moment_later_counts() -> None:
    began, verdict = looks(UNSURE, ALLOWED)

    assert (len(began), verdict) == (2, ALLOWED)


def test_what_it_never_tells_is_asked_after_three_looks() -> None:
    began, verdict = looks(UNSURE)

    assert (len(began), verdict) == (3, UNSURE)
