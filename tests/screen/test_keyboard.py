"""What has the keyboard in a browser, and the site that it shows."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, Press
from desktop_agent.core.decision import Target
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes import browser
from tests.fakes.accessible import find
from tests.fakes.cases import focus_name
from tests.fakes.hands import Hands
from tests.fakes.target_asker import asking_targets
from tests.fakes.waiting import wait_until

Ask = Callable[[Action], Target]
FORM = """<title>Shop</title><form><input autofocus aria-label=Name><input type=password aria-label=Code>
<button>Buy</button></form><p><textarea aria-label=Note></textarea></p>
<iframe src='{inner}' width=500 height=200></iframe>"""
FRAME = "<title>Bank</title><button style='width:450px;height:150px'>Pay</button>"

needs_chromium = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)


@pytest.fixture
def ask(on_display: PrivateDisplay) -> Iterator[Ask]:
    """Give a question: what would this action hit now; one bus for all questions of a test, as in a run."""
    del on_display
    with asking_targets() as ask:
        yield ask


@pytest.fixture
def shop(display: PrivateDisplay, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Give the sites of a page with a form, and of the page in a frame of it; the browser shows them."""
    with ExitStack() as stack:
        inner = stack.enter_context(browser.pages_at({"/": FRAME}))
        outer = stack.enter_context(browser.pages_at({"/": FORM.format(inner=f"{inner}/")}))
        stack.enter_context(browser.browsing(display, tmp_path, f"{outer}/", "Shop"))
        yield outer, inner


def answer(ask: Ask, action: Action, fits: Callable[[Target], bool]) -> Target:
    """Ask until the answer fits: programs tell a moment later than they draw, and late on a busy machine."""

    def seen() -> Target | None:
        target = ask(action)
        return target if fits(target) else None

    found = wait_until(seen, what=f"a fitting answer about {action}")
    assert found is not None
    return found


def until(ask: Ask, action: Action, name: str) -> Target:
    """Ask until a control of this name has the keyboard."""
    return answer(ask, action, lambda target: focus_name(target) == name and bool(target.focus_role))


@needs_chromium
def test_a_browser_tells_the_focus_and_the_site_of_its_page_of_a_frame_and_beside_its_address_bar(
    display: PrivateDisplay, ask: Ask, hands: Hands, shop: tuple[str, str]
) -> None:
    roles = {}
    for name in ("Name", "Code", "Buy", "Note"):
        target = until(ask, Press(("enter",)), name)
        roles[name] = (target.focus_role, target.name, target.site == shop[0])
        hands.press("Tab")

    assert {
        "Name": ("entry", "Buy", True),
        "Code": ("password text", "Buy", True),
        "Buy": ("push button", "Buy", True),
        "Note": ("text", "Note", True),
    } == roles

    pay = find(display, "Chromium", "push button", "Pay")
    in_the_frame = answer(ask, Click(ImagePoint(*pay.centre)), lambda target: target.name == "Pay")
    assert ("push button", shop[1]) == (in_the_frame.role, in_the_frame.site)

    hands.press("ctrl+l")
    target = until(ask, Press(("enter",)), "Address and search bar")
    assert ("entry", shop[0]) == (target.focus_role, target.site)
