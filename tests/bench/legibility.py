"""Which formats keep the words of a picture legible? Real windows, read by OCR from the picture that would be sent.

`python -m tests.bench.legibility [build | measure]`. What the reader finds on the PNG is what it has to find again, at
the same place and letter for letter, in another format of the same picture. Formats were chosen on the applications of
`build`; `measure` has others.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.core.reading import TextLine
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture
from desktop_agent.screen.encode import JPEG_QUALITY, WEBP_QUALITY, encode
from desktop_agent.screen.ocr.picture import Picture, decoded
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.screen.window import NoWindows
from tests.fakes.apps import running

SCREENS = ((1280, 800), (1920, 1080))
PAINTED_S = 6.0
SURE, NEAR_PX, LEAST_PERCENT = 0.8, 6, 99.5
_JPEG = (cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444, cv2.IMWRITE_JPEG_QUALITY)
# None: the program's own encoder, which makes a better packed PNG where the line is slow.
WAYS: Mapping[str, tuple[str, Sequence[int]] | None] = {
    "PNG": None,
    "PNG, slow line": None,
    f"JPEG {JPEG_QUALITY}": (".jpg", [*_JPEG, JPEG_QUALITY]),
    "JPEG 95": (".jpg", [*_JPEG, 95]),
    "WebP 90": (".webp", [cv2.IMWRITE_WEBP_QUALITY, 90]),
    "WebP, as sent": (".webp", [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY]),
}
OFFICE = ("soffice", "--norestore", "--nologo", "--nofirststartwizard", "-env:UserInstallation=file://{office}")
# Command and a part of the window's title; {text} is a file of prose and code, {page} one with photographs.
HALVES: Mapping[str, Mapping[str, tuple[Sequence[str], str]]] = {
    "build": {
        "Chromium": (["chromium", "--no-sandbox", "--no-first-run", "--disable-gpu", "{page}"], "A page"),
        "LibreOffice Writer": ([*OFFICE, "--writer", "{text}"], "Writer"),
        "mousepad": (["mousepad", "--disable-server", "{text}"], "notes"),
        "gvim": (["gvim", "-f", "{text}"], "notes"),
        "xterm": (["xterm", "-e", "less", "{text}"], "less"),
    },
    "measure": {
        "Firefox": (["firefox-esr", "--no-remote", "{page}"], "A page"),
        "LibreOffice Calc": ([*OFFICE, "--infilter=HTML (StarCalc)", "--calc", "{sheet}"], "Calc"),
        "gnome-text-editor": (["gnome-text-editor", "--standalone", "{text}"], "notes"),
        "FeatherPad": (["featherpad", "{text}"], "notes"),
        "Emacs": (["emacs", "{text}"], "notes"),
        "xfce4-terminal": (["xfce4-terminal", "--disable-server", "-T", "shell", "-x", "less", "{text}"], "shell"),
    },
}


@dataclass(frozen=True, slots=True)
class Legible:
    """How many of the words of one screen are found again, by the way it was encoded, and how large it was."""

    application: str
    words: int
    found: Mapping[str, int]
    bytes: Mapping[str, int]


def measured(half: str) -> Iterator[Legible]:
    """Look at each application of a half, on each screen."""
    with OcrReader() as reader, tempfile.TemporaryDirectory() as folder:
        files = _files(Path(folder))
        for name, (command, title) in HALVES[half].items():
            words = [word.format_map(files) for word in command]
            for number, size in enumerate(SCREENS):
                with PrivateDisplay(*size) as private:
                    os.environ.update(private.environment())
                    home, toolkit = Path(folder, f"{name}{number}".replace(" ", "")), {"SAL_USE_VCLPLUGIN": "gtk3"}
                    with suppress(AssertionError), running(words, private, home, title, environment=toolkit):
                        time.sleep(PAINTED_S)
                        yield _legible(f"{name}, {size[0]}x{size[1]}", _picture(), reader)


def main(halves: Sequence[str]) -> int:
    """Print the table; 1 when less than 99.5 % are found on what is sent to save bytes."""
    missed = False
    for half in halves:
        print(f"{half:<34}{'words':>6}" + "".join(f"{way:>18}" for way in WAYS))
        seen = []
        for one in measured(half):
            cells = "".join(f"{one.found[way]:>9}{one.bytes[way] / 1024:>5.0f} KiB" for way in WAYS)
            print(f"{one.application:<34}{one.words:>6}{cells}", flush=True)
            seen.append(one)
        words = sum(one.words for one in seen)
        shares = {way: 100 * sum(one.found[way] for one in seen) / words for way in WAYS}
        print(f"{'together':<34}{words:>6}" + "".join(f"{share:>16.2f} %" for share in shares.values()), flush=True)
        missed = missed or min(shares["PNG, slow line"], shares["WebP, as sent"]) < LEAST_PERCENT
    print(f"load average {os.getloadavg()[0]:.1f}")
    return int(missed)


def _picture() -> Picture:
    camera = ScreenCamera(choose_capture(), NoWindows())
    try:
        return decoded(camera.grab().data)
    finally:
        camera.close()


def _legible(application: str, picture: Picture, reader: OcrReader) -> Legible:
    files = {way: _encoded(picture, way) for way in WAYS}
    read = {way: reader.read(data, fresh=True) for way, data in files.items()}
    wanted = [line for line in read["PNG"] if line.score >= SURE]
    found = {way: sum(_words_again(one, lines) for one in wanted) for way, lines in read.items()}
    return Legible(
        application, sum(len(one.text.split()) for one in wanted), found, {w: len(d) for w, d in files.items()}
    )


def _encoded(picture: Picture, way: str) -> bytes:
    if (chosen := WAYS[way]) is not None:
        return cv2.imencode(chosen[0], picture, chosen[1])[1].tobytes()
    size = Size(picture.shape[1], picture.shape[0])
    return encode(Pixels(size, cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA).tobytes()), size, small=way != "PNG")


def _words_again(one: TextLine, lines: Sequence[TextLine]) -> int:
    """Return how many words of a line are read again, letter for letter, where the line is."""
    words = Counter(one.text.split())
    return max((sum((words & Counter(line.text.split())).values()) for line in lines if _is_near(one, line)), default=0)


def _is_near(one: TextLine, other: TextLine) -> bool:
    return abs(one.left - other.left) <= NEAR_PX and abs(one.top - other.top) <= NEAR_PX


def _files(folder: Path) -> Mapping[str, str]:
    text, page, sheet = folder / "notes.txt", folder / "page.html", folder / "sheet.html"
    code = Path(__file__).read_text(encoding="utf-8")
    text.write_text(f"{main.__doc__}\n{__doc__}\n{code}", encoding="utf-8")
    rows = ((f"Item {n}", str(n * 37 % 101), f"{n * 19 % 83}.50", f"Street {n}", f"Town {n % 7}") for n in range(60))
    sheet.write_text(f"<table>{''.join('<tr><td>' + '<td>'.join(row) for row in rows)}</table>", encoding="utf-8")
    rough = np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)
    cv2.imwrite(str(folder / "photo.png"), cv2.resize(rough, (480, 300), interpolation=cv2.INTER_CUBIC))
    words = (__doc__ or "").replace("\n\n", "<p>")
    boxes = "".join(
        f"<h3>Offer {n}</h3><img src=photo.png width=240 height=150><p style='font-size:{11 + n % 4}px'>{words}"
        f"<button>Add {n} to basket</button> <a href=#>Details of {n}</a>" for n in range(6)
    )  # fmt: skip
    style = "<style>body{columns:3;font-family:sans-serif;background:linear-gradient(#fff,#dde)}</style>"
    page.write_text(f"<title>A page</title>{style}{boxes}", encoding="utf-8")
    return {"office": f"{folder}/office", "text": str(text), "page": page.as_uri(), "sheet": str(sheet)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(HALVES)))
