"""What a person made of an action is told by everybody who reads a run; runs without it say that they do not know."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_agent.core.actions.action import Click
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import ActionDone, ActionProposed, ActionStarted, Decided, NamedTarget, Settled
from desktop_agent.core.texts.field_text import TypedResult
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.moments import Moment, MomentReader
from desktop_agent.record.parse import parse_lines
from desktop_agent.record.proposal import RecordedProposal, proposal_of
from desktop_agent.record.reader import read_run
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.runs.page import Seen, seen
from tests.fakes.runs.recorded import Story, run_started

# The screen begins at x = 100 and is one and a half times as large as the picture.
CLICK = {"kind": "click", "x": 250, "y": 150, "button": "left", "count": 1, "keys": []}
MOVED = {**CLICK, "x": 400, "y": 300}
TYPED = {"kind": "type", "text": "Dear Sir"}
RETYPED = {"kind": "type", "text": "Dear Ms Novak"}
EDIT = Decided("c", 0, "edit", "human", "mode-ask", None, 900)
POINT = "Model: Click a place on the screen → You: another place"


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[RunRecorder]:
    recorder = RunStore(tmp_path / "runs").create("Write a greeting", datetime(2026, 11, 20, tzinfo=UTC), "3fa9c1")
    yield recorder
    recorder.close()


def told(
    recorder: RunRecorder, asked: Mapping[str, object], *decided: Decided, typed: TypedResult | None = None
) -> Story:
    """Tell a run of one action that was done after these decisions."""
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.show("start")
    story.think("Now.")
    story.tell(ActionProposed("c", 0, asked, {}))
    for each in decided:
        story.tell(each, each.waited_ms)
    story.tell(ActionStarted("c", 0))
    story.tell(ActionDone("c", 0, 8, typed), 8)
    return story


def proposal(recorder: RunRecorder) -> RecordedProposal:
    return next(iter(read_run(recorder.dir).proposals))


def test_whether_a_control_was_on_is_what_its_program_told_right_before_the_act() -> None:
    asked = proposal_of(ActionProposed("c", 0, CLICK, {}, target=NamedTarget("Bold", "toggle button")), None)
    reported = asked.after(ActionDone("c", 0, 8, target=NamedTarget("Bold", "toggle button", checked=True)))

    assert reported.target == NamedTarget("Bold", "toggle button", checked=True)


def rows_of(recorder: RunRecorder) -> list[Moment]:
    return [row for turn in read_run(recorder.dir).turns for row in turn.moments if row.outcome]


def row_of(recorder: RunRecorder) -> Moment:
    return next(row for row in rows_of(recorder) if row.outcome and row.outcome.word == "Changed")


def report(recorder: RunRecorder) -> Seen:
    return seen(write_report(recorder.dir))


@pytest.mark.parametrize(("done", "settled", "result", "sentence"), [
    ("unseen", None, "Not seen", "Typed in 8 ms, but the text wasn't found in any field"),
    ("altered", "unseen", "Altered", "Typed in 8 ms, but the field contains something else"),
])  # fmt: skip
def test_a_text_that_did_not_arrive_is_done_for_nobody(
    recorder: RunRecorder, done: TypedResult | None, settled: TypedResult | None, result: str, sentence: str
) -> None:
    told(recorder, TYPED, typed=done).tell(Settled(112, True, settled), 112)
    row = rows_of(recorder)[0]
    page = report(recorder)

    assert row.outcome
    assert (row.outcome.word, row.outcome.tone) == (result, "warn")
    assert sentence in row.account
    assert sentence in page.text
    assert "Done in" not in page.text


def test_a_changed_point_is_where_everybody_says_it_was_done(recorder: RunRecorder) -> None:
    story = told(recorder, CLICK, replace(EDIT, action=MOVED))
    live = MomentReader()
    rows = [live.moments[n] for n in map(live.take, story.said) if n is not None]
    page = report(recorder)
    row = row_of(recorder)
    made = (Click(ImagePoint(200, 200)), Click(ImagePoint(100, 100)))

    assert proposal(recorder).action == made[0]
    assert [(one.text, one.proposal and one.proposal.outcome) for one in (rows[-1], row)] == [(POINT, "done")] * 2
    for one in (rows[-1].proposal, row.proposal):
        assert one
        assert (one.action, one.given_up) == made
    assert POINT in page.text
    assert "The dotted mark shows where the model pointed" in page.text
    marks = [each["mark"] for each in page.moments if each["mark"]]
    assert [(each["before"], each["points"]) for each in marks] == [([[100, 100]], [[200, 200]])]


def test_a_changed_text_stands_whole_beside_the_models(recorder: RunRecorder) -> None:
    told(recorder, TYPED, replace(EDIT, action=RETYPED))
    page = report(recorder)
    row = row_of(recorder)

    assert row.line == "Model: Type “Dear Sir” → You: Type “Dear Ms Novak”"
    assert row.line in page.text
    assert "dotted" not in page.text
    assert "Dear Ms Novak" in page.text


def test_a_change_is_read_back_as_it_was_written_and_old_lines_and_new_fields_do_no_harm(recorder: RunRecorder) -> None:
    told(recorder, CLICK, replace(EDIT, action=MOVED))
    written = (recorder.dir / "events.jsonl").read_bytes().splitlines(keepends=True)
    newer = [each.replace(b'"waited_ms":900', b'"waited_ms":900,"target":{"name":"Send"}') for each in written]
    older = [each.replace(b',"action":{"kind":"click","x":400', b',"was":{"kind":"click","x":400') for each in written]

    assert [each.line() + "\n" for each in parse_lines(written).events] == [each.decode() for each in written]
    assert parse_lines(newer) == parse_lines(written)
    kept = [each.event.action for each in parse_lines(older).events if isinstance(each.event, Decided)]
    assert (kept, parse_lines(older).damaged) == ([None], 0)
