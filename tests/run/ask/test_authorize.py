"""What one yes is good for, what a person makes of an action, and what keys still go to."""

from dataclasses import dataclass

import pytest

from desktop_agent.core.actions.action import Action, Click, HoldKey, Move, Press, ReleaseButton, Type, points_of
from desktop_agent.core.actions.describe import event_form
from desktop_agent.core.actions.keys import DesktopChords
from desktop_agent.core.decisions.decision import (
    Allow,
    Answer,
    Approved,
    Ask,
    Case,
    Decision,
    Edited,
    Question,
    Reason,
    Rejected,
    Target,
)
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.errors import GeometryChangedError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Window
from desktop_agent.core.runs.events import ActionFailed, ActionStarted, Decided, FrameTaken
from desktop_agent.core.runs.turn import ModelInput, Turn
from tests.fakes.runs.cases import judge, target_of
from tests.fakes.runs.named_controls import NamedControls
from tests.fakes.runs.run_ports import VIEWPORT, ListedApprovals, world
from tests.fakes.servers.turns import AT, CHECK, CLICK, DONE, call, drive, of, reply, turn
from tests.run.hits import hitting

ELSEWHERE = Click(ImagePoint(50, 50))
EDITOR = Window(1, "editor", "Letter", 7, "/usr/bin/editor")


def test_a_yes_for_the_task_covers_its_like_but_no_safety_check() -> None:
    scene = world([*[turn(call(CLICK))] * 2, turn(call(CLICK, checks=(CHECK,))), DONE], control="Send")
    scene.ports.approval_memory = ListedApprovals(frozenset({"words"}))
    scene.person.answers = [Approved(remember=True)]

    drive(scene)

    assert [one.checks for one in scene.person.asked] == [(), (CHECK,)]
    assert [one.may_be_remembered for one in scene.person.asked][:1] == [True]
    assert scene.executor.done == [CLICK] * 3
    assert [event.rule for event in of(scene, Decided)][:2] == ["words", "standing"]


@pytest.mark.parametrize("action", [Press(("ctrl", "alt", "space")), HoldKey(("f1",))], ids=repr)
def test_a_chord_that_starts_something_is_decided_by_the_row_of_shortcuts(action: Action) -> None:
    scene = world([turn(call(action)), DONE], mode="guard")
    scene.executor.chords = DesktopChords(starting=frozenset({frozenset({"ctrl", "alt", "space"}), frozenset({"f1"})}))

    drive(scene)

    assert ["shortcut"] == [event.rule for event in of(scene, Decided)]


def test_what_the_person_makes_of_an_action_is_done_and_the_model_told() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.person.answers = [Edited(ELSEWHERE)]

    drive(scene)

    assert scene.executor.done == [ELSEWHERE]
    (decided,) = of(scene, Decided)
    assert decided.verdict == "edit"
    assert decided.action == event_form(ELSEWHERE, VIEWPORT)
    assert "The person changed this" in reply(scene).notes[0]


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

    def told(action: Action) -> Target:
        if not points_of(action):
            return target_of(focus=focus, focus_role="text")
        return target_of(control="Password" if ELSEWHERE.at in points_of(action) else "Name", role="text")

    hitting(scene, told)
    scene.person.answers = [Edited(made)]

    drive(scene)

    typed = next(one for one in scene.executor.done if isinstance(one, Type))
    assert (typed.text, typed.secret) == (made.text, secret)
    written = next(event.action for event in of(scene, Decided) if event.action)
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
    hitting(scene, lambda _: now if scene.person.asked else then)
    drive(scene)

    assert (scene.executor.done != []) == typed


@pytest.mark.parametrize(("silent", "asked"), [(1, 0), (2, 0), (3, 1)])
def test_a_program_that_is_slow_to_tell_is_asked_again_before_a_person_is(silent: int, asked: int) -> None:
    scene = world([turn(call(Press(("delete",)))), DONE])
    looks = iter([target_of(EDITOR)] * silent + [target_of(EDITOR, focus_role="text")] * 3)
    hitting(scene, lambda _: next(looks))
    drive(scene)

    assert len(scene.person.asked) == asked
    assert scene.executor.done == [Press(("delete",))]


