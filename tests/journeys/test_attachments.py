"""Files attached to a task: what the server gets of them, by its own log, and what never leaves the computer."""

import base64
import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.fakes.servers.plain_vendor import PlainVendor, Script, call, message
from tests.journeys.conftest import BARE, Agent, Ran

MOVE: Script = [[call({"type": "move", "x": 10, "y": 300}, "c0")], [message("It is read.")]]
LETTER = "Dear Ms Weber,\r\n\tthe “rent” is 850 €. --- ends ---\n"


def run(agent: Agent, vendor: PlainVendor, *flags: str) -> Ran:
    return agent("run", "Read it", "--json", "--dialect", "openai", "--base-url", vendor.url, *BARE, *flags)


def parts(body: Mapping[str, Any]) -> Iterator[Any]:
    """Yield each part of what the user says, in order."""
    for item in body["input"]:
        if item.get("role") == "user":
            yield from item["content"]


def texts(body: Mapping[str, Any]) -> list[str]:
    return [part["text"] for part in parts(body) if "text" in part]


def pictures(body: Mapping[str, Any]) -> list[bytes]:
    urls = [part["image_url"] for part in parts(body) if "image_url" in part]
    return [base64.b64decode(url.partition(",")[2]) for url in urls]


def written(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.promise("contract, --attach")
def test_files_arrive_whole_before_the_task_and_the_record_has_their_digests(agent: Agent, tmp_path: Path) -> None:
    pixels = np.zeros((900, 3136, 3), np.uint8)
    pixels[:, :, 2] = 255
    letter = written(tmp_path, "letter.txt", LETTER.encode())
    wide = written(tmp_path, "wide.png", cv2.imencode(".png", pixels)[1].tobytes() + b"the place where it was taken")
    office = tmp_path / "offer.odt"
    with zipfile.ZipFile(office, "w") as archive:
        archive.writestr("content.xml", "<text:p xmlns:text='t'>Dear Ms Novak</text:p>")

    with PlainVendor(MOVE) as vendor:
        ran = run(agent, vendor, *(word for file in (letter, wide, office) for word in ("--attach", str(file))))
        reported = texts(vendor.bodies[0])
        (sent, screen) = pictures(vendor.bodies[0])
        later = texts(vendor.bodies[1])
    folder = Path(ran.events[0]["dir"])
    shown = agent("runs", "show", "last")

    assert (ran.code, ran.events[-1]["status"]) == (0, "completed")
    assert reported.index(LETTER) < reported.index("Dear Ms Novak") < reported.index("Read it")
    assert LETTER not in later
    assert f" are sent to {vendor.url.removeprefix('http://')} with the task." in ran.err
    seen = np.asarray(cv2.imdecode(np.frombuffer(sent, np.uint8), cv2.IMREAD_COLOR))
    assert seen.shape == (450, 1568, 3)
    assert seen[200, 700].tolist() == [0, 0, 255]
    assert b"the place" not in sent
    assert screen != sent
    digest = hashlib.sha256(LETTER.encode()).hexdigest()
    size = len(LETTER.encode())
    assert ran.events[0]["attached"][0] == {"path": str(letter), "kind": "text", "bytes": size, "sha256": digest}
    kept = b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())
    assert b"Weber" not in kept
    assert "letter.txt" in shown.out
    assert "letter.txt" in (folder / "report.html").read_text(encoding="utf-8")


PDF = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 /MediaBox [0 0 300 200]
/Resources << /Font << /F1 3 0 R >> >> >> endobj
3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
4 0 obj << /Type /Page /Parent 2 0 R /Contents 5 0 R >> endobj
5 0 obj << /Length 42 >> stream
BT /F1 24 Tf 40 80 Td (Invoice 2041) Tj ET
endstream endobj
6 0 obj << /Type /Page /Parent 2 0 R /Contents 7 0 R >> endobj
7 0 obj << /Length 39 >> stream
BT /F1 24 Tf 40 80 Td (Total 850) Tj ET
endstream endobj
trailer << /Root 1 0 R >>
"""


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_a_pdf_arrives_page_by_page_as_text_and_picture_where_the_program_keeps_the_history_and_no_record(
    agent: Agent, tmp_path: Path
) -> None:
    with PlainVendor(MOVE) as vendor:
        ran = run(agent, vendor, "--attach", str(written(tmp_path, "two.pdf", PDF)), "--no-chain", "--no-record")
        reported = texts(vendor.bodies[0])
        seen = pictures(vendor.bodies[0])
        later = texts(vendor.bodies[1])

    pages = ["Page 1:\nInvoice 2041", "Page 2:\nTotal 850"]
    assert (ran.code, len(seen)) == (0, 3)
    assert [text for text in reported if text.startswith("Page ")] == pages
    assert {*pages} <= {*later}
    assert [*Path(ran.events[0]["dir"]).rglob("*.png")] == []


def test_what_is_hidden_or_secret_or_no_file_is_refused_and_nothing_is_sent(agent: Agent, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    hidden = home / ".ssh" / "notes.txt"
    hidden.write_text("what nobody is to read", encoding="utf-8")
    link = home / "notes.txt"
    link.symlink_to(hidden)
    second = home / "second.txt"
    os.link(hidden, second)
    pipe = home / "pipe"
    os.mkfifo(pipe)
    key = written(home, "mail.txt", b"Use this: api_key = 'q7Zt2Lk9vXw4Rb81mNc6'\n")
    cases = {
        hidden: "hidden from all models",
        link: "hidden from all models",
        second: "hidden from all models",
        key: "a key or a password",
        pipe: "isn't a regular file",
    }

    with PlainVendor(MOVE) as vendor:
        for file, why in cases.items():
            words = ("run", "t", "--dialect", "openai", "--base-url", vendor.url, "--attach", str(file))
            ran = agent(*words, environment={"HOME": str(home)})
            assert (ran.code, ran.out, "Traceback" in ran.err) == (2, "", False), file
            assert why in ran.err, file

    assert vendor.requests == []
