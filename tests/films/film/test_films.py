"""What comes out, in other programs' words: ffprobe reads the films, Pillow the GIF and the stills."""

import wave
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from desktop_agent.core.pictures import Size
from desktop_agent.films.commands.run_video import video
from desktop_agent.films.film.make import make_film
from desktop_agent.films.film.script import FilmOptions
from tests.fakes.runs.film_frames import film_chapters, film_frames, film_seconds, film_streams, film_video

pytestmark = pytest.mark.program

LEAST_S = 8
MOST_S = 20


@pytest.mark.promise("README, What else it does: film")
def test_a_film_can_be_decoded_to_its_end_and_has_a_chapter_for_each_step(films: Path) -> None:
    film = films / "film.mp4"
    video = film_video(film)
    length_s = film_seconds(film)

    assert ("h264", "yuv420p", 480, 270) == tuple(video[one] for one in ("codec_name", "pix_fmt", "width", "height"))
    assert LEAST_S < length_s < MOST_S
    assert 25 < sum(1 for _ in film_frames(film)) <= 25 * length_s + 1
    assert ["Forms: Order", "In “Name”, type “Ada”", "Press Ctrl+S", "Partly done"] == film_chapters(film)


@pytest.mark.usefixtures("english_again")
def test_a_film_speaks_the_persons_language_wherever_the_output_goes(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_UI__LANGUAGE", "fr")

    video(str(recorded), size="480x270", out=tmp_path / "film.mp4")

    assert film_chapters(tmp_path / "film.mp4")[-1] == "Fait en partie"


def test_an_mp4_says_that_its_colours_are_bt709_and_starts_before_it_is_loaded(films: Path) -> None:
    video = film_video(films / "film.mp4")

    assert ["bt709"] * 3 == [video[name] for name in ("color_space", "color_primaries", "color_transfer")]
    assert video["color_range"] == "tv"
    data = (films / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_voice_is_a_track_of_the_film(recorded: Path, tmp_path: Path) -> None:
    voice = tmp_path / "voice.wav"
    with wave.open(str(voice), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(32_000))

    (film,) = make_film(recorded, FilmOptions(size=Size(480, 270), narration=voice), tmp_path / "out")

    assert film_streams(film) == ["video", "audio", "data"]


def test_a_gif_lasts_exactly_as_long_as_the_film(films: Path) -> None:
    with Image.open(films / "film.gif") as gif:
        lengths = [int(frame.info["duration"]) for frame in ImageSequence.Iterator(gif)]
        size = gif.size

    assert (480, 270) == size
    assert sum(lengths) == pytest.approx(film_seconds(films / "film.mp4") * 1000, abs=80)
    assert {0} == {length % 80 for length in lengths}


def test_there_is_a_still_of_each_act_in_its_order(films: Path) -> None:
    stills = sorted((films / "film-stills").iterdir())

    assert ["001.png", "002.png"] == [still.name for still in stills]
    for still in stills:
        with Image.open(still) as picture:
            assert (480, 270) == picture.size
