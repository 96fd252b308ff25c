"""Nothing is asked or done on a screen that the model has not seen, and nothing again; the card shows it as it is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, HoldButton, HoldKey, Press, Scroll, Type
from desktop_agent.core.decisions.decision import Answer, Approved, Question, Rejected
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import ActionStarted, Decided, FrameTaken, Noticed
from desktop_agent.core.runs.turn import Call, ModelInput, Opening, Turn
from tests.fakes.runs.run_ports import ListedPermissions, World, world
from tests.fakes.servers.turns import AT, CLICK, DONE, call, drive, of, reply, turn

FAR = ImagePoint(150, 80)
WAY_OUT = "Use a key, pause it, or act where the screen stays still."
STALE = "The screen changed at that point"


def repaint(scene: World) -> None:
    scene.camera.colour = 7


def cover(scene: World) -> None:
    scene.camera.window = 2


def take_the_keyboard(scene: World) -> None:
    scene.camera.focus = 2


@pytest.mark.long
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
        happens(scene)
        return turn(call(action))

    scene = world([then, DONE], mode="ask")
    if asked_as == "an application":
        scene.ports.app_permissions = ListedPermissions({"": None})

    drive(scene)

    assert scene.person.asked == []
    assert scene.executor.done == []
    assert reply(scene).notes[0].startswith(STALE)
    assert sum((event.reply or "").startswith(STALE) for event in of(scene, Decided)) == 1


def test_the_card_shows_what_the_same_answer_has_made_of_the_screen() -> None:
    scene = world([turn(call(CLICK, Click(FAR))), DONE], mode="ask")
    scene.executor.then = lambda _: repaint(scene)

    drive(scene)

    assert [one.frame.pixels.bgrx[0] for one in scene.person.asked] == [0, 7]
    assert scene.executor.done == [CLICK, Click(FAR)]


def test_what_changes_under_the_card_is_looked_at_after_the_yes() -> None:
    scene = world([turn(call(CLICK)), turn(call(CLICK)), DONE], mode="ask")
    decide = scene.person.decide

    async def decides(question: Question) -> Answer:
        if not scene.person.asked:
            cover(scene)
        return await decide(question)

    scene.person.decide = decides  # type: ignore[method-assign]
    drive(scene)

    assert len(scene.person.asked) == 2
    assert scene.executor.done == [CLICK]
    assert reply(scene).notes[0].startswith(STALE)
    assert "changed" in [reason.rule for reason in scene.person.asked[1].reasons]


@pytest.mark.parametrize(
    ("action", "answer", "done"),
    [(CLICK, Approved(), [CLICK]), (CLICK, Rejected(by="policy"), []), (Scroll(AT, 0, 3), Rejected(by="human"), [])],
)
def test_where_the_screen_never_rests_the_way_out_is_told_before_anybody_is_asked_and_after_a_no(
    action: Action, answer: Answer, done: list[Action]
) -> None:
    def repaints(message: ModelInput) -> Turn:
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


ENTER = Press(("enter",))


def scene_of(*calls: Call, meanwhile: Callable[[World], None]) -> World:
    """Return a run whose second answer, with these calls, comes after an outage in which something has happened."""

    def late(message: ModelInput) -> Turn:
        with scene.ports.watch.waiting_for("network"):
            meanwhile(scene)
        return turn(*calls)

    scene = world([turn(call(CLICK)), late, DONE])
    return scene


def repainted(scene: World) -> None:
    scene.camera.colour += 1


def nothing(scene: World) -> None:
    """Leave all as it was."""


@pytest.mark.parametrize("action", [ENTER, CLICK])
def test_a_screen_that_changed_while_the_network_was_gone_is_looked_at_anew(action: Action) -> None:
    scene = scene_of(call(action, call_id="c2"), meanwhile=repainted)

    finished = drive(scene)

    assert [event.call_id for event in of(scene, ActionStarted)] == ["c1"]
    words = reply(scene, 2)
    assert [result.call_id for result in words.results] == ["c2"]
    assert words.frame.pixels.bgrx[0] == scene.camera.colour
    assert words.results[0].frame == words.frame
    assert words.notes[0].startswith("The network was down for a while, and the screen changed")
    assert "recheck" in [event.reason for event in of(scene, FrameTaken)]
    assert "while the network was down" in of(scene, Noticed)[-2].text
    assert finished.status == "partly"


def test_a_screen_that_stayed_as_it_was_is_acted_on() -> None:
    scene = scene_of(call(ENTER, call_id="c2"), meanwhile=nothing)

    drive(scene)

    assert [event.call_id for event in of(scene, ActionStarted)] == ["c1", "c2"]


@pytest.mark.parametrize("hold", [HoldKey(("shift",)), HoldButton(ImagePoint(5, 5), "left")])
@pytest.mark.parametrize("meanwhile", [nothing, repainted])
def test_what_was_held_was_let_go_and_nothing_is_done_as_if_it_were_not(
    hold: Action, meanwhile: Callable[[World], None]
) -> None:
    scene = scene_of(call(CLICK, call_id="c2"), meanwhile=meanwhile)
    scene.model.turns[0] = turn(call(hold))

    drive(scene)

    assert [event.call_id for event in of(scene, ActionStarted)] == ["c1"]
    assert scene.executor.released >= 1
    assert "keys and buttons were released" in reply(scene, 2).notes[0].lower()
    assert [result.call_id for result in reply(scene, 2).results] == ["c2"]


@pytest.mark.parametrize("answer", [Turn("r", looks=True), Turn("r", asks="Which one?")])
def test_the_model_is_told_what_was_let_go_in_an_outage_whatever_it_answers_next(answer: Turn) -> None:
    def late(message: ModelInput) -> Turn:
        with scene.ports.watch.waiting_for("network"):
            return answer

    scene = world([turn(call(HoldKey(("shift",)))), late, DONE])

    drive(scene)

    assert scene.executor.released >= 1
    assert reply(scene, 2).notes[-1] == "Held keys and buttons were released while the network was down."


def test_an_answer_that_the_server_gives_twice_ends_the_run_before_anything_is_done_again() -> None:
    first = replace(turn(call(CLICK)), response_id="resp_1")
    scene = world([first, first, DONE])

    finished = drive(scene)

    assert [event.call_id for event in of(scene, ActionStarted)] == ["c1"]
    assert (finished.status, finished.turns) == ("failed", 2)
    assert finished.message.startswith("The server sent the same response twice.")


def test_a_click_is_done_and_answered_with_the_picture_after_it() -> None:
    scene = world([turn(call(CLICK)), DONE])
    written: list[str] = []

    def act(_: Action) -> None:
        scene.camera.colour = 9
        written.extend(event.event for event in scene.recorder.events)

    scene.executor.then = act

    finished = drive(scene)

    assert (finished.status, finished.exit_code, finished.message) == ("completed", 0, "Done.")
    assert (finished.turns, finished.actions) == (2, 1)
    assert scene.executor.done == [CLICK]
    assert isinstance(scene.model.heard[0], Opening)
    assert reply(scene).results[0].frame.pixels.bgrx[0] == 9
    assert reply(scene).results[0].acts_in_words == ("Click (10, 10)",)
    assert written[-1] == ActionStarted.event  # the intent is written before the act
    assert [stamped.seq for stamped in scene.recorder.lines] == list(range(1, len(scene.recorder.lines) + 1))


@pytest.mark.parametrize(("redrawn", "done"), [(False, 2), (True, 1)])
def test_a_batch_goes_on_over_another_colour_and_ends_where_the_screen_is_not_what_the_model_saw(
    redrawn: bool, done: int
) -> None:
    def act(action: Action) -> None:
        if action == CLICK:
            scene.camera.colour = 5
            scene.camera.redrawn = redrawn

    both = (CLICK, Click(ImagePoint(11, 10)))
    scene = world([turn(call(*both)), DONE])
    scene.executor.then = act

    drive(scene)

    assert scene.executor.done == [*both[:done]]
    assert len(reply(scene).results) == 1
    assert reply(scene).results[0].acts_in_words == ("Click (10, 10)", "Click (11, 10)")[:done]
