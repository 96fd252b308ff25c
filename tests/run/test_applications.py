"""Applications admitted one by one: which of them a person is asked about, and what each answer is good for."""

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Press
from desktop_agent.core.decision import (
    Allow,
    Answer,
    AppAllowed,
    Approved,
    Ask,
    Case,
    Decision,
    Duration,
    Edited,
    Reason,
    Rejected,
    Target,
)
from desktop_agent.core.events import Decided, Noticed
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import ImagePoint
from tests.fakes.applications import EDITOR, FILES, access, by_reach, in_window, unadmitted
from tests.fakes.cases import target_of
from tests.fakes.run_ports import World
from tests.fakes.turns import CHECK, CLICK, call, drive, of, reply, turn

ELSEWHERE = Click(ImagePoint(50, 50))
DRAG = Drag((CLICK.at, ELSEWHERE.at))
RUN = AppAllowed("work", "run")


@pytest.mark.parametrize("lasting", ["run", "always"])
def test_an_application_is_asked_about_once(lasting: str) -> None:
    answer = AppAllowed("work", "run" if lasting == "run" else "always")
    scene, app_permissions = unadmitted(turn(call(CLICK, ELSEWHERE)), answers=(answer,))

    drive(scene)

    assert [(one.kind, one.target.window) for one in scene.person.asked] == [("application", EDITOR)]
    assert scene.executor.done == [CLICK, ELSEWHERE]
    assert app_permissions.listed[EDITOR.program] == "work"
    assert of(scene, Noticed) == []
    assert [(one.verdict, one.by, one.rule, one.access) for one in of(scene, Decided)] == [
        ("allow", "human", "scope", access("work", lasting)),
        ("allow", "human", "scope", None),
        ("allow", "policy", "default", None),
    ]


def test_a_no_to_an_application_leaves_the_action() -> None:
    scene, _ = unadmitted(turn(call(CLICK)), answers=(Rejected("Not there."),))

    drive(scene)

    assert scene.executor.done == []
    assert "Not there." in reply(scene).notes[0]


def test_an_application_question_shows_no_safety_check_and_confirms_none() -> None:
    scene, _ = unadmitted(turn(call(CLICK, checks=(CHECK,))), answers=(AppAllowed("work", "run"), Rejected()))

    def asks(case: Case) -> Decision:
        checks = (Reason("safety-check", "Look out", outside=True),)
        return Ask((*checks, *by_reach(case).reasons)) if case.reach is None else Ask(checks)  # type: ignore[union-attr]

    scene.ports.judge = asks

    drive(scene)

    assert [(one.kind, one.checks) for one in scene.person.asked] == [("application", ()), ("action", (CHECK,))]
    assert reply(scene).abandon == ("c1",)


@pytest.mark.parametrize("window", [EDITOR, None])
def test_a_drag_between_two_applications_asks_about_each(window: Window | None) -> None:
    scene, app_permissions = unadmitted(turn(call(DRAG)), answers=(RUN, RUN))
    in_window(scene, EDITOR, FILES)

    async def target(frame: Frame, action: Action) -> Target:
        return target_of(window, also=target_of(FILES))

    scene.controls.target = target  # type: ignore[method-assign]
    drive(scene)

    asked = [one.target.window for one in scene.person.asked]
    assert asked == [one for one in (window, FILES) if one is not None]
    assert app_permissions.listed[FILES.program] == "work"
    assert scene.executor.done == [DRAG]


@pytest.mark.parametrize(
    ("lasting", "asked", "by"),
    [("once", ["application"], "scope"), ("run", ["application", "action"], "mode-ask")],
)
def test_a_yes_to_the_very_act_answers_why_else_it_would_be_asked_about(
    lasting: Duration, asked: list[str], by: str
) -> None:
    keys = Press(("enter",))
    scene, _ = unadmitted(turn(call(keys)), answers=(AppAllowed("work", lasting), Approved()))

    def judges(case: Case) -> Decision:
        said = by_reach(case)
        return Ask((Reason("mode-ask", "Every action is asked."),)) if isinstance(said, Allow) else said

    scene.ports.judge = judges
    drive(scene)

    assert [one.kind for one in scene.person.asked] == asked
    assert [(one.verdict, one.by, one.rule) for one in of(scene, Decided)] == [
        ("allow", "human", "scope"),
        ("allow", "human", by),
    ]
    assert scene.executor.done == [keys]


def moved_into(scene: World, window: Window) -> None:
    """Let what is at the second point be another application."""

    async def target(frame: Frame, action: Action) -> Target:
        return target_of(window if isinstance(action, Click) and action.at == ELSEWHERE.at else EDITOR)

    scene.controls.target = target  # type: ignore[method-assign]


@pytest.mark.parametrize(("answer", "done"), [(RUN, [ELSEWHERE]), (Rejected(), []), (AppAllowed("look", "run"), [])])
def test_an_edit_into_another_application_asks_about_that_one(answer: Answer, done: list[Action]) -> None:
    scene, app_permissions = unadmitted(turn(call(CLICK)), answers=(Edited(ELSEWHERE), answer))
    app_permissions.listed[EDITOR.program] = "work"

    def judges(case: Case) -> Decision:
        said = by_reach(case)
        return Ask((Reason("mode-ask", "Every action is asked."),)) if isinstance(said, Allow) else said

    scene.ports.judge = judges
    moved_into(scene, FILES)
    drive(scene)

    assert [(one.kind, one.target.window) for one in scene.person.asked] == [("action", EDITOR), ("application", FILES)]
    assert scene.executor.done == done
