"""A list that a page has open is drawn in a window of its own; its options belong to the page's site, and no other."""

from pathlib import Path

import pytest

from desktop_agent.core.pictures import Rect
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.choose import choose_windows
from tests.fakes.people.hands import Hands
from tests.fakes.programs.browser import WHY_NOT, browsing, pages_at
from tests.fakes.servers.plain_vendor import PlainVendor, Script, call, message
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

PAGE = """<!doctype html><title>Rooms</title><body style="margin:0">
<select style="width:300px;height:200px" onchange="document.title=value">
<option>One<option>Two<option>Three</select>"""
LIST = (100, 240)  # in the page, with and without a bar of the browser's above it


def opened(hands: Hands) -> Rect:
    """Open the list by hand, and say where it is."""
    hands.click(*LIST)
    windows = choose_windows()
    try:
        shown = wait_until(
            lambda: [window for window in windows.scene().windows if windows.describe(window.id).menu], "an open list"
        )
    finally:
        windows.close()
    return shown[0].box


@pytest.mark.slow
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "chromium")
@pytest.mark.parametrize("is_chosen", [True, False], ids=["in the scope of its site", "in that of another window's"])
@pytest.mark.timeout(200)
def test_an_option_is_chosen_without_a_question_in_the_scope_of_its_page_alone(
    agent: Agent, on_display: PrivateDisplay, hands: Hands, tmp_path: Path, *, is_chosen: bool
) -> None:
    with pages_at({"/": PAGE.replace("Rooms", "Other")}) as other, pages_at({"/": PAGE}) as site:
        at_a_time = ("window-size=800,600", "window-position=0,0", "new-window", "force-renderer-accessibility")
        with (
            browsing(on_display, tmp_path, f"{other}/", "Other", more=at_a_time),
            browsing(on_display, tmp_path, f"{site}/", "Rooms", more=at_a_time) as app,
        ):
            box = opened(hands)
            option = {"x": box.right - 20, "y": box.y + box.height // 2}
            script: Script = [[call({"type": "click", **option, "button": "left"}, "c1")], [message("Done.")]]
            with PlainVendor(script) as vendor:
                place = (site if is_chosen else other).removeprefix("http://")
                words = ("run", "t", "--json", "--dialect", "openai", "--base-url", vendor.url)
                ran = agent(*words, "--mode", "guard", "--allow", f"chromium:{place}")
            title = app.title()

    decided = [(event["verdict"], event["rule"]) for event in ran.events if event["event"] == "decision"]
    assert title == f"{'Two' if is_chosen else 'Rooms'} - Chromium", ran.events
    assert decided == [("allow", "scope") if is_chosen else ("deny", "scope")]
