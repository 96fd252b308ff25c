"""Reading a run back: whole, cut off at any byte, damaged, newer, or no run at all."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from desktop_agent.core.errors import NewerFormatError, NotARecordingError
from desktop_agent.core.runs.events import Noticed
from desktop_agent.core.texts.message import Message
from desktop_agent.record import reader
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.reader import read_events, read_run, read_summary
from desktop_agent.record.store import RunStore
from tests.fakes.people.languages import language_of
from tests.fakes.runs.recorded import Story, run_started, tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[RunRecorder]:
    recorder = RunStore(tmp_path / "runs").create("Save a note", NOW, "3fa9c1")
    yield recorder
    recorder.close()


@pytest.fixture
def recorded_run(recorder: RunRecorder) -> Story:
    story = tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6)
    recorder.close()
    return story


def test_the_summary_says_how_the_run_ended(recorder: RunRecorder, recorded_run: Story) -> None:
    summary = read_run(recorder.dir).summary

    assert ("Save a note", "2026-11-20T10:15:30.123Z", "completed", 7, 5, 12.4, 0.009, "Saved.") == (
        summary.task,
        summary.started,
        summary.status,
        summary.turns,
        summary.actions,
        summary.seconds,
        summary.cost,
        summary.message,
    )


def test_each_turn_has_the_picture_the_model_saw_and_the_outcome_of_each_proposed_action(
    recorder: RunRecorder, recorded_run: Story
) -> None:
    steps = read_run(recorder.dir).turns

    assert [None, *(f"frames/{n:06d}.png" for n in range(1, 8))] == [s.seen and s.seen.path for s in steps]
    assert ["done", "done", "failed", "done", "done", "done"] == [p.outcome for s in steps for p in s.proposals]
    assert "The window went away." == steps[3].proposals[0].error
    assert [("allow", "human", "out", 2600)] == [
        (d.verdict, d.by, d.rule, d.waited_ms) for d in steps[6].proposals[0].decisions
    ]


def test_the_spans_of_a_run_add_up_to_its_length(recorder: RunRecorder, recorded_run: Story) -> None:
    spans = [span for step in read_run(recorder.dir).turns for span in step.spans]
    spent = {kind: sum(span.length_ms for span in spans if span.spent == kind) for kind in {s.spent for s in spans}}
    first, last = (datetime.fromisoformat(recorded_run.said[n].at) for n in (0, -1))

    assert round((last - first).total_seconds() * 1000) == sum(spent.values())
    # Seven answers of 640 and 1 ms, 3 ms for each of two messages, and 1 ms for a notice that came while waiting.
    assert {"model": 4494, "person": 2600, "act": 84, "settle": 672} == {k: v for k, v in spent.items() if k != "own"}


def test_a_run_cut_off_anywhere_can_be_read_and_listed(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=1)
    recorder.close()
    journal = recorder.dir / "events.jsonl"
    whole = journal.read_bytes()
    ends = [at for at, byte in enumerate(whole, 1) if byte == ord("\n")]

    for cut in range(len(whole) - 1, -1, -23):
        with journal.open("r+b") as file:
            file.truncate(cut)
        run = read_run(recorder.dir)
        assert sum(at <= cut for at in ends) == sum(len(step.events) for step in run.turns), cut
        assert ("cut off", recorder.run, 0) == (run.summary.status, run.summary.id, run.unreadable_lines), cut
        assert run.summary == read_summary(recorder.dir), cut


def test_unknown_events_and_fields_are_ignored(recorder: RunRecorder, recorded_run: Story) -> None:
    journal = recorder.dir / "events.jsonl"
    before = read_run(recorder.dir)
    lines = [{**json.loads(line), "mood": "fine"} for line in journal.read_text().splitlines()]
    lines.insert(3, {"event": "weather", "seq": 4, "at": "x", "turn": 0, "text": "rain"})
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines))

    assert before == read_run(recorder.dir)


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\n",
        b"null\n",
        b"[" * 100_000 + b"\n",
        b'{"event":"message","seq":"x","at":1,"turn":null,"text":7}\n',
        b'{"event":"decision","seq":4,"at":"x","turn":0,"call_id":"c","index":0,"verdict":"maybe","by":"me","rule":""}\n',
        b'{"event":["message"],"seq":4,"at":"x","turn":0,"text":"t"}\n',
    ],
)
def test_a_damaged_line_is_left_out_and_the_rest_is_read(
    recorder: RunRecorder, recorded_run: Story, line: bytes
) -> None:
    journal = recorder.dir / "events.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:3], line, *lines[3:]]))

    run = read_run(recorder.dir)

    assert len(recorded_run.said) == sum(len(step.events) for step in run.turns)
    assert 1 == run.unreadable_lines


def test_a_run_of_a_newer_format_is_not_guessed_at(recorder: RunRecorder, recorded_run: Story) -> None:
    journal = recorder.dir / "events.jsonl"
    journal.write_text(journal.read_text().replace('"format":1', '"format":2', 1))

    with pytest.raises(NewerFormatError, match="format 2"):
        read_run(recorder.dir)


@pytest.mark.parametrize("content", ["", "hello\n", '{"jsonrpc":"2.0"}\n'])
def test_a_journal_of_another_program_is_no_recording(tmp_path: Path, content: str) -> None:
    (tmp_path / "events.jsonl").write_text(content)

    with pytest.raises(NotARecordingError):
        read_run(tmp_path)


def test_a_text_of_ours_can_be_shown_in_another_language_after_a_year(recorder: RunRecorder) -> None:
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.tell(Noticed("info", Message("Refused: {act}", act="“x”")))
    story.tell(Noticed("info", "Refused: “x”"))  # as somebody else wrote it
    texts = [stamped.event.text for stamped in read_events(recorder.dir) if isinstance(stamped.event, Noticed)]

    assert ["Abgelehnt: “x”", "Refused: “x”"] == [
        language_of({"Refused: {act}": "Abgelehnt: {act}"}).of(text) for text in texts
    ]


@pytest.mark.parametrize("length", [10, 65_530, 65_536, 200_000])
@pytest.mark.parametrize("ended", [b"\n", b""])
def test_the_ends_of_a_journal_are_its_first_and_last_line_however_long_that_is(length: int, ended: bytes) -> None:
    last = b"l" * length + ended

    assert reader._ends_of(BytesIO(b"first\n" + b"between\n" * 3 + last)) == [b"first\n", last]
    assert reader._ends_of(BytesIO(b"first\n" + last)) == [b"first\n", last]
    assert reader._ends_of(BytesIO(b"first\n")) == [b"first\n"]
