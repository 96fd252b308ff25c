"""Answers of a person, once, for a run or for always; and what becomes of a file that somebody has touched."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import StartedProgram
from desktop_agent.core.decisions.decision import RememberedControl
from desktop_agent.core.errors import SettingsError
from desktop_agent.policy.scope import read_entry
from desktop_agent.settings.answers import (
    APPLICATIONS,
    REMEMBERED,
    AppPermissionStore,
    PermanentPermission,
    RememberedAnswers,
)

EDITOR = "/usr/bin/mousepad"
BROWSER = "/usr/lib/firefox/firefox"
SITE = "https://bank.example"
BLUR = RememberedControl("/usr/bin/gimp", "", "main window", "", "push button", "Blur\t“\x7f”", "click")
NEXT = RememberedControl("/usr/bin/chromium", "https://example.org", "dialog", "Shop", "link", "Next", "click")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / APPLICATIONS


@pytest.fixture
def remembered(path: Path) -> Path:
    return path.with_name(REMEMBERED)


def test_an_answer_for_the_run_ends_with_it_and_one_for_once_is_not_kept(path: Path) -> None:
    app_permissions = AppPermissionStore(path)
    app_permissions.allow(EDITOR, "", "work", "run")
    app_permissions.allow(BROWSER, "", "work", "once")

    assert (app_permissions.reach(EDITOR, ""), app_permissions.reach(BROWSER, "")) == ("work", None)
    assert AppPermissionStore(path).reach(EDITOR, "") is None
    assert not path.exists()


def test_an_answer_for_always_is_kept_for_this_person_alone(path: Path) -> None:
    AppPermissionStore(path).allow(BROWSER, SITE, "work", "always")
    later = AppPermissionStore(path)

    assert [later.reach(BROWSER, site) for site in (SITE, "", "https://other.example")] == ["work", None, None]
    assert later.kept() == (PermanentPermission(BROWSER, SITE, "work"),)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(one.name for one in path.parent.iterdir()) == [APPLICATIONS, "saved.json"]


@pytest.mark.parametrize("program", ["", "window:7", "/opt/\x7f", "/opt/\udcff"])
def test_an_unnamed_program_is_allowed_for_this_run_at_most(path: Path, program: str) -> None:
    app_permissions = AppPermissionStore(path)
    app_permissions.allow(program, "", "work", "always")

    assert (app_permissions.reach(program, ""), app_permissions.kept()) == ("work", ())


def test_an_answer_revoked_elsewhere_counts_in_a_running_run(path: Path, remembered: Path) -> None:
    run = AppPermissionStore(path)
    window = AppPermissionStore(path)
    run.allow(EDITOR, "", "work", "always")
    run.allow(BROWSER, SITE, "work", "always")
    answers = RememberedAnswers(remembered)
    for one in (BLUR, NEXT, BLUR):
        answers.keep(one)

    window.take_back(EDITOR, "")
    window.take_back("/usr/bin/never", "")
    RememberedAnswers(remembered).take_back(BLUR)

    assert (run.reach(EDITOR, ""), run.reach(BROWSER, SITE)) == (None, "work")
    assert answers.all() == (NEXT,)


@pytest.mark.parametrize(
    "text",
    [
        "[[application]",
        "[[application]]\nprogram = 3\nreach = 'look'\n",
        "[[application]]\nprogram = 'x'\nreach = 'far'\n",
        "[[application]]\nprogram = 'x'\nreach = 'look'\nmore = 1\n",
        "application = [3]\n",
    ],
)
def test_an_invalid_file_of_answers_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / APPLICATIONS
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)

    with pytest.raises(SettingsError, match=APPLICATIONS):
        AppPermissionStore(path)


def test_a_file_that_others_may_write_to_is_refused(tmp_path: Path) -> None:
    path = tmp_path / APPLICATIONS
    path.write_text("", encoding="utf-8")
    path.chmod(0o666)

    with pytest.raises(SettingsError, match="chmod 600"):
        AppPermissionStore(path)


def test_an_address_is_within_the_scope_and_the_answers_for_browsers(path: Path) -> None:
    store = AppPermissionStore(path, [read_entry("browser:example.org")])

    assert store.reach("browser", "https://example.org") == "work"
    assert store.reach("browser", "https://example.net") is None
    store.allow("/usr/bin/firefox", "https://example.net", "work", "run")
    store.allow("/usr/bin/mousepad", "", "work", "always")
    assert store.reach("browser", "https://example.net") == "work"
    store.allow("/usr/bin/chromium", "https://example.org", "look", "always")
    assert store.reach("browser", "https://example.org") == "look"
    store.allow("/usr/bin/chromium", "", "work", "run")  # the browser itself, and no site
    assert store.reach("browser", "https://example.com") is None


class Desk:
    """A desk that reaches what it has let in."""

    def __init__(self) -> None:
        self.sites = {SITE}

    def names(self, site: str) -> bool:
        return site == SITE

    def covers(self, site: str) -> bool:
        return site in self.sites

    def admit(self, site: str) -> None:
        self.sites.add(site)


def test_on_a_desk_all_programs_may_be_used_and_a_site_that_it_does_not_reach_is_new_until_it_is_let_in(
    path: Path,
) -> None:
    other = "https://other.example"
    AppPermissionStore(path).allow(BROWSER, other, "work", "always")
    AppPermissionStore(path).allow(BROWSER, "https://shut.example", "look", "always")
    desk = Desk()
    store = AppPermissionStore(path, [read_entry("browser:scoped.example")], desk=desk)

    assert [store.reach(program, "") for program in (EDITOR, BROWSER)] == ["work", "work"]
    assert [store.reach(BROWSER, site) for site in (SITE, other, "https://scoped.example")] == ["work", None, None]
    assert store.reach("browser", other) is None
    assert [store.opens_host(site) for site in (SITE, other, "")] == [False, True, False]
    assert store.reach(BROWSER, "https://shut.example") == "look"
    store.allow(BROWSER, other, "look", "run")
    assert not desk.covers(other)
    store.allow(BROWSER, "https://once.example", "work", "once")
    assert desk.covers("https://once.example")
    assert store.reach(BROWSER, "https://once.example") is None
    store.allow(BROWSER, other, "work", "run")
    assert (desk.covers(other), store.reach(BROWSER, other), store.reach("browser", other)) == (True, "work", "work")


def test_a_yes_to_a_site_covers_its_safer_address_in_that_browser_and_what_reaches_it(path: Path) -> None:
    store = AppPermissionStore(path)
    store.allow("/usr/bin/chromium", "http://example.org", "work", "run")
    store.allow("browser", "http://127.0.0.1:8600", "work", "run")

    assert store.reach("/usr/bin/chromium", "https://www.example.org") == "work"
    assert store.reach("/usr/bin/firefox", "https://example.org") is None
    assert store.reach("/usr/bin/firefox", "http://127.0.0.1:8600") == "work"
    assert store.reach("/usr/bin/mousepad", "http://127.0.0.1:8600") is None
    assert store.reach("/usr/bin/chromium", "") is None
    assert store.reach("/usr/bin/chromium", "", for_sites=True) == "work"
    assert store.reach("/usr/bin/mousepad", "", for_sites=True) is None


def test_a_yes_to_the_start_of_a_browser_is_for_the_browser_itself_and_no_site(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_agent.settings.answers.is_installed", lambda file: not file.startswith("/srv/"))
    store = AppPermissionStore(path)
    for started in ("/usr/bin/chromium", "/opt/google/chrome/google-chrome", "/srv/ada/bin/firefox", "/usr/bin/pen"):
        store.allow(started, "", "work", "run")

    assert store.reach("/usr/lib/chromium/chromium", "") == store.reach("/opt/google/chrome/chrome", "") == "work"
    assert store.reach("/usr/lib/chromium/chromium", "https://example.org") is None
    assert store.reach("/usr/lib/firefox/firefox", "") is store.reach("/usr/lib/pen/pen", "") is None
    assert store.reach("/usr/bin/epiphany", "") is store.reach("/srv/ada/chromium/chromium", "") is None


def test_what_reaches_a_site_is_closed_where_the_browser_itself_is(path: Path) -> None:
    store = AppPermissionStore(path, [read_entry("chromium:example.org")])

    assert store.reach("/usr/bin/chromium", "", for_sites=True) == "work"
    store.allow("/usr/bin/chromium", "", "nothing", "always")
    assert store.reach("/usr/bin/chromium", "", for_sites=True) == "nothing"


def test_a_command_stands_for_the_program_that_it_starts_unless_anybody_could_change_that(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    awk = str(Path("/usr/bin/awk").resolve())  # “awk” is a link, and the program has another name
    assert AppPermissionStore(path, [read_entry("awk")]).reach(awk, "") == "work"

    tmp_path.chmod(0o777)
    (tmp_path / "awk").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    assert AppPermissionStore(path, [read_entry("awk")]).reach(str(Path("/usr/bin/env").resolve()), "") is None


CALC = StartedProgram("LibreOffice Calc", "/usr/lib/libreoffice/program/soffice.bin", frozenset({"libreoffice calc"}))


@pytest.mark.parametrize(
    ("scope", "started", "starts"),
    [
        (("LibreOffice Calc",), CALC, True),
        (("libreoffice calc=look",), CALC, False),
        (("soffice.bin",), CALC, True),
        (("/usr/lib/libreoffice/program/soffice.bin",), CALC, True),
        (("gimp",), CALC, False),
        (("calc",), CALC, False),
        (("LibreOffice Calc",), StartedProgram("LibreOffice Calc"), False),  # whatever that may start
        (("LibreOffice Calc",), StartedProgram("LibreOffice Calc", "/srv/ada/bin/calc"), False),
        (("/srv/ada/bin/calc",), StartedProgram("Anything", "/srv/ada/bin/calc"), True),
        (("Sheet",), StartedProgram("Sheet", "", frozenset({"sheet"})), True),  # a script of an administrator's
    ],
)
def test_what_is_in_scope_may_be_started(
    path: Path, scope: tuple[str, ...], started: StartedProgram, *, starts: bool
) -> None:
    assert AppPermissionStore(path, [*map(read_entry, scope)]).may_start(started) == starts


def test_what_was_answered_about_a_program_holds_for_its_start(path: Path) -> None:
    store = AppPermissionStore(path, [read_entry("LibreOffice Calc")])
    store.allow(CALC.path, "", "nothing", "always")
    assert not store.may_start(CALC)
    assert store.reach(CALC.path, "") == "nothing"

    other = AppPermissionStore(path.with_name("other.toml"))
    assert not other.may_start(CALC)
    other.allow(CALC.path, "", "work", "run")
    assert other.may_start(CALC)
    other.allow(CALC.path, "", "look", "run")
    assert not other.may_start(CALC)


@pytest.mark.parametrize("written", ["Mousepad", "mousepad", "org.xfce.mousepad"])
def test_a_program_is_in_scope_by_any_of_its_names(path: Path, written: str) -> None:
    if not Path("/usr/bin/mousepad").exists():
        pytest.skip("not installed here")
    store = AppPermissionStore(path, [read_entry(written)])

    assert store.reach("/usr/bin/mousepad", "") == "work"
    assert store.reach("/usr/bin/xterm", "") is None


def test_a_remembered_answer_is_for_that_control_alone(remembered: Path) -> None:
    RememberedAnswers(remembered).keep(BLUR)
    answers = RememberedAnswers(remembered)

    assert answers.covers(BLUR)
    assert not any(answers.covers(replace(BLUR, **{key: "x"})) for key in BLUR.__slots__)


def test_a_remembered_answer_that_cannot_be_stored_holds_for_this_run() -> None:
    answers = RememberedAnswers(Path("/proc/no such folder") / REMEMBERED)
    with pytest.raises(SettingsError, match="can't be written"):
        answers.keep(BLUR)

    assert (answers.covers(BLUR), answers.covers(NEXT), answers.all()) == (True, False, ())


def test_remembered_answers_that_cannot_be_read_allow_nothing(remembered: Path) -> None:
    remembered.parent.mkdir()
    remembered.write_text('[[answer]]\nprogram = "x"\n')

    with pytest.raises(SettingsError, match=REMEMBERED):
        RememberedAnswers(remembered)
