"""Receipts with something of each kind in them, for the windows of `shown_windows` and for tests."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from desktop_agent.desk.folder import open_desk, write_desk
from desktop_agent.desk.receipt.change_set import ChangeSet, DeskChanges
from desktop_agent.desk.receipt.folder_copy import CopyLimits
from desktop_agent.desk.windows.receipt.tree import ReceiptModel
from desktop_agent.desk.windows.receipt.window import ChangesWindow, open_changes
from tests.fakes.desks.desk_work import DeskWork
from tests.fakes.runs.undone_run import UndoneRun
from tests.fakes.windows.qt_app import wait_until
from tests.fakes.windows.shown_windows import Opened

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

LETTER = "Dear Ms Novak,\n\nthank you for your letter of {day}.\nWe have looked at it.\n\nYours\n"


def shown_desk(root: Path) -> DeskWork:
    desk = DeskWork(root, hidden=(".ssh",))
    for path in ("Letters/scan 01.txt", "Letters/scan 02.txt", "plan.txt", "report.odt", "photo.png", "notes.txt"):
        (desk.home / path).parent.mkdir(exist_ok=True)
        (desk.home / path).write_text(f"{path}\n" + LETTER.format(day="1 May"))
    (desk.home / ".config/Mousepad").mkdir(parents=True)
    (desk.home / ".config/Mousepad/settings.conf").write_text("wrap=false\n")
    (desk.home / "report.odt").write_bytes(office("The first quarter", "Costs: 12 000"))
    (desk.home / "photo.png").write_bytes(painted("#2f6fb5"))
    desk.start()
    desk.delete("Letters/scan 01.txt")
    desk.write("Letters/Novak/scan 01.txt", (desk.home / "Letters/scan 01.txt").read_bytes())
    desk.write("Letters/scan 02.txt", "Letters/scan 02.txt\n" + LETTER.format(day="2 May"))
    desk.write("plan.txt", "the desk's plan")
    desk.delete("notes.txt")
    desk.write("report.odt", office("The first quarter", "Costs: 14 500", "Checked."))
    desk.write("photo.png", painted("#b5502f"))
    desk.write("Table\u202excod.csv", "a,b\n1,2\n")
    desk.write("send.sh", "#!/bin/sh\nmail\n", mode=0o755)
    desk.write(".config/autostart/mail.desktop", "[Desktop Entry]\nExec=mail\n")
    desk.write(".config/Mousepad/settings.conf", "wrap=true\n")
    desk.write(".config/Mousepad/.lock", "")
    desk.write(".ssh/id", "tried")
    write_desk(desk.folder, replace(open_desk(desk.folder), hosts=("example.org", "10.0.0.5:8600")))
    desk.end()
    for path in ("plan.txt", "notes.txt"):
        (desk.home / path).write_text("my own " + path)
    return desk


def office(*lines: str) -> bytes:
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    texts = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = f"<office:document-content {names} {texts}><office:body>{body}</office:body></office:document-content>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return file.getvalue()


def painted(colour: str, size: tuple[int, int] = (320, 240)) -> bytes:
    image = Image.new("RGB", size, "#eef1f5")
    ImageDraw.Draw(image).ellipse((60, 40, 260, 200), fill=colour)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def receipts(folder: Path) -> dict[str, Callable[[], Opened]]:
    return {
        "receipt": partial(_shown, folder, "scan 02.txt"),
        "receipt-conflict": partial(_shown, folder, "plan.txt"),
        "receipt-pictures": partial(_shown, folder, "photo.png"),
        "receipt-later": partial(_shown, folder, "send.sh"),
        "receipt-taken": partial(_shown, folder, "", lambda window: window.take.click()),
        "receipt-discard": partial(_shown, folder, "", lambda window: window.discard.click()),
        "undo": lambda: Opened(opened_undo(shown_run(_free(folder)))),
    }


def opened_receipt(desk: DeskWork) -> ChangesWindow:
    return _opened(DeskChanges(desk.folder))


def _opened(changes: ChangeSet) -> ChangesWindow:
    window = open_changes(changes, opener=lambda _: True)
    wait_until(lambda: window.is_read)
    return window


def shown_run(root: Path) -> UndoneRun:
    made = "mkdir Letters Done; echo Dear > Letters/a.txt; echo Anna > Letters/b.txt; echo x > notes.txt; "
    run = UndoneRun(root, f"{made} echo Yours > plan.txt; head -c 2000000 /dev/urandom > film.mp4")
    run.copy(CopyLimits(100, 1_000_000))
    run.shell(
        "mv Letters/a.txt Done/2026-a.txt; echo Bo >> Letters/b.txt; rm notes.txt film.mp4; echo n > Done/list.txt"
    )
    run.shell("echo new > plan.txt")
    run.end()
    run.shell("echo mine > plan.txt")
    return run


def opened_undo(run: UndoneRun) -> ChangesWindow:
    return _opened(run.changes)


def line_of(model: ReceiptModel, ending: str) -> QModelIndex:
    groups = [model.index(row, 0) for row in range(model.rowCount())]
    lines = [model.index(row, 0, group) for group in groups for row in range(model.rowCount(group))]
    return next(line for line in lines if str(line.data()).endswith(ending))


def _shown(folder: Path, line: str, do: Callable[[ChangesWindow], object] = lambda _: None) -> Opened:
    desk = shown_desk(_free(folder))
    window = opened_receipt(desk)
    if line:
        window.tree.setCurrentIndex(line_of(window.model, line))
    do(window)
    return Opened(window)


def _free(folder: Path) -> Path:
    number = sum(1 for _ in folder.glob("receipt-*"))
    place = folder / f"receipt-{number}"
    place.mkdir()
    os.environ["HOME"] = str(place / "home")
    return place
