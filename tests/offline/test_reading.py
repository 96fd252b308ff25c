"""Real screens are read: their texts, the fields beside labels, the boxes before captions, and what changed."""

import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.errors import ModelError
from desktop_agent.offline.picture.fields import field_of, indicator_of
from desktop_agent.offline.picture.find import is_there, look_up
from desktop_agent.offline.plan.steps import TextTarget
from desktop_agent.screen.ocr.boxes import Box
from desktop_agent.screen.ocr.picture import decoded
from desktop_agent.screen.ocr.pipes import PictureRequest, send_picture
from desktop_agent.screen.ocr.reader import OcrReader
from tests.fakes.waiting import wait_until
from tests.offline.order_form import COUNTRIES

PICTURES = Path(__file__).with_name("pictures")
TEXTS = ("File", "Help", "Full name", "City", "Paris", "Country", COUNTRIES[0], "Size", "Small", "Notes", "Gift wrap",
         "Newsletter", "By post", "By courier", "Things in stock", "Item number 1", "Cancel", "Check stock",
         "Send order")  # fmt: skip
BOXES = {"Gift wrap": "empty", "Newsletter": "ticked", "By post": "ticked", "By courier": "empty"}


def where(reader: OcrReader, picture: bytes, text: str) -> Box:
    found = look_up(TextTarget(text), reader.read(picture))
    assert found is not None, text
    return found.box


def test_texts_fields_lists_and_boxes_of_a_real_window_are_found(form_picture: bytes, reader: OcrReader) -> None:
    pixels, lines = decoded(form_picture), reader.read(form_picture)

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


@pytest.mark.parametrize(("picture", "there"), [("title-of-a-file", True), ("title-of-another-file", False)])
def test_a_files_name_before_a_dash_is_told_from_a_name_that_holds_one(
    reader: OcrReader, picture: str, there: bool
) -> None:
    lines = reader.read((PICTURES / f"{picture}.png").read_bytes())

    assert there == bool(is_there(TextTarget("todo.md"), lines))


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


@pytest.mark.parametrize("asked", [True, False])
def test_a_reader_whose_program_was_killed_ends_without_a_word(*, asked: bool) -> None:
    command = [sys.executable, "-m", "desktop_agent.screen.ocr.worker"]
    with subprocess.Popen(
        command, env=_env(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        send_picture(child.stdin, PictureRequest(_blank()))
        if not asked:
            child.stdout.readline()
        child.stdout.close()  # as both pipes are closed when nobody holds their other ends any more
        child.stdin.close()

        assert child.stderr.read() == b""


def test_without_the_offline_extra_one_sentence_says_what_to_run() -> None:
    script = (
        "import sys, importlib.util as u\n"
        "real = u.find_spec\n"
        "u.find_spec = lambda name, package=None: None if name == 'rapidocr' else real(name, package)\n"
        "from desktop_agent.screen.ocr.reader import READ_WITHIN_S, OcrReader\n"
        "try:\n    OcrReader().read(b'x')\nexcept Exception as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=_env(), check=True)

    assert "ModelError" in done.stdout
    assert f"Run: {sys.executable} -m pip install 'onnxruntime>=1.20' 'rapidfuzz" in done.stdout


def _box(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom


def _blank() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "#334455").save(out, "PNG")
    return out.getvalue()


def _env() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
