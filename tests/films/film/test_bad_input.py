"""What may be wrong with a run, a name, a codec or a disk: said in words, with nothing half written."""

import io
import resource
import shutil
import signal
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_agent.core.errors import RecordError, SettingsError
from desktop_agent.core.pictures import Size
from desktop_agent.films.film.make import make_film
from desktop_agent.films.film.script import FilmOptions, size_from
from desktop_agent.record.journal import JOURNAL
from tests.fakes.runs.filmed import film_run, screen
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program

STILLS = FilmOptions(("stills",), size=Size(480, 270))


def _copy(recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(recorded, tmp_path / "runs" / recorded.name))


def _bomb(_: int) -> bytes:
    """Return a PNG of a few bytes that says it is 100 000 x 100 000 pixels large."""
    data = bytearray(screen(1))
    data[16:24] = struct.pack(">II", 100_000, 100_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def _shown(folder: Path, tmp_path: Path) -> Image.Image:
    (stills,) = make_film(folder, STILLS, tmp_path / "out")
    return Image.open(io.BytesIO((stills / "001.png").read_bytes()))


def _has_white_field(still: Image.Image) -> bool:
    return int((np.asarray(still.convert("RGB")).min(axis=2) > 250).sum()) > 250


@pytest.mark.program
@pytest.mark.parametrize("harm", ["link", "bomb"])
def test_a_picture_that_cannot_be_shown_gives_a_plain_card(recorded: Path, tmp_path: Path, harm: str) -> None:
    folder = film_run(tmp_path / "runs", draw=_bomb) if harm == "bomb" else _copy(recorded, tmp_path)
    for picture in sorted((folder / "frames").iterdir()):
        if harm == "link":
            elsewhere = tmp_path / picture.name
            picture.rename(elsewhere)
            picture.symlink_to(elsewhere)

    assert not _has_white_field(_shown(folder, tmp_path))


def test_a_journal_that_was_cut_at_any_line_or_inside_of_one_makes_a_film_or_is_refused_in_words(
    recorded: Path, tmp_path: Path
) -> None:
    from desktop_agent.films.film.from_run import film_script
    from desktop_agent.films.film.look import look_at
    from desktop_agent.films.film.timeline import timeline
    from desktop_agent.record.reader import read_run

    folder = _copy(recorded, tmp_path)
    whole = (folder / JOURNAL).read_bytes()
    made = 0
    for cut in range(0, len(whole), 331):
        (folder / JOURNAL).write_bytes(whole[:cut])
        try:
            film = timeline(film_script(read_run(folder)))
        except RecordError as refused:
            assert refused.hint  # noqa: PT017 - which cuts are refused is not the point
            continue
        made += 1
        assert [look_at(film, ms) for ms in range(0, film.length_ms, 700)]
    assert made > 0.8 * len(whole) / 331


@pytest.mark.program
def test_without_ffmpeg_a_film_says_how_to_install_it_and_stills_are_made(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(RecordError, match="made with ffmpeg, which isn't installed") as refused:
        make_film(recorded, FilmOptions(("mp4",)), tmp_path)

    assert "sudo apt install ffmpeg" in refused.value.hint
    assert [] == list(tmp_path.iterdir())
    assert [tmp_path / "film-stills"] == list(make_film(recorded, STILLS, tmp_path))


@pytest.mark.parametrize(
    "text", ["", "big", "1280", "x720", "1280x", "-1x720", "1280x720x3", "9x9", "99999x99999", "١٢٨x٧٢"]
)
def test_a_size_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        size_from(text)


@pytest.mark.program
def test_ctrl_c_leaves_no_half_film(recorded: Path, tmp_path: Path) -> None:
    command = program("runs", "video", str(recorded), "-o", str(tmp_path))
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_until(lambda: any(tmp_path.rglob("mp4")), "the film is begun")
        process.send_signal(signal.SIGINT)
        process.communicate()

    assert 130 == process.returncode
    assert [] == list(tmp_path.iterdir())


@pytest.mark.program
def test_a_disk_that_is_full_leaves_the_old_film(recorded: Path, tmp_path: Path) -> None:
    old = tmp_path / "film.mp4"
    old.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # As a full disk: no file grows past 20 KB.
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(RecordError):
            make_film(recorded, FilmOptions(("mp4",), size=Size(960, 540)), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert [old] == list(tmp_path.iterdir())
    assert old.stat().st_size == len(b"old")
