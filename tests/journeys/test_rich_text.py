"""Text goes into a page's editor as a person types it: a style that was chosen holds, and a list of names opens."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.mcp_agent import agent, environment
from tests.fakes.programs.browser import WHY_NOT, browsing, pages_at
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)

FLAGS = ("--mode", "auto", "--approver", "none")
PAGE = """<!doctype html><meta charset=utf-8><title>Notes</title>
<div id=note contenteditable role=textbox aria-multiline=true aria-label="Team note"></div>
<script>
note.onkeydown = event => { if (event.key == '@') fetch('/names') }
note.oninput = () => fetch('/said?' + encodeURIComponent(note.innerHTML))
</script>"""
LONG = "; ".join(["Thanks, @Ada"] * 20)


def html(asked: Sequence[str]) -> str:
    """Return the last text that the page has sent."""
    words = [unquote(path).partition("?")[2] for path in asked if path.startswith("/said")]
    return words[-1].replace("&nbsp;", " ") if words else ""


@pytest.mark.slow
def test_a_line_keeps_the_style_that_was_chosen_and_a_long_text_goes_in_at_once(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    asked = list[str]()

    async def session() -> str:
        async with agent(environment(display, tmp_path / "agent"), *FLAGS) as caller:
            await caller.call("look")
            reported = await caller.act(
                {"action": "click", "name": "Team note"},
                {"action": "type", "text": LONG},
                {"action": "type", "text": " One "},
                {"action": "press", "keys": ["ctrl", "b"]},
                {"action": "type", "text": "ready"},
                {"action": "press", "keys": ["ctrl", "b"]},
                {"action": "type", "text": " for @Ada."},
            )
            return reported.text

    with (
        pages_at({"/": PAGE}, asked) as address,
        browsing(display, tmp_path / "app", address, "Notes", more=("force-renderer-accessibility",)),
    ):
        reported = asyncio.run(session())
        wait_until(lambda: html(asked).endswith("."), "the full stop")

    assert html(asked) == f"{LONG} One <b>ready</b> for @Ada.", reported
    assert asked.count("/names") == 1  # none by the long text, which was pasted
    assert "differs" not in reported
    assert "none of the text" not in reported
