"""The scope of a run: how it is written, and what it covers."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Navigate, Press
from desktop_agent.core.decision import File, FileKind, Target
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.frame import Window
from desktop_agent.core.mode import AccessLevel
from desktop_agent.policy.scope import (
    ScopedApplication,
    ScopedFolder,
    in_words,
    level_of,
    level_of_address,
    read_entry,
    scope_for,
)
from tests.fakes.cases import target_of

CHROMIUM, SITE = "/usr/lib/chromium/chromium", "https://example.org"


@pytest.mark.parametrize(
    ("written", "entry"),
    [
        ("mousepad", ScopedApplication("mousepad")),
        (" mousepad=click ", ScopedApplication("mousepad")),
        ("/usr/bin/gimp=look", ScopedApplication("/usr/bin/gimp", "", "look")),
        ("chromium:Example.org=everything", ScopedApplication("chromium", "example.org", "everything")),
        ("chromium:https://example.org:8443=click", ScopedApplication("chromium", "https://example.org:8443")),
        ("C:\\Windows\\notepad.exe", ScopedApplication("C:\\Windows\\notepad.exe")),
        ("files:~/Invoices", ScopedFolder("~/Invoices")),
        ("files:/srv/ada/My papers", ScopedFolder("/srv/ada/My papers")),
    ],
)
def test_an_entry_is_read_as_a_person_writes_it(written: str, entry: object) -> None:
    assert read_entry(written) == entry
    assert read_entry(str(entry)) == entry


@pytest.mark.parametrize(
    "written", ["", "=click", "mousepad=all", "chromium:=click", "files:Invoices", "files:~/a/../b", "files:"]
)
def test_what_is_no_entry_is_told(written: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_entry(written)

    assert "mousepad, chromium:example.org=everything or files:~/Invoices" in caught.value.hint


@pytest.mark.parametrize(
    ("scope", "program", "site", "level"),
    [
        (("mousepad",), "/usr/bin/mousepad", "", "click"),
        (("mousepad",), "/usr/bin/mousepad-settings", "", None),
        (("/usr/bin/mousepad",), "/usr/bin/mousepad", "", "click"),
        (("/opt/mousepad",), "/usr/bin/mousepad", "", None),
        (("chromium",), CHROMIUM, SITE, "click"),
        (("chromium:example.org=everything",), CHROMIUM, SITE, "everything"),
        (("chromium:example.org=everything",), CHROMIUM, "https://www.example.org", "everything"),
        (("chromium:example.org=everything",), CHROMIUM, "https://example.org:443", "everything"),
        (("chromium:example.org=everything",), CHROMIUM, "http://example.org:80", "everything"),
        (("chromium:example.org=everything",), CHROMIUM, "https://example.org:8443", None),
        (("chromium:example.org=everything",), CHROMIUM, "https://example.org:80", None),
        (("chromium:example.org:8443=everything",), CHROMIUM, "https://example.org:8443", "everything"),
        (("chromium:example.org:8443=everything",), CHROMIUM, "https://example.org", None),
        (("chromium:localhost=everything",), CHROMIUM, "http://localhost:5173", "everything"),
        (("chromium:example.org=everything",), CHROMIUM, "https://mail.example.org", None),
        (("chromium:example.org=everything",), CHROMIUM, "https://example.org.evil.test", None),
        (("chromium:example.org=everything",), CHROMIUM, "", None),
        (("chromium:https://example.org=click",), CHROMIUM, "http://example.org", None),
        (("chromium", "chromium:example.org=look"), CHROMIUM, SITE, "look"),
        (("chromium=everything",), CHROMIUM, "http://192.168.1.1", None),
        (("browser=everything",), CHROMIUM, "http://[::1]:8000", None),
        (("chromium=everything", "chromium:localhost"), CHROMIUM, "http://localhost:8000", "click"),
        (("chromium=look",), CHROMIUM, "http://localhost:8000", "look"),
        (("files:~/Invoices",), "/usr/bin/mousepad", "", None),
        (("browser:example.org",), CHROMIUM, SITE, "click"),
        (("browser",), "/usr/bin/mousepad", "", None),
    ],
)
def test_a_scope_covers_a_program_or_a_site_of_it(
    scope: tuple[str, ...], program: str, site: str, level: AccessLevel | None
) -> None:
    assert level_of(map(read_entry, scope), program, site) == level


def test_a_program_that_nobody_installed_is_meant_by_its_whole_path_alone() -> None:
    own = "/srv/ada/bin/mousepad"

    assert level_of([ScopedApplication("mousepad")], own, "", installed=False) is None
    assert level_of([ScopedApplication(own)], own, "", installed=False) == "click"


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
        ("thunderbird", "/usr/lib/thunderbird/thunderbird-bin", "click"),
        ("gimp", "/usr/lib/gimp/2.0/plug-ins/file-png/file-png", "click"),
        ("orders", "/usr/bin/python3.11 /usr/share/orders/main.py", "click"),
        ("gimp", "/srv/gimp/file-png", None),
        ("plug-ins", "/usr/lib/gimp/2.0/plug-ins/file-png/file-png", None),
        ("lib", "/usr/lib/gimp/gimp", None),
    ],
)
def test_a_programs_helpers_are_in_its_scope(scope: str, program: str, within: str | None) -> None:
    assert level_of([ScopedApplication(scope)], program, "") == within
    assert level_of([ScopedApplication(scope)], program, "", installed=False) is None


@pytest.mark.parametrize(
    ("target", "written"),
    [
        (target_of(Window(1, program="/usr/bin/mousepad")), "mousepad=everything"),
        (target_of(Window(1, program=CHROMIUM), site=SITE), "chromium:example.org=everything"),
        (target_of(Window(1, program="/usr/bin/python3 -m orders")), "None"),
        (target_of(Window(1)), "None"),
        (Target(), "None"),
    ],
)
def test_the_scope_that_was_missing_is_named(target: Target, written: str) -> None:
    assert str(scope_for(target, Press(("enter",)))) == written


def test_an_address_that_the_desktop_opens_is_covered_by_the_scope_of_any_browser() -> None:
    def level(url: str, *scope: str) -> AccessLevel | None:
        return level_of_address(map(read_entry, scope), url)

    assert level(f"{SITE}/read", "browser:example.org=everything") == "everything"
    assert level(SITE, "chromium=everything") == level(SITE, f"{CHROMIUM}=everything") == "everything"
    assert level(SITE, "chromium=everything", "firefox=look") == "look"
    assert level(SITE, "chromium=look", "chromium:example.org=click") == "click"
    assert level(SITE, "mousepad=everything", "files:~/Invoices") is None
    assert level("https://evil.test/", "browser:example.org=everything") is None
    assert level("http://[::1", "browser:example.org=everything") is None
    assert level("about:blank", "browser:example.org=everything") is None


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("mousepad", "Mousepad"),
        ("/usr/bin/gimp=look", "Gimp, look only"),
        ("chromium:example.org=everything", "example.org in Chromium, everything"),
        ("files:~/Invoices", "~/Invoices"),
    ],
)
def test_an_entry_is_said_as_people_say_it(written: str, words: str) -> None:
    assert in_words(read_entry(written)) == words


@pytest.mark.parametrize(
    ("url", "written"), [(f"{SITE}/read?x", "browser:example.org=everything"), ("about:blank", "None")]
)
def test_the_scope_that_was_missing_for_an_address_is_named(url: str, written: str) -> None:
    assert str(scope_for(Target(), Navigate(url))) == written
