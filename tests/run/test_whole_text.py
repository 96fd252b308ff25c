"""Line breaks and Tabs of a text are characters in a field of many lines, and keys in one of one line."""

from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions import Action, Press, Type
from desktop_agent.core.decision import Allow, Approved, Ask, Case, Decision, Reason, Target
from desktop_agent.core.events import ActionProposed
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.rule_id import OwnRuleId
from desktop_agent.run.cases import terminal_text, whole_text
from tests.fakes.cases import target_of
from tests.fakes.named_controls import NamedControls
from tests.fakes.run_ports import World, world
from tests.fakes.turns import DONE, call, drive, of, turn

CODE = "def f():\n\treturn 1"
APP = Window(1, "app", "Untitled", 2, "/usr/bin/app")
MANY, ONE, UNTOLD = (target_of(APP, focus_role=role) for role in ("text", "entry", ""))
ASKS = Ask((Reason(OwnRuleId("rule:mine"), "Always asked."),))


@dataclass
class Targets(NamedControls):
    """What is hit is told in turn; the last from then on."""

    left: list[Target] = field(default_factory=list)

    async def target(self, frame: Frame, action: Action) -> Target:
        del frame, action
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]


def with_target(scene: World, *targets: Target) -> World:
    """Have these hit, one after the other; the last one from then on."""
    scene.ports.surroundings = Targets(left=[*targets])
    return scene


@pytest.mark.parametrize(
    ("action", "target", "whole"),
    [
        (Type(CODE), MANY, True),
        (Type("name\tstreet\n"), MANY, True),
        (Type(CODE, secret=True), MANY, False),
        (Type("\n\n"), MANY, False),
        (Press(("enter",)), MANY, False),
        (Type("name\tstreet\tcity"), ONE, False),
        (Type(CODE), ONE, False),
        (Type(CODE), target_of(APP, focus_role="terminal"), False),
        (Type(CODE), UNTOLD, True),
        (Type("name\tstreet\tcity"), UNTOLD, False),
        (Type(CODE), target_of(Window(1, "xterm", "", 2, "/usr/bin/xterm"), holds_terminal=True), False),
        (Type(CODE), target_of(Window(1, "chromium", "", 2, "/usr/lib/chromium/chromium")), False),
        (Type(CODE), target_of(Window(1, "rofi", "", 2, "/usr/bin/rofi")), False),
        (Type(CODE), Target(), False),
    ],
    ids=repr,
)
def test_the_field_tells_whether_a_text_goes_in_as_a_whole_and_else_how_it_looks(
    action: Action, target: Target, *, whole: bool
) -> None:
    assert whole == (whole_text(action, target) is not None)


@pytest.mark.parametrize(
    ("target", "done"),
    [
        (MANY, [Type(CODE, entry="whole")]),
        (UNTOLD, [Type(CODE, entry="whole")]),
        (ONE, [Type("def f():\n\t"), Type("return 1")]),
    ],
)
def test_a_text_with_tabs_is_one_paste_where_they_are_characters(target: Target, done: list[Action]) -> None:
    scene = with_target(world([turn(call(Type(CODE))), DONE]), target)
    scene.ports.judge = lambda _case: Allow()

    drive(scene)

    assert done == scene.executor.done
    assert {"kind": "type", "text": CODE} in [event.action for event in of(scene, ActionProposed)]


XTERM = Window(1, "xterm", "", 2, "/usr/bin/xterm")


@pytest.mark.parametrize(
    ("action", "target", "undivided"),
    [
        (Type(CODE), target_of(XTERM, holds_terminal=True), True),
        (Type(CODE), target_of(APP, focus_role="terminal"), True),
        (Type(CODE), target_of(XTERM, focus_role="entry", holds_terminal=True), False),
        (Type(CODE), target_of(replace(XTERM, dialog=True), holds_terminal=True), False),
        (Type(CODE), target_of(APP, focus_role="terminal", in_page=True), False),
        (Type(CODE), target_of(Window(1, "rofi", "", 2, "/usr/bin/rofi")), False),
        (Type(CODE), UNTOLD, False),
        (Type(CODE), Target(), False),
        (Type(CODE, secret=True), target_of(XTERM, holds_terminal=True), False),
        (Type("ls\n"), target_of(replace(XTERM, kinds=frozenset({"TerminalEmulator"}))), True),
        (Press(("tab",)), target_of(XTERM, holds_terminal=True), False),
    ],
    ids=repr,
)
def test_all_of_a_text_goes_to_a_terminal_that_has_the_keyboard_itself(
    action: Action, target: Target, *, undivided: bool
) -> None:
    assert undivided == (terminal_text(action, target) is not None)


def test_a_text_for_a_terminal_is_judged_once_and_whole() -> None:
    scene = with_target(world([turn(call(Type(CODE))), DONE]), target_of(XTERM, holds_terminal=True))
    seen: list[Action] = []

    def judge(case: Case) -> Decision:
        seen.append(case.action)
        return Allow()

    scene.ports.judge = judge
    drive(scene)

    assert seen == scene.executor.done == [Type(CODE, entry="one place")]


def test_what_the_person_allowed_is_not_done_in_another_way() -> None:
    # Asked about where nobody could tell; by the time of the yes the program says that it has one line.
    scene = with_target(world([turn(call(Type(CODE))), DONE]), UNTOLD, UNTOLD, ONE)
    scene.ports.judge = lambda _case: ASKS
    scene.person.answers = [Approved()]

    drive(scene)

    assert Type(CODE, entry="whole") not in scene.executor.done
