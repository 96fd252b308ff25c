"""Runs that have ended: each is seen by its last picture, and a server that goes on keeps only the last few of them."""

from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import RunStarted
from desktop_agent.record.store import RunStore
from desktop_agent.web.server import _MOST_ENDED
from desktop_agent.web.watched import WatchedRun
from tests.fakes.people.web_guest import Guest, Served, seen
from tests.fakes.runs.recorded import picture, tell_whole_run
from tests.fakes.waiting import wait_until

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


def ended(served: Served, root: Path, *, pictures: bool = True) -> WatchedRun:
    recorder = RunStore(root).create("Save a note", NOW, "3fa9c1", pictures=pictures)
    story = tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=2)
    recorder.close()
    run, _ = served.run(folder=str(recorder.dir))
    for stamped in story.said:
        if not isinstance(stamped.event, RunStarted):
            run.hear(stamped)
    served.settled()
    return run


@pytest.mark.parametrize("opens", [True, False])
def test_a_run_that_ended_before_anyone_looked_is_seen_by_its_last_recorded_picture(
    served: Served, guest: Guest, tmp_path: Path, opens: bool
) -> None:
    run = ended(served, tmp_path)
    with guest.opened(run.id if opens else "", (1280, 800)) as page:
        wait_until(lambda: run.id in page.pictures, "the picture")
        shown = page.pictures[run.id]

    last = cv2.imdecode(np.frombuffer(picture(3), np.uint8), cv2.IMREAD_COLOR)
    assert last is not None
    assert np.array_equal(shown, last)


def test_one_whose_pictures_were_not_recorded_says_so(served: Served, guest: Guest, tmp_path: Path) -> None:
    run = ended(served, tmp_path, pictures=False)
    with guest.opened(run.id) as page:
        (head,) = wait_until(lambda: page.frames, "the reason")

    assert (head["veil"], head["parts"]) == ("Pictures weren't recorded.", [])


def test_one_whose_picture_can_be_read_by_nobody_says_so(served: Served, guest: Guest, tmp_path: Path) -> None:
    run = ended(served, tmp_path)
    for file in tmp_path.rglob("*.png"):
        file.unlink()
    with guest.opened(run.id) as page:
        (head,) = wait_until(lambda: page.frames, "the reason")

    assert (head["veil"], head["parts"]) == ("The screenshot is missing.", [])


def test_the_pixels_of_a_run_that_has_ended_go_once_each_browser_has_the_last_of_them(
    served: Served, guest: Guest
) -> None:
    run, _ = served.run()
    with guest.opened(run.id) as page:
        run.see(seen(0x204060))
        wait_until(lambda: page.frames, "a picture")
        run.see(seen(0x806040))
        run.over()
        wait_until(lambda: not run.screen.pixels.size, "the pixels to go")

        assert page.pictures[run.id][0, 0].tolist() == [0x40, 0x60, 0x80]
        run.see(seen(0xFFFFFF))
        served.settled()

    assert (run.screen.size, run.screen.version) == (Size(0, 0), 0)


def test_of_the_runs_that_have_ended_the_last_few_are_offered_and_one_that_somebody_has_open(guest: Guest) -> None:
    with Served() as served:
        runs = [served.run(f"Task {n}")[0] for n in range(3)]
        with served.enter("act").opened(runs[1].id) as page:
            page.hear("question")
            for run in runs[:2]:
                run.over()
            for n in range(_MOST_ENDED + 5):
                served.run(f"Later {n}")[0].over()
            served.run("Newest")
            offered = [*served.watch.runs.values()]
            page.hear("runs", lambda said: len(said["runs"]) == len(offered) and said["runs"][-1]["task"] == "Newest")

    assert runs[0] not in offered
    assert runs[1] in offered
    assert runs[2] in offered
    assert {*served.watch.wheels} == {run.id for run in offered}
    assert sum(run.ended for run in offered) == _MOST_ENDED + 1