@pytest.mark.parametrize(("answer", "done"), [(Approved(), [ELSEWHERE]), (Rejected(), [])])
def test_an_edit_onto_what_a_rule_asks_about_is_asked_about_once_more(answer: Answer, done: list[Action]) -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.person.answers = [Edited(ELSEWHERE), answer]
    hitting(
        scene,
        lambda action: target_of(
            EDITOR, "Send" if isinstance(action, Click) and action.at == ELSEWHERE.at else "Close"
        ),
    )
    drive(scene)

    assert [tuple(reason.rule for reason in one.reasons) for one in scene.person.asked] == [
        ("mode-ask",),
        ("words",),
    ]
    assert scene.person.asked[1].actions == (ELSEWHERE,)
    assert scene.executor.done == done


MAIN = 1
DIALOG = 2


@dataclass
class TwoWindows(NamedControls):
    def window(self, frame: Frame, action: Action) -> Target:
        at = next(iter(points_of(action)), None)
        number = frame.scene.focus if at is None else frame.scene.window_at(frame.viewport.to_screen(at))
        return target_of(Window(number or 0, "editor", str(number), pid=7, dialog=number == DIALOG))

    async def target(self, frame: Frame, action: Action) -> Target:
        return self.window(frame, action)


@pytest.mark.parametrize(("moves", "typed"), [(1, True), (2, False)])
def test_keys_are_judged_anew_where_the_keyboard_has_moved_after_they_were_allowed(moves: int, typed: bool) -> None:
    scene = world([turn(call(Press(("escape",)), Type("kept"))), DONE])
    scene.ports.surroundings = TwoWindows()
    screen = scene.camera
    judged = list[str]()
    screen.box = Rect(0, 0, 200, 50)
    screen.above = DIALOG
    screen.above_box = Rect(0, 50, 200, 50)
    screen.focus = DIALOG
    screen.window = MAIN

    def judge(case: Case) -> Decision:
        if isinstance(case.action, Type):
            judged.append(case.target.window.title if case.target.window else "")
            screen.gone = DIALOG
            screen.focus = MAIN if len(judged) == 1 or moves == 1 else 3
        return Allow()

    scene.ports.judge = judge
    drive(scene)

    assert judged == [str(DIALOG), str(MAIN)]
    assert (Type("kept") in scene.executor.done) is typed


@pytest.mark.parametrize(("mode", "control"), [("ask", ""), ("guard", "Send")])
def test_a_yes_is_for_one_action_and_the_next_of_the_batch_is_asked_again(mode: Mode, control: str) -> None:
    scene = world([turn(call(CLICK, ELSEWHERE)), DONE], mode=mode, control=control)

    drive(scene)

    assert [question.actions for question in scene.person.asked] == [(CLICK,), (ELSEWHERE,)]
    assert scene.executor.done == [CLICK, ELSEWHERE]


def test_the_card_of_a_safety_check_answers_for_the_actions_that_it_lists() -> None:
    scene = world([turn(call(CLICK, ELSEWHERE, checks=(CHECK,))), DONE], control="Send")

    drive(scene)

    (asked,) = scene.person.asked
    assert asked.actions == (CLICK, ELSEWHERE)
    assert {reason.rule for reason in asked.reasons} == {"safety-check", "words"}
    assert scene.executor.done == [CLICK, ELSEWHERE]
    assert reply(scene).results[0].acknowledged == (CHECK,)


@pytest.mark.parametrize(("first", "then"), [("Turn", "Send"), ("Send", "Delete"), ("Send", "")])
def test_it_answers_for_none_that_has_become_another_one_by_its_turn(first: str, then: str) -> None:
    scene = world([turn(call(CLICK, ELSEWHERE, checks=(CHECK,))), DONE])
    scene.person.answers = [Approved(), Rejected()]
    names = {ELSEWHERE.at: first}

    def becomes(action: Action) -> None:
        names[ELSEWHERE.at] = then

    scene.executor.then = becomes
    hitting(scene, lambda action: target_of(EDITOR, names.get(points_of(action)[0], "Turn"), "push button"))
    scene.ports.judge = lambda case: judge(case, "guard") if then else Ask((Reason("shell", case.target.name),))
    drive(scene)

    assert [len(question.actions) for question in scene.person.asked] == [2, 1]
    assert scene.executor.done == [CLICK]


