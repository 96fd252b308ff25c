"""The pictures of a step that did not fit any more are kept in the run's folder, and its report shows them."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np

from desktop_agent.record.differences import difference_picture, differences_of, keep_difference
from desktop_agent.record.export_run import export_run
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.page import Seen, seen
from tests.fakes.recorded import tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


def picture(width: int, height: int) -> bytes:
    return bytes(cv2.imencode(".png", np.full((height, width, 3), 200, np.uint8))[1].tobytes())


def stopped_run(root: Path, then: bytes | None) -> Path:
    recorder = RunStore(root).create("Save a note", NOW, "3fa9c1")
    tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=2)
    keep_difference(recorder.dir, 2, then, picture(50, 40))
    recorder.close()
    return recorder.dir


def differing(page: Seen) -> list[dict[str, str]]:
    return [each for each in page.pictures if each["alt"].startswith(("Then", "Now"))]


def test_what_is_kept_is_given_back_then_before_now(tmp_path: Path) -> None:
    keep_difference(tmp_path, 12, picture(30, 20), picture(50, 40))
    keep_difference(tmp_path, 3, None, picture(50, 40))
    (tmp_path / "differences" / "notes.txt").write_text("mine")
    first, second = differences_of(tmp_path)

    assert (first.step, list(first.pictures)) == (3, ["now"])
    assert (second.step, list(second.pictures)) == (12, ["then", "now"])
    assert difference_picture(second.pictures["then"]) == picture(30, 20)


def test_a_folder_that_is_a_link_is_not_followed_and_no_picture_is_taken_through_one(tmp_path: Path) -> None:
    elsewhere, run = tmp_path / "elsewhere", tmp_path / "run"
    run.mkdir()
    keep_difference(elsewhere_run(elsewhere), 1, None, picture(50, 40))
    (run / "differences").symlink_to(elsewhere / "differences")
    link = tmp_path / "0001-now.png"
    link.symlink_to(elsewhere / "differences" / "0001-now.png")

    assert differences_of(run) == ()
    assert difference_picture(link) == b""


def elsewhere_run(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_file_that_is_no_picture_or_says_it_is_huge_is_not_shown(tmp_path: Path) -> None:
    huge = bytearray(picture(30, 20))
    huge[16:24] = (2**30).to_bytes(4, "big") * 2
    for name, data in (("text.png", b"no picture"), ("huge.png", bytes(huge))):
        (tmp_path / name).write_bytes(data)

    assert difference_picture(tmp_path / "text.png") == difference_picture(tmp_path / "huge.png") == b""


def test_the_report_shows_then_and_now_side_by_side_under_the_step(tmp_path: Path) -> None:
    page = seen(write_report(stopped_run(tmp_path, picture(30, 20))))
    order = [
        each.get("id") or each.get("data-step") for _, each in page.elements if "id" in each or "data-step" in each
    ]

    assert [(each["width"], each["height"]) for each in differing(page)] == [("30", "20"), ("50", "40")]
    assert order.index("step-2") < order.index("2")
    assert "Step 2 no longer fits" in page.text


def test_no_export_has_them_and_no_report_in_one(tmp_path: Path) -> None:
    run = stopped_run(tmp_path, picture(30, 20))
    here = seen(write_report(run))
    made = export_run(run, tmp_path / "run.zip")
    assert made is not None
    with zipfile.ZipFile(made) as packed:
        names = packed.namelist()
        (tmp_path / "report.html").write_bytes(packed.read(f"{run.name}/report.html"))

    assert not [name for name in names if "differences" in name]
    assert (len(differing(here)), differing(seen(tmp_path / "report.html"))) == (2, [])


def test_a_picture_that_was_not_known_is_said_to_be_missing(tmp_path: Path) -> None:
    page = seen(write_report(stopped_run(tmp_path, None)))

    assert [each["alt"] for each in differing(page)] == ["Now: the screen"]
    assert "The screenshot is missing." in page.text
