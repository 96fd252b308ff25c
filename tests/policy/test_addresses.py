"""What is judged as an address, where it leads, and what is said of it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, HoldKey, Navigate, Press, Type
from desktop_agent.core.controls.role import BrowserPart
from desktop_agent.core.decisions.decision import Allow, Case, Decision, Pasted, Refuse, Target
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.pictures import ImagePoint, Rect, Size, Viewport, Window
from desktop_agent.policy.act import acts_of, is_for_sites, sites_opened
from desktop_agent.policy.addresses import as_address
from desktop_agent.policy.judge import Policy
from tests.core.addresses.test_host import PLAIN, PRIVATE
from tests.fakes.runs.cases import changed, judge, target_of

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
CHROMIUM = Window(7, "chromium", "Home - Chromium", 70, "/usr/lib/chromium/chromium")
EDITOR = Window(8, "mousepad", "Untitled", 80, "/usr/bin/mousepad", kinds=frozenset({"TextEditor"}))
_VLC = Window(9, "vlc", "VLC", 90, "/usr/bin/vlc")
BAR = target_of(CHROMIUM, focus="Address and search bar", focus_role="entry", focus_part=BrowserPart.BAR)
UNKNOWN = target_of(CHROMIUM)
NOTE = target_of(EDITOR, focus="", focus_role="text")
FORM = target_of(CHROMIUM, focus="Comment", focus_role="entry", in_page=True)
POSTAL = target_of(CHROMIUM, focus="Address", focus_role="entry", in_page=True)
CLICK = Click(AT)
RETURN = Press(("enter",))
PASTE = Press(("ctrl", "v"))


def valued(text: str) -> Target:
    """Return the address bar with this text in it."""
    return changed(BAR, value=text)


def row(name: str) -> Target:
    """Return a row of the list below the address bar."""
    return target_of(CHROMIUM, name, "list item", "accessibility", part=BrowserPart.SUGGESTION)


def linked(address: str) -> Target:
    return target_of(
        CHROMIUM, "Go", "link", "accessibility", site="http://club.example.org", in_page=True, link=address
    )


BAD = (
    *(
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<b>x</b>",
    ),
    *("vbscript:msgbox(1)", "chrome://flags", "about:config", "view-source:https://example.org", "edge://flags"),
    *("brave://restart", "moz-extension://abc/x", "blob:https://example.org/1", "filesystem:x", "ftp://example.org/"),
    "http://example.org:0/",
)


def rules_of(decision: Decision) -> tuple[str, ...]:
    return () if isinstance(decision, Allow) else tuple(reason.rule for reason in decision.reasons)


def decision_on_typing(text: str, target: Target = BAR, before: str = "") -> Decision:
    return judge(Case(Type(text), VIEWPORT, target, typed_before=before), "guard")


# By what they show, and what is asked about where one is typed.
OWN_PAGES = {
    "chrome://settings/cookies": "session",
    "about:preferences#privacy": "session",
    "ABOUT:addons": "session",
    "about:logins": "session",
    "chrome://bookmarks": "scope",
    "edge://history/all": "scope",
    "about:downloads": "scope",
    "chrome://newtab": "",
    "about:home": "",
}
NO_OWN_PAGES = (
    *("chrome://flags", "chrome://settings.evil.example/", "chrome://restart", "about:config", "about:debugging"),
    *("chrome://settings\njavascript:alert(1)", "javascript:chrome://settings", "chrome://settings javascript:x"),
    *("chrome-extension://abc/popup.html", "moz-extension://abc/x", "chrome-error://chromewebdata/"),
)
# A scope of one site, which lets a run reach that.
SITES: Mapping[str, AccessLevel | None] = {"http://club.example.org": "work", "http://127.0.0.1:8600": "work"}


def asking_rules(action: Action, target: Target = BAR, **more: object) -> set[str]:
    """Return the rules that ask or refuse where these sites are in scope, and the rest of the browser isn't."""
    case = Case(action, VIEWPORT, target, reach_of_sites=SITES, **more)  # type: ignore[arg-type]  # a table of fields
    is_there = target.site in SITES or isinstance(action, Navigate) or is_for_sites(case, acts_of(case))
    return {*rules_of(Policy("guard")(replace(case, reach="work" if is_there else None)))}


