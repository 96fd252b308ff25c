"""Real screens are read: their texts, the fields beside labels, the boxes before captions, and what changed."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.controls.read_text import TextTarget, certain_place, look_up
from desktop_agent.core.errors import ModelError
from desktop_agent.offline.picture.fields import field_of, indicator_of
from desktop_agent.screen.ocr.picture import decoded
from desktop_agent.screen.ocr.reader import OcrReader
from tests.fakes.waiting import wait_until
from tests.offline.order_form import COUNTRIES

pytestmark = pytest.mark.program

PICTURES = Path(__file__).with_name("pictures")
TEXTS = ("File", "Help", "Full name", "City", "Paris", "Country", COUNTRIES[0], "Size", "Small", "Notes", "Gift wrap",
         "Newsletter", "By post", "By courier", "Things in stock", "Item number 1", "Cancel", "Check stock",
         "Send order")  # fmt: skip
BOXES = {"Gift wrap": "empty", "Newsletter": "ticked", "By post": "ticked", "By courier": "empty"}


def where(reader: OcrReader, picture: bytes, text: str) -> Box:
    found = look_up(TextTarget(text), reader.read(picture))
    assert found is not None, text
    return found.box


@pytest.mark.slow(but=["dark*", "1280*"])
def test_texts_fields_lists_and_boxes_of_a_real_window_are_found(form_picture: bytes, reader: OcrReader) -> None:
    pixels = decoded(form_picture)
    lines = reader.read(form_picture)

    assert [] == [text for text in TEXTS if look_up(TextTarget(text), lines) is None]
    for name in ("Full name", "City", "Country", "Size", "Notes"):
        label = where(reader, form_picture, name)
        field = field_of(pixels, label)
        assert field is not None, name
        assert field.left >= label.right - 12, name
        assert field.width > 400, name
        assert field.top <= label.center[1] <= field.bottom, name
    listed = field_of(pixels, where(reader, form_picture, "Things in stock"))
    assert listed is not None
    assert listed.holds(*where(reader, form_picture, "Item number 5").center)
    for caption, state in BOXES.items():
        found = indicator_of(pixels, where(reader, form_picture, caption))
        assert found is not None, caption
        assert found.state in {state, "unsure"}, caption


@pytest.mark.slow(but=["dark*", "1280*"])
def test_only_the_change_is_read_again_and_nothing_else_is_lost(form_picture: bytes, reader: OcrReader) -> None:
    reader.read(form_picture)
    changed = Image.open(io.BytesIO(form_picture)).convert("RGB")
    word = changed.crop(_box(where(reader, form_picture, "Cancel")))
    changed.paste(word, (20, 20))
    out = io.BytesIO()
    changed.save(out, "PNG")

    lines = reader.read(out.getvalue())

    assert 2 == len([line for line in lines if line.text == "Cancel"])
    assert [] == [text for text in TEXTS if look_up(TextTarget(text), lines) is None]


@pytest.mark.slow(but=["dark*", "1280*"])
@pytest.mark.parametrize(("picture", "there"), [("title-of-a-file", True), ("title-of-another-file", False)])
def test_a_files_name_before_a_dash_is_told_from_a_name_that_holds_one(
    reader: OcrReader, picture: str, there: bool
) -> None:
    lines = reader.read((PICTURES / f"{picture}.png").read_bytes())

    assert there == bool(certain_place(TextTarget("todo.md"), lines))


@pytest.mark.slow(but=["dark*", "1280*"])
@pytest.mark.parametrize("screen", ["1280-1", "1280-15", "1920-2"])
def test_one_label_on_an_empty_screen_is_read(reader: OcrReader, screen: str) -> None:
    lines = reader.read((PICTURES / f"one-button-{screen}.png").read_bytes())

    assert ["Save"] == [line.text for line in lines]


def test_a_small_file_cannot_ask_for_gigabytes(reader: OcrReader) -> None:
    rows = zlib.compress(b"\0" * (1 + 12_000 // 8) * 9_000, 9)
    head = struct.pack(">IIBBBBB", 12_000, 9_000, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    whole = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]

    with pytest.raises(ModelError, match="can't be read"):
        reader.read(b"\x89PNG\r\n\x1a\n" + b"".join(whole))


@pytest.mark.slow(but=["dark*", "1280*"])
@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_picture_is_an_error_in_words_and_the_reader_goes_on(reader: OcrReader, data: bytes) -> None:
    with pytest.raises(ModelError, match="can't be read"):
        reader.read(data)

    assert () == reader.read(_blank())


def test_a_child_that_died_is_started_again() -> None:
    with OcrReader() as reader:
        reader.start()
        child = reader._child
        assert child is not None
        child.kill()
        wait_until(lambda: child.has_ended, what="the child's end")

        assert () == reader.read(_blank())


def _box(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom


def _blank() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "#334455").save(out, "PNG")
    return out.getvalue()
