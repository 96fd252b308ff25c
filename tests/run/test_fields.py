"""Text with Tabs is one action that goes to several fields: each is judged when its turn has come."""

import pytest

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.decision import Allow, Approved, Ask, Case, Decision, Reason, Refuse
from desktop_agent.core.events import ActionFailed, ActionProposed, Decided
from desktop_agent.core.rule_id import OwnRuleId
from tests.fakes.run_ports import World, world
from tests.fakes.turns import AT, CLICK, DONE, call, drive, of, reply, turn

ASKS = Ask((Reason("password-field", "This is typed into a password field."),))
DENIES = Refuse((Reason(OwnRuleId("rule:mine"), "Never there."),))
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


@pytest.mark.parametrize("second", [ASKS, DENIES])
def test_text_for_a_field_that_would_be_asked_about_or_refused_is_not_typed(second: Decision) -> None:
    scene = world([turn(call(Type("ada\tsecret"), CLICK)), DONE])
    judging(scene, first=Allow(), second=second)

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
