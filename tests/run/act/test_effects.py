"""What an action hits is named and looked for once; where nothing changed at all, the model is told so."""

import asyncio
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Look, Move, Press, Scroll, Type, Wait
from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.errors import InputDeniedError, InputError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Window
from desktop_agent.core.runs.events import ActionDone, ActionProposed, Decided, NamedTarget, Noticed, Settled
from desktop_agent.core.runs.turn import NotDone
from desktop_agent.core.runs.waiting import Settlement, Unrest
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.run.act.effects import no_effect_sentence
from desktop_agent.run.act.targets import Targets
from tests.fakes.runs.cases import target_of
from tests.fakes.runs.named_controls import NamedControls
from tests.fakes.runs.run_ports import PaintedScreen, world
from tests.fakes.servers.turns import AT, CLICK, DONE, call, drive, of, reply, turn
from tests.run.hits import hitting

NOTHING = "Nothing visibly changed on the screen"
NOT_SCROLLED = "Nothing moved"
ACTS: list[Action] = [CLICK, Press(("f5",)), Drag((AT, ImagePoint(50, 50))), Scroll(AT, dy=100)]


@pytest.mark.parametrize("act", ACTS)
def test_what_changed_nothing_is_told_once(act: Action) -> None:
    scene = world([turn(call(act, Look()), call(act, call_id="c2")), DONE])
    scene.camera.changed = ()

    drive(scene)

    reported = NOT_SCROLLED if isinstance(act, Scroll) else NOTHING
    assert [reported] == [note[: len(reported)] for note in reply(scene).notes]


@pytest.mark.parametrize(("unrest", "is_told"), [(None, True), ("working", True), ("silent", False)])
def test_a_scroll_that_moved_nothing_is_told_unless_the_program_does_not_respond(
    unrest: Unrest | None, *, is_told: bool
) -> None:
    scroll = Scroll(AT, dy=100)
    scene = world([turn(call(scroll)), turn(call(CLICK, call_id="c2")), DONE])
    scene.executor.found = InputNote(unmoved=True)
    scene.executor.then = lambda act: setattr(scene.executor, "found", InputNote(unmoved=act == scroll))
    scene.camera.unrest = unrest

    drive(scene)

    reported = [NOT_SCROLLED in " ".join(reply(scene, number).notes) for number in (1, 2)]
    assert reported == [is_told, False]


def test_a_text_that_was_replaced_as_its_field_was_left_is_told_to_the_model_and_to_the_person() -> None:
    scene = world([turn(call(Type("Ann\n"))), turn(call(CLICK, call_id="c2")), DONE])
    scene.executor.late = "It was replaced."

    drive(scene)

    assert "It was replaced." in reply(scene).notes
    assert "It was replaced." not in reply(scene, 2).notes
    assert [Noticed("warning", "It was replaced.")] == of(scene, Noticed)


def test_a_press_whose_release_failed_is_told_to_the_model_and_everything_is_released() -> None:
    scene = world([turn(call(CLICK)), DONE])
    scene.executor.release_error = InputError("It stays down.")

    drive(scene)

    assert "It stays down." in reply(scene).notes
    assert scene.executor.released


def test_a_run_that_can_release_nothing_any_more_ends() -> None:
    scene = world([turn(call(CLICK)), turn(call(CLICK, call_id="c2")), DONE])
    scene.executor.release_error = InputDeniedError("The display is gone.")

    ending = drive(scene)

    assert (ending.status, len(scene.executor.done)) == ("failed", 1)


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

    unseen = f"{NOTHING} after this text was typed, so it may not have been entered anywhere."
    assert unseen in reply(scene).notes
    assert of(scene, Noticed)[0] == Noticed("warning", unseen)
    assert of(scene, Noticed)[1].text.startswith(NOTHING)
    assert [event.typed for event in of(scene, Settled)] == ["unseen", "unseen"]


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
    assert [event.typed for event in of(scene, ActionDone)] == [said.typed]
    reported = " ".join(reply(scene).notes)
    assert said.text in reported
    assert ("Look at the picture before" in reported) == (said.typed is not None)


def test_where_it_is_not_sure_nothing_is_said() -> None:
    since = PaintedScreen().grab()
    rest = Settlement(PaintedScreen().grab(), 7)
    unsure = [
        replace(rest, moving=True),
        replace(rest, unrest="working"),
        replace(rest, frame=PaintedScreen(window=2).grab()),
        replace(rest, frame=PaintedScreen(focus=2).grab()),
    ]

    assert no_effect_sentence([Click(AT)], since, rest)
    assert [no_effect_sentence([Click(AT)], since, one) for one in unsure] == [""] * 4


