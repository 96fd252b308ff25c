"""Saved tasks in the windows: what is chosen stands in the console as it was kept, and only once it is confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import NamedText, TaskSource
from desktop_agent.core.texts.passwords import HIDDEN
from desktop_agent.desk.windows import order_line
from desktop_agent.lib.paths import places
from desktop_agent.record.store import RunStore
from desktop_agent.run.ports import DeskOrder
from desktop_agent.tasks.saved.kept_values import KeptForms
from desktop_agent.tasks.saved.source import source_of
from desktop_agent.tasks.saved.store import TaskFile, TaskStore, read_task, task_from
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.task import Step, StepPlace, Task, TaskVariable
from desktop_agent.tasks.windows import values_window
from desktop_agent.tasks.windows.saved_tasks import SavedTaskMenu
from desktop_agent.tasks.windows.task_window import TaskWindow, confirm_words, open_task_window
from desktop_agent.tasks.windows.values_window import ValuesWindow
from desktop_agent.ui.preferences.confirm_window import ConfirmWindow
from desktop_agent.ui.session.task_order import TaskOrder
from tests.fakes.people.people import Hand
from tests.fakes.runs.recorded import record_played, record_run
from tests.fakes.windows.console_desk import Desk
from tests.fakes.windows.qt_app import nameless, wait_until
from tests.ui.conftest import button, said

BILL = """+++
title = "Enter a bill"
provider = "openai"
allow = ["mousepad"]
expect = ['file:~/paid.txt contains "{number}: {amount}"']
max_minutes = 5
desk = true
desk_files = ["/srv/Bills"]
receipt = "accept"

[variables.number]
ask = "Number of the bill"

