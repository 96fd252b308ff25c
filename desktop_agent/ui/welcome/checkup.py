"""The check of this computer: what slices find when they try it, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_agent.core.texts.message import Message, tr
from desktop_agent.lib.process_call import call_in_process
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.runtime import registry
from desktop_agent.runtime.provider.keys import session_keys
from desktop_agent.runtime.registry import Finding
from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import text_button, text_label

TITLE = Message("Desktop Agent — Check this computer")
_ICONS = {"works": ("check", "ok"), "limited": ("alert", "warn"), "broken": ("cross", "bad")}
_WORDS = {"works": Message("works"), "limited": Message("works in part"), "broken": Message("doesn't work")}
_TITLES = {
    "session": Message("Session"),
    "update": Message("Version"),
    "display": Message("Screen"),
    "capture": Message("Pictures"),
    "input": Message("Mouse and keys"),
    "names": Message("Names of buttons"),
    "key": Message("API key"),
    "provider": Message("Model"),
    "tray": Message("Tray icon"),
    "hand": Message("Taking over"),
    "lock": Message("Screen lock"),
    "fonts": Message("Fonts"),
    "desk": Message("Side desk"),
    "keyring": Message("Keyring"),
    "privacy": Message("Privacy"),
    "notifications": Message("Notifications"),
    "away": Message("While you are away"),
    "permissions": Message("Permissions"),
    "program": Message("Program"),
    "windows": Message("Windows"),
}
LOOKING = Message("Checking this computer…")
ALL_WELL = Message("Everything Desktop Agent needs works on this computer.")
_IN_PART = Message("These parts don't fully work on this computer:")
_ASKED_BY_WELCOME = frozenset({"program", "key", "provider", "keyring", "privacy"})
RunChecks = Callable[[], Sequence[Finding]]


def look() -> Sequence[Finding]:
    """Check this computer with the current settings; takes a second or more.

    What takes pictures for it (numpy, OpenCV) would stay in the memory of the tray for days.
    """
    return call_in_process(registry.check_computer, session_keys())


class ComputerCheck(QWidget):
    """Looks as soon as it is made; `brief` shows only what needs a person, and what Welcome doesn't ask itself."""

    def __init__(self, look: RunChecks = look, *, brief: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._brief = brief
        self._summary = text_label(role="heading")
        self._answer = text_label(role="ok")
        self._answer.hide()
        self._list = QWidget()
        self._column = column_of(self, self._summary, self._answer, self._list, spacing=8)
        self._task = BackgroundTask(self)
        self._task.done.connect(self._show)
        self._task.failed.connect(lambda error: self._summary.setText(str(error)))
        self.look_again()

    def look_again(self, first: Callable[[], str] | None = None) -> None:
        """Do something first, then look, both on a thread of their own."""
        self._summary.setText(LOOKING)
        look = self._look
        # What it needs is loaded after the window is there, not while the window waits for the same processor.
        QTimer.singleShot(0, self, lambda: self._task.start(lambda: (first() if first is not None else "", look())))

    def _show(self, result: tuple[str, Sequence[Finding]]) -> None:
        answer, findings = result
        if answer:
            self._answer.setText(answer)
            self._answer.show()
        bad = sum(finding.state == "broken" for finding in findings)
        summary: str = ALL_WELL
        if bad:
            summary = Message(
                "{bad} of {whole} checks failed. Each line explains how to fix the problem.",
                bad=bad,
                whole=len(findings),
            )
        if self._brief:
            findings = [each for each in findings if each.state != "works" and each.name not in _ASKED_BY_WELCOME]
            findings = sorted(findings, key=lambda each: each.turn_on is None)  # what one press mends comes first
            summary = _IN_PART if findings else ALL_WELL
        shown = QWidget()
        grid = QGridLayout(shown)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(2, 1)
        for row, finding in enumerate(findings):
            self._add(grid, 2 * row, finding)
        self._column.replaceWidget(self._list, shown)
        self._list.hide()
        self._list.deleteLater()
        self._list = shown
        self._list.setVisible(bool(findings))
        self._summary.setText(summary)

    def _add(self, grid: QGridLayout, row: int, finding: Finding) -> None:
        """Add a line: a sign, what was tried, what was found, how to mend it, and a button where that does it."""
        name, role = _ICONS[finding.state]
        symbol = QLabel()
        symbol.setPixmap(icons.pixmap(name, getattr(theme.colours(), role)))
        symbol.setAccessibleName(tr(_WORDS[finding.state]))
        title = _TITLES.get(finding.name, finding.name.capitalize())
        mend = finding.in_window or finding.mend
        sentence = _as_sentence(finding.found)
        words = text_label(Message("{found}\n{mend}", found=sentence, mend=mend) if mend else sentence, selectable=True)
        words.setAccessibleName(tr(Message("{title}: {words}", title=title, words=_WORDS[finding.state])))
        for column, label in enumerate((symbol, text_label(title, "heading", wraps=False), words)):
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        if (turn_on := finding.turn_on) is not None:
            name = Message("Turn it on: {name}", name=finding.name)
            button = text_button(Message("Turn it on"), lambda: self.look_again(turn_on), name=name)
            grid.addWidget(button, row + 1, 2, Qt.AlignmentFlag.AlignLeft)


class Checkup(QWidget):
    """The whole check in a window, and a button to check again."""

    def __init__(self, look: RunChecks = look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(TITLE))
        check = ComputerCheck(look)
        inside = Page()
        column_of(inside, check, None)
        page = Scrolling(inside, Message("Findings")).fill()
        column_of(self, page, WrapRow(text_button(Message("Check again"), check.look_again)), margins=None, room=page)
        keep_on_screen(self, QSize(640, 520))


def _as_sentence(text: str) -> str:
    """Return what was found with a capital first, but for a name that is written otherwise: a program's, an address."""
    first = text.partition(" ")[0].strip(":;,")
    return Message("{found:capital}", found=text) if first.isalpha() and first.islower() else text
