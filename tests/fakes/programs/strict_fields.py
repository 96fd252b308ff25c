"""A Qt window whose fields change what is typed: `python -m tests.fakes.programs.strict_fields`."""

import json
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

TITLE = "Strict fields"
_DOTS = 3
_NAMES = (
    "plain", "short", "capitals", "date", "town", "mask", "host", "emptied", "reverted", "number", "secret",
)  # fmt: skip


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__(windowTitle=TITLE)
        self.fields = {name: QLineEdit() for name in _NAMES}
        self.fields["short"].setMaxLength(5)
        self.fields["capitals"].textEdited.connect(lambda text: self.fields["capitals"].setText(text.upper()))
        self.fields["date"].textEdited.connect(self._with_dots)
        towns = QCompleter(["Hamburg"], self)
        towns.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.fields["town"].setCompleter(towns)
        self.fields["mask"].setInputMask("999.999.999.999;_")
        self.fields["host"].textEdited.connect(self._with_three_dots)
        self.fields["emptied"].editingFinished.connect(self.fields["emptied"].clear)
        self.fields["reverted"].editingFinished.connect(lambda: self.fields["reverted"].setText("7"))
        self.fields["number"].editingFinished.connect(self._without_zeros)
        self.fields["secret"].setEchoMode(QLineEdit.EchoMode.Password)
        self.fields["secret"].setMaxLength(3)
        self.note = QPlainTextEdit()
        self.note.textChanged.connect(self._correct)
        column = QVBoxLayout(self)
        for field in (*self.fields.values(), self.note):
            column.addWidget(field)
        self._orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._orders.activated.connect(self._obey)
        self.resize(500, 400)
        self.show()

    def _with_dots(self, text: str) -> None:
        digits = text.replace(".", "")
        self.fields["date"].setText(".".join(part for part in (digits[:2], digits[2:4], digits[4:]) if part))

    def _with_three_dots(self, text: str) -> None:
        host = self.fields["host"]
        at = host.cursorPosition()
        if text.count(".") > _DOTS:
            host.setText(text[:at] + text[at + 1 :])
            host.setCursorPosition(at)

    def _without_zeros(self) -> None:
        self.fields["number"].setText(self.fields["number"].text().lstrip("0"))

    def _correct(self) -> None:
        text = self.note.toPlainText()
        if "teh " in text:
            self.note.setPlainText(text.replace("teh ", "the "))
            self.note.moveCursor(self.note.textCursor().MoveOperation.End)

    def _obey(self) -> None:
        line = sys.stdin.readline()
        if not line:
            QApplication.quit()
            return
        order = json.loads(line)
        field = self.note if order["field"] == "note" else self.fields[order["field"]]
        if order["order"] == "focus":
            field.clear()
            if field is self.fields["host"]:
                self.fields["host"].setText("." * _DOTS)
            if field is self.fields["reverted"]:
                self.fields["reverted"].setText("7")
            if field is self.fields["number"]:
                self.fields["number"].setText("0")
            field.setFocus()
        text = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
        sys.stdout.write(f"{json.dumps({'text': text, 'focus': field.hasFocus()})}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    app = QApplication(sys.argv)
    window = Window()
    app.exec()
