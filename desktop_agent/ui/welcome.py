"""What a person meets first: which model to use, whether the screen can be seen, and whether all is set up."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from desktop_agent.core.texts.message import Message, gettext, sentences, tr
from desktop_agent.lib.process_call import call_in_process
from desktop_agent.lib.window_bounds import center_window, keep_on_screen
from desktop_agent.model.profiles import DEFAULT, PROFILES
from desktop_agent.presence.promises import promises
from desktop_agent.runtime import registry
from desktop_agent.runtime.provider.choices import CLOUDS, ELSEWHERE, HERE, FoundModels, find_models
from desktop_agent.runtime.provider.entry import ProviderEntry, TryModel, try_model
from desktop_agent.runtime.provider.keys import session_keys
from desktop_agent.runtime.registry import Finding
from desktop_agent.settings.api_keys import KEY_FILE
from desktop_agent.ui.provider_dialog import ANOTHER, ProviderForm, ProviderSaver
from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.theme import colours, font
from desktop_agent.ui.qt.widgets import ComboBox, press_with_return, text_button, text_label

CHECKUP_TITLE = Message("Desktop Agent — Check this computer")
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
            self._add_row(grid, 2 * row, finding)
        self._column.replaceWidget(self._list, shown)
        self._list.hide()
        self._list.deleteLater()
        self._list = shown
        self._list.setVisible(bool(findings))
        self._summary.setText(summary)

    def _add_row(self, grid: QGridLayout, row: int, finding: Finding) -> None:
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
        self.setWindowTitle(tr(CHECKUP_TITLE))
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


TITLE = Message("Desktop Agent — Welcome")
_HEADING = Message("Welcome to Desktop Agent")
_TASKS = Message("You write a task. A language model looks at your screen and uses the mouse and keyboard.")
_ASKS = Message("Before anything that can't be undone, a card shows what is about to happen. Only you can approve it.")
_PRACTICE = Message(
    "A practice form opens on this screen, and the built-in model fills it in, which takes one or "
    "two minutes. Nothing leaves this computer, and nothing is actually ordered."
)
_PRACTICE_ASKS = Message("A card asks for your approval, at the latest before it presses “Send”. Try both answers.")
_SIZE = QSize(760, 660)
_WIDEST_PX = 680  # a line of text that is still easy to read
_EDGE_PX = 24
_GAP_PX = 12
_BESIDE_BAR_PX = 6


class Welcome(QWidget):
    """Nothing is written before one of the buttons is pressed and the model has been tried."""

    finished = Signal(bool)  # the choice is kept; whether to start the first task

    def __init__(
        self,
        config_file: Path,
        look: RunChecks = look,
        find: Callable[[], FoundModels] = lambda: find_models(os.environ),
        try_model: TryModel = try_model,
    ) -> None:
        """Take the file for the choice, what checks this computer, what looks for models, and what tries one."""
        super().__init__()
        self.setWindowTitle(tr(TITLE))
        self._find = find
        self._practises = bool(registry.PLACES["practice-task"])
        self._model = ModelSection(config_file.parent / KEY_FILE)
        self._write = text_button(Message("Write a task"), lambda: self._go_on(first_task=False))
        self._start = text_button(Message("Start the first task"), lambda: self._go_on(first_task=True), role="primary")
        self._form = QWidget()
        self._keeping = ProviderSaver(config_file, try_model, (self._form, self._write, self._start), self)
        self._looking = BackgroundTask(self)
        self._wants_task = False
        self._lay_out(look)
        self._model.changed.connect(self._keeping.notice.hide)
        self._model.look_again.connect(lambda: self._looking.start(self._find))
        self._looking.done.connect(self._model.show_found)
        self._keeping.saved.connect(lambda _: self.finished.emit(self._wants_task))
        self._keeping.lacks_keyring.connect(self._ask_place)
        press_with_return(self)
        (self._start if self._practises else self._write).setFocus()
        QTimer.singleShot(0, self, lambda: self._looking.start(find))

    def _lay_out(self, look: RunChecks) -> None:
        promised = promises()
        parts: list[QWidget] = [
            text_label(sentences(_TASKS, _ASKS, promised.takes_over)),
            text_label(Message("Which model should do the work?"), "heading"),
            self._model,
        ]
        if registry.PLACES["computer-check"]:
            parts.append(ComputerCheck(look, brief=True))
        if self._practises:
            parts.append(text_label(Message("Try your first task"), "heading"))
            parts.append(text_label(sentences(_PRACTICE, promised.meanwhile, _PRACTICE_ASKS)))
            if is_asked(os.environ):
                parts.append(ShareExplained())
        column_of(self._form, *parts, spacing=_GAP_PX)
        inside = Page()
        margins = (0, 0, _BESIDE_BAR_PX, 0)
        column_of(inside, text_label(_HEADING, "title"), self._form, None, spacing=_GAP_PX, margins=margins)
        inside.setMaximumWidth(_WIDEST_PX)
        self._page = Scrolling(inside).fill()
        self._page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = QWidget()
        buttons.setLayout(WrapRow(None, self._write, self._start))
        margins = (_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        rows = (self._page, self._keeping.notice, buttons)
        column = column_of(self, *rows, spacing=_GAP_PX, margins=margins, room=self._page)
        self._start.setVisible(self._practises)
        FollowsHeight(self, column)
        keep_on_screen(self, _SIZE)
        center_window(self)

    def _go_on(self, *, first_task: bool) -> None:
        self._wants_task = first_task
        self._keeping.start(self._model.chosen())

    def _ask_place(self, trouble: str) -> None:
        self._model.ask_place(trouble)
        QTimer.singleShot(0, self._page, lambda: self._page.ensureWidgetVisible(self._model))


# data of two rows that are no provider's names
_OWN = ""
_MORE = "+"


class ModelSection(QWidget):
    """Shows what each provider still needs, and only the usual ones before *More…*."""

    changed = Signal()  # another model is chosen, or what is typed for it
    look_again = Signal()

    def __init__(self, key_file: Path, parent: QWidget | None = None) -> None:
        """Take the file for a key where there is no keyring."""
        super().__init__(parent)
        self._models = FoundModels()
        self._touched = False
        self._choice = ComboBox()
        self._form = ProviderForm(key_file)
        self._choice.setAccessibleName(gettext("Model"))
        for name in HERE:
            self._choice.addItem(tr(PROFILES[name].shown_name), name)
        self._choice.addItem(tr(ANOTHER), _OWN)
        self._choice.insertSeparator(self._choice.count())
        for name in ELSEWHERE:
            self._choice.addItem(tr(PROFILES[name].shown_name), name)
        self._choice.addItem(gettext("More…"), _MORE)
        self._again = text_button(Message("Look again"), self.look_again.emit)
        details = QFrame()
        details.setProperty("role", "inset")
        column_of(details, self._form, WrapRow(self._again), spacing=6, margins=None)
        column_of(self, self._choice, details, spacing=8)
        self._form.changed.connect(self.changed)
        self._choice.activated.connect(self._note_choice)
        self._choice.currentIndexChanged.connect(lambda _: self._update())
        self._update()

    def show_found(self, models: FoundModels) -> None:
        """Show the state of each model, and select the best one unless the person has chosen."""
        self._models = models
        self._show_states()
        if not self._touched:
            if models.best in CLOUDS:
                self._show_more()
            self._choice.setCurrentIndex(self._choice.findData(models.best))
        self._update()

    def ask_place(self, trouble: str) -> None:
        """Ask where else than in the keyring the key is to go."""
        self._form.ask_place(trouble)

    def chosen(self) -> ProviderEntry:
        """Return the current choice."""
        entry = self._form.entry()
        state = self._models.state(self._selected_option)
        model = entry.model or (state.model if state is not None else "")
        return replace(entry, model=model)

    @property
    def _selected_option(self) -> str:
        return str(self._choice.currentData())

    def _note_choice(self, row: int) -> None:
        self._touched = True
        if self._choice.itemData(row) == _MORE:
            self._show_more()
            self._choice.showPopup()

    def _show_more(self) -> None:
        """Show the providers on cloud platforms in place of *More…*."""
        row = self._choice.findData(_MORE)
        if row >= 0:
            for name in CLOUDS:
                self._choice.addItem(tr(PROFILES[name].shown_name), name)
            self._choice.setCurrentIndex(row + 1)
            self._choice.removeItem(row)
            self._show_states()

    def _show_states(self) -> None:
        for row in range(self._choice.count()):
            name = self._choice.itemData(row)
            if name in PROFILES and (state := self._models.state(name)) is not None:
                title = PROFILES[name].shown_name
                self._choice.setItemText(row, tr(Message("{name} — {state}", name=title, state=state.words)))

    def _update(self) -> None:
        """Show the fields that the chosen model needs."""
        offer = self._selected_option if self._selected_option != _MORE else DEFAULT
        state = self._models.state(offer)
        name = self._models.provider(offer)
        self._form.show_entry(ProviderEntry(name), state, self._models.keyring_trouble)
        is_startable = name in PROFILES and bool(PROFILES[name].started_by)
        self._again.setVisible(is_startable and not (state is not None and state.ready))


_BEFORE = Message(
    "Before that, GNOME asks whether to share your screen, as in this picture. Choose the screen, turn the switch on, "
    "and then press Share."
)
_PICTURE = Message("Picture: the screen is chosen, “Allow Remote Interaction” is on, and “Share” is pressed.")
_SWITCH = Message("Allow Remote Interaction")  # as GNOME's portal calls it in this language
_SHARE = Message("Share")
_SHARE_SIZE = QSize(380, 132)
_GAP = 12.0
_MONITOR = QRectF(_GAP, 40.0, 128.0, 76.0)
_BAR = 32.0
_ROW = QRectF(_MONITOR.right() + _GAP, 62.0, 0.0, 34.0)
_TRACK = QSize(38, 20)


def is_asked(environment: Mapping[str, str]) -> bool:
    """Return whether a run makes GNOME show this dialog, as it does in its Wayland session."""
    is_gnome = "GNOME" in environment.get("XDG_CURRENT_DESKTOP", "").split(":")
    return is_gnome and bool(environment.get("WAYLAND_DISPLAY"))


class ShareExplained(QWidget):
    """What is to be chosen in the dialog, in words and in a picture."""

    def __init__(self) -> None:
        super().__init__()
        column_of(self, text_label(_BEFORE), _SharePicture(), spacing=8)


class _SharePicture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_SHARE_SIZE)
        self.setAccessibleName(tr(_PICTURE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dialog."""
        now = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font())
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(now.line))
        painter.setBrush(QColor(now.card))
        painter.drawRoundedRect(frame, 10, 10)
        painter.drawLine(QPointF(0, _BAR), QPointF(frame.right(), _BAR))
        self._draw_button(painter)
        painter.setBrush(QColor(now.ground))
        painter.setPen(QPen(QColor(now.accent), 2.0))
        painter.drawRoundedRect(_MONITOR, 6, 6)
        self._draw_row(painter, QRectF(_ROW.left(), _ROW.top(), frame.right() - _GAP - _ROW.left(), _ROW.height()))

    def _draw_button(self, painter: QPainter) -> None:
        now = colours()
        width = painter.fontMetrics().horizontalAdvance(tr(_SHARE)) + 24.0
        button = QRectF(self.width() - width - 5.0, 4.5, width, _BAR - 9.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.fill))
        painter.drawRoundedRect(button, 6, 6)
        painter.setPen(QColor("white"))
        painter.drawText(button, Qt.AlignmentFlag.AlignCenter, tr(_SHARE))

    def _draw_row(self, painter: QPainter, row: QRectF) -> None:
        now = colours()
        track = QRectF(row.right() - _TRACK.width(), row.center().y() - _TRACK.height() / 2, 38.0, 20.0)
        painter.setPen(QColor(now.text))
        words = QRectF(row.left(), row.top() - 12, track.left() - row.left() - 6, row.height() + 24)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, left | Qt.TextFlag.TextWordWrap, tr(_SWITCH))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.fill))
        painter.drawRoundedRect(track, 10, 10)
        painter.setBrush(QColor("white"))
        painter.drawEllipse(QRectF(track.right() - 18, track.top() + 2, 16, 16))
