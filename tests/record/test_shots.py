"""The pictures of a run, each with its moments: none is lost, none is shown twice, and a sign says where to look."""

from pathlib import Path

import pytest

from desktop_agent.record.picture_file import newest_picture
from desktop_agent.record.reader import read_run
from desktop_agent.record.recording import moments_by_picture, shot_at
from desktop_agent.record.sessions import read_chain
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import picture, record_run, record_session
from tests.record.test_shown_picture import bomb


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def test_every_moment_of_a_run_belongs_to_one_picture_and_the_last_picture_is_what_came_of_it(store: RunStore) -> None:
    run = read_run(record_run(store, "000001", draw=picture))
    shots = moments_by_picture(run)

    assert [moment for shot in shots for moment in shot.moments] == [
        moment for moment in run.moments if moment.kind != "end"
    ]
    assert len({shot.frame.path for shot in shots}) == len(shots)
    assert shots[-1].frame == run.last_frame
    assert [shot_at(shots, shot.first) for shot in shots if shot.moments] == list(range(len(shots)))[: len(shots)]


def test_the_pictures_of_a_chain_are_each_in_their_own_session_s_folder(store: RunStore) -> None:
    first = record_session(store, 0, "")
    second = record_session(store, 1, first.name)

    shots = moments_by_picture(read_chain((first, second)))

    assert {shot.dir for shot in shots} == {first, second}
    moments = [moment for moment in read_chain((first, second)).moments if moment.kind != "end"]
    assert all(moments[shot.first] == shot.moments[0] for shot in shots if shot.moments)
    assert all((shot.dir / str(shot.frame.path)).exists() for shot in shots)


def test_a_run_without_pictures_has_none() -> None:
    assert shot_at((), 3) == -1


@pytest.mark.parametrize("damage", ["none", "huge", "text", "empty folder", "no folder"])
def test_the_newest_picture_is_one_of_the_screen_or_none(tmp_path: Path, damage: str) -> None:
    frames = tmp_path / "frames"
    if damage != "no folder":
        frames.mkdir()
    if damage not in {"empty folder", "no folder"}:
        (frames / "000001.png").write_bytes(picture(1))
        (frames / "000002.png").write_bytes(picture(2, (64, 64)))
        (frames / "notes.txt").write_text("not a picture")
    if damage == "huge":
        (frames / "000003.png").write_bytes(bomb(60_000, 60_000))
    if damage == "text":
        (frames / "000003.png").write_text("not a picture either")

    found = newest_picture(tmp_path)

    assert found == (b"" if damage in {"empty folder", "no folder"} else picture(1))
