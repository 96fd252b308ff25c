"""The receipt of a desk in a process of its own: `python -m tests.journeys.placed_receipt DESK DESKS FILE`.

FILE always says where on the screen the ticks of the lines and the buttons are, for somebody else's mouse, and what
is ticked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionViewItem

from desktop_agent.desk.folder import open_desk
from desktop_agent.desk.receipt.change import DeskChange
from desktop_agent.desk.receipt.tell import ToldChange
from desktop_agent.desk.receipt.tell import told as tell_change
from desktop_agent.desk.windows.receipt.window import ReceiptWindow, open_receipt
from desktop_agent.lib.files import replace_file
from desktop_agent.ui.qt.app import start_app

_LOOK_MS = 100


def places(window: ReceiptWindow) -> dict[str, tuple[int, int]]:
    """Return the middle of each tick and of each button that can be pressed."""
    model, tree = window.model, window.tree
    groups = [model.index(row, 0) for row in range(model.rowCount())]
    found = dict[str, tuple[int, int]]()
    for line in (model.index(row, 0, group) for group in groups for row in range(model.rowCount(group))):
        option = QStyleOptionViewItem()
        option.initFrom(tree)
        option.rect = tree.visualRect(line)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        box = tree.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, tree)
        at = tree.viewport().mapToGlobal(box.center())
        found[str(line.data())] = at.x(), at.y()
    for button in window.findChildren(QPushButton):
        if button.isVisible() and button.isEnabled():
            at = button.mapToGlobal(QPoint(button.width() // 2, button.height() // 2))
            found[button.accessibleName()] = at.x(), at.y()
    return found


def main(desk: str, desks: Path, file: Path) -> int:
    """Show the window until it is closed."""
    app = start_app()
    window = open_receipt(desk, desks=desks)
    window.destroyed.connect(app.quit)

    def told(change: DeskChange) -> ToldChange:
        return tell_change(change, open_desk(window.folder).layers, Path.home())

    def tell() -> None:
        if window.is_read and not window.is_acting and window.isActiveWindow():
            ticked = [told(change).path for change in window.model.choice.of(window.changes)]
            replace_file(file, [json.dumps({"places": places(window), "ticked": ticked}).encode()])
        else:
            file.unlink(missing_ok=True)

    look = QTimer(window)
    look.setInterval(_LOOK_MS)
    look.timeout.connect(tell)
    look.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
