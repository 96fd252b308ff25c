"""A name is looked up when its turn has come: on the screen as it is then, whatever the answer has done before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Move, Press, Type, Wait, points_of
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.decisions.decision import Answer, Question, ReadLine, Rejected, Target
from desktop_agent.core.pictures import Frame, ImagePoint, Rect
from desktop_agent.core.runs.events import ActionProposed, Decided, FrameTaken
from desktop_agent.core.runs.turn import Call, InvalidAction, NamedPlace, Proposal, Turn
from tests.fakes.runs.cases import target_of
from tests.fakes.runs.named_controls import EDITOR, NamedControls
from tests.fakes.runs.run_ports import World, world
from tests.fakes.servers.turns import CHECK, DONE, drive, of, reply

ROW_PX = 10
LEFT = ("2025-tax", "2026-bill", "2026-rent")


@dataclass
class Rows(NamedControls):
    """A list of rows, whose program tells of a row only in its list, as some file managers do."""

    names: list[str] = field(default_factory=lambda: list(LEFT))
    hits: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # the control that a program tells of at a row
    looks: int = 0
    when: Callable[[int], None] = lambda _: None  # what happens at each look at the list

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        self.looks += 1
        self.when(self.looks)
        return [ShownControl(name, "icon", self.box(row)) for row, name in enumerate(self.names)]

    async def target(self, frame: Frame, action: Action) -> Target:
        at = action.at if isinstance(action, Click) else None
        name, role = self.hits.get(self.at(at), ("", "")) if at is not None else ("", "")
        return target_of(EDITOR, name, role, "accessibility" if name else None)

    def box(self, row: int) -> Rect:
        return Rect(0, ROW_PX * row, 40, ROW_PX)

    def at(self, point: ImagePoint) -> str:
        row = point.y // ROW_PX
        return self.names[row] if row < len(self.names) else ""


def named(name: str | int, act: Callable[[ImagePoint], Action] = Click) -> Proposal:
    return Proposal(InvalidAction("?"), {"name": name}, named=NamedPlace(name, act))


def plain(action: Action) -> Proposal:
    return Proposal(action, {})


def run_with(rows: Rows, *calls: Call, mode: str = "auto") -> World:
    scene = world([Turn(calls=calls), DONE], mode=mode)  # type: ignore[arg-type]
    scene.ports.surroundings = rows
    return scene


def answered(*proposals: Proposal, call_id: str = "c1") -> Call:
    return Call(call_id, proposals)


def pressed(scene: World, rows: Rows) -> list[str]:
    """Note what lies at each point when it is pressed, or pointed at and not pressed."""
    hit = list[str]()
    then = scene.executor.then
    approach = Move(ImagePoint(-1, -1))

    def note(action: Action) -> None:
        nonlocal approach
        points = points_of(action)
        if points and approach.at == points[0]:
            hit.pop()
        hit.extend(rows.at(at) for at in points)
        approach = action if isinstance(action, Move) else Move(ImagePoint(-1, -1))
        if then is not None:
            then(action)

    scene.executor.then = note
    return hit


def done(scene: World) -> list[Action]:
    """Return what was done, but for the motions to a named control."""
    acts = scene.executor.done
    return [act for act, after in zip(acts, [*acts[1:], None], strict=True) if not _leads_to(act, after)]


def _leads_to(act: Action, after: Action | None) -> bool:
    return isinstance(act, Move) and after is not None and points_of(after)[:1] == (act.at,)


def insert_on(kind: type[Action], rows: Rows, *, once: bool = True) -> Callable[[Action], None]:
    """Have a row come first in the list whenever an action of a kind is done."""

    def then(action: Action) -> None:
        if isinstance(action, kind) and not (once and rows.names[0] == "0000"):
            rows.names.insert(0, "0000")

    return then


@pytest.mark.parametrize(
    ("act", "lies_there"),
    [
        (Click, ["2026-rent"]),
        (lambda at: Click(at, count=2), ["2026-rent"]),
        (lambda at: Click(at, "right", 1, ("ctrl",)), ["2026-rent"]),
        (Move, ["2026-rent"]),
        (lambda at: Drag((at, ImagePoint(100, 90))), ["2026-rent", ""]),
    ],
    ids=["click", "double click", "right click with a key", "move", "drag"],
)
@pytest.mark.parametrize("calls", ["one call", "two calls"])
def test_a_name_is_pressed_where_its_control_is_by_then(
    act: Callable[[ImagePoint], Action], lies_there: list[str], calls: str
) -> None:
    rows = Rows()
    first = plain(Type("0000\n"))
    second = named("2026-rent", act)
    together = [answered(first, second)]
    scene = run_with(rows, *(together if calls == "one call" else [answered(first), answered(second, call_id="c2")]))
    scene.executor.then = insert_on(Type, rows)
    hit = pressed(scene, rows)

    drive(scene)

    assert hit == lies_there


def test_each_of_several_names_is_looked_up_after_what_the_others_have_done() -> None:
    rows = Rows()
    scene = run_with(rows, answered(*(named(name) for name in reversed(LEFT))))
    scene.executor.then = insert_on(Click, rows, once=False)
    hit = pressed(scene, rows)

    drive(scene)

    assert hit == [*reversed(LEFT)]


@pytest.mark.parametrize(
    ("becomes", "expected"),
    [
        (["2025-tax", "2026-bill"], "No control in the picture is called “2026-rent”"),
        (["2026-rent", "2025-tax", "2026-rent"], "2 controls are called “2026-rent”"),
    ],
    ids=["gone", "two of them"],
)
def test_the_rest_is_broken_off_where_a_name_is_gone_or_means_two(becomes: list[str], expected: str) -> None:
    rows = Rows()
    acts = (plain(Press(("f5",))), named("2026-rent"), plain(Press(("delete",))))
    scene = run_with(rows, answered(*acts), Call("c2", (plain(Press(("f2",))),)))

    def then(action: Action) -> None:
        rows.names = becomes

    scene.executor.then = then

    drive(scene)

    assert scene.executor.done == [Press(("f5",))]
    notes = " ".join(reply(scene).notes)
    assert expected in notes
    assert "Anything requested after that wasn't carried out." in notes


@pytest.mark.parametrize(
    ("shown", "is_pressed"),
    [
        (["2025-tax", "2026-bill", "2026-rent"], True),
        (["2025-tax", "2026-bill", "2O26-rent"], True),  # as it is read
        (["2025-tax", "2026-bill", ""], True),
        (["2025-tax", "2026-bill", "13 bytes"], True),
        (["0000", "2025-tax", "2026-bill"], False),
    ],
)
def test_where_the_picture_shows_another_entry_than_a_program_reports_nothing_is_pressed(
    shown: list[str], *, is_pressed: bool
) -> None:
    rows = Rows()
    scene = run_with(rows, answered(named("2026-rent")))

    async def row(_frame: Frame, at: ImagePoint) -> list[ReadLine]:
        return [ReadLine(shown[at.y // ROW_PX], rows.box(at.y // ROW_PX))]

    rows.row = row  # type: ignore[method-assign, assignment]
    drive(scene)

    assert any(isinstance(act, Click) for act in scene.executor.done) is is_pressed
    if not is_pressed:
        assert "where the picture shows “2026-bill”" in reply(scene).notes[0]


@pytest.mark.parametrize(("elsewhere", "is_pressed"), [("2026-rent", False), ("2027-rent", True)])
def test_an_entry_whose_name_is_read_in_another_row_of_its_list_is_not_pressed(
    elsewhere: str, *, is_pressed: bool
) -> None:
    rows = Rows()
    scene = run_with(rows, answered(named("2026-rent")))

    async def row(_frame: Frame, at: ImagePoint) -> list[ReadLine]:
        return [ReadLine("of no list", rows.box(at.y // ROW_PX))]

    async def read(_frame: Frame, _window: int) -> list[ShownControl]:
        return [ShownControl(elsewhere, "", rows.box(7))]

    rows.row = row  # type: ignore[method-assign, assignment]
    rows.read = read  # type: ignore[method-assign, assignment]
    drive(scene)

    assert any(isinstance(act, Click) for act in scene.executor.done) is is_pressed


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ({2: "2026-bill", 7: "2026-rent"}, "“2026-rent” is read at (20, 75): give this x and y."),
        ({2: "2026-bill", 7: "2026-rent", 9: "2026-rent"}, "Look at the picture, and give x and y."),
        ({2: "2026-bill"}, "Look at the picture, and give x and y."),
    ],
    ids=["one place", "two places", "nowhere"],
)
def test_where_a_program_reports_an_entry_at_the_place_of_another_the_answer_says_where_its_name_is_read(
    lines: Mapping[int, str], expected: str
) -> None:
    rows = Rows()
    _with_picture(rows, lines)
    scene = run_with(rows, answered(named("2026-rent")))

    drive(scene)

    assert not any(isinstance(act, Click) for act in scene.executor.done)
    assert expected in reply(scene).notes[0]


@pytest.mark.parametrize(
    ("lines", "lies_there"),
    [
        ({0: "2026-rent", 2: "2026-bill"}, [0]),
        ({0: "2026-bill", 2: "2026-rent"}, [2]),
        ({0: "2026-rent", 2: "2026-rent"}, []),
        ({0: "2026-bill", 2: "2026-bill"}, []),
    ],
    ids=["the first", "the second", "both", "neither"],
)
def test_an_entry_that_a_program_reports_twice_is_pressed_where_the_picture_shows_it(
    lines: Mapping[int, str], lies_there: list[int]
) -> None:
    rows = Rows(names=["2026-rent", "2026-bill", "2026-rent"])
    _with_picture(rows, lines)
    scene = run_with(rows, answered(named("2026-rent")))

    drive(scene)

    clicks = [act for act in scene.executor.done if isinstance(act, Click)]
    assert [click.at.y // ROW_PX for click in clicks] == lies_there


def _with_picture(rows: Rows, lines: Mapping[int, str]) -> None:
    """Have the picture show these lines, each in its row, whatever the program reports."""

    async def row(_frame: Frame, at: ImagePoint) -> list[ReadLine]:
        here = at.y // ROW_PX
        return [ReadLine(lines[here], rows.box(here))] if here in lines else []

    async def read(_frame: Frame, _window: int) -> list[ShownControl]:
        return [ShownControl(line, "", rows.box(number)) for number, line in lines.items()]

    rows.row = row  # type: ignore[method-assign, assignment]
    rows.read = read  # type: ignore[method-assign, assignment]


def test_an_entry_that_its_program_reports_where_it_was_is_not_pressed_once_another_one_is_shown_there() -> None:
    rows = Rows()
    scene = run_with(rows, answered(named("2026-rent")))

    async def row(_frame: Frame, at: ImagePoint) -> list[ReadLine]:
        has_come = any(isinstance(act, Move) for act in scene.executor.done)
        name = rows.names[at.y // ROW_PX - has_come]
        return [ReadLine(name, rows.box(at.y // ROW_PX))]

    rows.row = row  # type: ignore[method-assign, assignment]
    drive(scene)

    assert not any(isinstance(act, Click) for act in scene.executor.done)


@pytest.mark.parametrize("mode", ["auto", "ask"])
def test_a_control_that_moves_between_the_look_and_the_press_is_pressed_where_it_is(mode: str) -> None:
    rows = Rows()
    scene = run_with(rows, answered(named("2026-rent")), mode=mode)
    rows.when = lambda look: rows.names.insert(0, "0000") if look == 2 else None
    hit = pressed(scene, rows)

    drive(scene)

    assert hit[-1:] == ["2026-rent"]
    assert done(scene)[-1] == Click(ImagePoint(20, 35))
    proposed = [event.action for event in of(scene, ActionProposed) if event.action]
    assert [action["y"] for action in proposed] == [25, 35]


def test_a_person_is_asked_again_where_the_control_has_moved_under_the_card() -> None:
    rows = Rows()
    scene = run_with(rows, answered(named("2026-rent")), mode="ask")
    decide = scene.person.decide

    async def decides(question: Question) -> Answer:
        if not scene.person.asked:
            rows.names.insert(0, "0000")
        return await decide(question) if len(scene.person.asked) < 1 else Rejected()

    scene.person.decide = decides  # type: ignore[method-assign]

    drive(scene)

    assert scene.executor.done == []
    assert [event.verdict for event in of(scene, Decided)] == ["allow", "deny"]


def test_what_moves_without_end_is_not_pressed() -> None:
    rows = Rows()
    scene = run_with(rows, answered(named("2026-rent")))
    rows.when = lambda _: rows.names.insert(0, "0000")

    drive(scene)

    assert not any(isinstance(act, Click) for act in scene.executor.done)
    assert "The screen changed at that point" in reply(scene).notes[0]


@pytest.mark.parametrize(
    ("hit", "is_pressed"),
    [
        (("2026-rent", "label"), True),
        (("Delete", "push button"), False),
        (("2026-rent: 3 kB", "list item"), True),
        (("2025-tax", "icon"), False),
        (("Nothing to press", "label"), True),
    ],
)
def test_what_another_control_covers_is_not_pressed(hit: tuple[str, str], *, is_pressed: bool) -> None:
    rows = Rows(hits={"2026-rent": hit})
    scene = run_with(rows, answered(named("2026-rent")))

    drive(scene)

    assert any(isinstance(act, Click) for act in scene.executor.done) is is_pressed


def test_the_card_is_about_the_named_control_where_its_program_tells_nothing_at_that_point() -> None:
    rows = Rows()
    scene = run_with(rows, answered(plain(Type("0000\n")), named("2026-rent")), mode="ask")
    scene.executor.then = insert_on(Type, rows)

    drive(scene)

    (question,) = scene.person.asked[1:]
    assert (question.target.name, question.target.role) == ("2026-rent", "icon")
    assert question.actions == (Click(ImagePoint(20, 35)),)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-rent", "Click “2026-rent” (icon)"),
        ("icon “2026-rent”", "Click “2026-rent” (icon)"),
        ("2026-RENT…", "Click “2026-RENT…” (icon)"),
        ("2025-tax", "Click “2025-tax” (icon “2025-tax (2)”)"),
    ],
)
def test_what_was_pressed_is_told_by_the_name_that_was_asked_for_with_the_control_that_it_was(
    name: str, expected: str
) -> None:
    rows = Rows(names=["2025-tax (2)", "2026-rent"], hits={"2026-rent": ("2026-rent", "label")})
    scene = run_with(rows, answered(named(name)))

    drive(scene)

    (result,) = reply(scene).results
    assert result.acts_in_words == (expected,)


@pytest.mark.parametrize(
    ("before", "pictures"),
    [((), 0), ((Wait(0.0),), 1), ((Press(("f5",)),), 1), ((Press(("f5",)), Press(("f6",))), 1)],
    ids=["nothing", "a wait", "a key", "two keys"],
)
def test_a_new_picture_is_taken_for_a_name_only_where_something_was_done(
    before: tuple[Action, ...], pictures: int
) -> None:
    scene = run_with(Rows(), answered(*map(plain, before), named("2026-rent")))

    drive(scene)

    kept = [event for event in of(scene, FrameTaken) if event.sent == "nothing"]
    assert len(kept) == pictures
    assert isinstance(done(scene)[-1], Click)


def test_the_end_of_a_drag_from_a_name_is_a_point_of_the_models_own_picture() -> None:
    rows = Rows()
    acts = (plain(Press(("f5",))), named("2026-rent", lambda at: Drag((at, ImagePoint(150, 80)))))
    scene = run_with(rows, answered(*acts))

    def then(action: Action) -> None:
        scene.camera.colour = 7
        scene.camera.redrawn = True

    scene.executor.then = then

    drive(scene)

    assert scene.executor.done == [Press(("f5",))]
    assert "The screen changed at that point" in " ".join(reply(scene).notes)


def test_a_point_after_a_name_is_one_of_the_models_own_picture() -> None:
    rows = Rows()
    scene = run_with(rows, answered(named("2025-tax"), named("2026-bill"), plain(Click(ImagePoint(150, 80)))))

    def then(action: Action) -> None:
        scene.camera.colour = 7
        scene.camera.redrawn = True

    scene.executor.then = then

    drive(scene)

    assert [action.at.y for action in scene.executor.done if isinstance(action, Click)] == [5, 15]


def test_a_path_of_menus_is_a_click_on_each_name_and_answered_as_one_call() -> None:
    rows = Rows(names=["Edit"])
    path = Proposal(InvalidAction("?"), {}, named=NamedPlace("Edit › Copy", lambda at: Click(at, "right")))
    scene = run_with(rows, answered(path, plain(Press(("f5",)))))

    def then(action: Action) -> None:
        rows.names = ["Edit", "Copy"]

    scene.executor.then = then

    drive(scene)

    assert done(scene) == [Click(ImagePoint(20, 5)), Click(ImagePoint(20, 15), "right"), Press(("f5",))]
    (result,) = reply(scene).results
    assert (result.call_id, len(result.acts_in_words)) == ("c1", 3)


def test_a_yes_to_a_call_covers_only_the_actions_that_its_card_has_shown() -> None:
    rows = Rows(names=["2025-tax"])
    call = Call("c1", (plain(Press(("f5",))), named("2025-tax"), named("2026-rent")), (CHECK,))
    scene = run_with(rows, call)

    def then(action: Action) -> None:
        rows.names = ["2025-tax", "2026-rent"]

    scene.executor.then = then

    drive(scene)

    assert [len(question.actions) for question in scene.person.asked] == [2, 1]
    assert len(done(scene)) == 3
