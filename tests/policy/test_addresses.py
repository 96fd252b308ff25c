"""What is judged as an address, where it leads, and what is said of it."""

import pytest

from desktop_agent.core.actions import HoldKey, Navigate, Press, Type
from desktop_agent.core.decision import Allow, Case, Decision, Pasted, Refuse, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.policy.addresses import as_address
from desktop_agent.policy.host import host_of
from tests.fakes.cases import judge, target_of

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
CHROMIUM = Window(7, "chromium", "Home - Chromium", 70, "/usr/lib/chromium/chromium")
EDITOR = Window(8, "mousepad", "Untitled", 80, "/usr/bin/mousepad", kinds=frozenset({"TextEditor"}))
_VLC = Window(9, "vlc", "VLC", 90, "/usr/bin/vlc")
PLAYER = target_of(_VLC, focus="Address", focus_role="entry")
BAR = target_of(CHROMIUM, focus="Address and search bar", focus_role="entry")
UNKNOWN = target_of(CHROMIUM)
NOTE = target_of(EDITOR, focus="", focus_role="text")
FORM = target_of(CHROMIUM, focus="Comment", focus_role="entry", in_page=True)

PRIVATE = (
    *("http://localhost", "http://LOCALHOST:8000/x", "https://localhost./", "http://a.localhost/", "http://printer.local"),
    *("http://127.0.0.1", "http://127.1", "http://0x7f.1", "http://0x7f000001", "http://2130706433", "http://017700000001"),
    *("http://0177.0.0.1", "http://127.0.0.1.", "http://[::1]/", "http://[::ffff:127.0.0.1]", "http://[0:0:0:0:0:0:0:1]"),
    *("http://10.0.0.1", "http://192.168.1.1:8080", "http://172.16.5.4", "http://169.254.169.254/latest/meta-data"),
    *("http://[fe80::1]", "http://[fd00::1]", "http://0.0.0.0", "http://0", "http://100.64.0.1", "http://224.0.0.1"),
    *("http://router/", "http://nas", "http://wiki.corp/", "http://metadata.google.internal/", "http://x.home.arpa"),
    *("http://127.0.0.1.nip.io/", "http://app.localtest.me", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/"),
    *("http://%31%32%37.0.0.1/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://0x7f.0.0.0x1"),
)  # fmt: skip
PLAIN = (
    *("https://example.org", "http://EXAMPLE.org:8080/a?b#c", "http://8.8.8.8/", "https://example.org."),
    *("http://[2606:4700:4700::1111]/", "https://sub.example.co.uk/x", "http://localhost.example.org", "http://10.example.org"),
    *("https://xn--80ak6aa92e.com", "https://пример.рф", "http://010.8.8.8", "http://134744072", "http://256.1.1.1", "http://09.1.1.1"),
    "http://127.0.0.256",
)  # fmt: skip
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
)


def said(decision: Decision) -> tuple[str, ...]:
    return () if isinstance(decision, Allow) else tuple(reason.rule for reason in decision.reasons)


def typed(text: str, target: Target = BAR, before: str = "") -> Decision:
    return judge(Case(Type(text), VIEWPORT, target, typed_before=before), "guard")


OWN_PAGES = (
    "chrome://bookmarks",
    "chrome://settings/cookies",
    "about:preferences#privacy",
    "ABOUT:addons",
    "edge://history/all",
)
NO_OWN_PAGES = (
    *("chrome://flags", "chrome://settings.evil.example/", "chrome://restart", "about:config", "about:debugging"),
    *("chrome://settings\njavascript:alert(1)", "javascript:chrome://settings", "chrome://settings javascript:x"),
)


@pytest.mark.parametrize("url", OWN_PAGES)
def test_a_page_of_the_browsers_own_is_asked_about_where_it_is_typed(url: str) -> None:
    decisions = (typed(url), typed(f"{url}\n"), typed(f"{url[9:]}\n", before=url[:9]), typed(url, NOTE))

    assert [("session",)] * 3 + [()] == [said(decision) for decision in decisions]
    assert not [one for one in decisions if isinstance(one, Refuse)]


@pytest.mark.parametrize("url", NO_OWN_PAGES)
def test_any_other_page_of_the_browsers_own_is_refused(url: str) -> None:
    assert isinstance(typed(f"{url}\n"), Refuse)


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_asked_about_opened_or_typed_whole_or_in_pieces(url: str) -> None:
    opened = judge(Case(Navigate(url), VIEWPORT), "guard")
    half = len(url) // 2

    assert said(opened) == ("out",)
    assert said(typed(url)) == ("out",)
    assert said(typed(f"{url}\n", UNKNOWN)) == ("out",)
    assert said(typed(url[half:], BAR, url[:half])) == ("out",)


@pytest.mark.parametrize("url", PLAIN)
def test_any_other_web_page_may_be_opened(url: str) -> None:
    assert isinstance(judge(Case(Navigate(url), VIEWPORT), "guard"), Allow)
    assert typed(f"{url}\n") == Allow()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://аррӏе.com", "xn--80ak6aa92e.com"),
        ("http://0x7f.1", "127.0.0.1"),
        ("https://EXAMPLE.org.", "example.org"),
        ("https://" + "é" * 70 + ".com", "\\u{e9}" * 70 + ".com"),
        ("http://1.2.3.4.5", "1.2.3.4.5"),
        ("http://256.1.1.1", "256.1.1.1"),
        ("http://09.1.1.1", "09.1.1.1"),
        ("http://0x.1", "0.0.0.1"),
    ],
)
def test_a_host_is_shown_as_the_machine_writes_it(url: str, shown: str) -> None:
    host = host_of(url)

    assert host is not None
    assert host.shown == shown


@pytest.mark.parametrize("url", BAD)
@pytest.mark.parametrize("mode", ["guard", "auto"])
def test_what_a_browser_carries_out_is_never_entered_into_its_bar(url: str, mode: str) -> None:
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
    assert said(judge(Case(Navigate(url), VIEWPORT), "auto")) == ("address",)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "about:config"])
def test_such_addresses_are_typed_nowhere(text: str) -> None:
    for target in (UNKNOWN, FORM, target_of(EDITOR), Target()):
        assert isinstance(typed(text, target), Refuse)
        assert isinstance(typed(text[3:], target, text[:3]), Refuse)


@pytest.mark.parametrize(
    "text",
    ["weather tomorrow", "time: now", "3.14 in inches", "define: about", "site:example.org cats", "hello", "a b", ""],
)
def test_a_search_is_no_address(text: str) -> None:
    assert typed(f"{text}\n") == Allow()


@pytest.mark.parametrize(
    "target", [FORM, target_of(EDITOR), target_of(EDITOR, focus="Address and search bar", focus_role="entry")]
)
def test_an_address_in_another_field_is_text(target: Target) -> None:
    assert typed("http://localhost:8000/", target) == Allow()


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
        ("about:", ""),
    ],
)
def test_a_bar_opens_what_looks_like_a_host_and_searches_for_the_rest(text: str, address: str) -> None:
    assert as_address(text, sure=True) == address


@pytest.mark.parametrize("url", ["http://", "http://[::1", "mailto:x", ""])
def test_an_address_without_a_host_leads_nowhere(url: str) -> None:
    assert host_of(url) is None


@pytest.mark.parametrize("text", ["http://", "https:/", "HTTP:", "https:"])
def test_an_address_that_has_only_begun_leads_nowhere_yet(text: str) -> None:
    assert typed(text) == Allow()
    assert said(typed("127.0.0.1/", BAR, "http://")) == ("out",)
