"""The report: whole in itself, and true to the record."""

import base64
import io
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.errors import RecordError
from desktop_agent.core.events import FrameTaken
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.page import Seen, seen
from tests.fakes.recorded import Story, picture, run_started, tell_whole_run

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

    known = ("data:image/png;base64,", "data:image/webp;base64,", "#step", "#words", "#picture")
    places = {each["id"] for _, each in page.elements if "id" in each}

    assert [] == [each for each in addresses if not each.startswith(known)]
    assert {each[1:] for each in addresses if each.startswith("#")} <= places
    assert not {"link", "iframe", "object", "base"} & {tag for tag, _ in page.elements}
    assert not [each for _, each in page.elements if "style" in each or {name for name in each if name[:2] == "on"}]
    assert "url(" not in (recorder.dir / "report.html").read_text()


def test_the_pictures_in_a_report_are_the_files_byte_for_byte(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6)
    images = [base64.b64decode(each["href"].split(",")[1]) for each in report(recorder).pictures]

    assert [picture(n) for n in range(1, 8)] == images


def test_a_picture_that_several_steps_show_is_in_the_report_once(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6, draw=lambda _: picture(1))
    page = report(recorder)

    shown = {each["href"] for each in page.all("use")}

    assert 1 == len(page.pictures)
    assert {"#" + page.pictures[0]["id"]} == shown
    assert 7 == len([each for each in page.all("svg") if each.get("class") == "shot"])


def test_the_target_stands_where_the_click_went_in_the_picture(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=1)
    page = report(recorder)
    image = Image.open(io.BytesIO(base64.b64decode(page.pictures[0]["href"].split(",")[1]))).convert("RGB")

    targets = [(int(each["cx"]), int(each["cy"])) for each in page.all("circle") if "class" not in each]

    assert [(1095, 635)] * 2 == targets
    assert (37, 99, 235) == image.getpixel((targets[0][0] - 20, targets[0][1] + 10))
    marks = [each for each in page.all("svg") if each.get("viewbox") == "0 0 1280 720" and "class" not in each]
    assert 1 == len(marks)


def test_a_report_says_what_happened_in_plain_words(recorder: RunRecorder) -> None:
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=6)
    text = report(recorder).text

    for words in (
        "Save a note",
        "The model says it's done “Saved.”",
        "http://127.0.0.1:8017/v1 (an address on this computer)",
        "guard: rules decide",
        "200 steps, 60 minutes, no cost limit",
        "monitor 1, 1920×1080, shown as 1280×720",
        "Click a place on the screen",
        "Type “Grüße, 世界",
        "second U+202E line".replace(" ", ""),
        "Failed after 5 ms: The window went away.",
        "Approved by you after 2.6 s",
        "Safety check sensitive Sends data.",
        "Screen at rest after 112 ms",
        "The model thinks",
    ):
        assert words.replace(" ", "") in text.replace(" ", ""), words


def test_words_that_were_sent_nowhere_else_are_not_in_an_address(recorder: RunRecorder) -> None:
    started = run_started(recorder.run, str(recorder.dir))
    story = Story(recorder)
    fields = {name: getattr(started, name) for name in type(started).__slots__}
    address = "https://me:hunter2@[::1]:8/v1?key=canary#canary"
    story.tell(type(started)(**{**fields, "provider": "mine", "base_url": address}))
    text = report(recorder).text

    assert "https://[::1]:8/v1" in text
    assert "hunter2" not in text
    assert "canary" not in text


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

    assert sentence in page.text
    assert 1 == len(page.pictures)


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
    assert [] == page.all("img") + page.pictures


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
