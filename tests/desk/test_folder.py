"""A desk's folder: what is written of a desk is what is read again, and a desk that nobody keeps has ended."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.folder import (
    DeskRecord,
    desk_id,
    desks,
    find_desk,
    make_desk,
    open_desk,
)
from tests.fakes.desks.kept_desks import keeping

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir(mode=0o750)
    return tmp_path / "home"


def _desk(root: Path, home: Path, token: str = "a1b2c3", task: str = "Sort the letters") -> DeskRecord:
    name = desk_id(task, NOW, token)
    return make_desk(root, name, task, [(home, (".ssh", "Geld/100 % \udcff\n"))], hosts=("example.org",))


def test_what_is_written_of_a_desk_is_read_again_and_is_for_its_owner_alone(tmp_path: Path, home: Path) -> None:
    made = _desk(tmp_path / "desks", home)
    folder = tmp_path / "desks" / made.id

    with keeping(folder):
        assert open_desk(folder) == made
    modes = {path: path.stat().st_mode & 0o777 for path in (folder, folder / "desk.json", made.layers[0].upper)}
    assert [*modes.values()] == [0o700, 0o600, 0o750]


def test_a_running_desk_whose_keeper_is_gone_has_ended(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "desks" / _desk(tmp_path / "desks", home).id

    with keeping(folder):
        assert open_desk(folder).status == "running"
    assert open_desk(folder).status == "ended"


def test_desks_are_listed_newest_first_and_what_cannot_be_read_is_left_out(tmp_path: Path, home: Path) -> None:
    root = tmp_path / "desks"
    first = _desk(root, home, "000001")
    second = _desk(root, home, "000002")
    (root / "20261122-090000-broken-ffffff").mkdir()
    (root / "notes").mkdir()

    assert [record.id for record in desks(root)] == [second.id, first.id]
    assert desks(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        json.dumps({"id": "../../etc", "task": "", "started_ns": 0, "status": "ended", "layers": []}),
        json.dumps({"id": "20261122-090000-a-000001", "task": "", "started_ns": 0, "status": "lost", "layers": []}),
        json.dumps(
            {
                "id": "20261122-090000-a-000001",
                "task": "",
                "started_ns": 0,
                "status": "ended",
                "layers": [{"lower": 5, "hidden": []}],
            }
        ),
    ],
)
def test_a_record_that_is_none_is_an_error_for_people(tmp_path: Path, text: str) -> None:
    (tmp_path / "desk.json").write_text(text)

    with pytest.raises(DeskError, match="can't be read"):
        open_desk(tmp_path)


def test_a_desk_is_found_by_the_start_of_its_id(tmp_path: Path, home: Path) -> None:
    root = tmp_path / "desks"
    letters = _desk(root, home)
    notes = _desk(root, home, task="A note")

    for running in (True, False):
        assert find_desk(root, letters.id[:20], running=running) == root / letters.id
        assert find_desk(root, "last", running=running) == root / max(letters.id, notes.id)
        for ref in ("", "nothing", "20261122"):
            with pytest.raises(DeskError):
                find_desk(root, ref, running=running)


def test_the_last_desk_is_the_newest_that_has_ended_or_that_is_running(tmp_path: Path, home: Path) -> None:
    root = tmp_path / "desks"
    ended, running = sorted(_desk(root, home, task=task).id for task in ("A letter", "A note"))

    with keeping(root / running):
        assert find_desk(root, "last", running=False) == root / ended
        assert find_desk(root, "last", running=True) == root / running
