"""What ffprobe and ffmpeg read out of a film: how it is made, its words, and its frames."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def film_facts(film: Path) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json", str(film)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout))


def film_video(film: Path) -> dict[str, Any]:
    return next(one for one in film_facts(film)["streams"] if one["codec_type"] == "video")


def film_seconds(film: Path) -> float:
    return float(film_facts(film)["format"]["duration"])


def film_chapters(film: Path) -> list[str]:
    return [one["tags"]["title"] for one in film_facts(film)["chapters"]]


def film_streams(film: Path) -> list[str]:
    return [one["codec_type"] for one in film_facts(film)["streams"]]


def film_frames(film: Path) -> Iterator[NDArray[np.uint8]]:
    video = film_video(film)
    shape = (video["height"], video["width"], 3)
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        str(film),
        "-f",
        "rawvideo",
        "-pix_fmt",
        "bgr24",
        "-vsync",
        "passthrough",
        "-",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while data := process.stdout.read(shape[0] * shape[1] * shape[2]):
            yield np.frombuffer(data, np.uint8).reshape(shape)
    assert process.returncode == 0
