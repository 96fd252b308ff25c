"""What a person is asked about is looked at first: nothing stale is asked, and the card shows the screen as it is."""

from collections.abc import Callable

import pytest

from desktop_agent.core.actions import Action, Click, Press, Scroll, Type
from desktop_agent.core.decision import Answer, Approved, Question, Rejected
from desktop_agent.core.events import Noticed
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import ModelInput, Turn
from tests.fakes.run_ports import ListedPermissions, ScriptedPerson, World, world
from tests.fakes.turns import AT, CLICK, DONE, call, drive, of, reply, turn

FAR = ImagePoint(150, 80)
WAY_OUT = "Use a key, pause it, or act where the screen stays still."
STALE = "The screen changed at that point"


def repaint(scene: World) -> None:
    scene.camera.colour = 7


def cover(scene: World) -> None:
    scene.camera.window = 2


def take_the_keyboard(scene: World) -> None:
    scene.camera.focus = 2


@pytest.mark.parametrize("asked_as", ["an act", "an application"])
@pytest.mark.parametrize(
    ("action", "happens"),
    [
        (CLICK, repaint),
        (CLICK, cover),
        (Scroll(AT, 0, 3), repaint),
        (Type("x"), take_the_keyboard),
        (Press(("enter",)), take_the_keyboard),
    ],
)
def test_nobody_is_asked_about_an_act_for_what_is_not_there_any_more(
    action: Action, happens: Callable[[World], None], asked_as: str
) -> None:
    def then(message: ModelInput) -> Turn:
        del message
        happens(scene)
        return turn(call(action))

    scene = world([then, DONE], mode="ask")
    if asked_as == "an application":
        scene.ports.app_permissions = ListedPermissions({"": None})

    drive(scene)

    assert scene.person.asked == []
    assert scene.executor.done == []
    assert reply(scene).notes[0].startswith(STALE)
    assert sum(one.text.startswith(STALE) for one in of(scene, Noticed)) == 1


def test_nobody_is_asked_about_what_the_same_answer_has_taken_away() -> None:
    scene = world([turn(call(CLICK, Click(FAR))), DONE], control="Send")
    scene.executor.then = lambda _: cover(scene)

    drive(scene)

    assert len(scene.person.asked) == 1
    assert scene.executor.done == [CLICK]


def test_the_card_shows_what_the_same_answer_has_made_of_the_screen() -> None:
    scene = world([turn(call(CLICK, Click(FAR))), DONE], mode="ask")
    scene.executor.then = lambda _: repaint(scene)

    drive(scene)

    assert [one.frame.pixels.bgrx[0] for one in scene.person.asked] == [0, 7]
    assert scene.executor.done == [CLICK, Click(FAR)]


class Changing(ScriptedPerson):
    """Says yes, and while the first card is open the place that it is about is covered."""

    scene: World

    async def decide(self, question: Question) -> Answer:
        if not self.asked:
            cover(self.scene)
        self.asked.append(question)
        return Approved()


def test_what_changes_under_the_card_is_looked_at_after_the_yes() -> None:
    scene = world([turn(call(CLICK)), turn(call(CLICK)), DONE], mode="ask")
    person = Changing()
    person.scene, scene.ports.approver = scene, person

    drive(scene)

    assert len(person.asked) == 2
    assert scene.executor.done == [CLICK]
    assert reply(scene).notes[0].startswith(STALE)
    assert "changed" in [reason.rule for reason in person.asked[1].reasons]


@pytest.mark.parametrize(
    ("action", "answer", "done"),
    [(CLICK, Approved(), [CLICK]), (CLICK, Rejected(by="policy"), []), (Scroll(AT, 0, 3), Rejected(by="human"), [])],
)
def test_where_the_screen_never_rests_the_way_out_is_told_before_anybody_is_asked_and_after_a_no(
    action: Action, answer: Answer, done: list[Action]
) -> None:
    def repaints(message: ModelInput) -> Turn:
        del message
        scene.camera.colour += 1
        return turn(call(action))

    scene = world([repaints, repaints, repaints, DONE])
    scene.person.answers = [answer]

    drive(scene)

    assert scene.executor.done == done
    assert [[WAY_OUT in note for note in reply(scene, number).notes] for number in (1, 2)] == [[False], [True]]
    assert [WAY_OUT in note for note in reply(scene, 3).notes] == ([] if done else [True])
    assert [one.reasons[0].rule for one in scene.person.asked] == ["restless"]
    assert "only the window can be compared" in scene.person.asked[0].reasons[0].text
