"""What a model gets of a file that is attached, and which files are refused; the file's own bytes are the oracle."""

import hashlib
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.material import Picture
from desktop_agent.desk.visible_files import HomePlaces, UnreadableFile, read_file
from desktop_agent.tasks.attachments import MOST_BYTES, MOST_CHARACTERS, MOST_FILES, read_attachments

GROWING = Path("/sys/kernel/uevent_seqnum")  # the kernel says that it is longer than it is
CELLS = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="March">
<table:table-row><table:table-cell office:value-type="string"><text:p>Rent</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>850</text:p></table:table-cell></table:table-row>
</table:table></office:document-content>"""


def parts(*files: Path) -> tuple[str | Picture, ...]:
    read = read_attachments([str(file) for file in files], {})
    return tuple(part for one in read for part in one.parts)


def why_not(*files: Path) -> str:
    with pytest.raises(SettingsError) as refused:
        parts(*files)
    return f"{refused.value.message} {refused.value.hint}"


def written(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def archive(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("content.xml", content)
    return file


@pytest.mark.program
def test_a_file_is_named_by_its_place_kind_length_and_digest_and_read_once(tmp_path: Path) -> None:
    file = written(tmp_path, "letter.txt", b"\xef\xbb\xbfDear \xc3\xa4\r\n")

    read = read_attachments([str(file), f"{tmp_path}/letter.txt"], {})

    reported = read[0].file
    assert (len(read), read[0].parts) == (1, ("Dear ä\r\n",))
    assert (reported.path, reported.kind, reported.bytes) == (str(file), "text", 12)
    assert reported.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.program
@pytest.mark.parametrize("ending", [".jpg", ".gif"])
def test_pictures_of_every_kind_are_scaled_and_keep_their_colours(tmp_path: Path, ending: str) -> None:
    pixels = np.full((100, 3136, 3), (200, 40, 40), np.uint8)
    file = written(tmp_path, f"picture{ending}", cv2.imencode(ending, pixels)[1].tobytes())

    (picture,) = parts(file)

    assert isinstance(picture, Picture)
    seen = np.asarray(cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_COLOR))
    assert (picture.size, seen.shape[:2]) == (Size(1568, 50), (50, 1568))
    assert np.abs(seen[25, 700].astype(int) - (200, 40, 40)).max() < 12
    assert picture.media_type == ("image/jpeg" if ending == ".jpg" else "image/png")


@pytest.mark.program
def test_a_spreadsheet_is_told_row_by_row_with_the_places_of_its_cells(tmp_path: Path) -> None:
    assert parts(archive(tmp_path, "budget.ods", CELLS)) == ("[March]\nA1: Rent\tB1: 850",)


@pytest.mark.program
def test_what_cannot_be_read_or_is_empty_is_refused(tmp_path: Path) -> None:
    png = cv2.imencode(".png", np.zeros((64, 64, 3), np.uint8))[1].tobytes()
    bomb = png[:16] + (20_000).to_bytes(4, "big") * 2 + png[24:]
    cases = {
        "latin.txt": (b"Gr\xfc\xdfe", "neither UTF-8 text nor"),
        "program": (b"\x7fELF\0\0", "neither UTF-8 text nor"),
        "empty.txt": (b" \n", "it's empty"),
        "cut.png": (png[:60], "damaged"),
        "bomb.png": (bomb, "too large"),
        "letter.docx": (b"PK\x03\x04 no archive", "can't be read as an office file"),
        "budget.xlsx": (b"PK\x03\x04 no archive", "can't be read as an office file"),
    }

    for name, (content, why) in cases.items():
        assert why in why_not(written(tmp_path, name, content)), name
    assert "it contains no text" in why_not(archive(tmp_path, "none.odt", "<a/>"))


@pytest.mark.program
def test_more_than_is_sent_along_is_refused_and_never_cut(tmp_path: Path) -> None:
    half = written(tmp_path, "half.txt", b"a" * (MOST_CHARACTERS // 2 + 1))
    other = written(tmp_path, "other.txt", b"b" * (MOST_CHARACTERS // 2))
    large = tmp_path / "large.txt"
    with large.open("wb") as opened:
        opened.truncate(MOST_BYTES + 1)
    many = [written(tmp_path, f"{number}.txt", b"x") for number in range(MOST_FILES + 1)]

    assert len(parts(half)) == 1
    assert "“other.txt” can't be attached: more than 100,000 characters would be sent in total" in why_not(half, other)
    assert "larger than 32 MB" in why_not(large)
    assert "More than 10 files" in why_not(*many)


@pytest.mark.program
def test_a_secret_is_found_wherever_it_stands_also_in_an_office_file(tmp_path: Path) -> None:
    secret = "api_key = 'q7Zt2Lk9vXw4Rb81mNc6'"
    late = written(tmp_path, "late.txt", b"word " * 10_000 + secret.encode())

    assert "a key or a password" in why_not(late)
    assert "a key or a password" in why_not(archive(tmp_path, "a.odt", f"<p>{secret}</p>"))


@pytest.mark.skipif(not GROWING.exists(), reason="no /sys is mounted here")
def test_a_file_that_is_not_as_long_as_it_was_when_it_was_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="a program is currently writing to it"):
        read_file(GROWING, HomePlaces(tmp_path / "home"))


@pytest.mark.program
def test_without_poppler_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    reported = why_not(written(tmp_path, "a.pdf", b"%PDF-1.4"))

    assert "pdftoppm and pdftotext" in reported
    assert "Install poppler-utils" in reported
