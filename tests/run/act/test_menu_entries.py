"""What is pressed next in a menu that isn't open yet is asked about before the menu opens, as a card would close it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Invoke, Press, Type, Wait
from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.decisions.decision import Answer, Approved, Question, Rejected, Target
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Window
from desktop_agent.core.runs.events import Decided
from desktop_agent.core.runs.turn import Call, InvalidAction, NamedPlace, NextClick, Proposal, Turn
from desktop_agent.run.inquiry import PATH
from tests.fakes.runs.cases import target_of
from tests.fakes.runs.named_controls import EDITOR, NamedControls
from tests.fakes.runs.run_ports import World, world
from tests.fakes.servers.turns import CHECK, DONE, drive, of, reply

OPENER = ImagePoint(10, 5)
ENTRY = Rect(0, 40, 40, 10)
INNER = Rect(0, 70, 40, 10)
OPENS = Click(OPENER)
OTHER = Window(9, "other", "Other", 9, "/usr/bin/other")
SECOND = replace(EDITOR, id=8, title="Second letter")
MENU = replace(EDITOR, id=6, menu=True)
OTHER_MENU = replace(MENU, pid=11)


@dataclass
class Menus(NamedControls):
    """A window with something that opens a menu: `entry` is in it, once it has been pressed."""

    entry: str = "Delete"
    kind: str = Role.MENU_ITEM
    opener: str = Role.MENU
    holder: Window = EDITOR
    open: bool = False
    shown: bool = False  # before it is opened, too
    asked_open: list[bool] = field(default_factory=list)

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        there = [ShownControl("File", self.opener or "label", Rect(0, 0, 40, 10))]
        return [*there, *([ShownControl(self.entry, self.kind, ENTRY)] if self.open or self.shown else [])]

    async def target(self, frame: Frame, action: Action) -> Target:
        at = action.at if isinstance(action, Click) else None
        if at is not None and at.y < 10:
            return target_of(EDITOR, "File", self.opener, "accessibility" if self.opener else None)
        if at is not None and ENTRY.y <= at.y < ENTRY.bottom and (self.open or self.shown):
            return target_of(self.holder, self.entry, self.kind, "accessibility")
        return target_of(EDITOR)


def named(name: str | int, button: str = "left") -> Proposal:
    return Proposal(InvalidAction("?"), {"name": name}, named=NamedPlace(name, lambda at: Click(at, button)))  # type: ignore[arg-type]


def plain(action: Action, then: str = "") -> Proposal:
    return Proposal(action, {}, then=NextClick(then) if then else None)


def run_with(
    menus: Menus,
    *turns: Sequence[Proposal] | Call,
    answers: Sequence[Answer] = (),
    mode: Mode = "guard",
    opens: Callable[[World, Action], None] | None = None,
) -> World:
    calls = [each if isinstance(each, Call) else Call(f"c{at}", tuple(each)) for at, each in enumerate(turns)]
    scene = world([*(Turn(calls=(each,)) for each in calls), DONE], mode=mode)
    scene.ports.surroundings = menus
    given = list(answers)

    async def decide(question: Question) -> Answer:
        scene.person.asked.append(question)
        menus.asked_open.append(menus.open)
        menus.open = False
        return given.pop(0) if given else Approved()

    def then(action: Action) -> None:
        if isinstance(action, Click):
            menus.open = action.at.y < 10
            if isinstance(menus, Nested):
                menus.is_exporting = ENTRY.y <= action.at.y < ENTRY.bottom
            if opens is not None and menus.open:
                opens(scene, action)

    scene.person.decide = decide  # type: ignore[method-assign]
    scene.executor.then = then
    drive(scene)
    return scene


def clicks(scene: World) -> list[int]:
    return [action.at.y for action in scene.executor.done if isinstance(action, Click)]


FOLLOWING: dict[str, list[list[Proposal]]] = {
    "a name after a name": [[named("File"), named("Delete")]],
    "a name after a point": [[plain(OPENS), named("Delete")]],
    "a path": [[named(f"File{PATH}Delete")]],
    "after a wait": [[plain(OPENS), plain(Wait(0.0)), named("Delete")]],
    "the next plain step": [[plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45)))]],
    "the next plain step, after another look": [
        [plain(OPENS, "Delete")],
        [plain(Wait(0.0))],
        [plain(Click(ImagePoint(20, 45)))],
    ],
}


@pytest.mark.parametrize("turns", FOLLOWING.values(), ids=FOLLOWING)
def test_an_entry_is_asked_about_before_its_menu_opens(turns: list[list[Proposal]]) -> None:
    menus = Menus()

    scene = run_with(menus, *turns)

    assert [False] == menus.asked_open
    assert [5, 45] == clicks(scene)
    (question,) = scene.person.asked
    assert ["File", "Delete"] == [question.target.name, *(other.name for other in question.others)]
    assert ["words", "approved-together"] == [event.rule for event in of(scene, Decided) if event.by == "human"]


@pytest.mark.parametrize(
    ("menus", "turns"),
    [
        (Menus(entry="Copy"), [[named("File"), named("Copy")]]),
        (Menus(shown=True), FOLLOWING["a name after a name"]),
        (Menus(opener=Role.PAGE_TAB), FOLLOWING["a name after a name"]),
        (Menus(), [[plain(OPENS), plain(Click(ImagePoint(20, 45)))]]),
        (Menus(), [[plain(OPENS), plain(Type("x")), named("Delete")]]),
        (Menus(), [[plain(OPENS), named("Delete", "right")]]),
        (Menus(), [[plain(OPENS), named(3)]]),
    ],
    ids=["is free", "is shown", "no menu", "has no name", "comes later", "opens one", "is a number"],
)
def test_nothing_else_is_asked_about_in_advance(menus: Menus, turns: list[list[Proposal]]) -> None:
    scene = run_with(menus, *turns)

    assert not [question for question in scene.person.asked if question.others]


@pytest.mark.parametrize(
    ("menus", "turns"),
    [
        (Menus(entry="Delete everything"), [[plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45)))]]),
        (Menus(holder=OTHER), [[plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45)))]]),
        (Menus(), [[plain(OPENS, "Delete")], [plain(Press(("f5",)))], [plain(Click(ImagePoint(20, 45)))]]),
        (Menus(), [[plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45), count=2))]]),
        (Menus(kind=Role.PUSH_BUTTON), [[plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45)))]]),
        (Menus(kind=""), [[plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45)))]]),
        (Menus(entry="Delete 100"), [[plain(OPENS, "Delete 10")], [plain(Click(ImagePoint(20, 45)))]]),
        (Menus(entry="Delete -1"), [[plain(OPENS, "Delete 1")], [plain(Click(ImagePoint(20, 45)))]]),
        (Menus(holder=SECOND), [[plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45)))]]),
        (Menus(holder=OTHER_MENU), [[plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45)))]]),
        (Menus(), [[plain(OPENS, "Delete")], [plain(Invoke("none"))], [plain(Click(ImagePoint(20, 45)))]]),
    ],
    ids=["another name", "another program", "not the next press", "another press", "a button", "of an unknown kind",
         "another number", "another sign", "another window", "a menu of another process", "after a function"],
)  # fmt: skip
def test_a_yes_in_advance_covers_nothing_else(menus: Menus, turns: list[list[Proposal]]) -> None:
    scene = run_with(menus, *turns)

    assert len(scene.person.asked) > 1


@pytest.mark.parametrize(
    ("menus", "name"),
    [
        (Menus(holder=MENU), "Delete"),
        (Menus(kind=Role.MENU), "Delete"),
        (Menus(entry="Delete…"), "Delete"),
        (Menus(entry="Delete 10"), "Delete 10"),
        (Menus(opener=Role.COMBO_BOX, kind=Role.LIST_ITEM), "Delete"),
        (Menus(opener="", kind=""), "Delete"),
    ],
    ids=["a menu's window", "a menu in it", "a dialog follows", "a number", "of a list", "no roles"],
)
def test_a_yes_in_advance_covers_the_entry_as_the_menu_calls_it(menus: Menus, name: str) -> None:
    scene = run_with(menus, [plain(OPENS, name)], [plain(Click(ImagePoint(20, 45)))])

    assert [False] == menus.asked_open
    assert [5, 45] == clicks(scene)


def test_a_yes_in_advance_ends_where_the_menu_wasnt_opened() -> None:
    def fails(_scene: World, _action: Action) -> None:
        raise UntypableTextError("There is no pointer.", "Attach one.")

    scene = run_with(Menus(), [plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45)))], opens=fails)

    assert [2, 1] == [len(question.actions) for question in scene.person.asked]


def test_a_yes_in_advance_ends_where_the_person_takes_over() -> None:
    def takes_over(scene: World, _action: Action) -> None:
        scene.pause.pauses += 1

    scene = run_with(Menus(), [plain(OPENS, "Delete")], [plain(Click(ImagePoint(20, 45)))], opens=takes_over)

    assert [2, 1] == [len(question.actions) for question in scene.person.asked]


@dataclass
class Nested(Menus):
    """A menu in a menu: “Export” opens it, and the entry is in it."""

    is_exporting: bool = False

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        there = [ShownControl("File", Role.MENU, Rect(0, 0, 40, 10))]
        there += [ShownControl("Export", Role.MENU, ENTRY)] if self.open or self.is_exporting else []
        return [*there, *([ShownControl(self.entry, self.kind, INNER)] if self.is_exporting else [])]

    async def target(self, frame: Frame, action: Action) -> Target:
        at = action.at if isinstance(action, Click) else None
        if at is not None and ENTRY.y <= at.y < ENTRY.bottom:
            return target_of(EDITOR, "Export", Role.MENU, "accessibility")
        if at is not None and INNER.y <= at.y < INNER.bottom:
            return target_of(EDITOR, self.entry, self.kind, "accessibility")
        return await super().target(frame, action)


@pytest.mark.parametrize(
    "clicked",
    [[named(f"File{PATH}Export{PATH}Delete")], [named("File"), named("Export"), named("Delete")]],
    ids=["a path", "names"],
)
def test_an_entry_of_a_menu_in_a_menu_is_asked_about_once_before_the_first_one_opens(clicked: list[Proposal]) -> None:
    menus = Nested()

    scene = run_with(menus, clicked)

    assert [False] == menus.asked_open
    assert [5, 45, 75] == clicks(scene)


def test_after_a_no_the_menu_isnt_opened() -> None:
    scene = run_with(Menus(), [named("File"), named("Delete")], answers=[Rejected()])

    assert [] == clicks(scene)


def test_where_each_step_is_asked_about_one_card_is_for_both() -> None:
    menus = Menus(entry="Copy")

    scene = run_with(menus, [plain(OPENS, "Copy")], [plain(Click(ImagePoint(20, 45)))], mode="ask")

    assert [False] == menus.asked_open
    assert [5, 45] == clicks(scene)


def test_an_entry_without_a_known_role_is_asked_about_by_its_name() -> None:
    menus = Menus(opener="", kind="")

    scene = run_with(menus, [plain(OPENS, "Send")])

    assert [False] == menus.asked_open
    assert ["Send"] == [other.name for other in scene.person.asked[0].others]


def test_a_check_of_an_entry_is_asked_about_with_it() -> None:
    menus = Menus(entry="Copy")
    opening = Proposal(OPENS, {}, then=NextClick("Copy", (CHECK,)))
    pressing = Call("c1", (plain(Click(ImagePoint(20, 45))),), (CHECK,))

    scene = run_with(menus, Call("c0", (opening,)), pressing, mode="auto")

    assert [False] == menus.asked_open
    assert [5, 45] == clicks(scene)
    assert () == reply(scene, 2).abandon
