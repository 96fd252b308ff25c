"""What comes out, in other programs' words: PyAV reads the films, Pillow the GIF and the stills."""

import struct
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from desktop_agent.studio.film.make import make_film
from desktop_agent.studio.film.options import FilmOptions
from tests.studio.film.conftest import SMALL

LEAST_S, MOST_S = 10, 20


def _length_s(film: Path) -> float:
    with av.open(str(film)) as container:
        return float((container.duration or 0) / 1_000_000)


@pytest.mark.parametrize("name", ["film.mp4", "film.webm"])
def test_a_film_can_be_decoded_to_its_end_and_has_chapters(films: Path, name: str) -> None:
    with av.open(str(films / name)) as container:
        video = container.streams.video[0]
        frames = [frame.time for frame in container.decode(video)]
        titles = [one["metadata"]["title"] for one in container.chapters()]

    assert (480, 270) == (video.width, video.height)
    assert LEAST_S < _length_s(films / name) < MOST_S
    assert frames == sorted(frames)
    assert frames[-1] == pytest.approx(_length_s(films / name), abs=0.1)
    assert ["The task", 'click "Name"', 'type "Ada"', "press ctrl+s", 'click "Send"', "Partly done"] == titles


def test_an_mp4_says_that_its_colours_are_bt709_and_starts_before_it_is_loaded(films: Path) -> None:
    with av.open(str(films / "film.mp4")) as container:
        context = container.streams.video[0].codec_context

        assert (1, 1, 1) == (context.colorspace, context.color_primaries, context.color_trc)
    data = (films / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_still_stretches_are_encoded_once(films: Path) -> None:
    with av.open(str(films / "film.mp4")) as container:
        frames = container.streams.video[0].frames

    assert frames < 0.8 * 30 * _length_s(films / "film.mp4")


def test_an_mp4_carries_the_words_as_a_track_and_a_file_beside_it_does_too(films: Path) -> None:
    with av.open(str(films / "film.mp4")) as container:
        packets = [bytes(packet) for packet in container.demux(container.streams.subtitles[0])]
    said = [packet[2:].decode() for packet in packets if len(packet) > struct.calcsize(">H")]

    assert "Type “Ada” into “Name” (field)" in said
    assert "Type “Ada” into “Name” (field)\n" in (films / "film.srt").read_text()


def test_a_gif_lasts_exactly_as_long_as_the_film(films: Path) -> None:
    with Image.open(films / "film.gif") as gif:
        lengths = [int(frame.info["duration"]) for frame in ImageSequence.Iterator(gif)]
        size = gif.size

    assert (480, 270) == size
    assert sum(lengths) == pytest.approx(_length_s(films / "film.mp4") * 1000, abs=80)
    assert {0} == {length % 80 for length in lengths}


def test_an_avif_moves(films: Path) -> None:
    data = (films / "film.avif").read_bytes()

    assert b"avis" in data[:64]
    assert _length_s(films / "film.avif") == pytest.approx(_length_s(films / "film.mp4"), abs=0.2)


def test_there_is_a_still_of_each_act_in_its_order(films: Path) -> None:
    stills = sorted((films / "film-stills").iterdir())

    assert ["001.png", "002.png", "003.png", "004.png"] == [still.name for still in stills]
    for still in stills:
        with Image.open(still) as picture:
            assert (480, 270) == picture.size


def test_the_recorded_picture_is_in_the_film(recorded: Path, films: Path) -> None:
    """The blue button of the last picture, wherever the film shows it."""
    with Image.open(films / "film-stills" / "004.png") as still:
        pixels = np.asarray(still.convert("RGB"), dtype=np.int16)

    assert (np.abs(pixels - (37, 99, 235)).sum(axis=2) < 24).sum() > 200


def test_the_same_run_makes_the_same_bytes(recorded: Path, films: Path, tmp_path: Path) -> None:
    make_film(recorded, SMALL, tmp_path)

    files = [file.relative_to(films) for file in sorted(films.rglob("*")) if file.is_file()]
    assert 9 == len(files)
    assert [] == [str(file) for file in files if (films / file).read_bytes() != (tmp_path / file).read_bytes()]


def test_the_ground_goes_on_into_the_card_s_round_corners(films: Path) -> None:
    with Image.open(films / "film-stills" / "001.png") as still:
        pixels = np.asarray(still.convert("RGB"), dtype=np.int16)
    row = pixels[pixels.shape[0] // 2 - 60]
    left = int(np.flatnonzero(row.min(axis=1) > 200)[0]) - 1  # the card's edge
    top = int(np.flatnonzero(pixels[:, left + 30].min(axis=1) > 200)[0]) - 1

    assert np.abs(pixels[top, left] - pixels[top, left - 3]).max() < 8


@pytest.mark.parametrize(("aspect", "size"), [("1:1", (1080, 1080)), ("9:16", (1080, 1920))])
def test_other_shapes_have_other_sizes(recorded: Path, tmp_path: Path, aspect: str, size: tuple[int, int]) -> None:
    options = FilmOptions(("stills",), aspect=aspect, theme="light")  # type: ignore[arg-type]  # of the two above

    (folder,) = make_film(recorded, options, tmp_path)

    with Image.open(folder / "001.png") as still:
        assert size == still.size
