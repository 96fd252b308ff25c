"""What a page shows is told by the browser itself: its address, its boxes and its words."""

import json
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.browser import WHY_NOT, browsing, pages_at
from tests.fakes.servers.plain_vendor import PlainVendor, Script, call, message
from tests.journeys.conftest import BARE, Agent

PAGE = """<!doctype html><title>Order done</title><h1>Thank you, Ms Weber</h1>
<label><input type=checkbox checked> Remember me</label><label><input type=checkbox> Newsletter</label>"""
LOOKS: Script = [[call({"type": "wait"}, f"c{n}")] for n in range(3)]


@pytest.mark.slow
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "chromium")
def test_an_expectation_about_a_web_page_is_checked_in_the_browser(
    agent: Agent, display: PrivateDisplay, tmp_path: Path
) -> None:
    with pages_at({"/done?order=7": PAGE}) as site, browsing(display, tmp_path, f"{site}/done?order=7", "Order done"):
        expected = {
            f"url:{site}/done?order=7": True,
            f"url:{site.removeprefix('http://')}/done*": True,
            f"url:{site}/done": False,
            "url:https://example.org/": False,
            'control:"Remember me"=checked': True,
            'control:"Newsletter"=unchecked': True,
            'control:"Remember me"=unchecked': False,
            'screen:"Thank you, Ms Weber"': True,
            'screen:"Thank you, Mr Weber"': False,
            "window:Order done": True,
        }
        flags = [word for what in expected for word in ("--expect", what)]
        with PlainVendor([*LOOKS, [message("Fin.")]]) as vendor:
            words = ("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url, *BARE)
            ran = agent(*words, *flags, "--expect-tries", "0")

    looked = {event["what"]: event["holds"] for event in ran.events if event["event"] == "expectation"}
    evidence = json.dumps([event for event in ran.events if event["event"] == "expectation"], indent=1)
    assert looked == expected, evidence
