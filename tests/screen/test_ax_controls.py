"""Names of controls and password fields of a Mac, by objects that answer as Apple's pages say."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.macos.ax_controls import AxControls, MacPasswordFields, _elements
from desktop_agent.platforms.macos.quartz_windows import QuartzWindows
from desktop_agent.screen.window import Control, KeyboardFocus, Spot
from tests.fakes.mac_frameworks import Element, Mac, Url, control, listed
from tests.fakes.waiting import wait_until

MAIL, ASKED, PAGE = Rect(0, 0, 700, 500), Rect(100, 50, 300, 150), Rect(800, 0, 600, 700)
T = TypeVar("T")
POST, BROWSER = Window(80, "Post", "Inbox", 8), Window(81, "Safari", "Sign in", 9)


def sheet() -> Element:
    """Return a question as a sheet: words and two buttons, of which Return presses the first."""
    delete = control("AXButton", Rect(300, 160, 80, 25), Title="Delete")
    keep = control("AXButton", Rect(200, 160, 80, 25), Description="Keep it")
    words = control("AXStaticText", Rect(120, 70, 200, 20), Value="Delete this message?")
    return control("AXSheet", ASKED, words, delete, keep, DefaultButton=delete)


@pytest.fixture
def mac() -> Mac:
    """A mail program with a search field, a text and a menu, and a browser with a page to sign in."""
    mac = Mac((Rect(0, 0, 1440, 900), Rect(0, 0, 1440, 900)))
    mac.windows = [
        listed(80, 8, MAIL, OwnerName="Post", Name="Inbox"),
        listed(81, 9, PAGE, OwnerName="Safari", Name="x"),
    ]
    search = control("AXTextField", Rect(500, 20, 150, 20), Value="ada", PlaceholderValue="Search")
    close = control("AXButton", Rect(5, 5, 12, 12), Subrole="AXCloseButton")
    letter = control("AXTextArea", Rect(20, 300, 600, 150), Value="Dear Ada")
    off = control("AXButton", Rect(20, 460, 60, 20), Title="Send", Enabled=False)
    window = control("AXWindow", MAIL, close, search, letter, off, pid=8, Title="Inbox", Subrole="AXStandardWindow")
    mac.elements[8] = Element(8, {"AXWindows": [window], "AXFocusedUIElement": search})

    name = control("AXTextField", Rect(850, 100, 200, 20), Title="Name")
    secret = control("AXTextField", Rect(850, 140, 200, 20), Title="Password", Subrole="AXSecureTextField", Value="•••")
    enter = control("AXButton", Rect(850, 180, 80, 20), Title="Sign in")
    words = control("AXStaticText", Rect(850, 220, 200, 15), Value="Forgotten?")
    link = control("AXLink", Rect(850, 220, 200, 20), words, URL=Url("https://a.example/reset"))
    page = control(
        "AXWebArea", Rect(800, 50, 600, 650), name, secret, enter, link, URL=Url("https://A.example:8443/in")
    )
    shown = control("AXWindow", PAGE, page, pid=9, Title="Sign in", Subrole="AXStandardWindow")
    mac.elements[9] = Element(9, {"AXWindows": [shown], "AXFocusedUIElement": secret})
    for held in (name, secret, enter, link, words):
        held.pid = 9
    return mac


def ask(mac: Mac, question: Callable[[AxControls], Awaitable[T]]) -> T:
    """Return what the backend answers to a question."""

    async def answered() -> T:
        controls = AxControls(mac.frameworks)
        try:
            return await question(controls)
        finally:
            await controls.close()

    return asyncio.run(answered())


def spot(mac: Mac, x: int, y: int, window: Window = POST) -> Spot:
    return ask(mac, lambda controls: controls.under(ScreenPoint(x, y), window, MAIL))


def keyboard(mac: Mac, window: Window) -> KeyboardFocus:
    return ask(mac, lambda controls: controls.with_keyboard(window, MAIL, by_return=True))


def show_sheet(mac: Mac) -> Element:
    """Have the mail program ask its question; return what asks."""
    (window,) = mac.elements[8].attributes["AXWindows"]
    asking = sheet()
    for one in (asking, *asking.attributes["AXChildren"]):
        one.pid = 8
    asking.attributes["AXParent"] = window
    window.attributes["AXChildren"].insert(0, asking)
    return asking


@pytest.mark.parametrize(
    ("at", "named"),
    [
        ((510, 30), Control("Search", "entry")),
        ((10, 10), Control("Close", "push button")),
        ((30, 310), Control("", "text")),
        ((30, 470), Control("Send", "push button")),
    ],
)
def test_a_control_is_told_by_the_name_that_its_program_gives_it(mac: Mac, at: tuple[int, int], named: Control) -> None:
    assert named == spot(mac, *at).control


def test_a_button_that_takes_no_press_says_so(mac: Mac) -> None:
    assert spot(mac, 30, 470).control.disabled
    assert not spot(mac, 10, 10).control.disabled


@pytest.mark.parametrize(("value", "checked"), [(0, False), (1, True), (2, None), (None, None)])
def test_a_check_box_tells_whether_it_is_on(mac: Mac, value: int | None, checked: bool | None) -> None:
    told = {} if value is None else {"Value": value}
    box = control("AXCheckBox", Rect(200, 460, 20, 20), Title="News", **told)
    (window,) = mac.elements[8].attributes["AXWindows"]
    box.pid, box.attributes["AXParent"] = 8, window
    window.attributes["AXChildren"].append(box)

    assert spot(mac, 205, 470).control.checked is checked
    assert spot(mac, 30, 470).control.checked is None


def test_what_can_be_used_is_listed_from_the_top(mac: Mac) -> None:
    told = ask(mac, lambda controls: controls.listed(POST, MAIL))

    assert [(one.role, one.name, one.disabled) for one in told] == [
        ("push button", "Close", False),
        ("entry", "Search", False),
        ("text", "", False),
        ("push button", "Send", True),
    ]


def test_what_another_program_has_on_top_is_not_taken_for_the_window_below(mac: Mac) -> None:
    over = control("AXWindow", Rect(500, 0, 200, 80), pid=6)
    mac.elements = {6: Element(6, {"AXWindows": [over]}), **mac.elements}

    assert Spot() == spot(mac, 510, 30)


def test_a_question_is_told_with_its_words_and_buttons(mac: Mac) -> None:
    show_sheet(mac)

    asked = spot(mac, 310, 170)

    assert Control("Delete", "push button") == asked.control
    assert asked.question
    assert {"Delete this message?", "Delete", "Keep it"} == {*asked.around}
    assert not spot(mac, 10, 10).question


def test_return_presses_the_default_button_and_the_space_bar_what_has_the_keyboard(mac: Mac) -> None:
    asking = show_sheet(mac)
    mac.elements[8].attributes["AXFocusedUIElement"] = asking.attributes["AXChildren"][0]

    told = keyboard(mac, POST)

    assert Control("Delete", "push button") == told.by_return == told.default
    assert Control("Delete this message?", "label") == told.by_space
    assert told.question


def test_a_field_that_has_the_keyboard_tells_what_stands_in_it(mac: Mac) -> None:
    told = keyboard(mac, POST)

    assert (Control("Search", "entry"), "ada") == (told.focus, told.value)
    assert not told.question


def test_a_page_is_known_by_its_site_and_its_links_by_where_they_lead(mac: Mac) -> None:
    pressed, link = spot(mac, 860, 190, BROWSER), spot(mac, 860, 225, BROWSER)

    assert ("Sign in", "push button", "https://a.example:8443") == (*_words(pressed.control), pressed.site)
    assert pressed.control.in_page
    assert pressed.control.in_form
    assert ("Forgotten?", "link", "https://a.example/reset") == (*_words(link.control), link.link)


def _words(one: Control) -> tuple[str, str]:
    return one.name, one.role


def test_a_password_field_is_one_and_nothing_that_stands_in_it_is_told(mac: Mac) -> None:
    told = keyboard(mac, BROWSER)

    assert ("Password", "password text") == _words(told.focus)
    assert told.value is None
    assert "•••" not in repr(told)
    assert ("Password", "password text") == _words(spot(mac, 860, 150, BROWSER).control)


def test_what_stands_in_a_password_field_is_never_asked_for(mac: Mac) -> None:
    elements = _elements(mac.frameworks)
    secret = elements.named(elements.program(9), "AXFocusedUIElement")
    search = elements.named(elements.program(8), "AXFocusedUIElement")

    assert secret is not None
    assert search is not None
    assert (None, "ada") == (elements.text(secret), elements.text(search))


def test_a_field_is_called_by_the_words_beside_it(mac: Mac) -> None:
    search = mac.elements[8].attributes["AXFocusedUIElement"]
    search.attributes["AXTitleUIElement"] = control("AXStaticText", Rect(440, 20, 50, 20), pid=8, Value="Look for")

    assert Control("Look for", "entry") == spot(mac, 510, 30).control


def test_what_goes_away_while_it_is_asked_is_unknown(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = QuartzWindows(mac.frameworks).scene()
    fields = MacPasswordFields(mac.frameworks, _elements(mac.frameworks))
    before = fields.boxes(scene)

    def gone(*_words: object) -> None:
        raise ReferenceError

    monkeypatch.setattr(mac.frameworks.services, "AXUIElementCopyMultipleAttributeValues", gone)

    assert Spot() == spot(mac, 510, 30)
    assert before == fields.boxes(scene)
    fields.close()


def test_a_program_that_hangs_stays_unknown_and_is_known_for_it(mac: Mac) -> None:
    mac.hanging = {8}

    async def asked() -> tuple[Spot, bool, bool]:
        controls = AxControls(mac.frameworks)
        told = await controls.under(ScreenPoint(510, 30), POST, MAIL)
        silent = controls.may_tell(POST)
        mac.hanging = set()
        await controls.under(ScreenPoint(510, 30), POST, MAIL)
        again = controls.may_tell(POST)
        await controls.close()
        return told, silent, again

    assert (Spot(), False, True) == asyncio.run(asked())


@pytest.fixture
def fields(mac: Mac) -> MacPasswordFields:
    return MacPasswordFields(mac.frameworks, _elements(mac.frameworks))


def test_password_fields_are_found_where_they_are_seen(mac: Mac, fields: MacPasswordFields) -> None:
    windows = QuartzWindows(mac.frameworks)
    wait_until(lambda: fields.boxes(windows.scene()) == (Rect(850, 140, 200, 20),), "the fields that are told")

    mac.windows = [listed(70, 7, Rect(900, 0, 300, 400), OwnerName="Cover"), *(mac.windows or [])]
    mac.elements[7] = Element(7)
    wait_until(lambda: fields.boxes(windows.scene()) == (Rect(850, 140, 50, 20),), "the fields that are told")

    mac.windows = [one for one in mac.windows if one["kCGWindowNumber"] != 81]
    wait_until(lambda: fields.boxes(windows.scene()) == (), "the fields that are told")
    fields.close()


def test_a_field_of_a_program_that_hangs_is_where_it_was(mac: Mac, fields: MacPasswordFields) -> None:
    scene = QuartzWindows(mac.frameworks).scene()
    before = wait_until(lambda: fields.boxes(scene), "the fields that are told")
    mac.hanging = {9}

    assert before == fields.boxes(scene)
    fields.close()


def test_a_field_deep_in_a_long_page_is_found_once_it_has_the_keyboard(mac: Mac, fields: MacPasswordFields) -> None:
    (page,) = mac.elements[9].attributes["AXWindows"][0].attributes["AXChildren"]
    rows = [control("AXGroup", Rect(800, 60 + n, 10, 1), pid=9) for n in range(400)]
    page.attributes["AXChildren"][:0] = rows
    scene = QuartzWindows(mac.frameworks).scene()
    wait_until(lambda: fields.boxes(scene), "the field with the keyboard")

    mac.elements[9].attributes["AXFocusedUIElement"] = rows[0]
    wait_until(lambda: fields.boxes(scene) == (), "that it is too deep without the keyboard")
    fields.close()
