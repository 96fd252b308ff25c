"""A name that is to be pressed is that of a control: no title of a window, no heading, label, status line or word."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import running
from tests.fakes.programs.browser import WHY_NOT, browsing, pages_at
from tests.fakes.servers.plain_vendor import PlainVendor, message
from tests.journeys.conftest import BARE, Agent

FAKES = Path(__file__).parents[1] / "fakes" / "programs"
_OPTIONAL = {"x": None, "y": None, "button": None, "keys": None}
PAGE = """<!doctype html><title>Save As</title><body style="font: 20px sans-serif">
<h1>Save</h1><p>Save it where it was found</p><table><tr><td>Save</td><td>is a cell</td></tr></table>
<div style="height: 60px"></div>{}"""
BUTTON = """<button onclick="document.title = 'Pressed'">Save</button>"""
ENTRY = """<ul><li style="cursor: pointer" onclick="document.title = 'Pressed'">Save</li></ul>"""


@contextmanager
def saving(toolkit: str, display: PrivateDisplay, home: Path, *words: str) -> Iterator[Callable[[], Sequence[str]]]:
    """Show a “Save As” window; give its own word of what was pressed."""
    home.mkdir()
    log = home / "log"
    log.touch()
    python = {"gtk": "/usr/bin/python3", "qt": sys.executable}[toolkit]
    with running([python, FAKES / f"saving_{toolkit}.py", log, *words], display, home, "^Save As$"):
        yield lambda: log.read_text().split()


@pytest.mark.slow
@pytest.mark.parametrize("toolkit", ["gtk", "qt"])
@pytest.mark.parametrize("has_button", [True, False], ids=["with a button", "without one"])
def test_a_step_presses_the_button_and_never_what_only_says_its_name(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, toolkit: str, *, has_button: bool
) -> None:
    words = ["button"] if has_button else []
    with saving(toolkit, display, tmp_path / "app", *words) as pressed:
        ran = agent("run", 'click "Save"', *BARE, "--provider", "local", "--json")
        log = pressed()

    assert log == ["Save"] * has_button, ran.events[-1]
    assert ("is no control" in ran.events[-1]["message"]) is not has_button


@pytest.mark.slow
@pytest.mark.parametrize("toolkit", ["gtk", "qt"])
@pytest.mark.parametrize("has_button", [True, False], ids=["with a button", "without one"])
def test_a_model_that_gives_the_name_presses_the_button_and_is_told_where_there_is_none(
    display: PrivateDisplay, agent: Agent, tmp_path: Path, toolkit: str, *, has_button: bool
) -> None:
    words = ["button"] if has_button else []
    with saving(toolkit, display, tmp_path / "app", *words) as pressed, _clicking("Save") as vendor:
        agent("run", "Save it", *BARE, "--base-url", vendor.url, *_BY_NAMES)
        log = pressed()

    assert log == ["Save"] * has_button
    assert ("which is no control" in json.dumps(vendor.bodies[-1])) is not has_button


@pytest.mark.slow
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "chromium")
@pytest.mark.parametrize(
    ("part", "is_pressed"), [(BUTTON, True), (ENTRY, True), ("", False)], ids=["button", "entry", "texts alone"]
)
@pytest.mark.timeout(200)
def test_in_a_page_text_is_pressed_where_it_takes_presses_alone(
    on_display: PrivateDisplay, agent: Agent, tmp_path: Path, part: str, *, is_pressed: bool
) -> None:
    with pages_at({"/": PAGE.format(part)}) as site, _clicking("Save") as vendor:
        more = ("window-size=800,600", "window-position=0,0", "force-renderer-accessibility")
        with browsing(on_display, tmp_path, f"{site}/", "Save As", more=more) as app:
            agent("run", "Save it", *BARE, "--base-url", vendor.url, *_BY_NAMES)
            title = app.title()

    assert title == f"{'Pressed' if is_pressed else 'Save As'} - Chromium", vendor.bodies[-1]["input"][-1]


_BY_NAMES = ("--dialect", "functions", "--family", "generic", "--coordinates", "viewport")


@contextmanager
def _clicking(name: str) -> Iterator[PlainVendor]:
    """Serve a model that clicks what has a name, and is done."""
    arguments = json.dumps({"name": name, **_OPTIONAL})
    item = {"type": "function_call", "id": "f1", "call_id": "c1", "status": "completed"}
    with PlainVendor([[{**item, "name": "click", "arguments": arguments}], [message("Done.")]]) as vendor:
        yield vendor
