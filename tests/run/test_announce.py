"""What is shown of an act before it is done, and where our windows keep away."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Press, Scroll, Type
from desktop_agent.core.decision import Allow
from desktop_agent.core.geometry import ImagePoint, Rect, ScreenPoint
from desktop_agent.core.own_windows import CLEARANCE_PX, Announcement
from desktop_agent.core.presence import UserInput
from desktop_agent.run.execute import announcement_of
from desktop_agent.run.pending_action import Authorized, PendingAction
from tests.fakes.cases import target_of
from tests.fakes.run_ports import VIEWPORT, PaintedScreen, World, world
from tests.fakes.turns import CLICK, DONE, call, drive, turn

FIELD = Rect(20, 20, 50, 10)


def announced(action: Action, *, shown_ms: int = 0) -> World:
    scene = world([turn(call(action)), DONE], mode="auto")
    scene.ports.terms = replace(scene.ports.terms, announce_ms=shown_ms)
    drive(scene)
    return scene


def test_a_press_is_shown_and_then_the_way_is_clear() -> None:
    scene = announced(CLICK, shown_ms=1)

    assert [one for one in scene.overlays.moves if one in {"announce", "make way"}] == ["announce", "make way"]
    first, second = scene.overlays.announced
    assert first == second
    assert first.words.startswith("Click")


def test_what_was_just_asked_about_is_not_shown_again() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.ports.terms = replace(scene.ports.terms, announce_ms=1)
    drive(scene)

    assert [one for one in scene.overlays.moves if one in {"announce", "make way"}] == ["make way"]


AT = VIEWPORT.screen.around(ScreenPoint(10, 10), CLEARANCE_PX)
FAR = VIEWPORT.screen.around(ScreenPoint(190, 90), CLEARANCE_PX)


@pytest.mark.parametrize(
    ("action", "way", "clear"),
    [
        (Click(ImagePoint(10, 10)), 1, (AT,)),
        (Drag((ImagePoint(10, 10), ImagePoint(190, 90))), 2, (AT.union(FAR),)),
        (Scroll(ImagePoint(10, 10), 0, 120), 1, (VIEWPORT.screen,)),
        (Press(("a",)), 0, (FIELD,)),
        (Type("Hello", ImagePoint(10, 10)), 1, (AT,)),
    ],
)
def test_our_windows_keep_away_from_where_it_goes(action: Action, way: int, clear: tuple[Rect, ...]) -> None:
    target = target_of(focus="Name", focus_box=FIELD, box=FIELD)
    pending = PendingAction(call(action), 0, action, PaintedScreen().grab())
    act = announcement_of(Authorized(pending, Allow("scope"), target=target))

    assert act is not None
    assert (way, clear) == (len(act.way), act.keep_clear)


def test_a_hand_meanwhile_is_seen_before_anything_is_done() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="auto")
    scene.ports.terms = replace(scene.ports.terms, announce_ms=5_000)
    announce = scene.overlays.announce

    async def announces(act: Announcement) -> None:
        await announce(act)
        scene.pause.on_user_input(UserInput("pointer"))
        scene.person.back.set()

    scene.overlays.announce = announces  # type: ignore[method-assign]
    drive(scene)

    assert scene.executor.done == []
