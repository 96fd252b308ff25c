"""What opens each window of the program and of the demo, with something in it, as they do; for `shown_windows`."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from PIL import Image, ImageDraw
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.decisions.decision import Question
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import ActionDone, ActionProposed, Decided, DeskEnded, FrameTaken, Said, Settled
from desktop_agent.core.runs.outcome import Outcome, WindowLeft
from desktop_agent.core.texts.message import Message, whole
from desktop_agent.demo.order_form.theme import layout_of, use_theme
from desktop_agent.demo.order_form.window import OrderWindow
from desktop_agent.desk.windows.order_line import DeskLine
from desktop_agent.doctor import Finding
from desktop_agent.films.guided.lead import LinePlace
from desktop_agent.films.windows.guide_bar import GuideBar
from desktop_agent.films.windows.learn.badge_window import LearnBadgeWindow
from desktop_agent.films.windows.learn.from_tray import LearnWindow
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.policy.scope import read_entry
from desktop_agent.record.store import RunStore
from desktop_agent.run.end.result import RunResult
from desktop_agent.runtime.continuation import resumption
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.runtime.provider.choices import FoundModels
from desktop_agent.runtime.provider.entry import ModelTrial
from desktop_agent.settings import Settings
from desktop_agent.tasks.learn.control_keys import ControlKeys
from desktop_agent.tasks.saved.store import template
from desktop_agent.tasks.saved.text import parse_task
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.task import Step, Task, TaskVariable
from desktop_agent.tasks.windows.task_window import TaskWindow, confirm_words
from desktop_agent.tasks.windows.values_window import ValuesWindow
from desktop_agent.ui.approval.approver import PausedBanner
from desktop_agent.ui.approval.open_question import OpenQuestion
from desktop_agent.ui.approval.secondary_window import WordsWindow, reply_window, words_window
from desktop_agent.ui.history.window import open_history
from desktop_agent.ui.preferences.confirm_window import CONFIRM_SETTINGS, ConfirmWindow
from desktop_agent.ui.preferences.fields import PAGES
from desktop_agent.ui.preferences.window import open_preferences
from desktop_agent.ui.proof.guard import Proof, ProofOptions
from desktop_agent.ui.provider_dialog import ProviderDialog
from desktop_agent.ui.qt.layout import WrapRow
from desktop_agent.ui.qt.screen_units import free_part, native
from desktop_agent.ui.qt.widgets import ComboBox, IconButton, text_button, text_label
from desktop_agent.ui.session.bridge import WordsQuestion
from desktop_agent.ui.status.state_icon import state_icon
from desktop_agent.ui.status.states import WORDS
from desktop_agent.ui.status.status_badge import StatusWindow
from desktop_agent.ui.tray.help import HelpWindow
from desktop_agent.ui.tray.menu import Actions, ControlWindow
from desktop_agent.ui.view.desk_control import DeskControl
from desktop_agent.ui.view.stage import Stage
from desktop_agent.ui.welcome import Checkup, Welcome
from tests.fakes.desktops.xwd import NAME, header
from tests.fakes.people.quiet_person import QuietPerson
from tests.fakes.people.welcome_talk import states
from tests.fakes.runs.broken_run import broken_off
from tests.fakes.runs.recorded import picture, record_run
from tests.fakes.runs.unheard import Unheard
from tests.fakes.windows import shown_questions as questions
from tests.fakes.windows.console_desk import Desk
from tests.fakes.windows.shown_windows import Opened, turn

FOUND = (
    Finding("display", "works", Message("monitor {n}: {width}x{height}", n=1, width=1280, height=800)),
    Finding("hand", "limited", "nothing tells your hand from the model's", "Answer in a terminal."),
    Finding("input", "broken", "XTEST is missing, so no key and no click can be sent", "Use an X11 session."),
    Finding("fonts", "works", "letters of all scripts"),
    Finding("provider", "works", "local, model local: http://127.0.0.1:8017/v1"),
    Finding("names of controls", "works", "come from the accessibility bus"),
)
Kind = TypeVar("Kind", bound=QWidget)
CHORD = ("ctrl", "alt", "y")
LONG_ASK = "Which of the two folders named Documents is meant: the one at home, or the one on the server?"


LONG_END = Message("I wasn't allowed to click “Bestellung verbindlich aufgeben”. The rest is done.")


CONSOLE_STATES = ("mistake", "problem", "run", "ended", "asks")


def openers(folder: Path) -> dict[str, Callable[[], Opened]]:
    return {
        "welcome": lambda: welcome(folder),
        "welcome-key": lambda: welcome(folder, "key"),
        "model-server": lambda: Opened(shown(ProviderDialog(folder / "none" / "config.toml"))),
        "parts": lambda: Opened(parts()),
        "help": lambda: helped("models"),
        "help-keys": lambda: helped("keys"),
        "check": lambda: plain(Checkup(lambda: FOUND)),
        "console": lambda: console(folder),
        **{f"console-{state}": partial(console, folder, state) for state in CONSOLE_STATES},
        "console-resume": lambda: resuming(folder),
        **desk_consoles(folder),
        **{f"settings-{n}": partial(settings, folder, name) for n, name in enumerate(PAGES, 1)},
        "confirm": confirming,
        "history": lambda: history(folder),
        "history-delete": lambda: history(folder, delete=True),
        "control": control,
        "card-click": lambda: card(questions.clicked()),
        "card-type": lambda: card(questions.typed()),
        "card-warning": lambda: card(questions.warned()),
        "card-attack": lambda: card(questions.attacked()),
        "card-application": lambda: card(questions.application("/usr/bin/mail")),
        "card-terminal": lambda: card(questions.application("/usr/bin/xterm")),
        "card-site": lambda: card(questions.application("/usr/lib/chromium/chromium", "https://example.org")),
        "card-always": lambda: card(questions.remembered()),
        "card-unnamed": lambda: card(questions.unnamed(), names_off=True),
        "card-several": lambda: card(questions.several()),
        "card-digits": lambda: card(questions.clicked(), "digits"),
        "card-none": lambda: card(questions.clicked(), "none"),
        "card-more": lambda: opened_further(questions.clicked()),
        "card-more-always": lambda: opened_further(questions.remembered()),
        "card-more-application": lambda: opened_further(questions.application("/usr/bin/mail")),
        "card-more-attack": lambda: opened_further(questions.attacked()),
        "edit-click": lambda: secondary(questions.clicked(), "edit_wanted"),
        "edit-type": lambda: secondary(questions.typed(), "edit_wanted"),
        "reason": lambda: secondary(questions.typed(), "reason_wanted"),
        "digits": lambda: secondary(questions.clicked(), "Approve once", "digits"),
        "reply": lambda: asking(reply_window(LONG_ASK)),
        "words": lambda: asking(words_window("I solved the captcha, go on")),
        "badge": badge, "banner": banner,
    }  # fmt: skip


def parts() -> QWidget:
    """Return what all windows are made of, in one: each role of a text, each button, each field."""
    off = text_button("not now")
    text = QPlainTextEdit("Several lines of text\nin a field of their own")
    off.setEnabled(False)
    text.setFixedHeight(64)
    choice = ComboBox()
    names = QListWidget()
    choice.addItems(["A choice", "Another one"])
    names.setProperty("role", "pages")
    names.ensurePolished()
    names.addItems(["A page", "Another page"])
    names.setCurrentRow(0)
    names.setFixedSize(200, 84)
    frames = {role: QFrame() for role in ("panel", "inset")}
    for role, frame in frames.items():
        frame.setProperty("role", role)
        QVBoxLayout(frame).addWidget(text_label(f"{role}: what belongs together", wraps=False))
    in_states = {state: text_button(state) for state in WORDS}
    for state, button in in_states.items():
        button.setIcon(state_icon(state))
    texts = ("title", "heading", "", "muted", "ok", "warn", "bad", "badge")
    one = QRadioButton("One of two")
    other = QRadioButton("The other")
    on = QCheckBox("On")
    one.setChecked(True)
    on.setChecked(True)
    rows: dict[str, Iterable[QWidget]] = {
        "Texts": (text_label(role or "text", role, wraps=False) for role in texts),
        "Buttons": (*(text_button(role or "plain", role=role) for role in ("", "primary", "yes", "no", "safest")), off),
        "With icons": (IconButton("Pause", "pause"), IconButton("Stop run", "stop"), IconButton("Delete", "trash")),
        "Fields": (QLineEdit("A line of text"), QLineEdit(placeholderText="What could stand here"), text),
        "Choices": (choice, on, QCheckBox("Off"), one, other),
        "Lists": (names,),
        "Frames": frames.values(),
        "Progress": (QProgressBar(textVisible=False, value=40),),
        "States": in_states.values(),
    }
    window = QWidget(windowTitle="Parts")
    grid = QGridLayout(window)
    grid.setContentsMargins(24, 24, 24, 24)
    grid.setHorizontalSpacing(24)
    grid.setColumnStretch(1, 1)
    for number, (name, widgets) in enumerate(rows.items()):
        row = QWidget()
        row.setLayout(WrapRow(*widgets))
        grid.addWidget(text_label(name, "muted", wraps=False), number, 0)
        grid.addWidget(row, number, 1)
    keep_on_screen(window, QSize(860, 640))
    window.show()
    return window


def plain(window: QWidget) -> Opened:
    window.show()
    return Opened(window)


def helped(page: str) -> Opened:
    window = HelpWindow(Settings())
    window.choose(page)
    return plain(window)


def control() -> Opened:
    window = ControlWindow(Actions(QApplication.instance()))
    window.show()
    return Opened(window, close=window.hide)  # it cannot be closed: that quits the program


def shown(window: ProviderDialog) -> ProviderDialog:
    window.show()
    named(window, QLineEdit, "Key").setText("abc")  # asks where it is stored
    return window


def welcome(folder: Path, state: str = "") -> Opened:
    switch = Finding("names", "limited", "accessibility is turned off", "Turn it on.", lambda: "until you log out")
    found = FoundModels(states(vllm=("runs", ""), openai=("has key", "")), "This computer has no keyring.")
    window = Welcome(
        folder / "none" / "config.toml",
        lambda: (*FOUND, switch),
        lambda: found,
        lambda *_: ModelTrial("untried", "There is no server called api.openai.com."),
    )
    window.show()
    turn(0.3)
    if state == "key":
        box = named(window, QComboBox, "Model")
        box.activated.emit(box.findData("+"))
        box.hidePopup()
        box.setCurrentIndex(box.findData("azure"))
        named(window, QLineEdit, "Key").setText("abc")
        press(window, "Write a task")
    turn(0.3)
    return Opened(window)


def named(window: QWidget, kind: type[Kind], name: str) -> Kind:
    return next(child for child in window.findChildren(kind) if child.accessibleName() in {name, whole(name)})


def console(folder: Path, state: str = "idle") -> Opened:
    entries = ("mousepad", "chromium:example.org", "files:~/Invoices")
    desk = Desk(folder, tuple(map(read_entry, entries)) if state != "asks" else ())
    if state == "mistake":
        desk.console.entry.expect(plain_steps=True, problem="")
        desk.console.entry.field.put("Open Mousepad and write hello")
        desk.console.entry._show_step_problem()
    elif state == "problem":
        desk.console.offer("Order ten boxes of paper clips", {"provider.name": "openai"})
    elif state != "idle":
        desk.bridge._session = Unheard()
        desk.begin('type "Hello small screen" into "Name"\npress ctrl+s\nclick "Send"')
        click = {"kind": "click", "x": 450, "y": 300, "button": "left", "count": 1, "keys": []}
        (desk.folder / "frames").mkdir(exist_ok=True)
        for number in range(4):
            desk.hear(_seen(desk.folder, number))
            call = f"c{number}"
            desk.hear(Said(f"Step {number}: the File menu is open."), ActionProposed(call, 0, click, click))
            desk.hear(
                Decided(call, 0, "allow", "policy", "default"), ActionDone(call, 0, 14), Settled(112, stable=True)
            )
        desk.console.show_outcome("The server has not answered for half a minute; trying again.", "warn")
    if state == "ended":
        desk.bridge._session = None
        store = RunStore(folder / "ended")
        ended = next(iter(store.folders()), None) or record_run(store, "000001")
        desk.bridge._set_state("idle")
        left = Outcome(refused=1, windows=(WindowLeft("Order form", unsaved=True),))
        files = ({"path": "~/Notes/order.txt", "change": "changed"},)
        desk.bridge._finish(RunResult("partly", LONG_END, "r", ended, 18, 20, None, 63.0, 5, left, files))
    if state == "asks":
        desk.bridge._note_question(LONG_ASK)
        desk.console._ask(WordsQuestion(LONG_ASK, lambda _words: None))
    return Opened(desk.console, close=desk.console.hide, kept=[desk])


def _seen(folder: Path, number: int) -> FrameTaken:
    data = picture(number)
    name = f"frames/{number:06}.png"
    (folder / name).write_bytes(data)
    return FrameTaken(name, 1280, 720, len(data), "image/png", sha256(data).hexdigest(), "start")


def resuming(folder: Path) -> Opened:
    store = RunStore(folder / "broken")
    broken = next(iter(store.folders()), None) or broken_off(store, draw=picture)
    desk = Desk(folder)
    desk.console.offer_resume(
        resumption(store, broken), {}, Message("It reached a limit. If you resume it, the same limit will apply again.")
    )
    return Opened(desk.console, close=desk.console.hide, kept=[desk])


def settings(folder: Path, page: str) -> Opened:
    file = folder / "config.toml"
    file.write_text('[[rules]]\nname = "No mail"\nverdict = "deny"\naction = "click"\ntitle = "Mail"\n')
    return Opened(open_preferences(file, environment={}, page=page))


def history(folder: Path, *, delete: bool = False) -> Opened:
    store = RunStore(folder / "runs")
    if not store.root.exists():
        record_run(store, "000001", draw=picture)
        record_run(
            store, "000002", "Order ten boxes of paper clips, and tell the workshop when they come", draw=picture
        )
    window = open_history(store)
    if delete:
        turn(0.3)
        press(window, "Delete")
        return Opened(window.findChildren(QMessageBox)[0], window.close)
    return Opened(window)


def asked_about(asked: Question, proof: Proof, *, names_off: bool = False) -> OpenQuestion:
    part = native(QApplication.primaryScreen())
    file = io.BytesIO()
    Image.new("RGB", (1280, 800), "#dde5ee").save(file, "PNG")
    asked = replace(asked, frame=replace(asked.frame, data=file.getvalue()))
    chord = () if proof != "device" else CHORD
    return OpenQuestion(asked, QuietPerson(), ProofOptions(proof, chord), part, lambda _answer: None,
                        names_off=names_off)  # fmt: skip


def card(asked: Question, proof: Proof = "device", *, names_off: bool = False) -> Opened:
    opened = asked_about(asked, proof, names_off=names_off)
    return Opened(opened.card, close=opened.close, kept=[opened])


def opened_further(asked: Question) -> Opened:
    shown = card(asked)
    shown.kept[0].card.rows.more.click()
    return shown


def secondary(asked: Question, wanted: str, proof: Proof = "device") -> Opened:
    opened = asked_about(asked, proof)
    signal = getattr(opened.card.rows, wanted, None)
    signal.emit() if signal is not None else press(opened.card, wanted)
    window = opened._secondary.window
    assert window is not None
    return Opened(window, close=opened.close, kept=[opened])


def asking(window: WordsWindow) -> Opened:
    window.open_in(free_part(native(QApplication.primaryScreen())), window.field)
    return Opened(window)


def confirming() -> Opened:
    lines = (
        "--- config.toml",
        "+++ config.toml",
        "@@ -1 +1,2 @@",
        " [run]",
        "+allow = ['files:~/Documents']",
    )
    window = ConfirmWindow(lines, CONFIRM_SETTINGS, QuietPerson(), ProofOptions("none"))
    window.open_in(free_part(native(QApplication.primaryScreen())), window)
    return Opened(window)


def badge() -> Opened:
    window = StatusWindow(native(QApplication.primaryScreen()), lambda: None, lambda: None)
    window.show_state("thinking", Message("The model is thinking"), "I open the menu. " * 9, "")
    window.show()
    return Opened(window)


def banner() -> Opened:
    part: Rect = native(QApplication.primaryScreen())
    made = PausedBanner(
        "The mouse was moved, and the run waits until you hand it back.", QuietPerson(), part, lambda: None
    )
    return Opened(made, close=made.end)


def press(window: QWidget, name: str) -> None:
    next(
        button
        for button in window.findChildren(QPushButton)
        if button.accessibleName() in {name, whole(name)} and button.isVisible()
    ).click()


STATES = ("on", "run", "yours", "ended")
_SIZE = (1280, 800)


def desk_consoles(folder: Path) -> dict[str, Callable[[], Opened]]:
    return {f"console-desk-{state}": partial(desk_console, folder, state) for state in STATES}


def desk_console(folder: Path, state: str) -> Opened:
    desk = Desk(folder)
    line = desk.console.findChildren(DeskLine)[0]
    line._works = True
    line._switch.click()
    control = desk.console.findChildren(DeskControl)[0]
    if state != "on":
        desk.bridge._session = Unheard()
        desk.bridge.on_desk = True
        desk.begin()
        desk.bridge.folder = folder
        desk.console.entry.show_running("Put these letters into folders by sender")
        desk.hear(Said("I see twelve letters; I begin with the first."))
        desk.bridge.desk_up.emit(
            DeskOpened("20261122-100000-t-abcdef", _picture(folder / "xwd"), _SIZE, ":none", folder)
        )
    if state == "yours":
        desk.bridge._state = "paused"
        control._phase = "yours"
        desk.console.findChildren(Stage)[0].show_control(is_taken=True)
        control.changed_hands.emit()
        control._update("")
        desk.console.follow()
    if state == "ended":
        desk.bridge._session = None
        desk.hear(DeskEnded("20261122-100000-t-abcdef", "run", "keep", {"changed": 12}))
        desk.bridge._finish(RunResult("completed", "The letters are sorted.", "r", folder, 18, 20, None, 63.0, 0))
    return Opened(desk.console, close=desk.console.hide, kept=[desk])


def _picture(file: Path) -> Path:
    image = Image.new("RGB", _SIZE, "#39485c")
    draw = ImageDraw.Draw(image)
    draw.rectangle((240, 120, 1040, 680), "white")
    draw.rectangle((240, 120, 1040, 150), "#222b3a")
    for line in range(12):
        draw.text((270, 180 + 34 * line), f"{line + 1}. A letter of somebody", "black", font_size=22)
    pixels = image.convert("RGBA").tobytes("raw", "BGRA")
    file.write_bytes(header(*_SIZE) + NAME + bytes(24) + pixels)
    return file


def learning(_folder: Path) -> dict[str, Callable[[], Opened]]:
    return {
        "learn-begin": lambda: plain(LearnWindow(ControlKeys())),
        "learn-steps": lambda: plain(TaskWindow(shown_steps())),
        "learn-badge": lambda: plain(
            LearnBadgeWindow(native(QApplication.primaryScreen()), ControlKeys(), lambda _: None)
        ),
        "guide-bar": lambda: plain(_guide_bar()),
    }


def _guide_bar() -> GuideBar:
    bar = GuideBar(native(QApplication.primaryScreen()), lambda _: None)
    bar.show_line(
        "3 of 8: Click “Send the monthly report to everybody”.", LinePlace(why="“Inbox” covers it."), asks=True
    )
    return bar


def shown_steps() -> StepBook:
    steps = (Step('type "{name}" into field "Name"'), Step('click button "Send the monthly report to everybody"'))
    variables = (
        TaskVariable("name", default="Ada Lovelace"),
        TaskVariable("a_variable_with_a_long_name", default="A longer text " * 5),
    )
    return StepBook(Task(steps * 9, title="Monthly report", variables=variables), lambda _: None)


HEAD = """title = "Enter a bill into the accounts of the year"
allow = ["gnucash"]
expect = ['file:~/Bills/{number}.txt contains "{amount}"']

