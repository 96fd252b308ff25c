"""Films without PyAV: the system's ffmpeg writes them, else OpenCV; PyAV and Pillow say what came out."""

import shutil
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageSequence

from desktop_agent.studio.film.make import make_film
from desktop_agent.studio.film.options import FilmFormat, FilmOptions
from tests.studio.film.conftest import SMALL

HAS_FFMPEG = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed.")
AT_S = 6  # a moment at which nothing moves


def made_without_av(recorded: Path, to: Path, kinds: tuple[FilmFormat, ...], path: str | None = None) -> Path:
    """Make films with PyAV hidden, from this process and from the one that renders; with this PATH alone if given."""
    hides = to / "hides"
    hides.mkdir()
    (hides / "sitecustomize.py").write_text("import sys\nsys.modules['av'] = None\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(hides), prepend=":")
        patch.setitem(sys.modules, "av", None)
        if path is not None:
            patch.setenv("PATH", path)
        make_film(recorded, FilmOptions(kinds, size=SMALL.size), to)
    return to


@pytest.fixture(scope="module")
def by_ffmpeg(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_without_av(recorded, tmp_path_factory.mktemp("ffmpeg"), ("mp4", "webm", "gif"))


def _length_s(film: Path) -> float:
    with av.open(str(film)) as container:
        return float((container.duration or 0) / 1_000_000)


def _still(film: Path) -> NDArray[np.float64]:
    """Return what is seen at AT_S, as colours of 48 x 27 parts."""
    with av.open(str(film)) as container:
        frames = (frame for frame in container.decode(video=0) if (frame.time or 0) <= AT_S)
        *_, seen = frames
        image = Image.fromarray(seen.to_ndarray(format="rgb24"))
    return np.asarray(image.resize((48, 27), Image.Resampling.BOX), dtype=np.float64)


@HAS_FFMPEG
@pytest.mark.parametrize(("name", "codec"), [("film.mp4", "h264"), ("film.webm", "vp9")])
def test_ffmpeg_s_film_is_as_long_has_chapters_and_shows_the_same(
    films: Path, by_ffmpeg: Path, name: str, codec: str
) -> None:
    with av.open(str(by_ffmpeg / name)) as container:
        video = container.streams.video[0]
        assert (codec, 480, 270) == (video.codec_context.name, video.width, video.height)
        titles = [one["metadata"]["title"] for one in container.chapters()]

    assert ["The task", 'click "Name"', 'type "Ada"', "press ctrl+s", 'click "Send"', "Partly done"] == titles
    assert _length_s(by_ffmpeg / name) == pytest.approx(_length_s(films / name), abs=0.1)
    assert np.abs(_still(by_ffmpeg / name) - _still(films / name)).mean() < 2


@HAS_FFMPEG
def test_ffmpeg_s_gif_is_as_long(films: Path, by_ffmpeg: Path) -> None:
    with Image.open(by_ffmpeg / "film.gif") as gif:
        lengths = [int(frame.info["duration"]) for frame in ImageSequence.Iterator(gif)]

    assert sum(lengths) == pytest.approx(_length_s(films / "film.mp4") * 1000, abs=160)


def test_opencv_alone_writes_a_webm_and_an_avif_of_the_same_film(recorded: Path, films: Path, tmp_path: Path) -> None:
    made = made_without_av(recorded, tmp_path, ("webm", "avif"), path="/nowhere")

    for name, codec in (("film.webm", "vp8"), ("film.avif", "av1")):
        with av.open(str(made / name)) as container:
            assert codec in container.streams.video[0].codec_context.name.replace("libdav1d", "av1")
        assert _length_s(made / name) == pytest.approx(_length_s(films / name), abs=0.2)
        assert np.abs(_still(made / name) - _still(films / name)).mean() < 4
