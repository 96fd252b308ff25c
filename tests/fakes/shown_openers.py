"""What opens each window of the program, with something in it, as the program does; for `shown_windows`."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from PIL import Image
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMessageBox, QPushButton, QWidget

from desktop_agent.core.decision import Question
from desktop_agent.core.events import ActionDone, ActionProposed, Decided, FrameTaken, Said, Settled
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.core.translation import whole
from desktop_agent.devtools.doctor import Finding
from desktop_agent.host.model_trial import ModelTrial
from desktop_agent.host.resume import resumption
from desktop_agent.policy.scope import read_entry
from desktop_agent.record.store import RunStore
from desktop_agent.run.result import RunResult
from desktop_agent.settings import Settings
from desktop_agent.studio.windows.howto.window import open_guide
from desktop_agent.ui.approval.open_question import OpenQuestion
from desktop_agent.ui.approval.paused_banner import PausedBanner
from desktop_agent.ui.approval.secondary_window import WordsWindow, reply_window, words_window
from desktop_agent.ui.history.window import open_history
from desktop_agent.ui.preferences.confirm_window import CONFIRM_SETTINGS, ConfirmWindow
from desktop_agent.ui.preferences.fields import PAGES
from desktop_agent.ui.preferences.window import open_preferences
from desktop_agent.ui.proof.guard import Proof, ProofOptions
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from desktop_agent.ui.qt.screen_units import free_part, native
from desktop_agent.ui.session.bridge import WordsQuestion
from desktop_agent.ui.status.status_window import StatusWindow
from desktop_agent.ui.tray.help import HelpWindow
from desktop_agent.ui.tray.menu import Actions, ControlWindow
from desktop_agent.ui.welcome.checkup import Checkup
from desktop_agent.ui.welcome.model_choice import FoundModels
from desktop_agent.ui.welcome.window import Welcome
from tests.fakes.broken_run import broken_off
from tests.fakes.console_desk import Desk
from tests.fakes.quiet_person import QuietPerson
from tests.fakes.recorded import picture, record_run, tell_whole_run
from tests.fakes.shown_desk import desk_consoles
from tests.fakes.shown_parts import parts
from tests.fakes.shown_questions import (
    application,
    attacked,
    clicked,
    leaving,
    remembered,
    several,
    typed,
    unnamed,
    warned,
)
from tests.fakes.shown_windows import Opened, turn
from tests.fakes.unheard import Unheard
from tests.fakes.welcome_talk import states

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
        "guide": lambda: guide(folder),
        "history": lambda: history(folder),
        "history-delete": lambda: history(folder, delete=True),
        "control": control,
        "card-click": lambda: card(clicked()),
        "card-type": lambda: card(typed()),
        "card-warning": lambda: card(warned()),
        "card-attack": lambda: card(attacked()),
        "card-application": lambda: card(application("/usr/bin/mail")),
        "card-terminal": lambda: card(application("/usr/bin/xterm")),
        "card-site": lambda: card(application("/usr/lib/chromium/chromium", "https://example.org")),
        "card-always": lambda: card(remembered()),
        "card-unnamed": lambda: card(unnamed(), names_off=True),
        "card-several": lambda: card(several()),
        "card-write": lambda: card(leaving()),
        "card-digits": lambda: card(clicked(), "digits"),
        "card-none": lambda: card(clicked(), "none"),
        "card-more": lambda: opened_further(clicked()),
        "card-more-always": lambda: opened_further(remembered()),
        "card-more-application": lambda: opened_further(application("/usr/bin/mail")),
        "card-more-attack": lambda: opened_further(attacked()),
        "card-more-write": lambda: opened_further(leaving()),
        "edit-click": lambda: secondary(clicked(), "edit_wanted"),
        "edit-type": lambda: secondary(typed(), "edit_wanted"),
        "reason": lambda: secondary(typed(), "reason_wanted"),
        "digits": lambda: secondary(clicked(), "Approve once", "digits"),
        "reply": lambda: asking(reply_window(LONG_ASK)),
        "words": lambda: asking(words_window("I solved the captcha, go on")),
        "badge": badge, "banner": banner,
    }  # fmt: skip


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
        box = window.findChildren(QComboBox)[0]
        box.setCurrentIndex(box.findData("azure"))
        named(window, QLineEdit, "Key").setText("abc")
        press(window, "Write a task")
    turn(0.3)
    return Opened(window)


def named(window: QWidget, kind: type[Kind], name: str) -> Kind:
    return next(one for one in window.findChildren(kind) if one.accessibleName() in {name, whole(name)})


def console(folder: Path, state: str = "idle") -> Opened:
    entries = ("mousepad", "chromium:example.org", "files:~/Invoices")
    desk = Desk(folder, tuple(map(read_entry, entries)) if state != "asks" else ())
    if state == "mistake":
        desk.console.entry.expect(plain_steps=True, problem="")
        desk.console.entry.field.put("Open Mousepad and write hello")
        desk.console.entry._check()
    elif state == "problem":
        desk.console.offer("Order ten boxes of paper clips", {"provider.name": "openai"})
    elif state != "idle":
        desk.bridge._session = Unheard()
        desk.begin('type "Hello small screen" into "Name"\npress ctrl+s\nclick "Send"')
        (folder / "seen.png").write_bytes(picture(1))
        desk.hear(FrameTaken("seen.png", 1280, 720, 1, "image/png", "", "start"))
        click = {"kind": "click", "x": 450, "y": 300, "button": "left", "count": 1, "keys": []}
        done = (Decided("c", 0, "allow", "policy", "default"), ActionDone("c", 0, 14), Settled(112, stable=True))
        for number in range(4):
            desk.hear(Said(f"Step {number}: the File menu is open."), ActionProposed("c", 0, click, click), *done)
        desk.console.tell("The server has not answered for half a minute; trying again.", "warn")
    if state == "ended":
        desk.bridge._session = None
        store = RunStore(folder / "ended")
        ended = next(iter(store.folders()), None) or record_run(store, "000001")
        desk.bridge._become("idle")
        desk.bridge._finish(RunResult("partly", LONG_END, "r", ended, 18, 20, None, 63.0, 5))
    if state == "asks":
        desk.bridge._note_question(LONG_ASK)
        desk.console._ask(WordsQuestion(LONG_ASK, lambda _words: None))
    return Opened(desk.console, close=desk.console.hide, kept=[desk])


def resuming(folder: Path) -> Opened:
    """Open the console with the offer to resume a run that was cut off in the middle of a click."""
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


def guide(folder: Path) -> Opened:
    store = RunStore(folder / "guides")
    if not store.root.exists():
        recorder = store.create("Save a note", datetime(2026, 11, 20, 10, tzinfo=UTC), "000001")
        tell_whole_run(recorder, str(recorder.dir), recorder.run)
        recorder.close()
    return Opened(open_guide(store.folders()[0]))


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
    window = ConfirmWindow(lines, CONFIRM_SETTINGS, GuardedWindow(QuietPerson()), "none")
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
        one
        for one in window.findChildren(QPushButton)
        if one.accessibleName() in {name, whole(name)} and one.isVisible()
    ).click()