MAIL = Window(1, "mail", "Write: Invoice", 7, "/usr/bin/mail")
SEND = target_of(MAIL, "Send", "push button", "accessibility", box=Rect(1, 2, 30, 20))
NAMED = NamedTarget("Send", "push button", "mail", "Write: Invoice", Rect(1, 2, 30, 20))


def test_proposal_and_decision_name_what_is_hit_by_one_look() -> None:
    looks = list[Action]()

    def told(action: Action) -> Target:
        looks.append(action)
        return SEND

    scene = hitting(world([turn(call(CLICK)), DONE]), told)

    drive(scene)

    assert [event.target for event in of(scene, ActionProposed)] == [NAMED]
    assert [event.target for event in of(scene, Decided)] == [NAMED]
    assert looks == [CLICK]  # policy took the sentence's look


class SlowProgram(NamedControls):
    """Tells what is hit only once `answers` is set; its window is known at once."""

    answers = asyncio.Event()

    def window(self, frame: Frame, action: Action) -> Target:
        return target_of(MAIL)

    async def target(self, frame: Frame, action: Action) -> Target:
        await self.answers.wait()
        return SEND


def test_a_program_that_does_not_answer_leaves_the_sentence_with_its_window() -> None:
    async def looked() -> tuple[Target, Target]:
        program = SlowProgram()
        lookup = Targets(program, PaintedScreen())
        frame = PaintedScreen().grab()
        at_once = await lookup.quick_target(frame, CLICK)
        asyncio.get_running_loop().call_soon(program.answers.set)
        return at_once, await lookup.target(frame, CLICK)

    assert asyncio.run(looked()) == (target_of(MAIL), SEND)


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("Save", "“Save” is open above that window and has to be answered first."),
        ("", "A dialog is open above that window and has to be answered first."),
    ],
)
@pytest.mark.parametrize("skips", [True, False], ids=["plain step", "model"])
def test_nothing_is_pressed_in_a_window_below_its_modal_dialog(skips: bool, title: str, why: str) -> None:
    scene = world([turn(replace(call(CLICK), skips_disabled=skips)), DONE])
    save = target_of(MAIL, "Save", "push button", "accessibility")
    assert save.place is not None
    blocked = replace(save, place=replace(save.place, blocked_by=replace(MAIL, id=77, title=title, dialog=True)))
    hitting(scene, lambda _: blocked)

    drive(scene)

    assert not of(scene, ActionDone)
    assert reply(scene).not_done == NotDone("failed", why)


@pytest.mark.parametrize(("skips", "disabled", "clicks"), [
    (True, True, 0), (True, False, 1), (False, True, 1),
])  # fmt: skip
@pytest.mark.parametrize("action", [CLICK, replace(CLICK, count=2)], ids=["once", "twice"])
def test_plain_steps_leave_a_control_that_is_disabled(action: Click, skips: bool, disabled: bool, clicks: int) -> None:
    scene = world([turn(replace(call(action), skips_disabled=skips)), DONE])
    save = target_of(MAIL, "Save", "push button", "accessibility", disabled=disabled)
    hitting(scene, lambda _: save)

    drive(scene)

    not_done = reply(scene).not_done
    assert clicks == len(of(scene, ActionDone))
    assert (None if clicks else NotDone("failed", "“Save” is disabled right now, so it can't be clicked.")) == not_done


@pytest.mark.parametrize(
    ("have_copied", "notes"), [(True, []), (False, ["Nothing was copied: the clipboard is as it was before."])]
)
def test_of_a_copy_the_clipboard_tells_and_not_the_screen(have_copied: bool, notes: list[str]) -> None:
    scene = world([turn(call(Press(("ctrl", "c")))), DONE])
    scene.camera.changed = ()

    async def end_act(*, is_alone: bool) -> bool | None:
        assert is_alone
        return have_copied

    scene.controls.end_act = end_act  # type: ignore[method-assign]
    drive(scene)

    assert [*reply(scene).notes] == notes


def test_ctrl_c_in_a_terminal_is_no_copy_that_failed() -> None:
    scene = world([turn(call(Press(("ctrl", "c")))), DONE])
    hitting(scene, lambda _: target_of(Window(1, "xterm", "", 2, "/usr/bin/xterm"), focus_role="terminal"))

    async def end_act(*, is_alone: bool) -> bool | None:
        del is_alone
        return False

    scene.controls.end_act = end_act  # type: ignore[method-assign]
    drive(scene)

    assert () == reply(scene).notes