@pytest.mark.parametrize(("url", "rule"), OWN_PAGES.items())
def test_an_internal_page_typed_into_the_address_bar_counts_as_the_browser_itself(url: str, rule: str) -> None:
    asked = {rule} - {""}

    assert asking_rules(Type(url)) == asking_rules(Type(f"{url}\n")) == asked
    assert asking_rules(Type(f"{url[9:]}\n"), typed_before=url[:9]) == asked
    assert rules_of(decision_on_typing(url, NOTE)) == ()
    assert rules_of(decision_on_typing(f"{url}\n")) == ((rule,) if rule == "session" else ())


@pytest.mark.parametrize("url", NO_OWN_PAGES)
def test_any_other_internal_browser_page_is_refused(url: str) -> None:
    assert isinstance(decision_on_typing(f"{url}\n"), Refuse)


@pytest.mark.parametrize("url", [*PRIVATE, *PLAIN])
def test_an_address_out_of_scope_is_asked_about_opened_or_typed_whole_or_in_pieces(url: str) -> None:
    half = max(len(url) // 2, len("https://a"))

    assert asking_rules(Navigate(url), Target()) == {"scope"}
    assert asking_rules(Type(url)) == {"scope"}
    assert asking_rules(Type(f"{url}\n")) == {"scope"}
    assert asking_rules(Type(f"{url}\n"), UNKNOWN) == {"scope"}
    assert asking_rules(Type(url[half:]), typed_before=url[:half]) == {"scope"}
    assert asking_rules(RETURN, valued(url)) == {"scope"}
    assert asking_rules(RETURN, typed_before=url) == {"scope"}
    assert asking_rules(PASTE, pasted=Pasted(url)) == {"scope"}
    assert asking_rules(CLICK, row(f"Club {url} location from history, 2 of 3")) == {"scope"}
    assert asking_rules(CLICK, linked(url)) == {"scope"}


@pytest.mark.parametrize(
    "url",
    ["http://club.example.org/inbox?a=b", "http://127.0.0.1:8600/form", "http://127.1:8600", "http://CLUB.example.org"],
)
def test_an_address_of_a_site_in_scope_is_opened_by_any_way(url: str) -> None:
    bare = url.removeprefix("http://")

    assert asking_rules(Navigate(url), Target()) == set()
    for text in (url, f"{bare}/"):
        assert asking_rules(Type(text)) == asking_rules(Type(f"{text}\n")) == set()
        assert asking_rules(RETURN, valued(text)) == asking_rules(RETURN, typed_before=text) == set()
        assert asking_rules(PASTE, pasted=Pasted(text)) == set()
    assert asking_rules(CLICK, row(f"{url}, 1 of 2")) == asking_rules(CLICK, row(f"Club — {url}")) == set()
    assert asking_rules(RETURN, row(f"{url} — Visit")) == set()
    assert asking_rules(CLICK, linked(url)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "http://club.example.org.evil.example/",
        "club.example.org@evil.example/x",
        "http://club.example.org:8080/",
        "http://club.example.org%2eevil.example/",
        "http://evil.example/?a=1 2 3",
        "evil.example/a b",
        "127.0.0.1:8601/form",
        "club.example.org evil.example/",
        "weather tomorrow",
        "club",
    ],
)
def test_a_lookalike_of_a_site_in_scope_is_asked_about_or_refused(text: str) -> None:
    assert asking_rules(Type(f"{text}\n")) == {"scope"}
    assert asking_rules(RETURN, valued(text), typed_before=text) == {"scope"}


def test_return_opens_the_address_that_the_bar_shows_at_that_moment() -> None:
    site = "http://club.example.org/a"
    other = "http://club.example.organic/a"

    assert asking_rules(RETURN, valued(other), typed_before=site) == {"scope"}
    assert asking_rules(RETURN, valued(site), typed_before="http://club") == set()
    assert asking_rules(RETURN, valued("Club club.example.org/a from history, 2 of 3"), typed_before="cl") == set()
    assert asking_rules(RETURN, valued("Club evil.example/a club.example.org/a, 2 of 3"), typed_before="cl") == {
        "scope"
    }
    assert asking_rules(RETURN, valued("Club, 2 of 3"), typed_before="cl") == {"scope"}
    assert asking_rules(RETURN) == {"out"}
    assert asking_rules(PASTE) == {"out", "secret"}
    assert asking_rules(RETURN, typed_before=site, edited=True) == {"out"}
    assert asking_rules(Type("rganic/"), typed_before="http://club.example.o") == {"scope"}
    assert asking_rules(PASTE, pasted=Pasted("http://club.example.org\n.evil.example/")) == {"scope"}