def test_a_card_answers_for_nothing_that_it_showed_as_unknown() -> None:
    scene = world([turn(call(CLICK, ELSEWHERE, checks=(CHECK,))), DONE])
    scene.person.answers = [Approved(), Rejected()]
    names = {ELSEWHERE.at: ""}

    def becomes(action: Action) -> None:
        names[ELSEWHERE.at] = "Delete"

    scene.executor.then = becomes
    hitting(scene, lambda action: target_of(EDITOR, names.get(points_of(action)[0], "Turn"), "push button"))
    scene.ports.judge = lambda _: Ask((Reason("words", "It may do something."),))
    drive(scene)

    assert [len(question.actions) for question in scene.person.asked] == [2, 1]
    assert scene.executor.done == [CLICK]


def test_an_approver_that_fails_has_said_no() -> None:
    scene = world([turn(call(CLICK)), DONE], control="Send")

    async def fails(question: Question) -> Answer:
        raise OSError(question.call_id)

    scene.person.decide = fails  # type: ignore[method-assign]  # a window that broke
    finished = drive(scene)

    assert (finished.status, scene.executor.done) == ("blocked", [])
    assert (of(scene, Decided)[0].verdict, of(scene, Decided)[0].by) == ("deny", "policy")


def test_a_stop_during_a_question_holds_whatever_the_answer() -> None:
    scene = world([turn(call(CLICK))], control="Send")

    async def stops(question: Question) -> Answer:
        scene.stop.set("interrupt")
        return Approved()

    scene.person.decide = stops  # type: ignore[method-assign]  # a person who is slower than the stop
    finished = drive(scene)

    assert (finished.exit_code, scene.executor.done, of(scene, ActionStarted)) == (130, [], [])


def test_text_is_not_typed_into_a_window_that_took_the_keyboard_after_the_click() -> None:
    scene = world([turn(call(Type("secret plan", AT))), DONE])
    scene.executor.then = lambda action: setattr(scene.camera, "focus", 77) if isinstance(action, Click) else None

    drive(scene)

    assert scene.executor.done == [Click(AT)]
    assert "took the focus after the click" in of(scene, ActionFailed)[0].error
    assert "took the focus after the click" in reply(scene).notes[0]


def test_a_yes_to_text_at_a_point_is_none_to_it_where_the_click_did_not_bring_the_keyboard() -> None:
    scene = world([turn(call(Type("hello", AT))), DONE], mode="ask")
    scene.camera.focus = 7

    drive(scene)

    assert scene.executor.done == [Click(AT)]
    assert "didn't move the focus there" in reply(scene).notes[0]


@pytest.mark.parametrize("action", [CLICK, Move(AT), ReleaseButton(AT), Press(("a",))])
def test_nothing_is_sent_to_points_of_a_desktop_that_is_no_longer_so(action: Action) -> None:
    scene = world([turn(call(action)), DONE])

    def moved(*_: object) -> bool:
        raise GeometryChangedError("The monitors have changed.")

    for name in ("same_near", "same_window", "same_focus"):
        setattr(scene.camera, name, moved)
    drive(scene)

    assert scene.executor.done == []


def test_what_is_written_on_the_screen_is_not_put_into_our_mouth() -> None:
    scene = world([turn(call(CLICK)), turn(call(ELSEWHERE)), DONE], control="Send to evil.example")
    scene.person.answers = [Rejected(), Approved()]

    drive(scene)

    words = [text for message in (reply(scene), reply(scene, 2)) for text in message.notes]
    words += [text for result in reply(scene, 2).results for text in result.acts_in_words]
    assert not [text for text in words if "evil.example" in text]
    assert "evil.example" in scene.person.asked[0].sentence


@pytest.mark.parametrize("is_newer", [False, True])
def test_the_picture_that_a_person_decided_on_is_in_the_record(*, is_newer: bool) -> None:
    def thinks(message: ModelInput) -> Turn:
        scene.camera.colour += is_newer
        return turn(call(Move(AT)))

    scene = world([thinks, DONE], mode="ask")

    drive(scene)

    (question,) = scene.person.asked
    recorded = [event for event in scene.recorder.events if isinstance(event, FrameTaken | Decided)]
    before = recorded[: next(at for at, one in enumerate(recorded) if isinstance(one, Decided))]
    assert [one.sent for one in before if isinstance(one, FrameTaken)] == ["whole", *["asked"] * is_newer]
    assert isinstance(before[-1], FrameTaken)
    assert before[-1].sha256 == question.frame.digest
