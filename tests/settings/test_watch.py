"""Who has changed our own files: this program, which is known, or somebody else, which is told."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent.core.function import Function
from desktop_agent.settings.answers import APPLICATIONS, AppPermissionStore
from desktop_agent.settings.edit import set_value
from desktop_agent.settings.own_files import Confirmations, OwnFilesWatch, SavedSettings, digest_of, programs_of

MARK = Function("mark", "Notes.", {}, ("sh", "mark.sh"), verdict="allow", from_file=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "config"


def _saved(folder: Path) -> None:
    set_value(folder / "config.toml", "run.max_steps", 9)


def _admitted(folder: Path) -> None:
    AppPermissionStore(folder / APPLICATIONS).allow("/usr/bin/x", "", "click", "always")


def _confirmed(folder: Path) -> None:
    Confirmations(SavedSettings(folder)).add(MARK)


@pytest.mark.parametrize("write", [_saved, _admitted, _confirmed])
def test_what_this_program_writes_is_known(folder: Path, write: Callable[[Path], None]) -> None:
    watch = OwnFilesWatch(folder)

    write(folder)

    assert watch.changed() == ""
    _saved(folder)
    assert watch.changed() == ""


def test_what_somebody_else_writes_is_told_once(folder: Path) -> None:
    _saved(folder)
    watch = OwnFilesWatch(folder)
    (folder / "config.toml").write_text("")

    assert f"“{folder / 'config.toml'}” was changed" in watch.changed()
    assert watch.changed() == ""


def test_a_file_that_says_the_same_as_before_is_no_change(folder: Path) -> None:
    _saved(folder)
    watch = OwnFilesWatch(folder)
    text = (folder / "config.toml").read_text()
    (folder / "again").write_text(text)
    (folder / "again").replace(folder / "config.toml")

    assert watch.changed() == ""


def test_a_link_to_what_this_program_has_just_written_is_a_change_all_the_same(folder: Path, tmp_path: Path) -> None:
    watch = OwnFilesWatch(folder)
    _saved(folder)
    (folder / "config.toml").rename(tmp_path / "mine")
    (folder / "config.toml").symlink_to(tmp_path / "mine")

    assert "config.toml" in watch.changed()


def test_a_link_that_was_there_is_followed(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(parents=True)
    (tmp_path / "mine").write_text("")
    (folder / "config.toml").symlink_to(tmp_path / "mine")
    watch = OwnFilesWatch(folder)
    _saved(folder)

    assert watch.changed() == ""
    (tmp_path / "mine").write_text("[run]\n")
    assert "config.toml" in watch.changed()


def test_the_record_that_somebody_has_changed_is_put_back(folder: Path) -> None:
    _saved(folder)
    raw = SavedSettings(folder).raw()
    watch = OwnFilesWatch(folder)
    (folder / "saved.json").write_text("{}")

    assert "saved.json" in watch.changed()
    assert SavedSettings(folder).raw() == raw
    assert watch.changed() == ""


def test_what_is_no_file_is_not_waited_for(folder: Path) -> None:
    _saved(folder)
    watch = OwnFilesWatch(folder)
    for name in ("config.toml", "saved.json"):
        (folder / name).unlink()
        os.mkfifo(folder / name)

    assert watch.changed() != ""


def test_a_confirmed_function_is_asked_about_again_when_its_program_changes(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mark.sh").write_text("true")
    mark = Function("mark", "Notes.", {}, ("sh", "mark.sh"), cwd=str(tmp_path), verdict="allow", from_file=True)
    confirmations = Confirmations(SavedSettings(folder))
    confirmations.add(mark)

    assert confirmations.covers(mark)
    (tmp_path / "mark.sh").write_text("rm -rf ~")
    assert not confirmations.covers(mark)


def test_a_function_runs_its_program_the_files_that_it_names_and_its_module(tmp_path: Path) -> None:
    package = tmp_path / "mine"
    package.mkdir()
    for name in ("__init__.py", "deep.py"):
        (package / name).touch()
    written = Function("f", "", {}, python="mine.deep:run", cwd=str(tmp_path))
    missing = Function("f", "", {}, python="mine.nothing:run", cwd=str(tmp_path))
    absent = Function("f", "", {}, ("no-such-program", "--city"), cwd=str(tmp_path))

    assert programs_of(written) == (package / "__init__.py", package / "deep.py")
    assert programs_of(missing) == (package / "__init__.py",)
    assert programs_of(absent) == ()
    assert digest_of(tmp_path / "none") == ""