[variables.number]
ask = "Number of the bill"

[variables.amount]
type = "number"

[variables.day]
type = "date"
default = "today"

[variables.scan]
type = "file"
ask = "The bill, as it was scanned"

[variables.kind]
type = "choice"
choices = ["Rent", "Power & water"]

[variables.login]
type = "secret"
"""
BODY = "Enter the bill {number} of {day} over {amount} € in GnuCash as {kind}, log in with {login} and attach {scan}."
TEXT = f"+++\n{HEAD}+++\n{BODY}\n"
STEPS = """+++
title = "Monthly report"

[variables.name]
default = "Ada"
+++
1. type "{name}" into field "Name"
"""


# what a person may have typed into the forms of the templates
_FORMS: Mapping[str, Mapping[str, str]] = {
    "fill-form": {"page": "https://example.org/join", "button": "Register", "sent": "Thank you"},
    "rename-files": {"name": "Holiday", "manager": "Thunar"},
    "collect-values": {"host": "example.org", "what": "name, price", "sheet": "Prices"},
    "file-mail": {"which": "invoices of this year", "manager": "Thunar"},
}


def _template(name: str) -> Opened:
    file = template(name)
    return plain(ValuesWindow(file.task, file.title, _FORMS[name]))


def _form_here() -> ValuesWindow:
    """Return the form of a template that works on the person's own screen, at a site of their network."""
    file = template("fill-form")
    values = {**_FORMS["fill-form"], "page": "http://intranet.example.org/join"}
    return ValuesWindow(file.task, file.title, values, on_desk=False)