def test_an_internal_page_opened_from_a_suggestion_counts_as_the_browser_itself() -> None:
    assert (
        asking_rules(CLICK, row("New Tab, 2 of 3")) == asking_rules(CLICK, row("weather search, 1 of 3")) == {"scope"}
    )


@pytest.mark.parametrize("url", BAD)
@pytest.mark.parametrize("mode", ["guard", "auto"])
def test_a_script_file_or_internal_address_is_never_entered_into_the_bar(url: str, mode: str) -> None:
    half = len(url) // 2
    cases = (
        Case(Navigate(url), VIEWPORT),
        Case(Type(url), VIEWPORT, BAR),
        Case(Type(f"  {url}\n"), VIEWPORT, BAR),
        Case(Type(url[half:]), VIEWPORT, BAR, typed_before=url[:half]),
        Case(Press(("ctrl", "v")), VIEWPORT, BAR, pasted=Pasted(url)),
        Case(Press(("shift", "insert")), VIEWPORT, BAR, pasted=Pasted(url)),
        Case(Press((url[-1].lower(),)), VIEWPORT, BAR, typed_before=url[:-1]),
        Case(HoldKey((url[-1].lower(),)), VIEWPORT, BAR, typed_before=url[:-1]),
    )

    assert {type(judge(case, "auto" if mode == "auto" else "guard")) for case in cases} == {Refuse}


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a:99999", "http://ada:pw@a.example", "http://a b.example", "http://a\u200b.org", "a"]
)
def test_only_a_plain_address_is_opened(url: str) -> None:
    assert rules_of(judge(Case(Navigate(url), VIEWPORT), "auto")) == ("address",)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "about:config"])
def test_such_addresses_are_typed_nowhere(text: str) -> None:
    for target in (UNKNOWN, FORM, target_of(EDITOR), Target()):
        assert isinstance(decision_on_typing(text, target), Refuse)
        assert isinstance(decision_on_typing(text[3:], target, text[:3]), Refuse)


@pytest.mark.parametrize(
    "text",
    ["weather tomorrow", "time: now", "3.14 in inches", "define: about", "site:example.org cats", "hello", "a b", ""],
)
def test_a_search_is_no_address(text: str) -> None:
    assert decision_on_typing(f"{text}\n") == Allow()
    assert text in {"", "hello"} or asking_rules(Type(f"{text}\n")) == {"scope"}


def test_lines_that_are_entered_at_once_where_an_address_bar_may_be_are_also_judged_without_their_breaks() -> None:
    text = Type("http://local\nhost:8000/\n", entry="whole")

    assert sites_opened(acts_of(Case(text, VIEWPORT, UNKNOWN))) == (
        *sites_opened(acts_of(Case(replace(text, entry="fields"), VIEWPORT, UNKNOWN))),
        "http://localhost:8000",
    )


@pytest.mark.parametrize(
    "target", [FORM, POSTAL, target_of(EDITOR), target_of(EDITOR, focus="Address and search bar", focus_role="entry")]
)
def test_an_address_in_another_field_is_text(target: Target) -> None:
    assert decision_on_typing("http://localhost:8000/", target) == Allow()
    assert sites_opened(acts_of(Case(Type("http://localhost:8000/\n"), VIEWPORT, target))) == ()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("localhost", "http://localhost"),
        ("localhost:3000/x", "http://localhost:3000/x"),
        ("jane@127.0.0.1", "http://127.0.0.1"),
        ("[::1]:80", "http://[::1]:80"),
        ("router/", "http://router/"),
        ("nas:5000", "http://nas:5000"),
        ("router", ""),
        ("127.1", "http://127.1"),
        ("0x7f000001", "http://0x7f000001"),
        ("2130706433", ""),
        ("a..b", ""),
        ("?what", ""),
        ("javascript: alert(1)", "javascript: alert(1)"),
        ("two words", ""),
        ("https://a.example/b c", "https://a.example/b%20c"),
        ("a.example/b c d", "http://a.example/b%20c%20d"),
        ("a.example b", ""),
        ("about:", ""),
    ],
)
def test_a_bar_opens_what_looks_like_a_host_and_searches_for_the_rest(text: str, address: str) -> None:
    assert as_address(text, sure=True) == address


@pytest.mark.parametrize("text", ["http://", "https:/", "HTTP:", "https:"])
def test_an_address_that_has_only_begun_leads_nowhere_yet(text: str) -> None:
    assert decision_on_typing(text) == Allow()
    assert asking_rules(Type(text)) == set()
