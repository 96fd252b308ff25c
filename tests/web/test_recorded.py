"""What was on the screen earlier: a browser gets the pictures of the record, by their moments, and no other file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from desktop_agent.core.runs.events import FrameTaken, Reasoned, RunStarted, Stamped
from desktop_agent.record.store import RunStore
from desktop_agent.web.watched import WatchedRun
from tests.fakes.people.web_guest import AT, Guest, Page, Served
from tests.fakes.runs.recorded import picture, tell_whole_run
from tests.fakes.waiting import wait_until

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


def told(served: Served, root: Path) -> WatchedRun:
    recorder = RunStore(root).create("Save a note", NOW, "3fa9c1")
    story = tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=3)
    recorder.close()
    run, _ = served.run(folder=str(recorder.dir))
    for stamped in story.said[:-1]:
        if not isinstance(stamped.event, RunStarted):
            run.hear(stamped)
    served.settled()
    return run


def asked_for(page: Page, run: WatchedRun, number: object, wide: object = 1280) -> tuple[Any, bytes]:
    before = len(page.recorded)
    page.order(do="picture", run=run.id, n=number, wide=wide)
    return wait_until(lambda: page.recorded[before:], "the picture")[0]


@pytest.mark.parametrize("may", ["look", "act"])
def test_each_moment_names_its_picture_and_a_browser_gets_it_at_its_size(
    served: Served, tmp_path: Path, may: str
) -> None:
    run = told(served, tmp_path)
    with served.enter("look" if may == "look" else "act").opened(run.id) as page:
        steps = page.hear("steps")["steps"]
        names = [each["picture"] for each in steps if each["kind"] == "action"]
        number = [each["picture"] for each in steps].index(names[1])

        whole, data = asked_for(page, run, number)
        small, less = asked_for(page, run, number, 104)

    assert len({*names}) == 3
    assert (whole["was"], whole["why"]) == (number, "")
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    expected = cv2.imdecode(np.frombuffer(picture(2), np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert expected is not None
    assert np.array_equal(decoded, expected)
    assert (small["parts"][0]["w"], small["parts"][0]["h"]) == (104, 58)
    assert len(less) < len(data)


@pytest.mark.parametrize("number", [-1, 999, 19_999])
def test_a_moment_that_is_not_there_has_no_picture(served: Served, guest: Guest, tmp_path: Path, number: int) -> None:
    run = told(served, tmp_path)
    with guest.opened(run.id) as page:
        head, data = asked_for(page, run, number)

    assert (head["parts"], data) == ([], b"")


@pytest.mark.parametrize("path", ["/etc/passwd", "frames/../../secret.png", "", None, "events.jsonl"])
def test_an_event_cannot_make_a_browser_get_another_file(
    served: Served, guest: Guest, tmp_path: Path, path: str | None
) -> None:
    (tmp_path / "secret.png").write_bytes(picture(1))
    run = told(served, tmp_path)
    run.hear(Stamped(90, AT, 9, FrameTaken(path, 1280, 720, 10**9, "image/png", "0" * 64, "start")))
    run.hear(Stamped(91, AT, 10, Reasoned("Hm.")))
    served.settled()
    with guest.opened(run.id) as page:
        steps = page.hear("steps")["steps"]
        head, data = asked_for(page, run, len(steps) - 1)

    assert (head["parts"], data) == ([], b"")
    assert head["why"]


@pytest.mark.parametrize("order", [{"n": "1"}, {"n": None}, {"n": 1, "wide": "x"}, {"n": 1, "wide": None}, {"n": True}])
def test_an_order_for_a_picture_that_names_none_ends_the_connection(
    served: Served, guest: Guest, tmp_path: Path, order: dict[str, object]
) -> None:
    run = told(served, tmp_path)
    with guest.opened(run.id) as page:
        page.order(**{"do": "picture", "run": run.id, "wide": 100, **order})

        assert page.close_code() == 1008


def test_many_orders_at_once_are_answered_one_at_a_time(served: Served, guest: Guest, tmp_path: Path) -> None:
    run = told(served, tmp_path)
    with guest.opened(run.id) as page:
        for _ in range(200):
            page.order(do="picture", run=run.id, n=1, wide=1280)
        assert page.is_alive()
        before = len(page.recorded)
        wait_until(lambda: page.recorded)
        asked_for(page, run, 1)

    assert before < 200
