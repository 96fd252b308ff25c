"""The windows of saved tasks, opened as the program opens them; for `shown_windows`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from desktop_agent.tasks.saved.text import parse_task
from desktop_agent.tasks.windows.confirming import confirm_words
from desktop_agent.tasks.windows.save_window import SaveWindow
from desktop_agent.tasks.windows.values_window import ValuesWindow
from desktop_agent.ui.preferences.confirm_window import ConfirmWindow
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from desktop_agent.ui.qt.screen_units import free_part, native
from tests.fakes.quiet_person import QuietPerson
from tests.fakes.shown_windows import Opened

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
STEPS = '+++\ntitle = "Monthly report"\nbody = "steps"\n+++\nset name = "Ada"\n1. type "{{name}}" into field "Name"\n'


def saved_tasks(_folder: Path) -> dict[str, Callable[[], Opened]]:
    return {
        "task-values": lambda: _open(ValuesWindow(parse_task(TEXT, "bill.task"))),
        "task-refused": lambda: _refused(ValuesWindow(parse_task(TEXT, "bill.task"))),
        "task-steps": lambda: _open(ValuesWindow(parse_task(STEPS, "report.task"))),
        "task-save": lambda: _open(SaveWindow({}, "Enter the bill 2041 over 12.50 € in GnuCash.")),
        "task-variables": _with_variables,
        "task-confirm": _confirming,
    }


def _open(window: QWidget) -> Opened:
    window.show()
    return Opened(window)


def _refused(window: ValuesWindow) -> Opened:
    window.show()
    window.give()
    return Opened(window)


def _with_variables() -> Opened:
    window = SaveWindow({}, "Enter the bill 2041 over 12.50 € as rent.")
    for name, text in (("number", "2041"), ("amount", "12.50"), ("kind", "rent")):
        assert window.findChildren(QPlainTextEdit)[0].find(text)
        window.make_variable(name)
    window.show()
    return Opened(window)


def _confirming() -> Opened:
    window = ConfirmWindow(TEXT.split("\n"), confirm_words("bill"), GuardedWindow(QuietPerson()), "none")
    window.open_in(free_part(native(QApplication.primaryScreen())), window)
    return Opened(window)
