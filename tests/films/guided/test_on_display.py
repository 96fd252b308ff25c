"""A person is led through a task on a real display: the editor's file tells that only their own hand has acted."""

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.hands import Hands
from tests.fakes.programs.apps import App, box_of, end, home_of_its_own, windows
from tests.fakes.programs.debian_apps import mousepad
from tests.fakes.waiting import wait_until

LINES = ('click "Edit"', 'click "Select All"', 'type "Dear Ada"', "press ctrl+s", 'check that "Dear Ada" is visible')
BEFORE = "first line\n"
FROM_RING_PX = 55  # from the words to the middle of the ring


@pytest.fixture
def note(tmp_path: Path) -> Path:
    file = tmp_path / "note.txt"
    file.write_text(BEFORE)
    return file


@pytest.fixture
def editor(on_display: PrivateDisplay, hands: Hands, tmp_path: Path, note: Path) -> Iterator[App]:
    with mousepad(on_display, tmp_path, note) as app:
        hands.wait_for_window(app.title())
        yield app


@pytest.fixture
def guide(editor: App, tmp_path: Path) -> Iterator[Popen[bytes]]:
    """Give the program that leads through the task, once it shows the first line."""
    task = tmp_path / "greet.task"
    task.write_text("+++\n+++\n" + "".join(f"{at}. {line}\n" for at, line in enumerate(LINES, start=1)))
    command = [sys.executable, "-m", "desktop_agent", "tasks", "guide", str(task)]
    environment = editor.display.environment() | home_of_its_own(tmp_path) | {"DESKTOP_AGENT_HOME": str(tmp_path)}
    process = Popen(command, env=environment)
    try:
        marked(editor)
        yield process
    finally:
        end(process)


def marked(editor: App, *before: int) -> tuple[int, ...]:
    """Wait for the mark of a place, other than the one before; return its windows: the ring, and words below it."""

    def next_mark() -> tuple[int, ...]:
        found = mark(editor)
        return found if len(found) == 2 and not {*found} & {*before} else ()

    return wait_until(next_mark, "the mark of the next place")


def mark(editor: App) -> tuple[int, ...]:
    return windows(editor.display, "^Next action — Desktop Agent$")


def click_marked(hands: Hands, editor: App, shown: tuple[int, ...]) -> None:
    """Click in the middle of the ring: its words stand below it."""
    left, top, width, _ = min((box_of(editor.display, window) for window in shown), key=lambda box: box[3])
    hands.click(left + width // 2, top - FROM_RING_PX)


@pytest.mark.promise("guide tasks: tasks guide")
def test_a_task_is_led_to_its_end_and_only_the_hand_acts(
    editor: App, guide: Popen[bytes], hands: Hands, note: Path
) -> None:
    first = marked(editor)
    click_marked(hands, editor, first)
    second = marked(editor, *first)
    click_marked(hands, editor, second)
    wait_until(lambda: not mark(editor), "the next line")
    untouched = note.read_text()
    hands.type("Dear Ada", every_ms=40)
    hands.press("ctrl+s")
    code = guide.wait(60)

    assert (untouched, note.read_text(), code) == (BEFORE, "Dear Ada", 0)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["button", "key"])
def test_a_person_ends_it_by_the_button_and_by_the_stop_key(
    way: str, editor: App, guide: Popen[bytes], hands: Hands, note: Path
) -> None:
    left, top, width, height = box_of(editor.display, windows(editor.display, "^Guide — Desktop Agent$")[0])

    if way == "button":
        hands.click(left + width - 36, top + height // 2)
    else:
        hands.press("Pause")

    assert guide.wait(30) == 3
    assert note.read_text() == BEFORE
