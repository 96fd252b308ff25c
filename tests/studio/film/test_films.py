"""What comes out, in other programs' words: ffprobe reads the films, Pillow the GIF and the stills."""

from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from tests.fakes.film_frames import film_chapters, film_frames, film_seconds, film_video, film_words

LEAST_S, MOST_S = 10, 20


@pytest.mark.parametrize(("folder", "name", "codec"), [("films", "film.mp4", "h264"), ("webm", "film.webm", "vp9")])
def test_a_film_can_be_decoded_to_its_end_and_has_chapters(
    request: pytest.FixtureRequest, folder: str, name: str, codec: str
) -> None:
    film = request.getfixturevalue(folder) / name
    video, length_s = film_video(film), film_seconds(film)

    assert (codec, "yuv420p", 480, 270) == tuple(video[one] for one in ("codec_name", "pix_fmt", "width", "height"))
    assert LEAST_S < length_s < MOST_S
    assert sum(1 for _ in film_frames(film)) == pytest.approx(30 * length_s, abs=1)
    assert ["The task", 'click "Name"', 'type "Ada"', "press ctrl+s", 'click "Send"', "Partly done"] == film_chapters(
        film
    )


def test_an_mp4_says_that_its_colours_are_bt709_and_starts_before_it_is_loaded(films: Path) -> None:
    video = film_video(films / "film.mp4")

    assert ["bt709"] * 3 == [video[name] for name in ("color_space", "color_primaries", "color_transfer")]
    assert video["color_range"] == "tv"
    data = (films / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_an_mp4_carries_the_words_as_a_track_and_a_file_beside_it_does_too(films: Path) -> None:
    track = film_words(films / "film.mp4").replace("\r\n", "\n")  # as ffmpeg takes them out
    for words in (track, (films / "film.srt").read_text()):
        assert "Type “Ada” into “Name” (field)\n" in words
        assert "Click “Send” (button)\nRefused by you after 1.2 s: “Not now.”\n" in words


def test_a_gif_lasts_exactly_as_long_as_the_film(films: Path) -> None:
    with Image.open(films / "film.gif") as gif:
        lengths = [int(frame.info["duration"]) for frame in ImageSequence.Iterator(gif)]
        size = gif.size

    assert (480, 270) == size
    assert sum(lengths) == pytest.approx(film_seconds(films / "film.mp4") * 1000, abs=80)
    assert {0} == {length % 80 for length in lengths}


def test_there_is_a_still_of_each_act_in_its_order(films: Path) -> None:
    stills = sorted((films / "film-stills").iterdir())

    assert ["001.png", "002.png", "003.png", "004.png"] == [still.name for still in stills]
    for still in stills:
        with Image.open(still) as picture:
            assert (480, 270) == picture.size
