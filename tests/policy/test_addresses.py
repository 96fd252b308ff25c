"""What is judged as an address, where it leads, and what is said of it."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, HoldButton, HoldKey, Move, Navigate, Press, ReleaseButton, Type
from desktop_agent.core.decision import Allow, Ask, Case, Decision, Pasted, Refuse, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.policy.addresses import as_address
from desktop_agent.policy.host import host_of
from tests.fakes.cases import changed, judge, on, target_of

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
ODD = (
    *("http://0x8.8.8.8", "http://134744072", "http://8.8.2056", "http://010.8.8.8", "http://[2001:4860:4860:0:0:0:0:8888]"),
    *("https://аррӏе.com", "https://xn--80ak6aa92e.com", "https://пример.рф", "http://ｅｘａｍｐｌｅ.org", "http://ex%61mple.org"),
    *("http://999.999.999.999", "http://1.2.3.4.5", "http://256.1.1.1", "http://09.1.1.1"),
)  # fmt: skip
PLAIN = (
    *("https://example.org", "http://EXAMPLE.org:8080/a?b#c", "http://8.8.8.8/", "https://example.org."),
    *("http://[2606:4700:4700::1111]/", "https://sub.example.co.uk/x", "http://localhost.example.org", "http://10.example.org"),
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

    assert [("browser-page",)] * 3 + [()] == [said(decision) for decision in decisions]
    assert not [one for one in decisions if isinstance(one, Refuse)]


@pytest.mark.parametrize("url", NO_OWN_PAGES)
def test_any_other_page_of_the_browsers_own_is_refused(url: str) -> None:
    assert isinstance(typed(f"{url}\n"), Refuse)


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_asked_about_opened_or_typed_whole_or_in_pieces(url: str) -> None:
    opened = judge(Case(Navigate(url), VIEWPORT), "guard")
    half = len(url) // 2

    assert said(opened) == ("private-address",)
    assert said(typed(url)) == ("private-address",)
    assert said(typed(f"{url}\n", UNKNOWN)) == ("private-address",)
    assert said(typed(url[half:], BAR, url[:half])) == ("private-address",)


@pytest.mark.parametrize("url", ODD)
def test_an_address_that_hides_where_it_leads_is_asked_about(url: str) -> None:
    decision = judge(Case(Navigate(url), VIEWPORT), "guard")

    assert said(decision) == ("odd-address",)
    assert said(typed(url)) == ("odd-address",)


@pytest.mark.parametrize("url", PLAIN)
def test_any_other_web_page_may_be_opened(url: str) -> None:
    assert judge(Case(Navigate(url), VIEWPORT), "guard") == Allow()
    assert typed(f"{url}\n") == Allow()


def test_foreign_letters_are_shown_as_the_machine_writes_them() -> None:
    decision = judge(Case(Navigate("https://аррӏе.com"), VIEWPORT), "guard")

    assert isinstance(decision, Ask)
    assert "xn--80ak6aa92e.com" in decision.reasons[0].text


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


def test_an_address_of_this_network_is_asked_about_in_a_program_that_may_open_it() -> None:
    dialog = changed(PLAYER, window=replace(EDITOR, dialog=True))
    lines = changed(PLAYER, focus_role="text")
    asked = [typed("rtsp://printer.local/x", target) for target in (PLAYER, dialog)]
    asked += [typed("p://127.0.0.1/", PLAYER, "htt"), typed("see http://nas:5000/a", PLAYER)]

    assert {type(one) for one in asked} == {Ask}
    assert typed("rtsp://printer.local/x", lines) == typed("https://example.org/", PLAYER) == Allow()
    assert typed("localhost:80/", PLAYER) == Allow()
    reader = replace(_VLC, kinds=frozenset({"Network", "News"}))
    assert isinstance(typed("localhost:80/", changed(PLAYER, window=reader)), Ask)


def test_a_formula_of_a_sheet_is_an_order_and_words_in_it_are_not() -> None:
    calc = Window(9, "soffice", "Untitled 1", 90, "/usr/lib/libreoffice/program/soffice.bin")
    cell = target_of(replace(calc, kinds=frozenset({"Spreadsheet"})), focus="A1", focus_role="table cell")
    formula = '=WEBSERVICE("http://10.0.0.1/x")'

    assert isinstance(typed(formula, cell), Ask)
    assert isinstance(typed(f"Rent\n{formula}", cell), Ask)
    assert isinstance(typed(formula[9:], cell, formula[:9]), Ask)
    assert typed("see http://10.0.0.1/x", cell) == typed(formula.replace("10.0.0.1", "a.example"), cell) == Allow()
    assert typed(formula, NOTE) == Allow()


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


def test_an_unknown_paste_into_the_bar_is_asked_about_and_into_a_form_is_not() -> None:
    for action in (Press(("ctrl", "v")), Press(("ctrl", "shift", "v"))):
        assert said(judge(Case(action, VIEWPORT, BAR), "guard")) == ("unknown-paste",)
        assert judge(Case(action, VIEWPORT, FORM), "guard") == Allow()
        assert judge(Case(action, VIEWPORT, UNKNOWN), "guard") == Allow()


@pytest.mark.parametrize("action", [Click(AT), ReleaseButton(AT), Press(("enter",))], ids=repr)
def test_an_item_of_a_browsers_menu_may_open_what_it_names_or_what_was_copied(action: Action) -> None:
    item = target_of(CHROMIUM, "Paste and go", "menu item", "accessibility")

    assert "private-address" in on(action, item, copied=Pasted(" 127.0.0.1:8000/x\n"))
    assert "private-address" in on(action, changed(item, control="Go to http://192.168.0.1/"))
    for other in (Pasted("example.org"), Pasted("see 127.0.0.1:8000"), None):
        assert "private-address" not in on(action, item, copied=other)
    for elsewhere in (changed(item, in_page=True), changed(item, role="push button")):
        assert "private-address" not in on(action, elsewhere, copied=Pasted("127.0.0.1:8000"))
    assert "private-address" not in on(Move(AT), item, copied=Pasted("127.0.0.1:8000"))


@pytest.mark.parametrize("action", [Click(AT, "middle"), HoldButton(AT, "middle")], ids=repr)
def test_the_middle_button_opens_what_is_marked_beside_a_page(action: Action) -> None:
    for own in (target_of(CHROMIUM, "New Tab", "push button"), target_of(CHROMIUM, "Home", "page tab")):
        assert "private-address" in on(action, own, pasted=Pasted("http://localhost:8000/"))
        assert not {"private-address", "unknown-paste"} & set(on(action, own, pasted=Pasted("some words")))
        assert "private-address" not in on(action, changed(own, in_page=True), pasted=Pasted("localhost"))
    bar = target_of(CHROMIUM, "Address and search bar", "entry")
    assert "private-address" in on(action, bar, pasted=Pasted("localhost"))


def test_a_field_beside_a_page_may_be_the_address_bar_whatever_it_is_called() -> None:
    field = target_of(CHROMIUM, focus="", focus_role="entry")

    assert isinstance(typed("http://127.0.0.1:80/x", field), Ask)
    assert typed("words to find", field) == typed("http://127.0.0.1:80/x", changed(field, in_page=True)) == Allow()


@pytest.mark.parametrize("text", ["http://", "https:/", "HTTP:", "https:"])
def test_an_address_that_has_only_begun_leads_nowhere_yet(text: str) -> None:
    assert typed(text) == Allow()
    assert said(typed("127.0.0.1/", BAR, "http://")) == ("private-address",)


def test_a_host_that_no_machine_could_write_is_shown_escaped() -> None:
    decision = judge(Case(Navigate("https://" + "é" * 70 + ".com"), VIEWPORT), "guard")

    assert isinstance(decision, Ask)
    assert "\\u{e9}" in decision.reasons[0].text
