"""When the screen is at rest: series of looks, without a screen."""

import pytest

from desktop_agent.core.actions import Effect
from desktop_agent.core.geometry import Size
from desktop_agent.screen.settle import Sample, SettleTimes, at_rest

SIZE = Size(1280, 800)
TINY, FEEDBACK, PAGE = 40, 4_000, 60_000
STEP_MS = 20


def rests_at(effect: Effect, changes: dict[int, tuple[int, int]], times: SettleTimes | None = None) -> int | None:
    """Play looks every 20 ms: (moved, answered) at some moments, the answer staying; return when it is at rest."""
    seen: list[Sample] = []
    answered = 0
    for at_ms in range(0, 3001, STEP_MS):
        moved, answered = changes.get(at_ms, (0, answered))
        seen.append(Sample(at_ms, moved, answered))
        if at_rest(seen, SIZE, effect, times or SettleTimes()):
            return at_ms
    return None


FOREVER_BUSY = dict.fromkeys(range(0, 3001, STEP_MS), (FEEDBACK, 0))
ANIMATION = dict.fromkeys(range(0, 500, STEP_MS), (FEEDBACK, 0)) | {500: (PAGE, PAGE)}
CARET = dict.fromkeys(range(0, 3001, 500), (TINY, 0))


@pytest.mark.parametrize(
    ("effect", "changes", "at_ms"),
    [
        pytest.param("any", {20: (PAGE, PAGE)}, 120, id="an answer at once, then quiet"),
        pytest.param("any", {0: (PAGE, PAGE)}, 100, id="an answer before the first look"),
        pytest.param("any", {300: (PAGE, PAGE)}, 400, id="a late answer"),
        pytest.param("any", {20: (FEEDBACK, 0), 300: (PAGE, PAGE)}, 400, id="a late answer after a pressed look"),
        pytest.param("any", {20: (PAGE, PAGE), 60: (PAGE, 0), 300: (PAGE, PAGE)}, 400, id="a flash is no answer"),
        pytest.param("any", ANIMATION, 600, id="an animation, then the answer"),
        pytest.param("any", {}, 400, id="no answer"),
        pytest.param("any", {20: (FEEDBACK, 0)}, 400, id="a pressed look alone"),
        pytest.param("any", {380: (FEEDBACK, 0)}, 480, id="a last change just before the waiting ends"),
        pytest.param("any", CARET, 400, id="a caret is no unrest"),
        pytest.param("any", CARET | {20: (PAGE, PAGE)}, 120, id="an answer beside a caret"),
        pytest.param("any", FOREVER_BUSY, None, id="never at rest"),
        pytest.param("small", {20: (TINY, 0)}, 120, id="a letter"),
        pytest.param("small", {20: (TINY, 0), 100: (TINY, 0), 180: (TINY, 0)}, 280, id="letters one by one"),
        pytest.param("small", {}, 400, id="nothing typed is seen"),
        pytest.param("small", dict.fromkeys(range(0, 3001, 80), (TINY, 0)), 1060, id="a spinner beside the text"),
        pytest.param("none", FOREVER_BUSY, 0, id="a plain look"),
    ],
)
def test_it_rests_when_the_answer_is_there_and_quiet(
    effect: Effect, changes: dict[int, tuple[int, int]], at_ms: int | None
) -> None:
    assert at_ms == rests_at(effect, changes)


def test_the_floor_is_kept_even_when_all_is_quiet() -> None:
    assert 700 == rests_at("any", {20: (PAGE, PAGE)}, SettleTimes(floor_ms=700))
