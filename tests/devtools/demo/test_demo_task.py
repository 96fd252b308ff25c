"""The demo's task is made of plain steps, differs by seed, and fits the app that the same seed makes."""

from pathlib import Path

import pytest

from desktop_agent.devtools.demo.order_form.theme import ARTICLES, ROWS_SHOWN, SMALLEST_SCREEN, layout_of
from desktop_agent.devtools.demo.task import demo_task
from desktop_agent.offline.grammar import understand
from desktop_agent.offline.plan.steps import ClickStep, DragStep, Plan, ScrollStep, SelectStep, TickStep, TypeStep

SEEDS = range(40)
TITLE_BAR_PX = 40


def test_a_seed_gives_the_same_app_and_the_same_task_every_time() -> None:
    first = (layout_of(7), demo_task(7, Path("here")))

    assert (layout_of(7), demo_task(7, Path("here"))) == first


@pytest.mark.parametrize("seed", SEEDS)
def test_the_window_fits_on_the_smallest_screen(seed: int) -> None:
    layout = layout_of(seed)

    assert layout.left >= 0
    assert layout.top >= 0
    assert layout.left + layout.width <= SMALLEST_SCREEN[0]
    assert layout.top + layout.height + TITLE_BAR_PX <= SMALLEST_SCREEN[1]


def test_no_two_articles_share_a_word() -> None:
    words = [word.lower() for article in ARTICLES for word in article.split()]

    assert len(ARTICLES) == 60
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_local_model_understands_every_step_and_every_kind_is_there(seed: int) -> None:
    plan = understand(demo_task(seed, Path()).text)

    assert isinstance(plan, Plan)
    assert len(plan.steps) >= 12
    assert {ClickStep, DragStep, ScrollStep, SelectStep, TickStep, TypeStep} <= {type(step.verb) for step in plan.steps}
    assert plan.steps[-2].text == 'click "Send"'


@pytest.mark.parametrize("seed", SEEDS)
def test_the_task_names_what_the_app_of_this_seed_shows(seed: int) -> None:
    layout, task = layout_of(seed), demo_task(seed, Path())
    names = [article.name for article in layout.catalogue]
    basket = task.expected["basket"]
    assert isinstance(basket, list)
    near, far = basket

    assert names.index(near) < ROWS_SHOWN
    assert 2 * ROWS_SHOWN <= names.index(far) < len(names)
    assert task.expected["shipping"] in layout.shipping[1:]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_task_has_letters_that_no_us_keyboard_has(seed: int) -> None:
    text = demo_task(seed, Path()).text

    assert any(
        "\N{GREEK CAPITAL LETTER ALPHA WITH TONOS}" <= letter <= "\N{GREEK SMALL LETTER OMEGA}" for letter in text
    )
    assert any("\N{HIRAGANA LETTER SMALL A}" <= letter <= "\N{HIRAGANA LETTER N}" for letter in text)
    assert any(letter >= "\N{CYCLONE}" for letter in text)
