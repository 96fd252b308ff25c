"""A step is what people call one: a line of the task that is being done, or else an answer of the model."""

from dataclasses import replace

import pytest

from desktop_agent.core.runs.events import (
    Event,
    Noticed,
    Reasoned,
    RunStarted,
    Said,
    Stamped,
    StepCount,
    follows_lines,
    steps_in,
)
from tests.fakes.runs.recorded import run_finished

BESIDE = Noticed("info", "Something.")


def started(provider: str, *, offline: bool | None = None) -> RunStarted:
    event = RunStarted(1, "r", "/r", "t", provider, "d", "m", "http://h", "guard", {}, None, {}, {}, "0.1.0")
    return replace(event, offline=provider == "local" if offline is None else offline)


def words_after(*events: tuple[int, Event]) -> list[str]:
    count = StepCount()
    reported = list[str]()
    for turn, event in events:
        count = count.after(Stamped(1, "2026-11-20T10:00:00.000Z", turn, event))
        reported.append(count.words)
    return reported


def test_plain_steps_are_counted_by_the_task_however_often_the_model_looks_again() -> None:
    looks, passes, next_one = (Reasoned("I see it.", step, 18) for step in (3, 3, 4))

    reported = words_after(
        (0, started("steps")),
        (1, looks),
        (2, BESIDE),
        (2, passes),
        (2, next_one),
        (30, Said("7 of 9: this is the one.")),
    )

    assert ["", "3 of 18", "3 of 18", "3 of 18", "4 of 18", "4 of 18"] == reported


@pytest.mark.parametrize("provider", ["tzafon", "mcp", "local"])
def test_a_model_of_somebody_else_is_counted_by_its_answers_whatever_it_says(provider: str) -> None:
    reported = words_after(
        (0, started(provider, offline=False)),
        (1, Reasoned("2 of 9: the second is cheaper.")),
        (2, Said("Step 2 of 3: I click.")),
        (3, BESIDE),
    )

    assert ["", "1", "2", "3"] == reported


def test_where_steps_are_played_or_an_agent_is_asked_that_is_known_until_the_next_run_begins() -> None:
    def after(*events: Event) -> list[StepCount]:
        counts = [StepCount()]
        for event in events:
            counts.append(counts[-1].after(Stamped(1, "2026-11-20T10:00:00.000Z", 1, event)))
        return counts[1:]

    played = after(started("steps"), Reasoned("2 of 5: Click."), BESIDE, started("local"))
    of_agent = after(started("mcp"), BESIDE, started("local"))

    assert [count.plays for count in played] == [True, True, True, False]
    assert [count.agent for count in of_agent] == [started("mcp").model] * 2 + [""]


def test_steps_are_lines_where_the_task_has_them() -> None:
    assert (3, None) == (StepCount(step=3, last=18).lines, StepCount(step=3).lines)
    assert [True, True, False] == [follows_lines(started(provider)) for provider in ("local", "steps", "tzafon")]


def test_how_many_steps_a_run_took_is_told_by_its_events_and_by_its_end() -> None:
    events: list[Event] = [started("tzafon"), Said("I click."), Said("Done.")]
    ended = replace(run_finished(2, 2), steps=7)

    assert 2 == steps_in(Stamped(1, "2026-11-20T10:00:00.000Z", turn, event) for turn, event in enumerate(events))
    assert 7 == StepCount(step=2).after(Stamped(9, "2026-11-20T10:00:09.000Z", 2, ended)).step
