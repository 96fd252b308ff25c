"""A run that is resumed on a new desk: what that is ordered to see."""

from pathlib import Path

import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.desk.folder import make_desk
from desktop_agent.desk.runs.resume import ordered_again
from desktop_agent.lib.paths import places
from desktop_agent.run.desk_order import DeskOrder

NAME = "20261122-090000-sort-a1b2c3"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home of a test."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "own"))
    (tmp_path / "home/Letters").mkdir(parents=True)
    return tmp_path / "home"


def test_a_new_desk_sees_the_folders_of_the_old_one_and_not_the_home_around_them(home: Path) -> None:
    make_desk(places().desks, NAME, "Sort", [(home / "Letters", ())], rest=(home, ()))

    assert ordered_again(DeskOrder(), NAME).folders == (home / "Letters",)


def test_after_a_desk_that_saw_nothing_nothing_is_shown_and_after_one_that_is_gone_folders_are_named(
    home: Path,
) -> None:
    make_desk(places().desks, NAME, "Sort", [], rest=(home, ()))

    assert ordered_again(DeskOrder(), NAME).folders == ()
    with pytest.raises(SettingsError, match="no longer a record"):
        ordered_again(DeskOrder(), NAME.replace("sort", "gone"))
