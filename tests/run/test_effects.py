"""What had no visible effect is told to the model in one sentence, and only where nothing changed at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Look, Move, Press, Scroll, Type, Wait
from desktop_agent.core.events import ActionDone, Noticed, Settled
from desktop_agent.core.field_text import InputNote
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.settlement import Settlement
from desktop_agent.run.effects import without_effect
from tests.fakes.run_ports import PaintedScreen, world
from tests.fakes.turns import AT, CLICK, DONE, call, drive, of, reply, turn

NOTHING = "Nothing visibly changed on the screen"
NOT_SCROLLED = "Nothing moved"
ACTS: list[Action] = [CLICK, Press(("f5",)), Drag((AT, ImagePoint(50, 50))), Scroll(AT, dy=100)]


@pytest.mark.parametrize("act", ACTS)
def test_what_changed_nothing_is_told_once(act: Action) -> None:
    scene = world([turn(call(act, Look()), call(act, call_id="c2")), DONE])
    scene.camera.changed = ()

    drive(scene)

    told = NOT_SCROLLED if isinstance(act, Scroll) else NOTHING
    assert [told] == [note[: len(told)] for note in reply(scene).notes]


@pytest.mark.parametrize("act", [Wait(0.0), Look(), Move(AT), Type("a", secret=True), Type("\n")])
def test_of_what_is_not_meant_to_show_nothing_is_said(act: Action) -> None:
    scene = world([turn(call(act)), DONE])
    scene.camera.changed = ()

    drive(scene)

    assert () == reply(scene).notes


def test_a_text_that_nothing_is_seen_of_is_told_to_the_model_and_to_the_person() -> None:
    scene = world([turn(call(Type("Hello", AT))), turn(call(CLICK, Type("you"), call_id="c2")), DONE])
    scene.camera.changed = ()

    drive(scene)

    unseen = (
        "Nothing visibly changed on the screen after this text was typed, so it may not have been entered anywhere."
    )
    assert unseen in reply(scene).notes
    assert [one.text[: len(NOTHING)] for one in of(scene, Noticed)] == [
        unseen[: len(NOTHING)],
        NOTHING,
        "The last step wasn't carried out, and the model didn't continue."[: len(NOTHING)],
    ]
    assert of(scene, Noticed)[0] == Noticed("warning", unseen)
    assert [one.typed for one in of(scene, Settled)] == ["unseen", "unseen"]


@pytest.mark.parametrize("said", [
    InputNote("The application reports that none of the text is in the field.", "unseen"),
    InputNote("The field contains only the first 2 of the text's 5 characters.", "altered"),
    InputNote("Down though this program does not hold it: Shift."),
])  # fmt: skip
@pytest.mark.parametrize("action", [Type("Hello"), Type("Hello", at=CLICK.at)])
def test_what_the_input_finds_itself_is_told_to_the_person_and_the_model_is_to_look_at_what_became_of_a_text(
    said: InputNote, action: Type
) -> None:
    scene = world([turn(call(action)), DONE])
    scene.executor.found = said

    drive(scene)

    assert of(scene, Noticed)[:1] == [Noticed("warning", said.text)]
    assert [one.typed for one in of(scene, ActionDone)] == [said.typed]
    told = " ".join(reply(scene).notes)
    assert said.text in told
    assert ("Look at the picture before" in told) == (said.typed is not None)


@pytest.mark.parametrize(
    "after",
    [
        lambda rest: replace(rest, moving=True),
        lambda rest: replace(rest, unrest="working"),
        lambda rest: replace(rest, frame=PaintedScreen(window=2).grab()),
        lambda rest: replace(rest, frame=PaintedScreen(focus=2).grab()),
    ],
    ids=["something moves all the time", "no rest", "a new window", "another focus"],
)
def test_where_it_is_not_sure_nothing_is_said(after: Callable[[Settlement], Settlement]) -> None:
    screen = PaintedScreen()
    since = screen.grab()
    rest = Settlement(screen.grab(), 7)

    assert without_effect([Click(AT)], since, rest)
    assert "" == without_effect([Click(AT)], since, after(rest))
