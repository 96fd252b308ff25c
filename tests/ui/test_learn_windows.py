"""The windows around a demonstration: its name, its sign, and the steps to be looked over."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton, QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.studio.learn.control_keys import ControlKeys, PersonsWish
from desktop_agent.studio.steps.book import StepBook, write_book
from desktop_agent.studio.steps.step import Step, StepFile, Variable
from desktop_agent.studio.windows.learn.badge_window import PAUSED, RECORDING, LearnBadgeWindow
from desktop_agent.studio.windows.learn.from_tray import LearnWindow
from desktop_agent.studio.windows.learn.steps_window import StepsWindow

STEPS = (Step('type "{{name}}" into "Name"'), Step("press tab"), Step('click "Send"'))
BOOK = StepBook(StepFile(STEPS, title="Write", variables=(Variable("name", "Ada"),)), lambda _: None)


def _button(window: QWidget, name: str) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton) if one.accessibleName() == name)


def _list(window: QWidget) -> QListWidget:
    return window.findChildren(QListWidget)[0]


def _kept(window: StepsWindow) -> StepFile:
    kept: list[StepBook] = []
    window.kept.connect(kept.append)
    _button(window, "Keep").click()
    return kept[0].file


def test_steps_are_left_out_moved_and_said_otherwise(app: QApplication) -> None:
    window = StepsWindow(BOOK)
    _list(window).item(1).setCheckState(Qt.CheckState.Unchecked)
    _list(window).item(2).setText('click "Save"')
    _list(window).setCurrentRow(2)
    _button(window, "Up").click()
    _button(window, "Up").click()
    window.title.setText("Save a letter")

    file = _kept(window)

    assert [step.text for step in file.steps] == ['click "Save"', STEPS[0].text]
    assert file.title == "Save a letter"


def test_words_that_cannot_be_played_are_taken_back(app: QApplication) -> None:
    window = StepsWindow(BOOK)
    _list(window).item(2).setText("make it nice")

    assert _list(window).item(2).text() == STEPS[2].text
    assert _kept(window).steps == STEPS


def test_a_variable_is_renamed_in_the_steps(app: QApplication) -> None:
    window = StepsWindow(BOOK)
    field = next(one for one in window.findChildren(QLineEdit) if one.accessibleName() == "Name for the text")
    field.setText("two words")
    field.editingFinished.emit()
    assert field.text() == "name"

    field.setText("who")
    field.editingFinished.emit()

    assert _kept(window).steps[0].text == 'type "{{who}}" into "Name"'


def test_closed_without_a_word_nothing_is_kept(app: QApplication) -> None:
    window, kept, over = StepsWindow(BOOK), list[StepBook](), list[bool]()
    window.kept.connect(kept.append)
    window.over.connect(lambda: over.append(True))

    _button(window, "Discard the steps").click()

    assert (kept, over) == ([], [True])


def test_a_task_begins_with_a_name_and_learned_ones_are_done_again(app: QApplication) -> None:
    window = LearnWindow(ControlKeys(), (Path("/x/report.steps"),))
    begun, again = list[str](), list[Path]()
    window.begun.connect(begun.append)
    window.again.connect(again.append)

    assert not _button(window, "Start to watch").isEnabled()
    _button(window, "Run it").click()
    window.name.setText("  Monthly   report ")
    _button(window, "Start to watch").click()

    assert (begun, again) == (["Monthly report"], [Path("/x/report.steps")])


def test_learned_tasks_are_listed_by_their_titles(app: QApplication, tmp_path: Path) -> None:
    named, bare = tmp_path / "monthly-report.steps", tmp_path / "letter.steps"
    write_book(StepBook(StepFile(STEPS, title="Monthly report: July"), lambda _: None), named)
    bare.write_text("click the title: of it\n", "utf-8")

    window = LearnWindow(ControlKeys(), (named, bare, tmp_path / "gone.steps"))

    listed = _list(window)
    shown = [listed.item(row).text() for row in range(listed.count())]
    assert shown == ["Monthly report: July", "letter", "gone"]


def test_the_badge_says_what_it_does_and_asks_for_what_is_pressed(app: QApplication) -> None:
    asked: list[PersonsWish] = []
    badge = LearnBadgeWindow(Rect(0, 0, 800, 600), ControlKeys(), asked.append)

    badge.show_state(paused=False)
    assert badge.accessibleName() == RECORDING
    for name in ("Pause", "Done", "Discard"):
        _button(badge, name).click()
    badge.show_state(paused=True)

    assert asked == ["pause", "end", "discard"]
    assert badge.accessibleName() == PAUSED
