"""An export that is gone over once more: words, windows and places are gone from all its bytes, after a preview."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.core.reading import TextLine
from desktop_agent.host.redacted_export import RedactedExport
from desktop_agent.record.check import check_run
from desktop_agent.record.desk_receipt import ReceiptAct, ReceiptEntry, note_act
from desktop_agent.record.export_run import export_run
from desktop_agent.record.import_run import import_run
from desktop_agent.record.redact import Redaction
from desktop_agent.record.store import RunStore
from tests.fakes.recorded import tell_whole_run

NOW = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)
CANARY, COLOUR = "Lovelace", (201, 33, 77)
BOX = TextLine(f"Mrs {CANARY}", 300, 200, 90, 20, 0.9)


def picture(number: int) -> bytes:
    """Return a picture with a field in the canary's colour where the reader will find the word, in every other one."""
    image = Image.new("RGB", (1280, 720), (240, 240, number))
    if number % 2:
        image.paste(COLOUR, (300, 200, 390, 220))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


class ReaderOfColour:
    """Finds the word wherever the colour is."""

    def read(self, data: bytes, *, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
        return (BOX,) if has_colour(data) else ()


def has_colour(data: bytes) -> bool:
    return Image.open(io.BytesIO(data)).convert("RGB").getpixel((340, 210)) == COLOUR


@pytest.fixture
def run(tmp_path: Path) -> Path:
    recorder = RunStore(tmp_path / "runs").create(f"Write to {CANARY}", NOW, "3fa9c1")
    tell_whole_run(recorder, "x", recorder.run, turns=4, task=f"Write to {CANARY}", draw=picture)
    recorder.close()
    entry = ReceiptEntry(f"~/Letters/{CANARY}.odt", ("Changed",), "documents")
    note_act(recorder.dir, ReceiptAct("changed", "20261120-101530-letters-a1b2c3", count=1, entries=(entry,)))
    return recorder.dir


def export(run: Path, redaction: Redaction, asked: list[tuple[int, int]], *, yes: bool = True) -> Path | None:
    def agrees(preview: Path, pictures: int, texts: int) -> bool:
        assert preview.is_file()
        asked.append((pictures, texts))
        return yes

    over = RedactedExport(redaction, ReaderOfColour(), run.parent.parent / "preview.html", agrees)
    return export_run(run, run.parent.parent / "out.zip", None, over)


def everything(file: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(file) as packed:
        yield from ((name, packed.read(name)) for name in packed.namelist())


def test_a_word_is_in_no_byte_that_is_exported(run: Path, tmp_path: Path) -> None:
    asked: list[tuple[int, int]] = []

    made = export(run, Redaction(words=(CANARY,)), asked)

    assert made is not None
    for name, data in everything(made):
        assert CANARY.lower() not in name.lower() + data.decode("latin-1").lower()
        assert not (name.endswith(".png") and has_colour(data))
    assert [(3, 1)] == asked
    assert has_colour((run / "frames/000001.png").read_bytes())


def test_what_comes_out_is_a_whole_run_that_says_that_it_was_edited(run: Path, tmp_path: Path) -> None:
    made = export(run, Redaction(words=(CANARY,)), [])
    assert made is not None
    taken = import_run(tmp_path / "there", made, lambda _: True, NOW)

    assert taken is not None
    assert check_run(taken).is_whole
    lines = [json.loads(line) for line in (taken / "events.jsonl").read_bytes().splitlines()]
    assert "redact" == lines[0]["edited"]
    for frame in (line for line in lines if line["event"] == "frame"):
        assert frame["sha256"] == hashlib.sha256((taken / frame["path"]).read_bytes()).hexdigest()


def test_a_region_is_painted_over_in_every_picture(run: Path) -> None:
    asked: list[tuple[int, int]] = []

    made = export(run, Redaction(regions=(Rect(0, 0, 1920, 1080),)), asked)

    assert made is not None
    assert not any(has_colour(data) for name, data in everything(made) if name.endswith(".png"))
    assert [(5, 0)] == asked


def test_a_no_writes_nothing_but_the_preview(run: Path, tmp_path: Path) -> None:
    assert export(run, Redaction(words=(CANARY,)), [], yes=False) is None

    assert {"runs", "preview.html"} == {each.name for each in tmp_path.iterdir()}
    page = (tmp_path / "preview.html").read_text()
    assert f"Write to {CANARY}" in page
    assert 3 == page.count("<img ")
    assert "default-src 'none'" in page
