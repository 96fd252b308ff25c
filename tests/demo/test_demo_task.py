"""The demo's task is made of plain steps, differs by seed, and fits the app that the same seed makes."""

from pathlib import Path

import pytest

from desktop_agent.demo.order_form.theme import ROWS_SHOWN, SMALLEST_SCREEN, layout_of
from desktop_agent.demo.task import demo_task
from desktop_agent.offline.grammar import understand
from desktop_agent.offline.plan.steps import ClickStep, DragStep, Plan, ScrollStep, SelectStep, TickStep, TypeStep

SEEDS = range(40)
TITLE_BAR_PX = 40


@pytest.mark.parametrize("seed", SEEDS)
def test_the_window_fits_on_the_smallest_screen(seed: int) -> None:
    layout = layout_of(seed)

    assert layout.left >= 0
    assert layout.top >= 0
    assert layout.left + layout.width <= SMALLEST_SCREEN[0]
    assert layout.top + layout.height + TITLE_BAR_PX <= SMALLEST_SCREEN[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_local_model_understands_every_step_and_every_kind_is_there(seed: int) -> None:
    plan = understand(demo_task(seed, Path()).text)

    assert isinstance(plan, Plan)
    assert len(plan.steps) >= 12
    assert {ClickStep, DragStep, ScrollStep, SelectStep, TickStep, TypeStep} <= {type(step.verb) for step in plan.steps}
    assert plan.steps[-2].text == 'click "Send"'


@pytest.mark.parametrize("seed", SEEDS)
def test_the_task_names_what_the_app_of_this_seed_shows(seed: int) -> None:
    layout = layout_of(seed)
    task = demo_task(seed, Path())
    names = [article.name for article in layout.catalogue]
    basket = task.expected["basket"]
    assert isinstance(basket, list)
    near, far = basket

    assert names.index(near) < ROWS_SHOWN
    assert 2 * ROWS_SHOWN <= names.index(far) < len(names)
    assert task.expected["shipping"] in layout.shipping[1:]
