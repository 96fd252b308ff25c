"""What lies on top of a field in a page is told for what it is: the page itself says what was pressed."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes import browser
from tests.fakes.hands import Hands
from tests.fakes.target_asker import asking_targets
from tests.fakes.waiting import wait_until

NAMES = tuple(f"Send {number}" for number in range(5))
_STYLE = "button,input{position:absolute;left:20px;width:400px;height:40px}button{z-index:1;left:90px;width:120px}"
PAGE = "".join((
    f"<!doctype html><title>Layers</title><style>{_STYLE}</style>",
    *(f'<button style="top:{40 + 80 * n}px">{name}</button>' for n, name in enumerate(NAMES)),
    *(f'<input aria-label="Field {n}" style="top:{40 + 80 * n}px">' for n in range(len(NAMES))),
    '<button style="top:500px">Ready</button>',
    "<script>onclick = e => fetch('/' + e.target.textContent)</script>",
))  # fmt: skip
ACROSS, DOWN = 150, tuple(60 + 80 * n for n in range(len(NAMES)))


@pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)
def test_a_button_over_a_field_is_told_as_the_button_at_the_first_question(
    on_display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    asked = list[str]()
    with (
        browser.pages_at({"/": PAGE}, asked) as site,
        browser.browsing(on_display, tmp_path, f"{site}/", "Layers", more=("kiosk",)),
        asking_targets() as ask,
    ):
        wait_until(lambda: ask(Click(ImagePoint(ACROSS, 520))).name == "Ready", "the page")

        told = [ask(Click(ImagePoint(ACROSS, down))).name for down in DOWN]
        for number, down in enumerate(DOWN, 1):
            hands.click(ACROSS, down)
            wait_until(lambda number=number: len(_sent(asked)) == number, "the press")  # type: ignore[misc]

        assert [f"/{name}" for name in told] == _sent(asked)


def _sent(asked: list[str]) -> list[str]:
    """Return what the buttons have asked of the site's server."""
    return [unquote(path) for path in asked if "Send" in path]
