"""Answers that stand, what a person makes of an action, and what keys still go to."""

from dataclasses import dataclass

import pytest

from desktop_agent.core.actions import Action, Click, Press, Type, points_of
from desktop_agent.core.decision import Answer, Approved, Edited, Rejected, Target
from desktop_agent.core.describe import event_form
from desktop_agent.core.events import Decided
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import ImagePoint
from tests.fakes.cases import target_of
from tests.fakes.named_controls import NamedControls
from tests.fakes.run_ports import VIEWPORT, ListedApprovals, world
from tests.fakes.turns import AT, CHECK, CLICK, DONE, call, drive, of, reply, turn

ELSEWHERE = Click(ImagePoint(50, 50))
EDITOR = Window(1, "editor", "Letter", 7, "/usr/bin/editor")


def test_a_yes_for_the_task_covers_its_like() -> None:
    scene = world([turn(call(CLICK)), turn(call(CLICK)), DONE], control="Send")
    scene.ports.approval_memory = ListedApprovals(frozenset({"words"}))
    scene.person.answers = [Approved(remember=True)]

    drive(scene)

    assert [one.may_be_remembered for one in scene.person.asked] == [True]
    assert scene.executor.done == [CLICK, CLICK]
    assert [one.rule for one in of(scene, Decided)] == ["words", "standing"]


def test_a_safety_check_is_asked_in_spite_of_an_answer_that_stands() -> None:
    scene = world([turn(call(CLICK)), turn(call(CLICK, checks=(CHECK,))), DONE], control="Send")
    scene.ports.approval_memory = ListedApprovals(frozenset({"words"}))
    scene.person.answers = [Approved(remember=True)]

    drive(scene)

    assert [one.checks for one in scene.person.asked] == [(), (CHECK,)]


def test_what_the_person_makes_of_an_action_is_done_and_the_model_told() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.person.answers = [Edited(ELSEWHERE)]

    drive(scene)

    assert scene.executor.done == [ELSEWHERE]
    (decided,) = of(scene, Decided)
    assert decided.verdict == "edit"
    assert decided.action == event_form(ELSEWHERE, VIEWPORT)
    assert "The person changed this" in reply(scene).notes[0]


@dataclass
class TwoFields(NamedControls):
    """What has the keyboard is called `focus`, what is at ELSEWHERE is a password field, all else is called Name."""

    focus: str = ""

    async def target(self, frame: Frame, action: Action) -> Target:
        del frame
        if not points_of(action):
            return target_of(focus=self.focus, focus_role="text")
        return target_of(control="Password" if ELSEWHERE.at in points_of(action) else "Name", role="text")


@pytest.mark.parametrize(
    ("focus", "asked", "made", "secret"),
    [
        ("Password", Type("secret?"), Type("hunter2"), True),
        ("Name", Type("hunter1", secret=True), Type("hunter2"), True),
        ("Name", Type("secret?", AT), Type("hunter2", ELSEWHERE.at), True),
        ("Name", Type("secret?", ELSEWHERE.at), Type("hunter2", AT), False),
    ],
)
def test_a_text_of_a_persons_own_for_a_password_field_is_secret(
    focus: str, asked: Type, made: Type, *, secret: bool
) -> None:
    scene = world([turn(call(asked)), DONE], mode="ask")
    scene.ports.surroundings = TwoFields(focus=focus)
    scene.person.answers = [Edited(made)]

    drive(scene)

    typed = next(one for one in scene.executor.done if isinstance(one, Type))
    assert (typed.text, typed.secret) == (made.text, secret)
    written = next(one.action for one in of(scene, Decided) if one.action)
    assert written["text"] == ("••••••••" if secret else "hunter2")
    assert secret != any("hunter2" in note for note in reply(scene).notes)


@pytest.mark.parametrize("made", [Type("rm"), Click(ImagePoint(5000, 10))])
def test_an_edit_of_another_kind_or_against_a_rule_is_not_done(made: Action) -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.person.answers = [Edited(made)]

    drive(scene)

    assert scene.executor.done == []


@pytest.mark.parametrize(
    ("then", "now", "typed"),
    [
        (target_of(EDITOR, focus="Body"), target_of(EDITOR, focus="Body"), True),
        (target_of(EDITOR), target_of(EDITOR, focus="Body", focus_role="text"), True),
        (target_of(EDITOR, focus="Body"), target_of(EDITOR, focus="Subject"), False),
        (target_of(EDITOR), target_of(EDITOR, "Send", "push button"), False),
        (target_of(EDITOR, also=target_of(EDITOR, "OK")), target_of(EDITOR, also=target_of(EDITOR, "Send")), False),
    ],
)
def test_keys_go_only_to_what_the_person_was_asked_about(then: Target, now: Target, *, typed: bool) -> None:
    scene = world([turn(call(Press(("enter",)))), DONE], mode="ask")

    async def target(frame: Frame, action: Action) -> Target:
        return now if scene.person.asked else then

    scene.controls.target = target  # type: ignore[method-assign]
    drive(scene)

    assert (scene.executor.done != []) == typed


@pytest.mark.parametrize(("silent", "asked"), [(1, 0), (2, 0), (3, 1)])
def test_a_program_that_is_slow_to_tell_is_asked_again_before_a_person_is(silent: int, asked: int) -> None:
    scene = world([turn(call(Press(("delete",)))), DONE])
    looks = iter([target_of(EDITOR)] * silent + [target_of(EDITOR, focus_role="text")] * 3)

    async def target(frame: Frame, action: Action) -> Target:
        return next(looks)

    scene.controls.target = target  # type: ignore[method-assign]
    drive(scene)

    assert len(scene.person.asked) == asked
    assert scene.executor.done == [Press(("delete",))]


@pytest.mark.parametrize(("answer", "done"), [(Approved(), [ELSEWHERE]), (Rejected(), [])])
def test_an_edit_onto_what_a_rule_asks_about_is_asked_about_once_more(answer: Answer, done: list[Action]) -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.person.answers = [Edited(ELSEWHERE), answer]

    async def target(frame: Frame, action: Action) -> Target:
        return target_of(EDITOR, "Send" if isinstance(action, Click) and action.at == ELSEWHERE.at else "Close")

    scene.controls.target = target  # type: ignore[method-assign]
    drive(scene)

    assert [tuple(reason.rule for reason in one.reasons) for one in scene.person.asked] == [
        ("mode-ask",),
        ("words",),
    ]
    assert scene.person.asked[1].actions == (ELSEWHERE,)
    assert scene.executor.done == done
