"""The two kinds of file: whole, opened by other people's programs, with the control in the middle of its picture."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.actions.action import Click, Type
from desktop_agent.core.errors import RecordError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.films.howto.make import make_guide
from tests.fakes.programs.devtools import WHY_NOT, DevTools, chromium
from tests.fakes.runs.page import seen
from tests.fakes.runs.shown_work import NAME, SEND, WINDOW, ShownWork

AT = ImagePoint(1095, 635)
RED = (229, 72, 77)
EVIL = "</p><script>alert(1)</script>*![x](http://localhost:9/)\u202e"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = ShownWork(tmp_path_factory.mktemp("runs"))
    work.act(Type("Ada"), NAME)
    work.act(Click(AT), SEND)
    work.act(Click(AT), NamedTarget(EVIL, "push button", "mail", EVIL, SEND.rect, WINDOW))
    return work.end()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevTools]:
    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with chromium(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.mark.program
@pytest.mark.promise("README, What else it does: how-to")
def test_a_page_has_numbered_steps_and_asks_for_nothing(browser: DevTools, folder: Path, tmp_path: Path) -> None:
    (path,) = make_guide(folder, ["html"], tmp_path)
    browser.open(path.as_uri())
    browser.until("[...document.images].every(i => (i.loading = 'eager') && i.complete && i.naturalWidth)")

    assert browser.value("document.querySelector('h1').textContent") == "Order a box"
    assert browser.value("[...document.querySelectorAll('h2')].slice(0, 2).map(h => h.textContent)") == [
        "In Name, type Ada.",
        "Click Send.",
    ]
    assert browser.requests == [path.as_uri()]
    assert browser.complaints == []
    assert browser.value("new Set([...document.images].map(i => (i.naturalWidth / i.width).toFixed(2))).size") == 1


def test_a_step_is_left_out_by_its_number(folder: Path, tmp_path: Path) -> None:
    page = seen(make_guide(folder, ["html"], tmp_path, left_out=[1])[0])

    assert "In Name, type Ada." not in page.plain
    assert "Click Send." in page.plain


def test_words_of_others_stay_words(folder: Path, tmp_path: Path) -> None:
    page = seen(make_guide(folder, ["html"], tmp_path)[0])
    text = make_guide(folder, ["markdown"], tmp_path)[0].read_text()

    assert not page.all("script")
    assert "<script>alert(1)</script>" in page.plain
    assert "\u202e" not in page.plain + text
    assert re.findall(r"(?<!\\)<", text) == []
    assert len(re.findall(r"(?<!\\)!\[", text)) == len(re.findall(r"\]\(guide-pictures/step-\d\d\.png\)", text)) == 3


def test_a_folder_that_holds_other_files_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "guide-pictures").mkdir()
    (tmp_path / "guide-pictures" / "holiday.jpg").write_text("precious")

    with pytest.raises(RecordError, match="contains other files"):
        make_guide(folder, ["markdown"], tmp_path)
    assert (tmp_path / "guide-pictures" / "holiday.jpg").read_text() == "precious"
    assert [each.name for each in tmp_path.iterdir()] == ["guide-pictures"]


def test_a_control_is_framed_within_its_window(folder: Path, tmp_path: Path) -> None:
    make_guide(folder, ["markdown"], tmp_path)
    with Image.open(tmp_path / "guide-pictures" / "step-02.png") as file:
        shown = file.convert("RGB")
    red = [(x, y) for x in range(shown.width) for y in range(shown.height) if shown.getpixel((x, y)) == RED]
    left, top, right, bottom = (f(at[axis] for at in red) for f, axis in ((min, 0), (min, 1), (max, 0), (max, 1)))

    # The blue button is 170 by 50 pixels of the picture; what is inside the frame is the button and nothing else.
    assert (170 <= right - left <= 190, 50 <= bottom - top <= 70) == (True, True)
    assert shown.getpixel(((left + right) // 2, top + 12)) == (37, 99, 235)
    assert shown.size == (720, 450)


def test_a_step_whose_picture_is_gone_or_damaged_is_told_without_it(tmp_path: Path) -> None:
    work = ShownWork(tmp_path)
    work.act(Click(AT), SEND)
    folder = work.end()
    frame = folder / "frames" / "000001.png"
    frame.write_bytes(frame.read_bytes()[:-1] + b"x")

    page = seen(make_guide(folder)[0])

    assert "Click Send." in page.plain
    assert page.all("img") == []
