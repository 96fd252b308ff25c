"""Forms that only search, and what repeats in a page: as Chromium tells it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, Press, Type
from desktop_agent.core.decision import Case, Target
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes import browser
from tests.fakes.accessible import controls, find
from tests.fakes.cases import focus_name, rules
from tests.fakes.hands import Hands
from tests.fakes.target_asker import asking_targets
from tests.fakes.waiting import wait_until

Ask = Callable[[Action], Target]
SCREEN = Viewport(Rect(0, 0, 1280, 800), Size(1280, 800))
# A field and a button each, by what is called like the button.
FORMS = {
    "Landmark": "<form role=search><input aria-label='In landmark'><button>Landmark</button></form>",
    "Around": "<search><form><input aria-label='In around'><button>Around</button></form></search>",
    "Typed": "<form><input type=search aria-label='In typed'><a href=/more>More</a><button>Typed</button></form>",
    "Boxed": "<form><input role=searchbox aria-label='In boxed'><button>Boxed</button></form>",
    "Chosen": "<form><input type=search aria-label='In chosen'><select aria-label=Where><option>Here</select>"
    "<button>Chosen</button></form>",
    "Flights": "<form><input aria-label='In flights'><input aria-label=To><button>Flights</button></form>",
    "Words": "<form><input aria-label='In words'><button>Words</button></form>",
    "Alone": "<form><input aria-label='In alone' type=checkbox><button>Alone</button></form>",
}
ROWS = "<table>" + "".join(f"<tr><td>{name}<td><button>Open</button></tr>" for name in ("Ada", "Bob")) + "</table>"
PAGE = f"<title>Shop</title>{''.join(FORMS.values())}{ROWS}<button>Show all</button>"

pytestmark = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)


@pytest.fixture
def ask(on_display: PrivateDisplay, tmp_path: Path) -> Iterator[Ask]:
    """Give a question about the page: what would this action hit now."""
    with ExitStack() as stack:
        site = stack.enter_context(browser.pages_at({"/": PAGE}))
        stack.enter_context(browser.browsing(on_display, tmp_path, f"{site}/", "Shop"))
        ask = stack.enter_context(asking_targets())
        wait_until(lambda: ask(Press(("enter",))).site, "the page")  # which is told once somebody has asked
        yield ask


@pytest.fixture
def places(ask: Ask, display: PrivateDisplay) -> dict[str, ImagePoint]:
    """Return the middles of what the page shows."""
    del ask
    find(display, "Chromium", "push button", "Show all")
    return {one.name: ImagePoint(*one.centre) for one in reversed(controls(display, "Chromium")) if one.name}


def known(ask: Ask, action: Action, name: str) -> Target:
    """Return what an action hits once that has this name."""

    def found() -> Target | None:
        target = ask(action)
        return target if name in {target.name, focus_name(target)} else None

    target = wait_until(found, name)
    assert target is not None
    return target


def asked(action: Action, target: Target) -> set[str]:
    """Return the rows that ask."""
    return rules(Case(action, SCREEN, target))


def test_a_form_that_only_searches_is_sent_without_a_question(
    ask: Ask, places: dict[str, ImagePoint], hands: Hands
) -> None:
    pressed, entered, typed = {}, {}, {}
    for name in FORMS:
        field = f"In {name.lower()}"
        click = Click(places[name])
        pressed[name] = asked(click, known(ask, click, name))
        if name == "Alone":
            continue
        point = places[field]
        entry = Type("soup\n", point)
        entered[name] = asked(entry, known(ask, entry, field))
        hands.click(point.x, point.y)
        typed[name] = asked(Press(("enter",)), known(ask, Press(("enter",)), field))

    free = {"Landmark", "Around", "Typed", "Boxed"}
    assert pressed == {name: set() if name in free else {"out"} for name in FORMS}
    assert entered == typed == {name: set() if name in {*free, "Chosen"} else {"out"} for name in typed}


def test_the_row_is_told_of_what_repeats_alone(ask: Ask, places: dict[str, ImagePoint]) -> None:
    def row() -> str:
        control = ask(Click(places["Open"])).control
        return control.row if control else ""

    repeats = wait_until(row, "the row, which a busy browser may not tell in time")
    alone = known(ask, Click(places["Show all"]), "Show all").control

    assert alone is not None
    assert (repeats, alone.row) == ("Ada", "")
