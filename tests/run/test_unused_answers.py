"""A yes that the screen made useless: it holds for the very same act on the very same screen, or the menu reopened."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Look, Press
from desktop_agent.core.controls.role import Role
from desktop_agent.core.decisions.decision import (
    Allow,
    Answer,
    Approved,
    Ask,
    Case,
    Decision,
    Focus,
    HitControl,
    Place,
    Question,
    Reason,
    Target,
)
from desktop_agent.core.errors import GeometryChangedError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Scene, ScreenPoint, Window, WindowBox
from desktop_agent.core.runs.events import Decided
from desktop_agent.core.runs.turn import ModelInput, SafetyCheck, Turn
from desktop_agent.run.act.input_state import InputState
from desktop_agent.run.act.screen_check import ScreenCheck
from desktop_agent.run.act.targets import Targets
from tests.fakes.runs.run_ports import PaintedScreen, ScriptedModel, World, world
from tests.fakes.servers.turns import CHECK, CLICK, DONE, call, drive, of, turn

# what the screen looks like
OPENED = 7
CLOSED = 0
OTHER = 9
OPENS = Click(ImagePoint(150, 50))


def listing(again: Action, screen: int, checks: tuple[SafetyCheck, ...] = ()) -> World:
    """Give a run in which a list closes as the person presses the card about an entry, and is opened again."""

    def opened(_: ModelInput) -> Turn:
        scene.camera.colour = screen
        scene.camera.redrawn = False
        return turn(call(Look(), call_id="c2"))

    asks = turn(call(again, checks=checks, call_id="c3"))
    scene = world([turn(call(CLICK)), opened, asks, DONE], mode="ask")
    scene.camera.colour = OPENED

    async def decide(question: Question) -> Answer:
        scene.person.asked.append(question)
        if len(scene.person.asked) == 1:
            scene.camera.colour = CLOSED
            scene.camera.redrawn = True
        return Approved()

    scene.person.decide = decide  # type: ignore[method-assign]
    return scene


@pytest.mark.parametrize(
    ("again", "screen", "checks", "asked"),
    [
        (CLICK, OPENED, (), 1),
        (CLICK, OTHER, (), 2),
        (OPENS, OPENED, (), 2),
        (CLICK, OPENED, (CHECK,), 2),
    ],
    ids=["the same", "another screen", "another act", "a server's warning"],
)
def test_an_answer_holds_for_the_same_act_on_the_same_screen(
    again: Action, screen: int, checks: tuple[SafetyCheck, ...], asked: int
) -> None:
    scene = listing(again, screen, checks)

    drive(scene)

    assert asked == len(scene.person.asked)
    assert [again] == scene.executor.done
    assert ("approved-before" in [event.rule for event in of(scene, Decided)]) is (asked == 1)


@pytest.mark.long
def test_an_answer_holds_once() -> None:
    scene = listing(CLICK, OPENED)
    model = scene.ports.model
    assert isinstance(model, ScriptedModel)
    model.turns.insert(-1, turn(call(CLICK, call_id="c4")))

    drive(scene)

    assert [CLICK, CLICK] == scene.executor.done
    assert 2 == len(scene.person.asked)


MENU = Window(7, menu=True)
PLACE = Rect(20, 20, 60, 40)
BESIDE = Rect(100, 20, 60, 40)


@pytest.mark.parametrize(
    ("now", "number"),
    [
        ((WindowBox(9, PLACE),), 9),
        ((WindowBox(9, BESIDE),), 7),
        ((WindowBox(7, PLACE), WindowBox(9, PLACE)), 7),
        ((WindowBox(8, PLACE),), 7),
    ],
    ids=["opened anew", "elsewhere", "still there", "one that was there before"],
)
def test_a_menu_that_was_opened_again_is_the_new_window_at_its_place(now: tuple[WindowBox, ...], number: int) -> None:
    class Reopened(PaintedScreen):
        def windows_now(self, frame: Frame) -> Scene:
            del frame
            return Scene(now)

    camera = Reopened()
    ports = world([DONE]).ports
    targets = Targets(ports.surroundings, camera)
    check = ScreenCheck(camera, ports.surroundings, targets, InputState(), lambda: 0.0)
    seen = replace(camera.grab(), scene=Scene((WindowBox(7, PLACE), WindowBox(8, BESIDE))))

    found = check.with_menu_reopened(seen, Target(Place(MENU)))

    assert [number, 8] == [window.id for window in found.scene.windows]


FILE_MENU = Target(control=HitControl("File", Role.MENU))
BY_KEYS = Press(("shift", "f10"))
BY_SPACE = Press(("space",))


@pytest.mark.long
@pytest.mark.parametrize(
    ("opens", "opener", "closes_to", "is_done"),
    [
        (OPENS, FILE_MENU, CLOSED, True),
        (OPENS, FILE_MENU, OTHER, False),
        (OPENS, Target(control=HitControl("Send", Role.PUSH_BUTTON)), CLOSED, False),
        (OPENS, Target(), CLOSED, False),
        (BY_KEYS, Target(), CLOSED, True),
        (BY_KEYS, Target(), OTHER, False),
        (Press(("alt", "f")), FILE_MENU, CLOSED, True),
        (Press(("alt", "s")), Target(control=HitControl("Send", Role.PUSH_BUTTON)), CLOSED, False),
        (BY_SPACE, Target(focus=Focus("Country", Role.COMBO_BOX)), CLOSED, True),
        (BY_SPACE, Target(focus=Focus("Send", Role.PUSH_BUTTON)), CLOSED, False),
        (Press(("x",)), Target(focus=Focus("Country", Role.COMBO_BOX)), CLOSED, False),
    ],
)
def test_a_menu_in_a_window_that_is_not_known_is_opened_again_where_the_screen_looks_as_before(
    opens: Action, opener: Target, closes_to: int, *, is_done: bool
) -> None:
    def asks_about_the_entry(case: Case) -> Decision:
        return Ask((Reason("words", "It may send."),)) if case.action == CLICK else Allow()

    async def nowhere(frame: Frame, action: Action) -> Target:
        return opener if action == opens else Target()

    async def decide(question: Question) -> Answer:
        scene.person.asked.append(question)
        scene.camera.colour = closes_to
        scene.camera.redrawn = True
        return Approved()

    def open_the_menu(action: Action) -> None:
        scene.camera.colour = OPENED if action == opens else CLOSED

    scene = world([turn(call(opens)), turn(call(CLICK, call_id="c2")), DONE])
    scene.ports.judge = asks_about_the_entry
    scene.controls.target = nowhere  # type: ignore[method-assign]
    scene.person.decide = decide  # type: ignore[method-assign]
    scene.executor.then = open_the_menu
    scene.camera.colour = CLOSED

    drive(scene)

    assert ([opens, opens, CLICK] if is_done else [opens]) == scene.executor.done
    assert 1 == len(scene.person.asked)


@pytest.mark.parametrize(("opens", "window"), [((), None), ((OPENS,), None), ((OPENS,), Window(1))])
def test_nothing_is_opened_again_where_no_click_or_none_on_this_screen_has_opened_it(
    opens: tuple[Action, ...], window: Window | None
) -> None:
    camera = PaintedScreen()
    ports = world([DONE]).ports
    inputs = InputState()
    before = camera.grab()
    elsewhere = replace(before, viewport=replace(before.viewport, screen=Rect(0, 0, 9, 9)))
    for action in opens:
        inputs.note(action, None, Target(Place(window) if window else None), elsewhere)
    inputs.was_asked = True
    check = ScreenCheck(camera, ports.surroundings, Targets(ports.surroundings, camera), inputs, lambda: 0.0)

    assert () == check.openers(before, CLICK, Target())
    assert () == check.openers(before, CLICK, Target(Place(Window(1))))  # which is no menu


def test_nothing_is_opened_again_on_a_screen_that_is_another_by_now() -> None:
    class Other(PaintedScreen):
        def same_near(self, frame: Frame, at: ScreenPoint) -> bool:
            raise GeometryChangedError("Another monitor.")

    camera = Other()
    ports = world([DONE]).ports
    inputs = InputState()
    inputs.note(OPENS, None, Target(), camera.grab())
    inputs.was_asked = True
    check = ScreenCheck(camera, ports.surroundings, Targets(ports.surroundings, camera), inputs, lambda: 0.0)

    assert () == check.openers(camera.grab(), CLICK, Target())
