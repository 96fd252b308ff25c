"""A run with secrets and a hidden window, rendered: nothing of them in films, stills, subtitles, guides, live pictures.

Colours are counted and texts read in what ffmpeg, OpenCV, poppler and the reader of texts find in the files.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop_agent.core.geometry import Size
from desktop_agent.record.live_file import LiveReader, live_files
from desktop_agent.screen.ocr.reader import OcrReader, why_not
from desktop_agent.studio.film.make import make_film
from desktop_agent.studio.film.options import FilmOptions
from desktop_agent.studio.howto.make import make_guide
from tests.fakes.film_frames import film_frames
from tests.fakes.login_window import COLOUR
from tests.faults.test_private_canaries import PASSWORD, PIN, Played, play_privately

NEAR, MOST_READ = 60, 8
MOVING = {".mp4", ".gif", ".webm"}
Rows = np.ndarray


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Play the run with a live picture, and make everything of it that there is."""
    with play_privately(tmp_path_factory.mktemp("rendered"), {"record.video": "live"}) as played:
        made = played.home / "made"
        run = Path(played.result.dir)
        make_film(run, FilmOptions(("mp4", "stills"), size=Size(1280, 720), subtitles=True), made)
        make_film(run, FilmOptions(("gif", "webm"), size=Size(480, 270)), made)
        make_guide(run, ["html", "markdown", "pdf"], made)
        yield played


def films(played: Played) -> Iterator[Rows]:
    """Yield every frame of every film, and every still, in blue, green, red."""
    made = played.home / "made"
    for film in sorted(path for path in made.rglob("*") if path.suffix in MOVING):
        yield from film_frames(film)
    for still in made.rglob("*.png"):
        picture = cv2.imread(str(still))
        assert picture is not None
        yield picture


def pages(played: Played, to: Path) -> Iterator[Rows]:
    """Yield the pages of the guide as somebody else's program draws them, in blue, green, red."""
    (guide,) = (played.home / "made").rglob("*.pdf")
    subprocess.run(["pdftoppm", "-r", "110", "-png", guide, to / "page"], check=True, timeout=120)
    for page in sorted(to.glob("page*.png")):
        picture = cv2.imread(str(page))
        assert picture is not None
        yield picture


def live(played: Played) -> Iterator[Rows]:
    folder = Path(played.result.dir)
    for name in live_files(folder):
        with (folder / name).open("rb") as file:
            for _, shown in LiveReader().pictures(file):
                whole = np.frombuffer(shown.bgrx, np.uint8).reshape(shown.size.height, shown.size.width, 4)
                yield np.ascontiguousarray(whole[:, :, :3])


def near(picture: Rows) -> int:
    """Count the pixels that are close to the colour of the hidden window; codecs change colours a little."""
    wanted = np.array([COLOUR & 0xFF, COLOUR >> 8 & 0xFF, COLOUR >> 16], np.int16)
    return int((np.abs(picture.astype(np.int16) - wanted).sum(axis=2) < NEAR).sum())


def test_no_frame_of_any_film_nor_of_the_live_picture_has_the_colour(played: Played) -> None:
    rendered, kept = [near(one) for one in films(played)], [near(one) for one in live(played)]

    assert len(rendered) > 100
    assert len(kept) > 3
    assert (sum(rendered), sum(kept)) == (0, 0)


@pytest.mark.skipif(bool(why_not()), reason="nothing reads texts here")
def test_nobody_can_read_a_secret_in_a_frame_and_what_is_beside_its_field_can_be_read(played: Played) -> None:
    pictures = [*some(list(live(played))), *some([one for one in films(played) if one.shape[1] == 1280])]
    with OcrReader() as reader:
        read = [" ".join(line.text for line in reader.read(png(one))) for one in pictures]
    words = re.sub(r"\s", "", " ".join(read))

    assert "Number" in words
    assert not [secret for secret in (PIN, PIN[:5], PASSWORD, "Tr0ub4") if secret in words]


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="nothing draws a PDF here (poppler-utils)")
def test_no_page_of_the_guide_has_the_colour_and_nobody_can_read_a_secret_on_one(
    played: Played, tmp_path: Path
) -> None:
    drawn = list(pages(played, tmp_path))
    (guide,) = (played.home / "made").rglob("*.pdf")
    told = subprocess.run(["pdftotext", guide, "-"], check=True, capture_output=True, text=True, timeout=120).stdout
    read = list[str]()
    if not why_not():
        with OcrReader() as reader:
            read = [line.text for one in some(drawn) for line in reader.read(png(one))]
    words = re.sub(r"\s", "", told + " ".join(read))

    assert drawn
    assert [near(one) for one in drawn] == [0] * len(drawn)
    assert "{{secret:pin}}" in words
    assert not [secret for secret in (PIN, PIN[:5], PASSWORD, "Tr0ub4") if secret in words]


def some(pictures: list[Rows]) -> list[Rows]:
    """Return a few from all over, the last one too."""
    return [*pictures[:: max(1, len(pictures) // MOST_READ)], pictures[-1]]


def png(picture: Rows) -> bytes:
    return bytes(cv2.imencode(".png", picture)[1].tobytes())


@pytest.mark.parametrize("value", [PIN, PASSWORD, "never typed"])
def test_no_byte_of_films_subtitles_and_guides_has_a_secret(played: Played, value: str) -> None:
    files = [path for path in (played.home / "made").rglob("*") if path.is_file()]
    said = "\0".join(path.read_text("utf-8", "replace") for path in files)

    assert {*MOVING, ".png", ".srt", ".html", ".md", ".pdf"} <= {path.suffix for path in files}
    assert "{{secret:pin}}" in said
    assert value not in said
