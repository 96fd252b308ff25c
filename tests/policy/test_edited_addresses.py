"""What stands in an address bar at Return, links, developer tools, and Return by its other names."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Move, Press, Type
from desktop_agent.core.decision import Target
from desktop_agent.core.geometry import ImagePoint
from tests.fakes.cases import AT, CHROMIUM, MOUSEPAD, on, target_of, window

PAGE = window("/usr/lib/chromium/chromium", "Shop")
RETURNS: tuple[Action, ...] = (Press(("enter",)), Press(("ctrl", "m")), Press(("ctrl", "j")), Type("\n"))


def bar(value: str | None) -> Target:
    name = "Address and search bar"
    return target_of(PAGE, name, "entry", focus=name, focus_role="entry", value=value)


@pytest.mark.parametrize("action", RETURNS, ids=repr)
def test_return_opens_what_stands_in_the_bar_whatever_was_typed(action: Action) -> None:
    said = {"typed_before": "xjavascript:go()", "edited": True}

    assert on(action, bar("javascript:go()"), **said) == {"address"}
    assert on(action, bar("router.lan/"), **said) == {"private-address"}
    assert on(action, bar("http://shop.example.com/"), **said) == set()
    assert on(action, bar(None), **said) == {"edited-address"}
    assert on(action, bar(None), typed_before="http://shop.example.com/") == set()


@pytest.mark.parametrize("action", [Click(AT), Click(AT, "middle"), Press(("enter",))], ids=repr)
def test_a_link_to_a_private_address_is_asked_about(action: Action) -> None:
    def link(to: str, site: str) -> Target:
        return target_of(PAGE, "Printer", "link", focus_role="link", link=to, site=site)

    assert on(action, link("http://printer.local/a", "http://shop.example.com")) == {"private-address"}
    assert on(action, link("http://printer.local/a", "http://printer.local:80")) == set()
    assert on(action, link("http://shop.example.com/a", "http://news.example.org")) == set()
    assert on(action, link("javascript:go()", "http://shop.example.com")) == set()
    assert on(Move(AT), link("http://printer.local/a", "")) == set()


@pytest.mark.parametrize(
    ("to", "asked"),
    [
        ("mailto:anna@example.org?subject=Hi", True),
        ("MAILTO:anna@example.org", True),
        ("tel:+491234", True),
        ("ssh://shop.example.com/", True),
        ("zoommtg://shop.example.com/join", True),
        ("ms-word:ofe|u|https://shop.example.com/a.docx", True),
        ("ftp://shop.example.com/a", True),
        ("https://shop.example.com/mailto:x", False),
        ("/contact:1", False),
        ("javascript:void(0)", False),
        ("blob:https://shop.example.com/1", False),
        ("", False),
    ],
)
def test_a_link_that_starts_another_program_is_asked_about(to: str, asked: bool) -> None:
    link = target_of(PAGE, "Contact", "link", focus_role="link", link=to, site="https://shop.example.com")

    for action in (Click(AT), Press(("enter",))):
        assert on(action, link) == ({"address"} if asked else set())
    assert on(Move(AT), link) == set()


@pytest.mark.parametrize(
    ("to", "site", "asked"),
    [
        ("mailto:anna@example.org", "", True),
        ("https://shop.example.com/", "", True),
        ("https://shop.example.com/a", "https://shop.example.com", False),
        ("https://news.example.org/", "https://shop.example.com", True),
    ],
)
def test_a_link_of_another_program_than_a_browser_leaves_it_at_every_level(to: str, site: str, asked: bool) -> None:
    orders = window("/usr/bin/orders", "Orders")
    link = target_of(orders, "Contact", "label", focus_role="link", link=to, site=site, in_page=bool(site))

    for action in (Click(AT), Press(("enter",)), Press(("space",))):
        assert on(action, link, reach="everything") == ({"address"} if asked else set())
    assert on(Move(AT), link, reach="everything") == set()


def test_a_link_that_is_dropped_beside_the_page_is_judged_by_where_it_leads() -> None:
    def dropped(to: str, on_: Target | None) -> set[str]:
        link = target_of(PAGE, "Printer", "link", link=to, site="http://shop.example.com")
        return on(Drag((AT, ImagePoint(AT.x, AT.y + 1))), replace(link, also=on_))

    tab = target_of(PAGE, "Start", "page tab")
    field = target_of(PAGE, "Message", "entry", in_page=True, site="http://shop.example.com")

    assert dropped("http://printer.local/a", tab) == {"private-address"}
    assert dropped("http://printer.local/a", None) == {"private-address"}
    assert dropped("http://printer.local/a", field) == set()
    assert dropped("http://news.example.org/a", tab) == set()


@pytest.mark.parametrize("keys", [("f12",), ("ctrl", "shift", "i"), ("ctrl", "shift", "c"), ("ctrl", "u")])
def test_the_chords_of_developer_tools_are_asked_about_in_browsers(keys: tuple[str, ...]) -> None:
    assert on(Press(keys), CHROMIUM) == {"developer-tools"}
    assert on(Press(keys), MOUSEPAD) == set()
