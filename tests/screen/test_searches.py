"""What Chromium tells: forms that only search, what repeats in a page, what has the keyboard, and the site shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Action, Click, Press, Type
from desktop_agent.core.decisions.decision import Case, Target
from desktop_agent.core.pictures import ImagePoint, Rect, Size, Viewport
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.accessible import controls, find
from tests.fakes.people.hands import Hands
from tests.fakes.programs import browser
from tests.fakes.programs.target_asker import asking_targets
from tests.fakes.runs.cases import focus_name, rules
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

FORM = """<title>Shop</title><form><input autofocus aria-label=Name><input type=password aria-label=Code>
<button>Buy</button></form><p><textarea aria-label=Note></textarea></p>
<iframe src='{inner}' width=500 height=200></iframe>"""
FRAME = "<title>Bank</title><button style='width:450px;height:150px'>Pay</button>"

pytestmark = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)


@pytest.fixture
def ask(on_display: PrivateDisplay) -> Iterator[Ask]:
    """Give a question: what would this action hit now; one bus for all questions of a test, as in a run."""
    del on_display
    with asking_targets() as ask:
        yield ask


@pytest.fixture
def places(ask: Ask, display: PrivateDisplay, tmp_path: Path) -> Iterator[dict[str, ImagePoint]]:
    """Show the page, and give the middles of what it shows."""
    with browser.pages_at({"/": PAGE}) as site, browser.browsing(display, tmp_path, f"{site}/", "Shop"):
        wait_until(lambda: ask(Press(("enter",))).site, "the page")  # which is told once somebody has asked
        find(display, "Chromium", "push button", "Show all")
        yield {
            control.name: ImagePoint(*control.centre)
            for control in reversed(controls(display, "Chromium"))
            if control.name
        }


def known(ask: Ask, action: Action, name: str) -> Target:
    """Return what an action hits once that has this name: programs tell a moment later than they draw."""

    def found() -> Target | None:
        target = ask(action)
        return target if name in {target.name, focus_name(target)} else None

    target = wait_until(found, name)
    assert target is not None
    return target


def asked(action: Action, target: Target) -> set[str]:
    """Return the rows that ask."""
    return rules(Case(action, SCREEN, target))


@pytest.mark.slow
def test_a_form_that_only_searches_is_sent_without_a_question(
    ask: Ask, places: dict[str, ImagePoint], hands: Hands
) -> None:
    pressed = {}
    entered = {}
    typed = {}
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


@pytest.mark.slow
def test_the_row_is_told_of_what_repeats_alone(ask: Ask, places: dict[str, ImagePoint]) -> None:
    def row() -> str:
        control = ask(Click(places["Open"])).control
        return control.row if control else ""

    repeats = wait_until(row, "the row, which a busy browser may not tell in time")
    alone = known(ask, Click(places["Show all"]), "Show all").control

    assert alone is not None
    assert (repeats, alone.row) == ("Ada", "")


@pytest.mark.slow
def test_the_focus_and_the_site_are_told_of_a_page_of_a_frame_and_beside_the_address_bar(
    display: PrivateDisplay, ask: Ask, hands: Hands, tmp_path: Path
) -> None:
    enter = Press(("enter",))
    roles = {}

    def focused(name: str) -> Target:
        """Ask until a control of this name has the keyboard."""

        def has_it() -> bool:
            target = ask(enter)
            return focus_name(target) == name and bool(target.focus_role)

        wait_until(has_it, name)
        return ask(enter)

    with (
        browser.pages_at({"/": FRAME}) as inner,
        browser.pages_at({"/": FORM.format(inner=f"{inner}/")}) as outer,
        browser.browsing(display, tmp_path, f"{outer}/", "Shop"),
    ):
        for name in ("Name", "Code", "Buy", "Note"):
            target = focused(name)
            roles[name] = (target.focus_role, target.name, target.site == outer)
            hands.press("Tab")
        pay = Click(ImagePoint(*find(display, "Chromium", "push button", "Pay").centre))
        in_the_frame = known(ask, pay, "Pay")
        hands.press("ctrl+l")
        address = focused("Address and search bar")

    assert roles == {
        "Name": ("entry", "Buy", True),
        "Code": ("password text", "Buy", True),
        "Buy": ("push button", "Buy", True),
        "Note": ("text", "Note", True),
    }
    assert (in_the_frame.role, in_the_frame.site) == ("push button", inner)
    assert (address.focus_role, address.site) == ("entry", outer)


CHOICES = """<title>Shop</title><form action=/vote><label><input type=radio name=a>Good</label>
<select aria-label=Answer><option>Stay<option>Leave</select></form>
<form action=/buy><label><input type=radio name=b>Blue</label><button>Buy</button></form>
<form action=/rate><label><input type=radio name=c>Fair</label><button disabled>Rate</button></form>
<button aria-haspopup=menu>Send or share</button><style>#q::before{content:'Publish'}</style>
<p><b id=q style='display:inline-block;width:200px;height:40px' onclick='go()'></b></p>"""


@pytest.mark.slow
def test_a_choice_in_a_form_without_a_button_sends_it_and_a_closed_list_reports_its_entries(
    ask: Ask, display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    with browser.pages_at({"/": CHOICES}) as site, browser.browsing(display, tmp_path, f"{site}/", "Shop"):
        wait_until(lambda: ask(Press(("enter",))).site, "the page")
        find(display, "Chromium", "push button", "Send or share")
        at = {
            control.name: ImagePoint(*control.centre)
            for control in reversed(controls(display, "Chromium"))
            if control.name
        }
        pages = {name: ask(Click(at[name])).page for name in ("Good", "Blue", "Fair")}
        menu = ask(Click(at["Send or share"]))
        drawn = ask(Click(ImagePoint(at["Send or share"].x, at["Send or share"].y + 50)))
        hands.click(at["Good"].x, at["Good"].y)
        hands.press("Tab")
        wait_until(lambda: focus_name(ask(Press(("down",)))) == "Answer", "the list has the keyboard")
        answer = ask(Press(("down",)))

    assert [page.sends_itself for page in pages.values() if page] == [True, False, False]
    assert menu.role == "push button menu"
    assert answer.focus is not None
    assert answer.focus.choices == ("Stay", "Leave")
    assert drawn.role != "document web"
