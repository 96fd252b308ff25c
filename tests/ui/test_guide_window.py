"""The window in which a how-to is edited: what is changed there is what is written, and is there the next time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_agent.studio.howto.make import draft_of
from desktop_agent.studio.windows.howto.window import GuideWindow, open_guide
from tests.fakes.page import seen
from tests.fakes.qt_app import wait_until
from tests.fakes.shown_work import order_shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return order_shown(tmp_path)


@pytest.fixture
def written() -> list[Path]:
    return []


@pytest.fixture
def window(app: QApplication, folder: Path, written: list[Path]) -> Iterator[GuideWindow]:
    shown = open_guide(folder, opener=lambda url: written.append(Path(url.toLocalFile())))
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    yield shown
    shown.close()
    shown.deleteLater()
    app.sendPostedEvents()


def press(window: GuideWindow, name: str) -> None:
    next(each for each in window.findChildren(QPushButton) if each.accessibleName() == name).click()


def test_what_is_left_out_renamed_and_moved_is_written_and_kept(
    window: GuideWindow, folder: Path, written: list[Path]
) -> None:
    window.title.setText("How to order")
    window.steps.view.item(0).setCheckState(Qt.CheckState.Unchecked)
    window.steps.view.setCurrentRow(2)
    QTest.keyClicks(window.pane.text, " Done!")
    window.pane.text.setText("")
    QTest.keyClicks(window.pane.text, "Press *Send*.")
    press(window, "Move the step up")
    press(window, "Write as HTML")
    wait_until(lambda: written)

    assert written == [folder / "guide.html"]
    assert "How to order2 steps" in seen(written[0]).text
    assert seen(written[0]).text.index("Press Send.") < seen(written[0]).text.index("In Name, type Ada.")
    assert [(each.step.text, each.left_out) for each in draft_of(folder).steps] == [
        ("Click *File*.", True),
        ("Press *Send*.", False),
        ("In *Name*, type *Ada*.", False),
    ]
