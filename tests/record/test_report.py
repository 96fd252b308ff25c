"""The report: whole in itself, and true to the record."""

import io
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.decisions.rule_id import BuiltInRuleId
from desktop_agent.core.errors import RecordError
from desktop_agent.core.runs.events import ActionProposed, Decided, DecidedBy, FrameTaken
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.runs.page import Seen, seen
from tests.fakes.runs.recorded import Story, picture, run_started, tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[RunRecorder]:
    recorder = RunStore(tmp_path / "runs").create("Save a note", NOW, "3fa9c1")
    yield recorder
    recorder.close()


def report(recorder: RunRecorder) -> Seen:
    recorder.close()
    return seen(write_report(recorder.dir))


def test_a_report_needs_nothing_but_itself(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6)
    page = report(recorder)

    addresses = [a[name] for _, a in page.elements for name in ("src", "href", "action", "data") if name in a]

    assert ["#"] == addresses
    assert not {"link", "iframe", "object", "base"} & {tag for tag, _ in page.elements}
    assert not [each for _, each in page.elements if "style" in each or {name for name in each if name[:2] == "on"}]
    assert "url(" not in (recorder.dir / "report.html").read_text()
    assert {"", "image/png", "application/json"} == {each.get("type", "") for each in page.all("script")}


def test_the_pictures_in_a_report_are_the_files_byte_for_byte(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6)

    assert [picture(n) for n in range(1, 8)] == [*report(recorder).pictures.values()]


def test_a_picture_that_several_steps_show_is_in_the_report_once(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6, draw=lambda _: picture(1))
    page = report(recorder)

    assert {"picture-1"} == {*page.pictures}
    assert {"picture-1"} == {each["picture"] for each in page.moments} | {page.data["last"]}


def test_the_mark_stands_where_the_click_went_in_the_picture(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=1)
    page = report(recorder)
    image = Image.open(io.BytesIO(page.pictures["picture-1"])).convert("RGB")

    marks = [each["mark"] for each in page.moments if each["mark"]]

    assert [{"size": [1280, 720], "points": [[1095, 635]], "box": None, "before": []}] == marks
    assert (37, 99, 235) == image.getpixel((1095 - 20, 635 + 10))


def test_a_report_says_what_happened_in_plain_words(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6)
    page = report(recorder)

    for words in (
        "Save a note",
        "The model says it's done: “Saved.”",
        "http://127.0.0.1:8017/v1 (an address on this computer)",
        "guard: rules decide",
        "200 steps, 60 minutes, no cost limit",
        "monitor 1, 1920×1080, shown as 1280×720",
        "Click a place on the screen",
        "Type “Grüße, 世界",
        r"second\u{202e}line",
        "Failed after 5 ms: The window went away.",
        "Approved by you after 2.6 s",
        "Safety check sensitive: “Sends data.”",
        "Screen at rest after 112 ms",
        "The model thinks",
    ):
        assert words in page.text, words
        assert words in page.plain, words


def test_words_that_were_sent_nowhere_else_are_not_in_an_address(recorder: RunRecorder) -> None:
    started = run_started(recorder.run, str(recorder.dir))
    story = Story(recorder)
    fields = {name: getattr(started, name) for name in type(started).__slots__}
    address = "https://me:hunter2@[::1]:8/v1?key=canary#canary"
    story.tell(type(started)(**{**fields, "provider": "mine", "base_url": address}))
    text = report(recorder).text

    assert "https://[::1]:8/v1" in text
    assert "hunter2" not in (recorder.dir / "report.html").read_text()
    assert "canary" not in (recorder.dir / "report.html").read_text()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Save \udce9", r"Save \u{dce9}"),
        ("Save \u202enote", r"Save \u{202e}note"),
        ("Save\x07", r"Save\u{7}"),
        ("Grüße  世界", "Grüße 世界"),
    ],
)
def test_a_title_of_any_characters_names_the_page_and_the_hidden_ones_are_seen(
    recorder: RunRecorder, title: str, shown: str
) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=1)
    recorder.close()

    page = seen(write_report(recorder.dir, title=title))

    assert f"{shown} – Desktop Agent" in page.plain
    assert page.data["task"].split() == shown.split()


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[:-1] + b"x"), "changed or damaged"),
        (lambda file: file.write_bytes(b""), "changed or damaged"),
        (Path.unlink, "The screenshot is missing"),
    ],
)
def test_a_harmed_picture_is_not_shown_as_if_it_were_whole(
    recorder: RunRecorder, harm: Callable[[Path], object], sentence: str
) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=1)
    harm(recorder.dir / "frames" / "000001.png")
    page = report(recorder)

    assert sentence in page.data["missing"]["picture-1"]
    assert {"picture-2"} == {*page.pictures}


@pytest.mark.parametrize("path", ["/etc/passwd", "frames/../../secret.png", ""])
def test_a_record_cannot_make_a_report_show_another_file(recorder: RunRecorder, path: str) -> None:
    (recorder.dir.parent / "secret.png").write_bytes(picture(1))
    digest = "0" * 64
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.tell(FrameTaken(path, 1280, 720, 10**9, "image/png", digest, "start"))
    story.think("Hm.")
    page = report(recorder)

    assert "isn't a recorded screenshot" in page.text
    assert {} == page.pictures


def test_a_new_report_takes_the_old_one_s_place_and_is_for_its_owner_alone(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run)
    report(recorder)

    path = write_report(recorder.dir)

    assert 0o600 == stat.S_IMODE(path.lstat().st_mode)
    assert ["events.jsonl", "frames", "report.html"] == sorted(each.name for each in recorder.dir.iterdir())


@pytest.mark.parametrize(
    ("out", "written"),
    [
        ("", "report.html"),
        ("new/folder", "new/folder/report.html"),
        ("new/page.html", "new/page.html"),
        ("there.d", "there.d/report.html"),
    ],
)
def test_a_report_goes_into_a_folder_or_a_file_whose_folder_is_made(
    recorder: RunRecorder, tmp_path: Path, out: str, written: str
) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run)
    recorder.close()
    (tmp_path / "there.d").mkdir()

    assert write_report(recorder.dir, tmp_path / out) == tmp_path / written
    assert (tmp_path / written).is_file()
    with pytest.raises(RecordError):
        write_report(recorder.dir, tmp_path / written / "below.html")


@pytest.mark.parametrize(
    ("by", "rule", "kinds"),
    [
        ("human", "out", ["asked", "refused"]),
        ("policy", "scope", ["refused"]),
        ("human", "takeover", []),
        ("policy", "not-reached", []),
        ("policy", "out-of-reach", []),
        ("mode", "watch", []),
    ],
)
def test_the_filter_refused_finds_only_actions_that_were_refused(
    recorder: RunRecorder, by: DecidedBy, rule: BuiltInRuleId, kinds: list[str]
) -> None:
    story = Story(recorder)
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.show("start")
    story.think("Hm.")
    story.tell(ActionProposed("c", 0, {"kind": "press", "keys": ["a"]}, {"type": "press"}, ()))
    story.tell(Decided("c", 0, "deny", by, rule))

    assert [each["kinds"] for each in report(recorder).moments if each["kind"] == "action"] == [kinds]