[variables.amount]
type = "number"
+++
Enter the bill {number} over {amount}.
"""
PLAIN = '+++\nallow = ["mousepad"]\n+++\nWrite a list.\n'
HOSTILE = 'two\nlines {amount} \\ " then click "Delete'
Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TaskStore:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "home"))
    return TaskStore(tmp_path / "home" / "config")


@pytest.fixture(autouse=True)
def _desks_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_line, "_try_here", lambda: None)
    monkeypatch.setattr(values_window, "how_desks_work", lambda: None)


class Menu:
    def __init__(self) -> None:
        self.offered: list[TaskOrder] = []
        self.begun: list[TaskOrder] = []
        self.failed: list[DesktopAgentError] = []
        self.tasks = SavedTaskMenu(watch=lambda: (Hand(), False))
        self.tasks.offered.connect(self.offered.append)
        self.tasks.begun.connect(self.begun.append)
        self.tasks.failed.connect(self.failed.append)


@pytest.fixture
def menu(app: QApplication, store: TaskStore) -> Iterator[Menu]:
    made = Menu()
    yield made
    made.tasks.close()


def keep(store: TaskStore, name: str, text: str) -> TaskFile:
    kept = store.keep(name, task_from(text, name))
    store.confirm(kept)
    return kept


def shown(kind: type[Kind]) -> list[Kind]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]


def named(window: QWidget, kind: type[Kind], name: str) -> Kind:
    return next(child for child in window.findChildren(kind) if child.accessibleName() == name)


def press(window: QWidget, name: str) -> None:
    button(window, name).click()
    QApplication.processEvents()


def test_a_confirmed_task_is_offered_with_its_terms_and_without_a_form(menu: Menu, store: TaskStore) -> None:
    keep(store, "list", PLAIN)

    menu.tasks.open("list")

    assert (shown(ValuesWindow), shown(ConfirmWindow), menu.failed) == ([], [], [])
    source = TaskSource("task", "list", "list")
    assert menu.offered == [TaskOrder("Write a list.", {"run.allow": ("mousepad",)}, source=source)]


def test_a_persons_tasks_are_listed_under_the_names_that_they_gave(menu: Menu, store: TaskStore) -> None:
    keep(store, "list", PLAIN)
    keep(store, "bill", BILL)
    keep(store, "enter-a-bill-2", BILL)
    store.keep("weekly", task_from('+++\n+++\n1. click "Save"\n', "weekly"))
    store.path("wrong").write_text("no task", encoding="utf-8")

    listed = [("bill", "bill: Enter a bill"), ("enter-a-bill-2", "Enter a bill"), ("list", "list")]
    assert menu.tasks.listed() == [*listed, ("weekly", "weekly"), ("wrong", "wrong")]


def test_values_of_the_form_arrive_as_they_are_in_the_words_and_in_what_is_expected(
    menu: Menu, store: TaskStore
) -> None:
    keep(store, "bill", BILL)

    menu.tasks.open("bill")
    (form,) = shown(ValuesWindow)
    named(form, QPlainTextEdit, "Number of the bill").setPlainText(HOSTILE)
    named(form, QLineEdit, "amount").setText("12,50")
    press(form, "Continue")

    (order,) = menu.offered
    assert order.task == f"Enter the bill {HOSTILE} over 12,50."
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    assert order.flags["run.expect"] == (f'file:~/paid.txt contains "{quoted}: 12,50"',)
    assert (order.flags["run.allow"], order.flags["run.max_minutes"]) == (("mousepad",), 5.0)
    assert order.desk == DeskOrder((Path("/srv/Bills"),), (), "keep")
    wait_until(lambda: not shown(ValuesWindow))


@pytest.mark.parametrize("on_desk", [True, False])
def test_a_template_asks_for_its_values_and_begins_on_a_desk_unless_the_person_wants_it_here(
    menu: Menu, store: TaskStore, tmp_path: Path, *, on_desk: bool
) -> None:
    (tmp_path / "photo 9.jpg").touch()
    (tmp_path / "photo 10.jpg").touch()

    assert ("rename-files", "Rename the files in a folder") in menu.tasks.templates()
    menu.tasks.open("rename-files")
    (form,) = shown(ValuesWindow)
    named(form, QLineEdit, "Folder with the files").setText(str(tmp_path))
    named(form, QPlainTextEdit, "New name, without the number").setPlainText("Holiday")
    press(form, "Start")
    assert ("A value is required." in said(form), menu.begun) == (True, [])
    named(form, QPlainTextEdit, "File manager, such as Thunar, Dolphin or PCManFM").setPlainText("Thunar")
    form.findChildren(QCheckBox)[0].setChecked(on_desk)
    press(form, "Start")

    (order,) = menu.begun
    assert order.desk == (DeskOrder((tmp_path,), (), "keep") if on_desk else None)
    assert order.flags["provider.name"] == "local"
    assert order.flags["run.expect"] == tuple(f'file:"{tmp_path}/Holiday {n}.jpg"' for n in (1, 2))
    assert order.lines is not None
    assert [text for name, text in order.lines.values.items() if name.endswith("_file")] == [
        "photo 9.jpg",
        "photo 10.jpg",
    ]


FORM = {
    "Address of the page with the form": "https://club.example.org/join",
    "Sheet with the rows, below a row with the labels of the fields": "",
    "Button that sends the form": "Add member",
    "Text on the page that appears once the form is sent": "Thank you",
    "Browser": "Chromium",
}


def fill(form: QWidget, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        editor = named(form, QWidget, name)
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)


def site_box(form: QWidget) -> QCheckBox:
    return next(box for box in form.findChildren(QCheckBox) if box.text() == "Let it work there without asking")


def written(form: QWidget) -> dict[str, str]:
    fields = {child.accessibleName(): child.toPlainText() for child in form.findChildren(QPlainTextEdit)}
    lines = {line_edit.accessibleName(): line_edit.text() for line_edit in form.findChildren(QLineEdit)}
    return {name: text for name, text in (fields | lines).items() if name in FORM}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text("Name\nPeña\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("ends", ["begun", "failed"])
def test_a_form_opens_with_what_was_given_last_whatever_came_of_it(
    menu: Menu, store: TaskStore, sheet: Path, ends: str
) -> None:
    given = {**FORM, "Sheet with the rows, below a row with the labels of the fields": str(sheet)}
    menu.tasks.open("fill-form")
    (form,) = shown(ValuesWindow)
    fill(form, given)
    form.findChildren(QCheckBox)[0].setChecked(False)
    if ends == "failed":
        sheet.write_text("Name\n", encoding="utf-8")
    press(form, "Start")
    assert bool(menu.begun) == (ends == "begun")
    menu.tasks.close()
    wait_until(lambda: not shown(ValuesWindow))

    menu.tasks.open("fill-form")
    (form,) = shown(ValuesWindow)
    assert written(form) == given
    assert not form.findChildren(QCheckBox)[0].isChecked()


def test_a_form_asks_for_its_site_with_the_start_where_it_works_on_the_persons_screen(menu: Menu, sheet: Path) -> None:
    given = {**FORM, "Sheet with the rows, below a row with the labels of the fields": str(sheet)}
    page = "Address of the page with the form"
    menu.tasks.open("fill-form")
    (form,) = shown(ValuesWindow)
    fill(form, {**given, page: "http://127.0.0.1:8600/join", "Browser": "Chromium"})
    form.findChildren(QCheckBox)[0].setChecked(False)
    site = site_box(form)
    assert site.isVisible()
    assert "127.0.0.1:8600 in Chromium" in said(form)
    assert not site.isChecked()
    site.setChecked(True)
    press(form, "Start")

    (order,) = menu.begun
    assert order.flags["run.allow"] == ("Chromium:127.0.0.1:8600",)


def test_a_site_that_a_form_asks_about_is_added_to_where_the_person_lets_every_run_work(
    menu: Menu, store: TaskStore, sheet: Path
) -> None:
    settings = places().config_file
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[run]\nallow = ["mousepad", "files:~/Invoices"]\n', encoding="utf-8")
    given = {**FORM, "Sheet with the rows, below a row with the labels of the fields": str(sheet)}
    menu.tasks.open("fill-form")
    (form,) = shown(ValuesWindow)
    fill(form, {**given, "Address of the page with the form": "https://example.org/join", "Browser": "Chromium"})
    form.findChildren(QCheckBox)[0].setChecked(False)
    site_box(form).setChecked(True)
    press(form, "Start")

    (order,) = menu.begun
    assert order.flags["run.allow"] == ("mousepad", "files:~/Invoices", "Chromium:example.org")


def test_what_a_form_asks_about_a_site_holds_for_no_other(menu: Menu, sheet: Path) -> None:
    page = "Address of the page with the form"
    menu.tasks.open("fill-form")
    (form,) = shown(ValuesWindow)
    fill(form, {**FORM, page: "https://example.org/join", "Browser": "Chromium"})
    form.findChildren(QCheckBox)[0].setChecked(False)
    wait_until(lambda: "example.org in Chromium" in said(form))
    site_box(form).setChecked(True)

    fill(form, {page: "https://example.com/join"})

    assert form.allowed == ()
    wait_until(lambda: "example.com in Chromium" in said(form))
    assert not site_box(form).isChecked()
    assert form.allowed == ()


def test_a_form_says_while_one_types_what_is_in_a_sheet_and_what_is_wrong_with_it(menu: Menu, sheet: Path) -> None:
    sheet.write_text("Name,Town\nAda,London\n", encoding="utf-8")
    field = "Sheet with the rows, below a row with the labels of the fields"
    menu.tasks.open("fill-form")
    (form,) = shown(ValuesWindow)

    fill(form, {field: str(sheet)})
    wait_until(lambda: "1 row, with these columns: Name, Town." in said(form))
    fill(form, {field: str(sheet.parent / "gone.csv")})
    wait_until(lambda: "Choose an existing file." in said(form))
    assert "with these columns" not in said(form)


def test_what_is_kept_of_a_form_is_for_its_person_alone_and_has_no_password(menu: Menu, store: TaskStore) -> None:
    keep(store, "login", '+++\n[variables.user]\n[variables.password]\n+++\n1. type "{user} {password}"\n')

    menu.tasks.open("login")
    (form,) = shown(ValuesWindow)
    fill(form, {"user": "ada", "password": "s3cret-word"})
    press(form, "Start")

    (order,) = menu.begun
    assert order.source == TaskSource(
        "task", "login", "login", (NamedText("user", "ada"), NamedText("password", HIDDEN))
    )
    files = [path for path in (store.folder.parents[1] / "data").rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["login.json"]
    assert "ada" in files[0].read_text(encoding="utf-8")
    assert "s3cret" not in files[0].read_text(encoding="utf-8")
    assert (files[0].stat().st_mode & 0o777, files[0].parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_value_that_a_run_has_typed_as_a_password_is_kept_no_longer(
    menu: Menu, store: TaskStore, tmp_path: Path
) -> None:
    file = keep(store, "login", '+++\n[variables.user]\n[variables.word]\n+++\n1. type "{user} {word}"\n')
    forms = KeptForms(store.folder.parents[1] / "data")
    forms.keep("login", file.task, {"user": "ada", "word": "s3cret-word"}, on_desk=None)
    source = source_of(file, {"user": "ada", "word": "s3cret-word"})
    run = record_played(RunStore(tmp_path / "runs"), "000001", source, password="s3cret-word")

    menu.tasks.forget_passwords(run)

    assert forms.load("login").values == {"user": "ada"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1:99999/form", "valid internet address"),
        ("https://club example.org", "valid internet address"),
        ("ftp://club.example.org", "and not ftp"),
    ],
)
def test_an_address_that_a_desk_cannot_reach_is_said_while_one_types_with_the_way_out(
    menu: Menu, store: TaskStore, sheet: Path, address: str, why: str
) -> None:
    menu.tasks.open("fill-form")
    (form,) = shown(ValuesWindow)
    fill(form, {**FORM, "Sheet with the rows, below a row with the labels of the fields": str(sheet)})
    fill(form, {"Address of the page with the form": address})
    wait_until(lambda: why in said(form))
    press(form, "Start")
    assert (menu.begun, menu.failed) == ([], [])

    press(form, "Work on your own screen instead")
    assert why not in said(form)
    assert "its changes take effect at once" in said(form)
    press(form, "Start")

    (order,) = menu.begun
    assert order.desk is None


def test_a_task_that_always_works_on_a_desk_says_how_to_work_elsewhere(menu: Menu, store: TaskStore) -> None:
    text = '+++\ndesk = true\ndesk_hosts = ["{page}"]\n\n[variables.page]\n+++\n1. type "{page}"\n'
    keep(store, "page", text)

    menu.tasks.open("page")
    (form,) = shown(ValuesWindow)
    fill(form, {"page": "ftp://localhost"})
    press(form, "Start")

    assert menu.begun == []
    assert "delete the line “desk = true”" in said(form)


def test_a_template_that_needs_a_model_says_so_in_its_form(menu: Menu, store: TaskStore, tmp_path: Path) -> None:
    menu.tasks.open("file-mail")
    (form,) = shown(ValuesWindow)
    assert "1 of 5 steps needs a model." in said(form)
    for field in form.findChildren(QLineEdit):
        field.setText(str(tmp_path))
    named(form, QPlainTextEdit, "File manager, such as Files, Thunar or Dolphin").setPlainText("Thunar")
    press(form, "Start")

    assert menu.begun == []
    assert "1 of 5 lines needs a model" in said(form)
    assert "--" not in said(form)


def test_what_is_not_confirmed_is_shown_whole_and_only_a_persons_click_lets_it_on(menu: Menu, store: TaskStore) -> None:
    kept = store.keep("list", task_from(PLAIN, "list"))

    menu.tasks.open("list")
    (window,) = shown(ConfirmWindow)
    assert PLAIN.strip() in named(window, QPlainTextEdit, "Task text").toPlainText()
    yes = button(window, confirm_words("list").yes)
    wait_until(lambda: yes.property("armed") == "true")
    yes.click()
    QTest.keyClick(yes, Qt.Key.Key_Space)
    assert (menu.offered, store.is_confirmed(kept)) == ([], False)
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)

    assert [one.task for one in menu.offered] == ["Write a list."]
    assert store.is_confirmed(kept)


def test_what_was_let_in_for_one_task_is_not_for_the_next_that_is_chosen(desk: Desk) -> None:
    desk.console.offer("One", {"run.allow": ("mousepad",)}, DeskOrder((Path("/srv"),)))
    desk.console.offer("Other", {})

    order = desk.console.order("Other")
    assert (order.desk, order.flags.get("run.allow")) == (None, ())


def test_a_finished_run_is_saved_with_variables_and_not_confirmed_by_that(
    app: QApplication, store: TaskStore, tmp_path: Path
) -> None:
    run = record_run(RunStore(tmp_path / "runs"), "000001", "Enter the bill 2041 over 12.50 {as} rent.")
    window = open_task_window(run, watch=lambda: (Hand(), False))
    window.show()
    words = named(window, QPlainTextEdit, "Task text")
    words.setPlainText(words.toPlainText().replace('title = "Enter', 'title = "Bill of the month"\n# "'))
    for name, text in (("number", "2041"), ("kind", "rent")):
        words.moveCursor(words.textCursor().MoveOperation.End)
        assert words.find(text, QTextDocument.FindFlag.FindBackward)
        window.make_variable(name)
        assert not words.textCursor().hasSelection()
    assert nameless(window) == []
    press(window, "Save")

    kept = read_task(store.path("bill-of-the-month"))
    assert kept.task.words == "Enter the bill {number} over 12.50 \\{as} {kind}."
    assert [(one.name, one.default) for one in kept.task.variables] == [("number", "2041"), ("kind", "rent")]
    assert not store.is_confirmed(kept)
    assert "Saved. It can run after you confirm it." in said(window)


def test_steps_that_were_shown_are_looked_over_as_a_text_with_their_pictures(app: QApplication) -> None:
    place = StepPlace(((3, 4),), Size(9, 9))
    steps = (Step('type "{name}" into "Name"'), Step("click here", place=place, picture="shown/0001.png"))
    task = Task(steps, title="Write", variables=(TaskVariable("name", default="Ada"),))
    asked = list[str]()
    kept = list[TaskFile]()

    def png(name: str) -> bytes:
        asked.append(name)
        return b"png"

    window = TaskWindow(StepBook(task, png))
    window.saved.connect(kept.append)
    text = window.text.toPlainText()

    window.text.moveCursor(window.text.textCursor().MoveOperation.End)
    assert asked[-1:] == ["shown/0001.png"]
    window.text.setPlainText(text.replace("at: 3,4", "at: 3"))
    press(window, "Save")
    assert (kept, "line" in said(window).lower()) == ([], True)
    window.text.setPlainText(text.replace('"Name"', '"First name"'))
    press(window, "Save")

    assert [step.text for step in kept[0].task.steps] == ['type "{name}" into "First name"', "click here"]
    assert kept[0].pictures == {"shown/0001.png": b"png"}
