"""The card that lets the program into an application: its main button says what it does to the action shown."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.decision import Answer, AppAllowed, Question, Rejected, Target
from desktop_agent.core.describe import in_words
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.mode import AccessLevel
from desktop_agent.policy.judge import Policy
from desktop_agent.ui.approval.card import Card
from desktop_agent.ui.proof.guard import Guard, ProofOptions
from tests.fakes.card_questions import CHORD
from tests.fakes.cases import target_of
from tests.fakes.people import Person
from tests.fakes.run_ports import ListedPermissions, World, world
from tests.fakes.turns import CLICK, DONE, call, drive, turn

EDITOR = Window(1, "editor", "Letter", 7, "/usr/bin/editor")
TERMINAL = Window(3, "xterm", "Shell", 9, "/usr/bin/xterm")
TEXT = Type("echo hello")
CASES = [
    (EDITOR, CLICK, "everything", "Allow", True),
    (EDITOR, CLICK, "look", "Allow looking only", False),
    (EDITOR, TEXT, "everything", "Allow", True),
    (TERMINAL, CLICK, "everything", "Allow", True),
    (TERMINAL, TEXT, "everything", "Allow", False),  # each line is asked about: pressing this does not do it
    (TERMINAL, TEXT, "look", "Allow looking only", False),
]  # fmt: skip


def run(window: Window, action: Action, *answers: Answer) -> World:
    """Run one action in a window where nobody was asked yet."""
    scene = world([turn(call(action)), DONE])
    scene.ports.judge, scene.ports.app_permissions = Policy("guard", ask_applications=True), ListedPermissions({})
    scene.ports.app_permissions.listed[window.program] = None
    scene.person.answers = list(answers)

    async def target(frame: Frame, action: Action) -> Target:
        return target_of(window, "Document", "text", "accessibility", focus="Document", focus_role="text")

    scene.controls.target = target  # type: ignore[method-assign]
    drive(scene)
    return scene


def card_of(asked: Question) -> Card:
    file = io.BytesIO()
    Image.new("RGB", (320, 200), "#dde5ee").save(file, "PNG")
    shown = replace(asked, frame=replace(asked.frame, data=file.getvalue()))
    return Card(shown, Guard(Person(), lambda: False, clock=lambda: 100.0), ProofOptions("device", CHORD))


@pytest.mark.parametrize(("window", "action", "reach", "text", "green"), CASES)
def test_the_button_says_what_the_run_then_does(
    app: QApplication, window: Window, action: Action, reach: AccessLevel, text: str, green: bool
) -> None:
    scene = run(window, action, AppAllowed(reach, "run"), Rejected())
    card = card_of(scene.person.asked[0])
    assert card.rows._access is not None
    card.rows._access.choose(reach)
    main = card.rows._yes[-1]

    assert (main.text(), main.accessibleName()) == (text, text)
    assert (main.property("role") == "yes") is green
    assert [in_words(one) for one in scene.executor.done] == ([in_words(action)] if green else [])


def test_the_chord_is_no_answer_where_it_would_refuse_what_is_shown(app: QApplication) -> None:
    card = card_of(run(TERMINAL, CLICK, Rejected()).person.asked[0])
    looking = card.rows.main_allows, card.hint()
    assert card.rows._access is not None
    card.rows._access.choose("everything")

    assert looking[0] is False
    assert "Ctrl+Alt+Y" not in looking[1]
    assert (card.rows.main_allows, "Ctrl+Alt+Y" in card.hint()) == (True, True)
