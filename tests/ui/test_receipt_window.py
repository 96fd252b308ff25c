"""The window of a receipt: what is checked is taken over and nothing else, and what the person has changed stays."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.windows.receipt.detail import copy_to_view, thumbnail
from desktop_agent.desk.windows.receipt.window import ChangesWindow
from tests.fakes.desks.desk_work import DeskWork, contents
from tests.fakes.windows.qt_app import nameless, wait_until
from tests.fakes.windows.shown_receipts import line_of, opened_receipt, painted, shown_desk
from tests.ui.conftest import said

CHECKED = Qt.CheckState.Checked
UNCHECKED = Qt.CheckState.Unchecked
PARTLY = Qt.CheckState.PartiallyChecked


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskWork:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "ours"))
    return shown_desk(tmp_path)


@pytest.fixture
def window(app: QApplication, desk: DeskWork) -> Iterator[ChangesWindow]:
    shown = opened_receipt(desk)
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    yield shown
    wait_until(lambda: not shown.is_acting)
    shown.close()
    shown.deleteLater()
    app.sendPostedEvents()


def ticks(window: ChangesWindow) -> dict[str, Qt.CheckState]:
    model = window.model
    groups = [model.index(row, 0) for row in range(model.rowCount())]
    lines = [model.index(row, 0, group) for group in groups for row in range(model.rowCount(group))]
    states = {str(one.data()): one.data(Qt.ItemDataRole.CheckStateRole) for one in (*groups, *lines)}
    return {text: Qt.CheckState(state) for text, state in states.items() if state is not None}


def press(window: ChangesWindow, name: str) -> None:
    buttons = (each for each in window.findChildren(QPushButton) if each.accessibleName() == name)
    next(each for each in buttons if each.isVisible() and each.isEnabled()).click()
    wait_until(lambda: not window.is_acting)


def test_documents_without_conflict_are_checked_and_nothing_else(window: ChangesWindow) -> None:
    assert ticks(window) == {
        "Documents (7)": PARTLY,
        "~/Letters/scan 01.txt\n→ ~/Letters/Novak/scan 01.txt": CHECKED,
        "~/Letters/scan 02.txt": CHECKED,
        "~/Table\\u{202e}xcod.csv": CHECKED,
        "~/notes.txt": UNCHECKED,
        "~/photo.png": CHECKED,
        "~/plan.txt": UNCHECKED,
        "~/report.odt": CHECKED,
        "~/.config/autostart/mail.desktop": UNCHECKED,
        "~/send.sh": UNCHECKED,
        "Programs' settings (1) · not applied unless you select them": UNCHECKED,
        "~/.config/Mousepad/settings.conf": UNCHECKED,
    }
    assert "What the desk did for “Sort the letters”" in said(window)
    assert "None of these changes have taken effect yet" in said(window)
    assert nameless(window) == []


@pytest.mark.long
def test_what_is_checked_is_taken_over_and_nothing_else_until_it_is_undone(
    window: ChangesWindow, desk: DeskWork
) -> None:
    before = contents(desk.home)
    for ending in ("Letters/Novak/scan 01.txt", "Table\\u{202e}xcod.csv", "photo.png"):
        window.model.setData(line_of(window.model, ending), UNCHECKED, Qt.ItemDataRole.CheckStateRole)
    press(window, "Apply the checked items")
    wait_until(window.outcome.isVisible)
    now = contents(desk.home)

    assert {path for path in now | before if now.get(path) != before.get(path)} == {"Letters/scan 02.txt", "report.odt"}
    assert b"2 May" in (desk.home / "Letters/scan 02.txt").read_bytes()
    assert "Applied: 2 changes." in said(window)

    press(window, "Undo the takeover")
    wait_until(lambda: "Undone: 2 changes." in said(window))
    assert contents(desk.home) == before


@pytest.mark.parametrize(
    ("more", "sentence", "offers"),
    [
        ((), "There's nothing left to decide.", False),
        (
            (".config/Mousepad/settings.conf",),
            "Only programs' settings haven't been applied. They aren't applied unless you select them.",
            True,
        ),
    ],
)
def test_after_all_documents_are_applied_the_window_says_what_is_left(
    app: QApplication, tmp_path: Path, more: tuple[str, ...], sentence: str, *, offers: bool
) -> None:
    desk = DeskWork(tmp_path)
    decided = list[bool]()
    desk.start()
    for path in ("letter.txt", *more):
        desk.write(path)
    desk.end()
    shown = opened_receipt(desk)
    shown.decided.connect(decided.append)
    press(shown, "Apply the checked items")
    wait_until(shown.outcome.isVisible)

    assert sentence in said(shown)
    assert (shown.take.isVisible(), shown.take.isEnabled(), shown.take.text()) == (
        offers,
        False,
        "Apply the checked items",
    )
    assert decided == [True]
    shown.close()
    app.sendPostedEvents()


@pytest.mark.parametrize(
    ("words", "plan"),
    [("Keep mine", "my own plan.txt"), ("Take the desk’s", "the desk's plan")],
)
def test_a_conflict_is_answered_by_the_person(window: ChangesWindow, desk: DeskWork, words: str, plan: str) -> None:
    line = line_of(window.model, "plan.txt")
    window.tree.setCurrentIndex(line)
    wait_until(lambda: window.detail.title.text() == line.data())
    next(each for each in window.findChildren(QRadioButton) if each.text() == words and each.isVisible()).click()
    taken = ticks(window)["~/plan.txt"]
    press(window, "Apply the checked items")
    wait_until(window.outcome.isVisible)

    assert taken == (UNCHECKED if words == "Keep mine" else CHECKED)
    assert (desk.home / "plan.txt").read_text() == plan


@pytest.mark.parametrize("name", ["plan.txt", "notes.txt"])
def test_a_tick_on_a_conflict_sets_nothing_and_shows_the_answers(
    window: ChangesWindow, desk: DeskWork, name: str
) -> None:
    line = line_of(window.model, name)
    window.tree.setCurrentIndex(line)
    wait_until(lambda: window.detail.title.text() == line.data())
    QTest.keyClick(window.tree, Qt.Key.Key_Space)
    ticked = ticks(window)[f"~/{name}"]
    answers = {each.text(): each.isChecked() for each in window.findChildren(QRadioButton) if each.isVisible()}
    press(window, "Apply the checked items")
    wait_until(window.outcome.isVisible)

    assert ticked == UNCHECKED
    assert answers == {"Keep mine": True, "Take the desk’s": False}
    assert (desk.home / name).read_text() == f"my own {name}"


def test_a_conflict_that_was_answered_is_kept_again_once_its_check_mark_is_removed(window: ChangesWindow) -> None:
    line = line_of(window.model, "plan.txt")
    window.tree.setCurrentIndex(line)
    wait_until(lambda: window.detail.title.text() == line.data())
    next(each for each in window.findChildren(QRadioButton) if each.text() == "Take the desk’s").click()
    answered = ticks(window)["~/plan.txt"]
    window.model.setData(line, UNCHECKED, Qt.ItemDataRole.CheckStateRole)

    assert (answered, ticks(window)["~/plan.txt"]) == (CHECKED, UNCHECKED)
    assert next(each for each in window.findChildren(QRadioButton) if each.text() == "Keep mine").isChecked()


@pytest.mark.long
def test_all_is_discarded_only_after_a_second_yes(window: ChangesWindow, desk: DeskWork) -> None:
    before = contents(desk.home)
    press(window, "Discard all")
    status = open_desk(desk.folder).status
    press(window, "Discard for good")
    wait_until(lambda: "Discarded." in said(window))

    assert (status, open_desk(desk.folder).status) == ("ended", "discarded")
    assert contents(desk.home) == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.png", painted("#123456").replace(struct.pack(">II", 320, 240), struct.pack(">II", 60_000, 60_000))),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://127.0.0.1:1/'/></svg>"),
        ("cut.png", painted("#123456")[:60]),
    ],
)
def test_a_hostile_picture_is_not_drawn(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)

    assert thumbnail(tmp_path / name).isNull()


def test_a_picture_behind_a_link_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(painted("#123456"))
    (tmp_path / "link.png").symlink_to("real.png")

    assert [thumbnail(tmp_path / name).isNull() for name in ("link.png", "real.png")] == [True, False]


@pytest.mark.parametrize(
    ("name", "content", "mode", "opened_as"),
    [
        ("page.html", "<script>1</script>", 0o644, "page.html.txt"),
        ("-rf.txt", "text", 0o644, "rf.txt"),
        ("run.sh", "echo", 0o755, None),
        ("menu.desktop", "[Desktop Entry]\nExec=x\n", 0o644, None),
    ],
)
def test_a_copy_is_opened_as_what_cannot_run(
    tmp_path: Path, name: str, content: str, mode: int, opened_as: str | None
) -> None:
    desk = DeskWork(tmp_path)
    record = desk.start()
    desk.write(name, content, mode=mode)
    try:
        copy = copy_to_view(desk.changes()[name], record.layers, tmp_path / "copies").name
    except DeskError:
        copy = None

    assert copy == opened_as


def test_what_was_saved_beside_an_earlier_copy_stays_when_that_is_removed(tmp_path: Path) -> None:
    desk = DeskWork(tmp_path)
    record = desk.start()
    desk.write("plan.txt", "the desk's")
    change = desk.changes()["plan.txt"]
    copies = tmp_path / "copies"
    alone, beside = (copy_to_view(change, record.layers, copies) for _ in range(2))
    (beside.parent / "plan (desk).txt").write_text("saved as")
    for place in (alone.parent, beside.parent):
        os.utime(place, (0, 0))
    newest = copy_to_view(change, record.layers, copies)

    assert {file.relative_to(copies) for file in copies.rglob("*.txt")} == {
        (beside.parent / "plan (desk).txt").relative_to(copies),
        newest.relative_to(copies),
    }
    assert not alone.parent.exists()
