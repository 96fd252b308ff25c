"""What a person reads as “Step 14” is at `#step-14`, and a film is in the page that asks for one."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.errors import RecordError
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.runs.page import Seen, seen
from tests.fakes.runs.recorded import Story, run_started, tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
CLICK: dict[str, object] = {"kind": "click", "x": 550, "y": 190, "button": "left", "count": 1, "keys": []}


def page_of(
    root: Path, thoughts: list[str], turns: list[int] | None = None, of: list[tuple[int, int]] | None = None
) -> Seen:
    recorder = RunStore(root).create("Save a note", NOW, "3fa9c1")
    story = Story(recorder)
    story.tell(replace(run_started(recorder.run, str(recorder.dir)), offline=True))
    story.show("start")
    for number, thought in enumerate(thoughts):
        story.turn = turns[number] - 1 if turns else story.turn
        story.think(thought, step=of[number] if of else None)
        story.act(dict(CLICK))
    recorder.close()
    return seen(write_report(recorder.dir))


def test_further_answers_for_a_step_of_a_plan_are_numbered_below_it(tmp_path: Path) -> None:
    page = page_of(tmp_path, ["a", "a", "b", "b", "b"], of=[(1, 2), (1, 2), (2, 2), (2, 2), (2, 2)])

    steps = dict.fromkeys(each["id"] for each in page.moments)
    assert [*steps] == ["step-1", "step-1.2", "step-2", "step-2.2", "step-2.3"]
    assert "Step 2.3" in page.text


def test_a_film_is_in_the_page(tmp_path: Path) -> None:
    recorder = RunStore(tmp_path).create("Save a note", NOW, "3fa9c1")
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=2)
    recorder.close()
    film = tmp_path / "film.mp4"
    film.write_bytes(b"moving")
    page = seen(write_report(recorder.dir, film=film))

    assert ["data:video/mp4;base64,bW92aW5n"] == [each["src"] for each in page.all("video")]
    with pytest.raises(RecordError, match="can't be read"):
        write_report(recorder.dir, film=tmp_path / "none.mp4")
