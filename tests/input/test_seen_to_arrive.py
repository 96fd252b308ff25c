"""Where a field changes what is typed, the model is told, by a field's own word; elsewhere and of secrets, nothing."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from desktop_agent.core.actions.action import Action, Press, Type
from desktop_agent.core.texts.message import sentences
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input import text
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.platforms.atspi import field_reader
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from tests.fakes.orders import Orders
from tests.fakes.programs.apps import running
from tests.fakes.programs.strict_fields import TITLE
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import permit_for

Write = Callable[[Action, bool], str]


@pytest.fixture(scope="module")
def program(display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orders]:
    command = [sys.executable, "-m", "tests.fakes.programs.strict_fields"]
    with running(command, display, tmp_path_factory.mktemp("strict"), f"^{TITLE}$", talking=True) as app:
        yield Orders(app.process)


@pytest.fixture
def write(on_display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Give a function that enters text as a run does, after a look at what is hit; it returns what the model hears."""
    # What a busy machine does not answer or show in time is not told; this is about what is told.
    for name in ("WITHIN_S", "MARKED_WITHIN_S"):
        monkeypatch.setattr(field_reader, name, 10.0)
    for name, seconds in {"FIRST_WITHIN_S": 10.0, "QUIET_S": 3.0, "MOST_S": 30.0}.items():
        monkeypatch.setattr(text, name, seconds)
    with ExitStack() as closing:
        windows = choose_windows()
        controls = choose_controls()
        camera = ScreenCamera(choose_capture(), windows)
        closing.callback(camera.close)
        runner = closing.enter_context(asyncio.Runner())
        surroundings = ScreenSurroundings(windows, controls)
        closing.callback(lambda: runner.run(surroundings.close()))
        hands = ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), fields=controls.fields())
        closing.callback(hands.close)

        def enter(action: Action, told: bool) -> str:
            runner.run(surroundings.target(camera.grab(), action))
            if told:
                wait_until(lambda: controls.fields().mark() is not None, "the field's word")
            note = hands.perform(permit_for(action)).text
            return sentences(note, hands.take_late_note())

        yield enter


@pytest.mark.parametrize(
    ("field", "stands", "expected"),
    [("short", "12345", "only the first 5 of the text's 8 characters"), ("secret", "123", "")],
)
def test_what_a_field_makes_of_a_text_is_told(
    program: Orders, write: Write, field: str, stands: str, expected: str
) -> None:
    wait_until(lambda: program.ask("focus", field=field)["focus"], f"the caret in {field}")

    note = write(Type("12345678"), field != "secret")

    # Of a secret nothing is looked for, so that it may come a moment later.
    wait_until(lambda: stands == program.ask("text", field=field)["text"], f"{stands!r} in {field}")
    assert expected in note
    assert bool(expected) == bool(note)


@pytest.mark.parametrize(
    ("field", "expected"),
    [("mask", "in another form"), ("host", "")],  # one shows its blank places, the other only what stands in them
)
def test_a_text_that_goes_into_the_places_of_a_mask_is_not_said_to_be_another_one(
    program: Orders, write: Write, field: str, expected: str
) -> None:
    wait_until(lambda: program.ask("focus", field=field)["focus"], f"the caret in {field}")

    notes = [write(action, True) for action in (Press(("home",)), Type("10.0.0.25"), Press(("tab",)))]

    assert program.ask("text", field=field)["text"] == "10.0.0.25"
    assert expected in notes[1]
    assert [bool(note) for note in notes] == [False, bool(expected), False]


@pytest.mark.parametrize(
    ("field", "stands", "expected"),
    [
        ("plain", "1234", ""),
        ("number", "1234", ""),  # it held a zero
        ("emptied", "", "isn't in its field any more since Tab left it"),
        ("reverted", "7", "isn't in its field any more since Tab left it"),
    ],
)
def test_a_text_that_its_field_drops_as_tab_leaves_it_is_told(
    program: Orders, write: Write, field: str, stands: str, expected: str
) -> None:
    wait_until(lambda: program.ask("focus", field=field)["focus"], f"the caret in {field}")

    notes = [write(action, True) for action in (Press(("end",)), Type("1234"), Press(("tab",)))]

    assert program.ask("text", field=field)["text"] == stands
    assert expected in notes[2]
    assert [bool(note) for note in notes] == [False, False, bool(expected)]