def saved_tasks() -> dict[str, Callable[[], Opened]]:
    return {
        "task-values": lambda: plain(ValuesWindow(parse_task(TEXT, "bill.task"))),
        "task-refused": lambda: _refused(ValuesWindow(parse_task(TEXT, "bill.task"))),
        "task-steps": lambda: plain(ValuesWindow(parse_task(STEPS, "report.task"))),
        **{f"template-{name}": partial(_template, name) for name in _FORMS},
        "task-here": lambda: plain(_form_here()),
        "task-save": lambda: plain(TaskWindow(words("Enter the bill 2041 over 12.50 € in GnuCash."))),
        "task-variables": _with_variables,
        "task-confirm": _confirming,
    }


def _refused(window: ValuesWindow) -> Opened:
    window.show()
    window.give()
    return Opened(window)


def words(text: str) -> StepBook:
    return StepBook(Task(words=text), lambda _: None)


def _with_variables() -> Opened:
    window = TaskWindow(words("Enter the bill 2041 over 12.50 € as rent."))
    for name, text in (("number", "2041"), ("amount", "12.50"), ("kind", "rent")):
        assert window.findChildren(QPlainTextEdit)[0].find(text)
        window.make_variable(name)
    window.show()
    return Opened(window)


def _confirming() -> Opened:
    window = ConfirmWindow(TEXT.split("\n"), confirm_words("bill"), QuietPerson(), ProofOptions("none"))
    window.open_in(free_part(native(QApplication.primaryScreen())), window)
    return Opened(window)


SEEDS = (0, 3)


def demo_windows(folder: Path, font_px: int) -> dict[str, Callable[[], Opened]]:
    app = QApplication(["desktop-agent"])
    form = {f"demo-{seed}": lambda seed=seed: order(app, folder, seed, font_px) for seed in SEEDS}
    return {**form, "demo-save": lambda: save(app, folder, font_px)}


def order(app: QApplication, folder: Path, seed: int, font_px: int) -> Opened:
    layout = layout_of(seed)
    use_theme(app, dark=layout.dark, font_px=font_px or layout.font_px)
    window = OrderWindow(layout, folder / "order.json")
    window.show()
    return Opened(window)


def save(app: QApplication, folder: Path, font_px: int) -> Opened:
    opened = order(app, folder, 0, font_px)
    window = opened.window
    assert isinstance(window, OrderWindow)
    window._ask_name()
    dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
    return Opened(dialog, kept=[opened], close=window.close)
