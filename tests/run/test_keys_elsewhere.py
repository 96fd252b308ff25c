"""Keys are judged by the window that they go to, also where the same answer has brought the keyboard there."""

from dataclasses import dataclass

import pytest

from desktop_agent.core.actions import Action, Press, Type, points_of
from desktop_agent.core.decision import Allow, Case, Decision, Target
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import Rect
from tests.fakes.cases import target_of
from tests.fakes.named_controls import NamedControls
from tests.fakes.run_ports import world
from tests.fakes.turns import DONE, call, drive, turn

MAIN, DIALOG = 1, 2


@dataclass
class TwoWindows(NamedControls):
    """A dialog over a window of one program; keys hit the one that has the keyboard."""

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
    screen, judged = scene.camera, list[str]()
    screen.box = Rect(0, 0, 200, 50)
    screen.above, screen.above_box, screen.focus = DIALOG, Rect(0, 50, 200, 50), DIALOG
    screen.window = MAIN

    def judge(case: Case) -> Decision:
        if isinstance(case.action, Type):
            judged.append(case.target.window.title if case.target.window else "")
            screen.gone, screen.focus = (DIALOG, MAIN) if len(judged) == 1 else (DIALOG, MAIN if moves == 1 else 3)
        return Allow()

    scene.ports.judge = judge
    drive(scene)

    assert judged == [str(DIALOG), str(MAIN)]
    assert (Type("kept") in scene.executor.done) is typed
