"""Plain steps scroll to what a window has and doesn't show: further down and up, also in a part of a page."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import App, running
from tests.fakes.programs.browser import WHY_NOT, browsing, pages_at
from tests.fakes.programs.long_form import FIELDS, TITLE
from tests.fakes.programs.told_page import FIREFOX, firefox
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import BARE, Agent

FORM = Path(__file__).parents[1] / "fakes" / "programs" / "long_form.py"
STEPS = 'type "Zoe" into "E-mail"; type "Pena" into "Name"; wait for "Add member" for up to 5 s; click "Add member"'
ROWS = "".join(f'<p><label>{name}<br><input name="{name}"></label>' for name in FIELDS)
INNER = '<div style="height:160px;overflow:auto;border:1px solid"><div style="height:900px">Notes</div>{inner}</div>'
PAGE = f"""<!doctype html><title>{TITLE}</title><form action="/sent"><a href="#top">Top</a>{ROWS}
{INNER.format(inner='<label>Inside <input name="Inside"></label>')}<p><button>Add member</button></form>"""
THANKS = f"<!doctype html><title>{TITLE}</title><h1>Done</h1>{'<p>A line' * 60}<p>Thank you, you are a member</p>"


@pytest.mark.slow
@pytest.mark.parametrize("toolkit", ["gtk", "qt"])
@pytest.mark.timeout(560)
def test_a_form_longer_than_its_window_is_filled_in_and_sent(
    agent: Agent, on_display: PrivateDisplay, tmp_path: Path, toolkit: str
) -> None:
    python = "/usr/bin/python3" if toolkit == "gtk" else sys.executable
    with running([python, FORM, toolkit], on_display, tmp_path, f"^{TITLE}$") as app:
        ran = agent("run", STEPS, "--provider", "local", *BARE, "--json", within_s=500)  # some twenty looks
        wait_until(lambda: app.title() != TITLE, "the form to be sent")

        assert app.title() == f"{TITLE}: Pena Zoe", ran.events[-1]
    assert any("further up" in str(event.get("text")) for event in ran.events)


def opened(browser: str, display: PrivateDisplay, home: Path, address: str) -> AbstractContextManager[App]:
    if browser == "chromium":
        return browsing(display, home, address, TITLE, more=("window-size=800,600", "window-position=0,0"))
    return firefox(display, home, address, TITLE, more=("--width", "800", "--height", "600"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "browser",
    [
        pytest.param("chromium", marks=pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "chromium")),
        pytest.param("firefox", marks=pytest.mark.skipif(not FIREFOX, reason="Firefox is not installed.")),
    ],
)
@pytest.mark.timeout(400)
def test_a_page_is_scrolled_to_its_fields_its_button_and_what_it_says_below(
    agent: Agent, on_display: PrivateDisplay, tmp_path: Path, browser: str
) -> None:
    asked = list[str]()
    steps = f'type "deep" into "Inside"; {STEPS}; wait for "Thank you" for up to 20 s'
    with pages_at({"/": PAGE, "/sent": THANKS}, asked) as site, opened(browser, on_display, tmp_path, f"{site}/"):
        ran = agent("run", steps, "--provider", "local", *BARE, "--json", within_s=360)

    sent = [parse_qs(urlsplit(path).query) for path in asked if path.startswith("/sent")]
    assert sent == [{"Name": ["Pena"], "E-mail": ["Zoe"], "Inside": ["deep"]}], ran.events[-1]
    assert ran.code == 0, ran.events[-1]
