"""Text with Tabs is one action that goes to several fields: each is judged when its turn has come."""

import pytest

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.decision import Allow, Approved, Ask, Case, Decision, Reason, Refuse, Target
from desktop_agent.core.events import ActionDone, ActionFailed, ActionProposed, ActionStarted, Decided
from desktop_agent.core.frame import Frame
from desktop_agent.core.rule_id import OwnRuleId
from tests.fakes.cases import target_of
from tests.fakes.run_ports import World, world
from tests.fakes.turns import AT, CLICK, DONE, call, drive, of, reply, turn

ASKS = Ask((Reason("secret", "This is typed into a password field."),))
DENIES = Refuse((Reason(OwnRuleId("rule:mine"), "Never there."),))
CHANGES = Ask((Reason("out", "This may change something."),))
BY_MODE = Ask((Reason("mode-ask", "Every action is asked."),))


def judging(scene: World, *, first: Decision, second: Decision) -> None:
    """Say one thing of what goes into the first field, and another of the second."""

    def judge(case: Case) -> Decision:
        second_field = isinstance(case.action, Type) and case.action.text == "secret"
        return second if second_field else first

    scene.ports.judge = judge


def test_text_with_tabs_is_one_proposal_and_goes_field_by_field() -> None:
    scene = world([turn(call(Type("ada\tx\ty"), CLICK)), DONE])

    finished = drive(scene)

    assert [event.index for event in of(scene, ActionProposed)] == [0, 1]
    assert [Type("ada\t"), Type("x\t"), Type("y"), CLICK] == scene.executor.done
    assert finished.actions == 2


def test_text_for_a_field_that_would_be_refused_is_not_typed() -> None:
    scene = world([turn(call(Type("ada\tsecret"), CLICK)), DONE])
    judging(scene, first=Allow(), second=DENIES)

    drive(scene)

    assert [Type("ada\t")] == scene.executor.done
    assert "after the Tab was not typed" in of(scene, ActionFailed)[0].error
    assert "Look at the new screenshot and request the rest separately." in reply(scene).notes[0]
    assert [event.rule for event in of(scene, Decided)] == ["default", "not-reached"]


@pytest.mark.parametrize(("first", "second"), [(ASKS, ASKS), (BY_MODE, ASKS)])
def test_a_person_who_has_seen_the_whole_text_has_allowed_all_of_it(first: Decision, second: Decision) -> None:
    scene = world([turn(call(Type("ada\tsecret"))), DONE])
    judging(scene, first=first, second=second)
    scene.person.answers = [Approved()]

    drive(scene)

    assert [one.actions for one in scene.person.asked] == [(Type("ada\tsecret"),)]
    assert [Type("ada\t"), Type("secret")] == scene.executor.done


def test_a_refusal_holds_even_where_a_person_has_said_yes_to_the_text() -> None:
    scene = world([turn(call(Type("ada\tsecret"))), DONE])
    judging(scene, first=ASKS, second=DENIES)

    drive(scene)

    assert [Type("ada\t")] == scene.executor.done


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ada\tx", [CLICK, Type("ada\t"), Type("x")]),
        ("ada", [CLICK, Type("ada")]),
        ("ada\t", [CLICK, Type("ada\t")]),
    ],
)
def test_text_at_a_point_begins_with_a_click(text: str, pieces: list[Action]) -> None:
    scene = world([turn(call(Type(text, AT))), DONE])

    drive(scene)

    assert pieces == scene.executor.done


def asking_in(scene: World, *asked: str) -> None:
    """Ask about these texts, and about no other."""

    def judge(case: Case) -> Decision:
        return CHANGES if isinstance(case.action, Type) and case.action.text.strip() in asked else Allow()

    scene.ports.judge = judge


@pytest.mark.parametrize(
    ("text", "asked", "pieces"),
    [
        ("a\tb\tc", ("c",), ["a\t", "b\t"]),
        ("a\tb\tc", ("b", "c"), ["a\t"]),
    ],
)
def test_a_text_that_comes_to_a_field_that_is_asked_about_stops_there(
    text: str, asked: tuple[str, ...], pieces: list[str]
) -> None:
    scene = world([turn(call(Type(text), CLICK)), DONE])
    asking_in(scene, *asked)

    drive(scene)

    assert scene.person.asked == []
    assert [*map(Type, pieces)] == scene.executor.done
    assert "request the rest separately" in reply(scene).notes[0]
    assert [len(of(scene, kind)) for kind in (ActionStarted, ActionDone, ActionFailed)] == [1, 0, 1]


def test_what_was_meant_for_a_password_field_after_a_tab_is_covered() -> None:
    scene = world([turn(call(Type("Anna\thunter2"), CLICK)), DONE])
    judging(scene, first=Allow(), second=ASKS)

    async def target(frame: Frame, action: Action) -> Target:
        del frame
        name = "Password" if isinstance(action, Type) and action.text == "hunter2" else "Name"
        return target_of(focus=name, focus_role="entry")

    scene.controls.target = target  # type: ignore[method-assign]
    judge = scene.ports.judge
    scene.ports.judge = lambda case: ASKS if case.action == Type("hunter2") else judge(case)
    drive(scene)

    assert [Type("Anna\t")] == scene.executor.done
    assert "Anna" in reply(scene).notes[0]
    assert "hunter2" not in reply(scene).notes[0]
