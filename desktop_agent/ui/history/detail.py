"""The pane beside the table: the picture that the model saw, with the action marked on it, and all that was said."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.translation import tr
from desktop_agent.ui.console.live import LivePicture
from desktop_agent.ui.history.rows import DetailParagraph, HistoryRow, picture_in
from desktop_agent.ui.qt.widgets import text_label

_LONGEST = 1_000  # characters that describe a picture


class Detail(QWidget):
    """Shows one row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._picture = LivePicture()
        self._picture.setAccessibleName(tr("The screen at that moment"))
        self._title = text_label(role="title", selectable=True)
        self._title.setAccessibleName(tr("Selected step"))
        self._facts = QScrollArea()
        self._facts.setWidgetResizable(True)
        self._facts.setFrameShape(QFrame.Shape.NoFrame)
        self._facts.setAccessibleName(tr("Details of the selected step"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._picture, 3)
        layout.addWidget(self._title)
        layout.addWidget(self._facts, 2)

    def show_row(self, folder: Path, row: HistoryRow) -> None:
        """Show a row of the run in a folder."""
        proposal = row.entry.proposal
        self._picture.show()
        if row.turn.seen is None:
            self._picture.show_none_yet()
        else:
            self._picture.show_file(picture_in(row.turn.folder or folder, row.turn.seen))
        if proposal is not None:
            self._picture.mark(proposal.action, visible(row.entry.account, _LONGEST), proposal.given_up)
        self._title.show_foreign(row.text)
        self._fill(row.paragraphs)

    def clear(self, why: str = "") -> None:
        """Show only why there is nothing to show."""
        self._picture.hide()
        self._title.setText(why)
        self._fill(())

    def _fill(self, paragraphs: tuple[DetailParagraph, ...]) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(6)
        for each in paragraphs:
            if each.head:
                layout.addWidget(text_label(each.head, "heading", selectable=True))
            said = text_label("", each.role, selectable=True)
            said.show_foreign(each.text)
            layout.addWidget(said)
        layout.addStretch(1)
        self._facts.setWidget(page)
