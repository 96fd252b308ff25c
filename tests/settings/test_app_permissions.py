"""Which applications are let in: once, for a run, for always; and what becomes of a file that somebody has touched."""

import os
from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.policy.scope import read_entry
from desktop_agent.settings.answers import APPLICATIONS, AppPermissionStore, PermanentPermission
from desktop_agent.settings.confirmed import confirm

EDITOR = "/usr/bin/mousepad"
BROWSER = "/usr/lib/firefox/firefox"
SITE = "https://bank.example"
_WRITTEN = [APPLICATIONS, "saved.json"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / APPLICATIONS


def test_an_answer_for_the_run_ends_with_it(path: Path) -> None:
    app_permissions = AppPermissionStore(path)
    app_permissions.allow(EDITOR, "", "work", "run")

    assert app_permissions.reach(EDITOR, "") == "work"
    assert AppPermissionStore(path).reach(EDITOR, "") is None
    assert not path.exists()


def test_an_answer_for_once_is_not_kept(path: Path) -> None:
    app_permissions = AppPermissionStore(path)
    app_permissions.allow(EDITOR, "", "work", "once")

    assert app_permissions.reach(EDITOR, "") is None


def test_an_answer_for_always_is_kept_for_this_person_alone(path: Path) -> None:
    AppPermissionStore(path).allow(BROWSER, SITE, "work", "always")
    later = AppPermissionStore(path)

    assert later.reach(BROWSER, SITE) == "work"
    assert later.reach(BROWSER, "") is None
    assert later.reach(BROWSER, "https://other.example") is None
    assert later.kept() == (PermanentPermission(BROWSER, SITE, "work"),)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(one.name for one in path.parent.iterdir()) == _WRITTEN


@pytest.mark.parametrize("program", ["", "window:7", "/opt/\x7f", "/opt/\udcff"])
def test_what_nobody_can_name_is_let_in_for_the_run_at_most(path: Path, program: str) -> None:
    app_permissions = AppPermissionStore(path)
    app_permissions.allow(program, "", "work", "always")

    assert app_permissions.reach(program, "") == "work"
    assert app_permissions.kept() == ()


def test_what_is_taken_back_elsewhere_holds_for_a_run_under_way(path: Path) -> None:
    run, window = AppPermissionStore(path), AppPermissionStore(path)
    run.allow(EDITOR, "", "work", "always")
    run.allow(BROWSER, SITE, "work", "always")

    window.take_back(EDITOR, "")
    window.take_back("/usr/bin/never", "")

    assert run.reach(EDITOR, "") is None
    assert run.reach(BROWSER, SITE) == "work"
    assert window.kept() == (PermanentPermission(BROWSER, SITE, "work"),)


@pytest.mark.parametrize("level", ["click", "everything"])
def test_a_level_of_an_older_file_is_work(path: Path, level: str) -> None:
    path.parent.mkdir()
    path.write_text(f"[[application]]\nprogram = '{EDITOR}'\nreach = '{level}'\n", encoding="utf-8")
    path.chmod(0o600)
    confirm(path.parent)

    assert AppPermissionStore(path).kept() == (PermanentPermission(EDITOR, "", "work"),)


BROKEN = [
    "[[application]",
    "[[application]]\nprogram = 3\nreach = 'look'\n",
    "[[application]]\nprogram = 'x'\nreach = 'far'\n",
    "[[application]]\nprogram = 'x'\nreach = 'look'\nmore = 1\n",
    "[[application]]\nprogram = 'x'\nreach = 'look'\nsite = 1\n",
    "application = [3]\n",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_file_that_says_something_else_is_refused(tmp_path: Path, text: str) -> None:
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


def test_an_address_is_within_the_scope_and_the_answers_for_browsers(tmp_path: Path) -> None:
    store = AppPermissionStore(tmp_path / "applications.toml", [read_entry("browser:example.org")])

    assert store.at_address("https://example.org/read") == "work"
    assert store.at_address("https://example.net/") is None
    store.allow("/usr/bin/firefox", "https://example.net", "work", "run")
    store.allow("/usr/bin/mousepad", "", "work", "always")
    assert store.at_address("https://example.net/") == "work"
    store.allow("/usr/bin/chromium", "https://example.org", "look", "always")
    assert store.at_address("https://example.org/read") == "look"


def test_a_command_stands_for_the_program_that_it_starts_unless_anybody_could_change_that(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    awk = str(Path("/usr/bin/awk").resolve())  # “awk” is a link, and the program has another name
    assert AppPermissionStore(path, [read_entry("awk")]).reach(awk, "") == "work"

    tmp_path.chmod(0o777)
    (tmp_path / "awk").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    assert AppPermissionStore(path, [read_entry("awk")]).reach(str(Path("/usr/bin/env").resolve()), "") is None
