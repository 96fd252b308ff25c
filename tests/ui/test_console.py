"""The console: tasks and their terms go in, the run is seen, and everything is reached without a mouse."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QWidget,
)

from desktop_agent.core.decisions.question_words import OTHERS
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.runs.events import (
    STEPS,
    ActionProposed,
    FrameTaken,
    PersonSaid,
    RequestSent,
    Stamped,
    TouchNoticed,
    UsageReported,
)
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.record.store import RunStore
from desktop_agent.run.end.result import RunResult
from desktop_agent.tasks.expectations.expectation import read_expectation
from desktop_agent.ui.console.terms_line import Terms
from desktop_agent.ui.console.window import Console, ConsoleState
from desktop_agent.ui.session.bridge import WordsQuestion
from desktop_agent.ui.tray.windows import about
from desktop_agent.ui.view.timeline import WHAT
from tests.fakes.people.card_questions import picture as picture_file
from tests.fakes.runs.recorded import record_run
from tests.fakes.windows.console_desk import PRIVACY, Desk, terms_of
from tests.fakes.windows.qt_app import nameless, wait_until
from tests.ui.conftest import button, reached_by_tab

CTRL = Qt.KeyboardModifier.ControlModifier
WORDS = "I solved the captcha, go on"


def submitted(desk: Desk) -> list[str]:
    tasks: list[str] = []
    desk.console.submitted.connect(tasks.append)
    return tasks


def test_ctrl_enter_starts_the_task_that_is_written(desk: Desk) -> None:
    field = desk.console.entry.field
    wanted = submitted(desk)

    QTest.keyClicks(field, "Save a note")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "and send it")
    QTest.keyClick(field, Qt.Key.Key_Return, CTRL)

    assert ["Save a note\nand send it"] == wanted


def test_steps_without_a_model_name_none_and_cost_nothing(desk: Desk) -> None:
    desk.begin()
    desk.hear(replace(desk.started(), provider=STEPS, model=STEPS))

    assert "Ask when it matters · No model" in desk.text()
    cost = desk.named(QLabel, "Cost")
    assert isinstance(cost, QLabel)
    assert cost.text() == "none"


@pytest.mark.long
def test_how_a_run_ended_stays_beside_what_is_wrong_with_the_next_task(desk: Desk) -> None:
    desk.begin()
    desk.bridge._finish(RunResult("failed", "The file couldn't be saved.", "r", Path("/r"), 7, 9, None, 12.4, 0))
    desk.console.offer("Save a note", {"provider.name": "openai"})
    words = desk.text()
    desk.begin()

    assert "The file couldn't be saved." in words
    assert "OPENAI_API_KEY is not set." in words
    assert "The file couldn't be saved." not in desk.text()


@pytest.mark.long
def test_why_a_run_failed_stays_beside_a_hint_about_the_draft_until_it_is_dismissed(desk: Desk) -> None:
    desk.begin()
    desk.bridge.running = False
    desk.bridge._finish(RunResult("failed", Message("The disk is full."), "r", Path("/r"), 7, 9, None, 12.4, 1))
    desk.console.entry.hints.show_trouble("I don't understand the step “x”.")
    shown = desk.text()
    desk.button("Dismiss").click()

    assert {"Failed: The disk is full.", "I don't understand the step “x”."} <= {*shown.split("\n")}
    assert "12.4 s" not in shown
    assert "The disk is full." not in desk.text()


@pytest.mark.long
@pytest.mark.parametrize(
    ("task", "example"),
    [
        ("Write the weekly note in Kate and save it as weekly.txt", "window:weekly.txt"),
        ("Save the note as ~/Letters/weekly.txt.", "file:~/Letters/weekly.txt changed"),
        ("Save the note as weekly.txt in ~/Letters", "file:~/Letters/weekly.txt changed"),
        ("Rename a.txt to b.txt", ""),
        ("Write “Dear Anna” into the letter", 'screen:"Dear Anna"'),
        ("Mail anna@example.org about https://example.org/a.html", ""),
        ("Sort my mail", ""),
    ],
)
def test_what_can_be_expected_is_offered_in_the_words_of_the_task(desk: Desk, task: str, example: str) -> None:
    desk.console.entry.field.put(task)
    offered = desk.text()
    switch = next(box for box in desk.console.findChildren(QCheckBox) if box.text() == "Prove it")
    switch.click()
    if example:
        desk.button("Insert the example").click()
        read_expectation(example)

    assert (example or 'file:~/Notes/list.txt contains "milk"') in offered
    assert desk.console.order("t").flags.get("run.expect") == ((example,) if example else None)


def test_an_error_has_its_own_advice_for_a_window_or_else_the_one_that_it_has_everywhere(desk: Desk) -> None:
    desk.bridge.ended.emit(
        SettingsError("There is no key.", "Use --provider local.", in_window="Enter it in Settings.")
    )
    assert "There is no key. Enter it in Settings." in desk.text()

    desk.bridge.ended.emit(SettingsError("The disk is full.", "Delete something."))
    assert "The disk is full. Delete something." in desk.text()


def test_a_run_is_shown_as_it_goes_on(desk: Desk) -> None:
    desk.begin()
    desk.hear(RequestSent(1, 1, 1, False, None), UsageReported(1, 1, 2, 0.02), turn=3)
    assert "The model is thinking" in desk.text()
    desk.hear(ActionProposed("c", 0, {"kind": "press", "keys": ["ctrl", "s"]}, {}), turn=3)

    assert ["Press Ctrl+S"] == desk.rows()
    for words in ("3 of 200", "$0.02 of $0.50", PRIVACY, "Ask when it matters · Built-in model: local-1", "Acting"):
        assert words in desk.text()
    bar = desk.named(QProgressBar, "Cost relative to the limit")
    assert isinstance(bar, QProgressBar)
    assert 40 == bar.value()


@pytest.mark.long
def test_that_no_touch_is_noticed_is_said_until_one_is(desk: Desk) -> None:
    desk.begin()
    assert desk.console._unnoticed.isHidden()
    desk.hear(TouchNoticed(noticed=False, text="Press Pause."), RequestSent(1, 1, 1, False, None))
    assert ("Press Pause.", False) == (desk.console._unnoticed.text(), desk.console._unnoticed.isHidden())
    desk.hear(TouchNoticed(noticed=True, text="Again."))

    assert desk.console._unnoticed.isHidden()


@pytest.mark.long
def test_while_the_desktop_asks_before_a_run_the_console_waits_for_the_person(desk: Desk) -> None:
    desk.bridge.running = True
    desk.bridge._begin("A task", on_desk=False)
    assert "Acting" in desk.text()
    desk.bridge.desktop_asks.emit("Choose the screen, and press Share.")
    assert ("waiting", True) == (desk.bridge.state, "Waiting for you" in desk.text())
    desk.bridge.desktop_asks.emit("")
    assert ("acting", False) == (desk.bridge.state, "Waiting for you" in desk.text())
    desk.bridge.desktop_asks.emit("Choose the screen, and press Share.")
    desk.hear(RequestSent(1, 1, 1, False, None))

    assert "The model is thinking" in desk.text()


def test_what_the_desktop_asks_takes_the_place_of_where_pictures_go_only_while_it_asks(desk: Desk) -> None:
    terms = desk.text()
    assert PRIVACY in terms
    desk.bridge.running = True
    desk.bridge._begin("A task", on_desk=False)
    for privacy in (PRIVACY, "To a computer in the cellar"):  # before the run is prepared, and after that
        desk.bridge.desktop_asks.emit("Choose the screen, and press Share.")
        assert ("Choose the screen" in desk.text(), privacy in desk.text()) == (True, False)
        desk.bridge.desktop_asks.emit("")
        assert ("Choose the screen" in desk.text(), privacy in desk.text()) == (False, True)
        desk.bridge._report_privacy("To a computer in the cellar")


@pytest.mark.long
def test_the_models_question_is_answered_in_the_console(desk: Desk) -> None:
    answers: list[str | None] = []
    desk.begin()
    desk.console.hide()
    desk.bridge.asked.emit(WordsQuestion("Which <b>folder</b>?” Desktop Agent: “Harmless\u202e", answers.append))
    box = desk.named(QFrame, OTHERS)

    assert desk.console.isVisible()
    assert "Which <b>folder</b>?' Desktop Agent: 'Harmless\\u{202e}" in [
        each.text().replace("\u200b", "") for each in box.findChildren(QLabel)
    ]
    line = desk.named(QLineEdit, "Your answer")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClicks(line, "Documents")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert ["Documents"] == answers
    desk.bridge.answered.emit()
    assert not line.isVisible()


@pytest.mark.long
def test_every_control_has_a_name_and_is_reached_with_tab(desk: Desk) -> None:
    desk.begin()
    desk.bridge.asked.emit(WordsQuestion("?", lambda _text: None))
    wait_until(desk.console.isActiveWindow)

    assert {"Task", "Timeline", "Your answer", "Pause", "Stop run"} <= reached_by_tab(40)
    assert [] == nameless(desk.console)


@pytest.mark.long
def test_a_console_that_is_opened_in_the_middle_shows_all_of_the_run(app: QApplication, tmp_path: Path) -> None:
    first = Desk(tmp_path)
    started = Stamped(1, "2026-11-20T10:00:00.000Z", 0, first.started())
    acts = [
        Stamped(n, "2026-11-20T10:00:01.000Z", 1, ActionProposed("c", n, {"kind": "press", "keys": [key]}, {}))
        for n, key in ((2, "a"), (3, "b"), (4, "c"))
    ]
    (tmp_path / "events.jsonl").write_text("".join(f"{one.line()}\n" for one in (started, *acts[:2])))
    first.bridge.running = True
    first.bridge.task = "Write letters"
    first.bridge.folder = tmp_path
    late = Console(first.bridge, lambda _: Terms())
    for stamped in acts[1:]:  # the second one is in the record, and on its way
        first.bridge.heard.emit(stamped)
    model = late.findChildren(QTableView)[0].model()

    assert ["Press A", "Press B", "Press C"] == [model.index(row, WHAT).data() for row in range(model.rowCount())]
    assert late.entry.field.toPlainText() == "Write letters"
    late.deleteLater()
    first.destroy()


class NotedRun:
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


def test_words_go_to_the_run_and_wait_until_the_model_is_told(desk: Desk) -> None:
    run = NotedRun()
    desk.bridge._session = cast("Any", run)
    desk.begin()
    line = cast("QLineEdit", desk.named(QLineEdit, "Message to the model"))
    QTest.keyClicks(line, WORDS)
    QTest.keyClick(line, Qt.Key.Key_Return)
    waiting = desk.text()
    desk.hear(PersonSaid(WORDS))

    assert ([WORDS], "") == (run.said, line.text())
    assert f"The model will get this with the next screenshot: “{WORDS}”" in waiting
    assert "The model will get this" not in desk.text()
    assert f"You said: {WORDS}" in desk.rows()


@pytest.mark.parametrize(
    ("state", "pauses", "asks_where", "goes_on"),
    [
        (ConsoleState(), False, True, False),
        (ConsoleState(elsewhere=True), False, False, False),
        (ConsoleState("acting", running=True, ended_in=Path("/r")), True, False, False),
        (ConsoleState("waiting", running=True), False, False, False),
        (ConsoleState("failed", ended_in=Path("/r")), False, True, True),
    ],
)
def test_what_is_offered_in_a_state(state: ConsoleState, pauses: bool, asks_where: bool, goes_on: bool) -> None:
    assert (pauses, asks_where, goes_on) == (state.may_pause, state.offers_scope, state.offers_more)


def files(*paths: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return data


def drop(desk: Desk, data: QMimeData) -> None:
    copy = Qt.DropAction.CopyAction
    left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    desk.console.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))


def test_what_is_dropped_or_pasted_goes_with_the_task_and_can_be_removed(desk: Desk) -> None:
    desk.console.entry.field.put("Read it")

    drop(desk, files("/srv/a/letter.txt", "/srv/a/b.pdf"))
    desk.console.entry.field.insertFromMimeData(files("/srv/a/letter.txt", "/srv/a/c.png"))

    attached = desk.console.order("t").flags["run.attach"]
    assert attached == ("/srv/a/letter.txt", "/srv/a/b.pdf", "/srv/a/c.png")
    assert desk.console.entry.field.toPlainText() == "Read it"
    assert nameless(desk.console) == []
    button(desk.console, "Remove b.pdf").click()
    assert desk.console.order("t").flags["run.attach"] == ("/srv/a/letter.txt", "/srv/a/c.png")


@pytest.mark.long
def test_during_a_run_nothing_can_be_attached_or_removed_and_after_it_nothing_is(desk: Desk, tmp_path: Path) -> None:
    drop(desk, files("/srv/a/letter.txt"))
    shown = [desk.button(name) for name in ("Attach…", "Remove letter.txt")]
    before = [one.isVisible() for one in shown]
    desk.begin()

    assert (before, [one.isVisible() for one in shown]) == ([True, True], [False, False])

    desk.bridge.running = False
    desk.bridge.ended.emit(RunResult("completed", "Done.", "r", tmp_path, 1, 1, None, 1.0, 0))
    assert desk.console.order("t").flags.get("run.attach") is None


def test_where_a_file_goes_is_said_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    flags = {"run.attach": ("/srv/a/letter.txt",), "provider.name": "ollama"}

    assert "letter.txt is sent to 127.0.0.1:11434 with the task." in about(flags).disclosure


def test_each_line_of_what_should_be_true_is_an_expectation_of_the_next_task(desk: Desk) -> None:
    desk.console.entry.field.put("Save a note")
    switch = next(box for box in desk.console.findChildren(QCheckBox) if box.text() == "Prove it")
    field = desk.named(QPlainTextEdit, "What should be true at the end?")
    switch.setFocus()

    QTest.keyClick(switch, Qt.Key.Key_Space)
    QTest.keyClicks(field, 'file:/a.txt contains "milk"')
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "  window:a.txt ")

    assert field.isVisible()
    assert desk.console.order("t").flags["run.expect"] == ('file:/a.txt contains "milk"', "window:a.txt")


@pytest.mark.long
@pytest.mark.parametrize(("following", "is_kept"), [("t", True), ("Sort my mail", False)])
def test_what_proves_a_task_is_not_asked_of_another_one_after_it(desk: Desk, following: str, is_kept: bool) -> None:
    desk.console.offer("t", {"run.expect": ("window:a.txt",)})
    desk.begin()
    desk.bridge.running = False
    desk.bridge._finish(RunResult("completed", "Done.", "r", Path("/r"), 7, 9, None, 12.4, 0))
    desk.console.entry.field.put(following)

    assert ("run.expect" in desk.console.order(following).flags) == is_kept


@pytest.mark.long
def test_neither_a_model_s_name_nor_a_written_task_moves_what_is_ticked(desk: Desk) -> None:
    def at(*names: str) -> list[QPoint]:
        ticks = [box for box in desk.console.findChildren(QCheckBox) if box.text() in names]
        QApplication.processEvents()
        return [tick.mapTo(desk.console, QPoint()) for tick in ticks]

    desk.console.resize(960, 500)
    side = "On a side desk"
    unwritten = at(side)
    desk.console.entry.field.put("Sort my mail")
    written = at(side, "Prove it")
    desk.console.terms.show_terms(Terms(provider="ollama", model="a-model/with-a-very-long-name:72b-instruct"))

    assert unwritten[0] in written
    assert at(side, "Prove it") == written


def test_a_plain_step_that_is_wrong_is_blamed_and_the_task_does_not_start_until_it_is_mended(desk: Desk) -> None:
    desk.console._about = lambda flags: replace(terms_of(flags), plain_steps=True)
    desk.console.refresh()
    field = desk.console.entry.field
    hints = desk.console.entry.hints
    tasks = submitted(desk)
    field.put('clik "File"; press enter')
    wait_until(lambda: 'Did you mean: click "File"?' in desk.text())
    field.put("Order a pizza")
    QTest.keyClick(field, Qt.Key.Key_Return, CTRL)

    assert tasks == []
    assert hints.text.startswith("I don't understand")
    assert [one for one in hints.findChildren(QPushButton) if one.isVisible() and one.text() == "Choose a model"]
    field.put("press enter")
    assert hints.text == ""
    desk.button("Start").click()
    assert tasks == ["press enter"]


def limits(desk: Desk) -> QMenu:
    (menu,) = filter(None, (action.menu() for action in desk.button("Mode").menu().actions()))
    assert isinstance(menu, QMenu)
    return menu


def shown_terms(desk: Desk) -> list[str]:
    return [*(desk.button(name).text() for name in ("Mode", "Model")), limits(desk).title()]


def test_the_models_menu_adds_a_server_and_changes_the_chosen_one_and_has_rare_ones_below(desk: Desk) -> None:
    asked: list[str] = []
    line = desk.console.terms
    line.provider_asked.connect(asked.append)
    names = {"team": "Team server: m", "azure": "Azure OpenAI: gpt-5.4"}
    line.show_terms(Terms(provider="team", providers=names, title="Team server", unaddressed=frozenset({"azure"})))
    (button,) = (each for each in line.findChildren(QPushButton) if each.accessibleName() == "Model")
    actions = {action.text(): action for action in button.menu().actions()}

    actions["Another server…"].trigger()
    actions["Change Team server…"].trigger()
    cast("QMenu", actions["More…"].menu()).actions()[0].trigger()

    assert asked == ["", "team", "azure"]
    assert "Azure OpenAI: gpt-5.4" not in actions


def test_terms_are_said_before_the_start_and_those_chosen_hold_for_the_runs_that_are_started_here(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ["Ask when it matters", "local: local-1", "At most 200 steps, 60 min, any cost"] == shown_terms(desk)
    assert PRIVACY == desk.console.terms.said
    assert {} == desk.console.terms.flags
    monkeypatch.setattr(QInputDialog, "getDouble", lambda *given: (1.5 if given[-1] else 30.0, True))
    for menu, words in (("Mode", "Rehearse"), ("Limits", "Steps"), ("Limits", "Minutes"), ("Limits", "Cost")):
        entries = limits(desk) if menu == "Limits" else desk.button(menu).menu()
        next(action for action in entries.actions() if action.text().startswith(words)).trigger()

    wanted = {"run.mode": "watch", "run.max_steps": 30, "run.max_minutes": 1.5, "run.max_cost": 1.5}
    assert wanted == desk.console.terms.flags
    assert ["Rehearse", "local: local-1", "At most 30 steps, 60 min, 1.5 USD"] == shown_terms(desk)


def test_the_menu_of_tasks_says_whose_they_are(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path))
    record_run(RunStore(places().runs), "000001")
    entry = desk.console.entry
    entry._fill_task_menu()
    heads = [action.text() for action in entry._menu.actions() if not (action.isEnabled() or action.isSeparator())]

    assert heads == ["Examples", "Earlier tasks"]


@pytest.mark.long
def test_one_can_look_back_while_a_task_runs_and_return_to_the_latest_picture(desk: Desk) -> None:
    def frame(number: int, colour: str) -> FrameTaken:
        name = f"frames/{number:06}.png"
        (desk.folder / "frames").mkdir(exist_ok=True)
        Image.new("RGB", (640, 400), colour).save(desk.folder / name)
        data = (desk.folder / name).read_bytes()
        return FrameTaken(name, 640, 400, len(data), "image/png", sha256(data).hexdigest(), "start")

    def act(number: int) -> ActionProposed:
        return ActionProposed("c", number, {"kind": "press", "keys": [f"f{number}"]}, {})

    desk.begin()
    stage = desk.console._run.stage
    latest = desk.button("Latest picture")
    desk.hear(frame(1, "#00ff00"), act(1), frame(2, "#0000ff"), act(2))
    wait_until(stage.isVisible)

    assert middle_of(stage) == "#0000ff"
    table = desk.console.findChildren(QTableView)[0]
    table.selectRow(0)
    assert middle_of(stage) == "#00ff00"
    assert stage.accessibleDescription() == "Press F1"
    desk.hear(frame(3, "#ff0000"), act(3))
    assert middle_of(stage) == "#00ff00"
    latest.click()
    assert middle_of(stage) == "#ff0000"
    assert stage.accessibleDescription() == "Press F3"
    assert not latest.isVisible()
    table.selectRow(1)
    assert middle_of(stage) == "#0000ff"
    strip = desk.console._run.strip
    assert strip.model().rowCount() == 3
    strip.setCurrentIndex(strip.model().index(0, 0))
    assert middle_of(stage) == "#00ff00"
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]
    assert latest.isVisible()
    strip.setCurrentIndex(strip.model().index(2, 0))
    assert middle_of(stage) == "#ff0000"
    assert not latest.isVisible()
    table.selectRow(1)
    desk.begin("another")
    assert not latest.isVisible()


def middle_of(stage: QWidget) -> str:
    image = stage.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2 + 40).name()


def test_a_picture_can_be_copied_and_opened_once_there_is_one(desk: Desk, tmp_path: Path) -> None:
    picture = desk.console._run.stage
    file = tmp_path / "seen.png"
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(picture, asked)
    before = picture.findChildren(QMenu)
    file.write_bytes(picture_file())
    picture.show_file(file)
    picture.grab()
    QApplication.sendEvent(picture, asked)
    (menu,) = picture.findChildren(QMenu)
    menu.actions()[0].trigger()
    menu.close()

    assert before == []
    assert QGuiApplication.clipboard().image().size() == QImage(str(file)).size()
