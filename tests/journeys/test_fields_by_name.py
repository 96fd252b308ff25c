"""A plain step types into the field that its program calls by a name, also where a text stands in it already."""

import sys
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import running
from tests.fakes.programs.browser import WHY_NOT, browsing, pages_at
from tests.journeys.conftest import BARE, Agent

FAKES = Path(__file__).parents[1] / "fakes" / "programs"
TASK = 'type "Zed" into "Name"'
PAGE = """<!doctype html><title>Contact</title><body style="font: 20px sans-serif">
<input aria-label="Name" value="Ann"><p></p><input aria-label="Street" value="12 High Road">
<script>oninput = () => document.title = [...document.querySelectorAll("input")].map(i => i.value).join("|")</script>
"""


@pytest.mark.slow
@pytest.mark.parametrize("toolkit", ["gtk", "qt"])
def test_a_window_takes_the_text_in_the_field_of_that_name(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, toolkit: str
) -> None:
    python = {"gtk": "/usr/bin/python3", "qt": sys.executable}[toolkit]
    texts = tmp_path / "texts"
    with running([python, FAKES / f"named_fields_{toolkit}.py", texts], display, tmp_path / "app", "^Contact$"):
        ran = agent("run", TASK, *BARE, "--provider", "local", "--json")

        assert ran.code == 0, ran.events[-1]
        assert texts.read_text() == "Zed\n12 High Road"


@pytest.mark.slow
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "chromium")
@pytest.mark.timeout(200)
def test_a_page_takes_the_text_in_the_field_of_that_name(
    on_display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    with pages_at({"/": PAGE}) as site:
        more = ("window-size=800,600", "window-position=0,0", "force-renderer-accessibility")
        with browsing(on_display, tmp_path, f"{site}/", "Contact", more=more) as app:
            ran = agent("run", TASK, *BARE, "--provider", "local", "--json")

            assert ran.code == 0, ran.events[-1]
            assert app.title() == "Zed|12 High Road - Chromium"
