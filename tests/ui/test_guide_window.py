"""The window in which a how-to is edited: what is changed there is what is written, and is there the next time."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_agent.studio.howto.make import draft_of
from desktop_agent.studio.windows.howto.window import open_guide
from tests.fakes.page import seen
from tests.fakes.qt_app import wait_until
from tests.fakes.shown_work import order_shown
from tests.ui.conftest import button


def test_what_is_left_out_renamed_and_moved_is_written_and_kept(app: QApplication, tmp_path: Path) -> None:
    folder, written = order_shown(tmp_path), list[Path]()
    window = open_guide(folder, opener=lambda url: written.append(Path(url.toLocalFile())))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    window.title.setText("How to order")
    window.steps.view.item(0).setCheckState(Qt.CheckState.Unchecked)
    window.steps.view.setCurrentRow(2)
    QTest.keyClicks(window.pane.text, " Done!")
    window.pane.text.setText("")
    QTest.keyClicks(window.pane.text, "Press *Send*.")
    button(window, "Move the step up").click()
    button(window, "Write as HTML").click()
    wait_until(lambda: written)

    assert written == [folder / "guide.html"]
    assert "How to order2 steps" in seen(written[0]).text
    assert seen(written[0]).text.index("Press Send.") < seen(written[0]).text.index("In Name, type Ada.")
    assert [(each.step.text, each.left_out) for each in draft_of(folder).steps] == [
        ("Click *File*.", True),
        ("Press *Send*.", False),
        ("In *Name*, type *Ada*.", False),
    ]
    window.close()
    window.deleteLater()
    app.sendPostedEvents()
