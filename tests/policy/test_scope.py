"""The scope of a run: how it is written, and what it covers."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    Scroll,
    Type,
)
from desktop_agent.core.controls.role import BrowserPart
from desktop_agent.core.decisions.decision import Allow, Ask, Case, File, FileKind, Reason, Target
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Window
from desktop_agent.policy.act import acts_of, is_for_sites, sites_opened
from desktop_agent.policy.scope import (
    ScopedApplication,
    ScopedFolder,
    application_of,
    in_words,
    is_blind_work,
    is_within,
    judge,
    level_of,
    level_of_address,
    may_start,
    read_entry,
    scope_for,
)
from tests.fakes.runs.cases import AT, VIEWPORT, changed, target_of

CHROMIUM = "/usr/lib/chromium/chromium"
SITE = "https://example.org"
SOFFICE = "/usr/lib/libreoffice/program/soffice.bin"


@pytest.mark.parametrize(
    ("written", "entry"),
    [
        ("mousepad", ScopedApplication("mousepad")),
        (" mousepad ", ScopedApplication("mousepad")),
        ("/usr/bin/gimp=look", ScopedApplication("/usr/bin/gimp", "", "look")),
        ("chromium:Example.org", ScopedApplication("chromium", "example.org")),
        ("chromium:https://example.org:8443", ScopedApplication("chromium", "https://example.org:8443")),
        ("C:\\Windows\\notepad.exe", ScopedApplication("C:\\Windows\\notepad.exe")),
        ("files:~/Invoices", ScopedFolder("~/Invoices")),
        ("files:/srv/ada/My papers", ScopedFolder("/srv/ada/My papers")),
    ],
)
def test_a_scope_entry_is_read_as_a_person_writes_it(written: str, entry: object) -> None:
    assert read_entry(written) == entry
    assert read_entry(str(entry)) == entry


@pytest.mark.parametrize(
    "written",
    [
        "",
        "=look",
        "mousepad=all",
        "mousepad=work",
        "mousepad=click",
        "gimp=everything",
        "chromium:=look",
        "files:Invoices",
        "files:~/a/../b",
        "files:",
    ],
)
def test_an_invalid_scope_entry_is_refused_with_a_reason(written: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_entry(written)

    assert "mousepad, chromium:example.org or files:~/Invoices" in caught.value.hint


@pytest.mark.parametrize(
    ("scope", "program", "site", "level"),
    [
        (("mousepad",), "/usr/bin/mousepad", "", "work"),
        (("mousepad",), "/usr/bin/mousepad-settings", "", None),
        (("/usr/bin/mousepad",), "/usr/bin/mousepad", "", "work"),
        (("/opt/mousepad",), "/usr/bin/mousepad", "", None),
        (("chromium",), CHROMIUM, SITE, "work"),
        (("chromium:example.org",), CHROMIUM, SITE, "work"),
        (("chromium:example.org",), CHROMIUM, "https://www.example.org", "work"),
        (("chromium:example.org",), CHROMIUM, "https://example.org:443", "work"),
        (("chromium:example.org",), CHROMIUM, "http://example.org:80", "work"),
        (("chromium:example.org",), CHROMIUM, "https://example.org:8443", None),
        (("chromium:example.org",), CHROMIUM, "https://example.org:80", None),
        (("chromium:example.org:8443",), CHROMIUM, "https://example.org:8443", "work"),
        (("chromium:example.org:8443",), CHROMIUM, "https://example.org", None),
        (("chromium:localhost",), CHROMIUM, "http://localhost:5173", "work"),
        (("chromium:example.org",), CHROMIUM, "https://mail.example.org", None),
        (("chromium:example.org",), CHROMIUM, "https://example.org.evil.test", None),
        (("chromium:example.org",), CHROMIUM, "", None),
        (("chromium:https://example.org",), CHROMIUM, "http://example.org", None),
        (("chromium", "chromium:example.org=look"), CHROMIUM, SITE, "look"),
        (("chromium",), CHROMIUM, "http://192.168.1.1", None),
        (("browser",), CHROMIUM, "http://[::1]:8000", None),
        (("chromium", "chromium:localhost"), CHROMIUM, "http://localhost:8000", "work"),
        (("chromium=look",), CHROMIUM, "http://localhost:8000", "look"),
        (("files:~/Invoices",), "/usr/bin/mousepad", "", None),
        (("browser:example.org",), CHROMIUM, SITE, "work"),
        (("browser",), "/usr/bin/mousepad", "", None),
    ],
)
def test_a_scope_covers_a_program_or_a_site_of_it(
    scope: tuple[str, ...], program: str, site: str, level: AccessLevel | None
) -> None:
    assert level_of(map(read_entry, scope), program, site) == level


def test_a_program_that_nobody_installed_is_meant_by_its_whole_path_alone() -> None:
    own = "/srv/ada/bin/mousepad"
    script = "/usr/bin/python3.11 /srv/ada/bin/pad.py"

    assert level_of([ScopedApplication("mousepad")], own, "", None) is None
    assert level_of([ScopedApplication(own)], own, "", None) == "work"
    assert level_of([ScopedApplication(script)], script, "", None) == "work"
    assert level_of([ScopedApplication("/srv/ada/bin/pad.py")], script, "", None) == "work"
    assert level_of([ScopedApplication("/usr/bin/python3.11")], script, "", None) is None
    assert level_of([ScopedApplication("-c 12")], "/usr/bin/python3.11 -c 12", "", None) is None


@pytest.mark.parametrize("written", ["LibreOffice Calc", "libreoffice calc", "calc", "soffice", "soffice.bin", SOFFICE])
def test_a_program_is_meant_by_any_of_its_names(written: str) -> None:
    names = {"libreoffice calc", "calc"}

    assert level_of([ScopedApplication(written)], SOFFICE, "", names) == "work"
    assert may_start([ScopedApplication(written)], SOFFICE, names)
    assert level_of([ScopedApplication(f"{written} Writer")], SOFFICE, "", names) is None


@pytest.mark.parametrize(
    ("scope", "starts"),
    [
        (("mousepad",), True),
        (("mousepad=look",), False),
        (("mousepad", "mousepad=look"), False),
        (("gimp",), False),
        (("files:~/Notes",), False),
        ((), False),
    ],
)
def test_a_program_in_scope_may_be_started_without_a_question(scope: tuple[str, ...], starts: bool) -> None:
    assert may_start(map(read_entry, scope), "/usr/bin/mousepad", ()) == starts


def test_a_browser_may_be_started_for_any_of_its_sites() -> None:
    assert may_start([read_entry("chromium:example.org")], CHROMIUM, ())
    assert may_start([read_entry("browser:example.org")], CHROMIUM, ())
    assert not may_start([read_entry("chromium:example.org=look")], CHROMIUM, ())


@pytest.mark.parametrize(
    ("folder", "path", "kind", "held"),
    [
        ("~/Invoices", "/srv/ada/Invoices/1.ods", "document", True),
        ("~/Invoices/", "/srv/ada/Invoices/2026/1.ods", "document", True),
        ("/srv/ada/Invoices", "/srv/ada/Invoices/2026", "folder", True),
        ("~/Invoices", "/srv/ada/Invoices/run.sh", "program", False),
        ("~/Invoices", "/srv/ada/Invoices/who knows", "", False),
        ("~/Invoices", "/srv/ada/Invoices.old/1.ods", "document", False),
        ("~/Invoices", "/srv/ada/Invoices", "folder", False),
    ],
)
def test_a_folder_holds_the_files_in_it_and_no_programs(folder: str, path: str, kind: FileKind, *, held: bool) -> None:
    file = File(path, "/srv/ada", kind, certain=True)

    assert ScopedFolder(folder).holds(file) == held
    assert not ScopedFolder(folder).holds(replace(file, ours=True))
    assert not ScopedFolder(folder).holds(replace(file, has_other_names=True))
    assert not ScopedFolder(folder).holds(replace(file, certain=False))  # a title alone says so


def test_a_folder_holds_what_is_done_in_it_where_no_program_lies_in_it() -> None:
    place = File("/srv/ada/Invoices", "/srv/ada", is_place=True, certain=True)

    for folder, held in (("~/Invoices", True), ("~/Invoices/", True), ("~", True), ("~/Invoices/2026", False)):
        assert ScopedFolder(folder).holds(place) == held
    assert not ScopedFolder("~/Invoices").holds(replace(place, among_programs=True))


@pytest.mark.parametrize(
    ("scope", "program", "within"),
    [
        ("thunderbird", "/usr/lib/thunderbird/thunderbird-bin", "work"),
        ("gimp", "/usr/lib/gimp/2.0/plug-ins/file-png/file-png", "work"),
        ("orders", "/usr/bin/python3.11 /usr/share/orders/main.py", "work"),
        ("gimp", "/srv/gimp/file-png", None),
        ("plug-ins", "/usr/lib/gimp/2.0/plug-ins/file-png/file-png", None),
        ("lib", "/usr/lib/gimp/gimp", None),
    ],
)
def test_a_programs_helpers_are_in_its_scope(scope: str, program: str, within: str | None) -> None:
    assert level_of([ScopedApplication(scope)], program, "") == within
    assert level_of([ScopedApplication(scope)], program, "", None) is None


def test_a_script_is_named_by_its_path_without_its_interpreter() -> None:
    program = "/usr/bin/python3.11 /usr/share/orders/main.py"

    assert level_of([ScopedApplication("/usr/share/orders/main.py")], program, "") == "work"
    assert level_of([ScopedApplication("/usr/share/orders/main.py")], program, "", None) == "work"


@pytest.mark.parametrize(
    ("target", "written"),
    [
        (target_of(Window(1, program="/usr/bin/mousepad", name="Mousepad")), "Mousepad"),
        (target_of(Window(1, program="/usr/bin/mousepad", name="Mail: all")), "/usr/bin/mousepad"),
        (target_of(Window(1, program="/usr/bin/mousepad")), "/usr/bin/mousepad"),
        (target_of(Window(1, program=CHROMIUM, name="Chromium"), site=SITE), "Chromium:example.org"),
        (target_of(Window(1, program="/usr/bin/python3 /srv/orders.py")), "/srv/orders.py"),
        (target_of(Window(1, program="/usr/bin/python3 -m orders")), "None"),
        (target_of(Window(1, program="/srv/a=b/pad")), "None"),
        (target_of(Window(1)), "None"),
        (Target(), "None"),
    ],
)
def test_the_scope_that_was_missing_is_named(target: Target, written: str) -> None:
    assert str(scope_for(target, Press(("enter",)))) == written


def test_an_address_that_the_desktop_opens_is_covered_by_the_scope_of_any_browser() -> None:
    def level(url: str, *scope: str) -> AccessLevel | None:
        return level_of_address(map(read_entry, scope), url)

    assert level(SITE, "browser:example.org") == "work"
    assert level(SITE, "chromium") == level(SITE, CHROMIUM) == "work"
    assert level(SITE, "chromium", "firefox=look") == "look"
    assert level(SITE, "chromium=look", "chromium:example.org") == "work"
    assert level(SITE, "mousepad", "files:~/Invoices") is None
    assert level("https://evil.test", "browser:example.org") is None
    assert level("http://localhost:80", "browser") is None
    assert level("http://localhost:80", "browser", "chromium:localhost") == "work"
    assert level("http://localhost:80", "browser=look") == "look"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("mousepad", "Mousepad"),
        ("/usr/bin/gimp=look", "Gimp, look only"),
        ("chromium:example.org", "example.org in Chromium"),
        ("files:~/Invoices", "~/Invoices"),
    ],
)
def test_a_scope_entry_is_shown_as_people_say_it(written: str, words: str) -> None:
    assert in_words(read_entry(written)) == words


def test_an_address_is_covered_by_the_scope_of_its_site_in_any_browser() -> None:
    assert str(scope_for(Target(), Navigate(f"{SITE}/read?x"))) == "browser:example.org"


def test_no_scope_covers_a_page_of_the_browser_itself() -> None:
    assert scope_for(Target(), Navigate("about:blank")) is None


OF_NETWORK = "It's a page on this computer or its network."
LOOK_ONLY = "deny: The user allows this run to look at {} but not to act in it."
PEN = target_of(Window(1, "pen", "Letter", 10, "/usr/bin/pen"), "Turn", "push button")
SHOP = target_of(Window(2, "chromium", "Shop", 20, CHROMIUM), site=SITE)
NEW_TAB = target_of(
    Window(3, "chromium", "New Tab", 20, CHROMIUM), in_page=True, own="chrome://newtab", focus_role="document web"
)
ROUTER = target_of(Window(2, "chromium", "Router", 20, CHROMIUM), site="http://192.168.1.1")


def typed(text: str) -> Target:
    """Return an address bar with this text, above a new tab."""
    return target_of(NEW_TAB.window, focus_role="entry", value=text, focus_part=BrowserPart.BAR, own="chrome://newtab")


def rule_for(
    action: Action, target: Target, reach: AccessLevel | None, *, known: bool = False, folder: bool = False
) -> str:
    case = Case(action, VIEWPORT, target, reach=reach, in_folder=folder)
    acts = acts_of(case)
    decision = judge(replace(case, reach_of_sites=dict.fromkeys(sites_opened(acts), reach)), acts, known=known)
    if isinstance(decision, Allow):
        return decision.rule
    (reason,) = decision.reasons
    assert reason.rule == "scope"
    return ("ask: " if isinstance(decision, Ask) else "deny: ") + reason.text


@pytest.mark.parametrize(
    ("action", "target", "reach", "words"),
    [
        (Look(), PEN, None, "default"),
        (Look(), PEN, "nothing", "default"),
        (Click(AT), PEN, "work", "scope"),
        (Press(("tab",)), PEN, None, "ask: First time in Pen."),
        (Click(AT), SHOP, None, "ask: First time at example.org in Chromium."),
        (Click(AT), ROUTER, None, f"ask: First time at 192.168.1.1 in Chromium. {OF_NETWORK}"),
        (Click(AT), target_of(Window(7, "thing")), None, "ask: First time in a window from an unknown program."),
        (Press(("a",)), Target(), None, "ask: It's in no window that this program knows of."),
        (Press(("a",)), Target(), "work", "scope"),
        (Drag((AT, AT)), replace(Target(), also=PEN), None, "ask: First time in Pen."),
        (Navigate(SITE), Target(), "work", "scope"),
        (Navigate(SITE), Target(), "look", LOOK_ONLY.format("example.org")),
        (Navigate(SITE), Target(), None, "ask: First time at example.org in Browser."),
        (Click(AT), PEN, "look", LOOK_ONLY.format("Pen")),
        (Click(AT), PEN, "nothing", LOOK_ONLY.format("Pen")),
    ],
)  # fmt: skip
def test_outside_of_the_scope_only_looking_is_allowed(
    action: Action, target: Target, reach: AccessLevel | None, words: str
) -> None:
    assert rule_for(action, target, reach) == words


def test_a_site_that_is_opened_is_asked_about_before_the_browser_that_opens_it() -> None:
    case = Case(Press(("enter",)), VIEWPORT, typed("nas:5000"), reach=None)
    site = f"First time at nas:5000 in Chromium. {OF_NETWORK}"

    asked = judge(case, acts_of(case))
    in_browser = judge(replace(case, reach="work"), acts_of(case))

    assert asked == Ask((Reason("scope", site), Reason("scope", "First time in Chromium.")))
    assert in_browser == Ask((Reason("scope", site),))


def test_a_folder_and_a_rule_of_the_persons_own_are_scopes_and_end_where_only_looking_is_allowed() -> None:
    assert rule_for(Click(AT), PEN, None, folder=True) == rule_for(Click(AT), PEN, None, known=True) == "scope"
    assert rule_for(Click(AT), PEN, "look", folder=True, known=True).startswith("deny")


@pytest.mark.parametrize(
    ("target", "named"),
    [
        (Target(), ("", "")),
        (SHOP, (CHROMIUM, SITE)),
        (target_of(Window(7, "thing")), ("window:7", "")),
        (NEW_TAB, (CHROMIUM, "")),
        (changed(SHOP, focus_role="entry", focus_part=BrowserPart.BAR), (CHROMIUM, "")),
        (changed(SHOP, control="Open", role="list item", part=BrowserPart.SUGGESTION), (CHROMIUM, "")),
        (changed(SHOP, control="Reload", role="push button"), (CHROMIUM, "")),
        (changed(SHOP, control="Save", role="push button", in_page=True), (CHROMIUM, SITE)),
        (
            target_of(Window(4, "pen", "Letter", 10, "/usr/bin/pen"), "Turn", "push button", site=SITE),
            ("/usr/bin/pen", SITE),
        ),
    ],
)
def test_an_answer_is_kept_for_its_program_and_its_site(target: Target, named: tuple[str, str]) -> None:
    assert application_of(target) == named


@pytest.mark.parametrize(
    ("site", "answered", "covered"),
    [
        ("https://example.org", "http://example.org", True),
        ("https://www.example.org", "http://example.org", True),
        ("http://example.org", "https://example.org", False),
        ("https://mail.example.org", "https://example.org", False),
        ("http://localhost:8000", "http://localhost:80", False),
        ("https://example.org", "", False),
    ],
)
def test_a_yes_to_a_site_holds_where_the_browser_goes_on_to_its_safer_or_longer_name(
    site: str, answered: str, *, covered: bool
) -> None:
    assert is_within(site, answered) == covered


TAB = Press(("ctrl", "t"))
BUTTON = Click(AT)
IN_NEW_TAB = changed(NEW_TAB, control="Shop", role="link", focus_role="")
ON_BAR = changed(SHOP, focus_role="entry", focus_part=BrowserPart.BAR)


@pytest.mark.parametrize(
    ("action", "target", "expected"),
    [
        (TAB, SHOP, True),
        (TAB, NEW_TAB, True),
        (Press(("ctrl", "l")), NEW_TAB, True),
        (Press(("ctrl", "l")), SHOP, False),
        (Press(("ctrl", "l")), changed(NEW_TAB, own="chrome://settings"), True),
        (BUTTON, IN_NEW_TAB, True),
        (BUTTON, changed(IN_NEW_TAB, own="chrome://settings"), False),
        (BUTTON, changed(IN_NEW_TAB, own="chrome://bookmarks"), False),
        (BUTTON, changed(IN_NEW_TAB, own="chrome://settings", in_page=False), True),
        (BUTTON, changed(SHOP, control="New Tab", role="push button", part=BrowserPart.TABS), True),
        (BUTTON, changed(SHOP, control="Bookmark this tab", role="push button"), False),
        (Type("x"), changed(SHOP, focus_role="entry", focus_part=BrowserPart.FIND), True),
        (Type("example.org/"), ON_BAR, True),
        (Type("some words"), ON_BAR, True),
        (Type("some words\n"), ON_BAR, False),
        (Drag((AT, AT)), replace(IN_NEW_TAB, also=ON_BAR), False),
        (TAB, PEN, False),
    ],
    ids=repr,
)
def test_a_scope_of_one_site_holds_for_what_reaches_it(action: Action, target: Target, *, expected: bool) -> None:
    case = Case(action, VIEWPORT, target)

    assert is_for_sites(case, acts_of(case)) == expected


@pytest.mark.parametrize(
    ("scope", "level"),
    [
        (("chromium:example.org",), "work"),
        (("browser:nas",), "work"),
        (("chromium:a.example=look",), None),
        (("pen",), None),
    ],
)
def test_what_reaches_a_site_is_in_the_scope_of_any_site(scope: tuple[str, ...], level: AccessLevel | None) -> None:
    entries = [read_entry(written) for written in scope]

    assert level_of(entries, CHROMIUM, "", for_sites=True) == level
    assert level_of(entries, CHROMIUM, "") is None


@pytest.mark.parametrize(("action", "covered"), [
    (Click(AT), True), (Click(AT, "right"), True), (Drag((AT, AT)), True), (Scroll(AT, 0, 100), True), (Move(AT), True),
    (HoldButton(AT), True), (ReleaseButton(AT), True), (Type("Milk, bread", AT), True), (Type("Milk"), True),
    (Press(("ctrl", "a")), True), (Click(AT, keys=("ctrl",)), False), (Type("ls\n", AT), False), (Type("a\tb"), False),
    (Click(AT, "middle"), False), (HoldButton(AT, "middle"), False), (ReleaseButton(AT, "middle"), False),
    (HoldButton(AT, "right"), True), (Drag((AT, AT), ("ctrl",)), False), (Type(" "), False), (Type(""), False),
    (Press(("enter",)), False), (Press(("ctrl", "w")), False), (Press(("a",)), False), (HoldKey(("ctrl",)), False),
])  # fmt: skip
def test_one_yes_for_all_windows_covers_no_key_that_may_run_or_close_something(
    action: Action, *, covered: bool
) -> None:
    assert covered == is_blind_work(action)
