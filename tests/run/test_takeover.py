"""The person beside a run: their hand wins, their words reach the model, and our windows keep out of the way."""

import asyncio
import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Drag, Effect, Finish, HoldKey, Press, Scroll, Type
from desktop_agent.core.decisions.decision import Allow, Answer, Approved, Case, Decision, Question, Rejected
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.errors import ScreenError, WindowsAwayError
from desktop_agent.core.own_windows import CLEARANCE_PX, Announcement, FloatingWindows
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint
from desktop_agent.core.presence import UserInput
from desktop_agent.core.runs.events import (
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Decided,
    FrameTaken,
    Paused,
    PersonSaid,
    Resumed,
)
from desktop_agent.core.runs.turn import Call, InvalidAction, ModelInput, NamedPlace, Proposal, Turn
from desktop_agent.core.runs.waiting import Settlement, Stopped
from desktop_agent.core.texts.message import Message
from desktop_agent.run.act.announcement import announcement_of
from desktop_agent.run.compose import run_loop
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.pause import INTERRUPTIONS, NOBODY_CAME, REASONS, TAKEOVER, PauseControl
from tests.fakes.runs.cases import target_of
from tests.fakes.runs.run_ports import VIEWPORT, PaintedScreen, World, world
from tests.fakes.servers.turns import CLICK, DONE, call, drive, of, reply, turn

ELSEWHERE = Click(ImagePoint(50, 50))
MOUSE = UserInput("pointer")
KEY = UserInput("key")


def test_a_hand_in_the_middle_of_an_action_breaks_it_off_and_nothing_is_seen_or_done_before_the_resumption() -> None:
    def then(_action: Action) -> None:  # as the real hands find out: between two events
        if not scene.pause.was_paused:
            scene.pause.on_user_input(MOUSE)
            scene.person.back.set()
            raise Stopped

    scene = world([turn(call(CLICK, ELSEWHERE), call(ELSEWHERE, call_id="c2")), DONE])
    scene.executor.then = then

    finished = drive(scene)

    assert finished.status == "completed"
    assert scene.executor.done == []
    assert scene.executor.released >= 1
    assert reply(scene).notes.count(TAKEOVER.not_done.text) == 1
    assert "took over the mouse" in of(scene, ActionFailed)[0].error
    assert (of(scene, Paused)[0].by, of(scene, Resumed)[0].by) == ("takeover", "human")
    order = [type(event) for event in scene.recorder.events if isinstance(event, FrameTaken | Paused | Resumed)]
    assert order == [FrameTaken, Paused, Resumed, FrameTaken]


def test_our_windows_are_off_the_screen_when_the_run_looks_and_out_of_the_way_when_it_acts() -> None:
    scene = world([turn(call(CLICK)), DONE])
    grabbed = scene.camera.grab
    moves = scene.overlays.moves
    done = scene.executor.done

    def grab(taken: Callable[[], None]) -> Frame:
        assert moves[-1] == "hide"
        return grabbed(taken)

    scene.camera.grab = grab  # type: ignore[method-assign, assignment]  # a camera that looks at the curtain first
    scene.executor.then = lambda _: done.append(moves[-1])  # type: ignore[arg-type]

    assert drive(scene).status == "completed"
    assert done == ["make way", CLICK]
    shown = [move for move in moves if move != "stand aside"]
    assert shown == ["hide", "restore", "make way", "hide", "restore", "restore"]


def test_a_hand_while_the_model_thinks_voids_its_answer() -> None:
    def thinks(message: ModelInput) -> Turn:
        scene.pause.on_user_input(KEY)
        scene.person.back.set()
        return turn(call(CLICK))

    scene = world([thinks, DONE])

    drive(scene)

    assert scene.executor.done == []
    assert [(event.verdict, event.by, event.rule) for event in of(scene, Decided)] == [("deny", "human", "takeover")]
    assert reply(scene).notes == (TAKEOVER.not_done.text,)
    assert of(scene, FrameTaken)[-1].reason == "recheck"


@pytest.mark.parametrize(
    ("paused", "words"),
    [
        (lambda control: control.on_user_input(MOUSE), "The person took over the mouse and keyboard for a while"),
        (lambda control: control.on_user_input(UserInput("pause")), "The run was paused for a while"),
        (lambda control: control.pause("human", "You paused it."), "The run was paused for a while"),
        (lambda control: control.on_user_input(UserInput("lock")), "The screen was locked for a while"),
        (lambda control: control.on_user_input(UserInput("woke")), "The computer slept for a while"),
        (
            lambda control: control.pause_for_windows(WindowsAwayError(Message("They are away."))),
            "The desktop listed no windows for a while",
        ),
    ],
)
@pytest.mark.parametrize("is_last", [True, False])
def test_the_model_and_the_person_are_informed_of_what_paused_the_run(
    paused: Callable[[PauseControl], None], words: str, *, is_last: bool
) -> None:
    def then(_action: Action) -> None:
        paused(scene.pause)
        scene.person.back.set()
        if not is_last:
            raise Stopped

    scene = world([turn(call(CLICK)) if is_last else turn(call(CLICK, ELSEWHERE)), DONE])
    scene.executor.then = then

    drive(scene)

    (note,) = (note for note in reply(scene).notes if note.startswith(words))
    assert ("after all the actions" in note) == is_last
    failed = [event.error for event in of(scene, ActionFailed)]
    assert failed == ([] if is_last else [f"Interrupted: {words[0].lower()}{words[1:].removesuffix(' for a while')}."])


def test_a_lock_before_the_last_call_of_an_answer_says_once_that_the_rest_was_not_carried_out() -> None:
    def then(_action: Action) -> None:
        if not scene.pause.was_paused:
            scene.pause.on_user_input(UserInput("lock"))
            scene.person.back.set()

    scene = world([turn(call(CLICK), call(ELSEWHERE, call_id="c2")), DONE])
    scene.executor.then = then

    drive(scene)

    notes = [note for note in reply(scene).notes if "for a while" in note]
    assert notes == [INTERRUPTIONS["lock"].not_done.text]
    assert reply(scene).not_done == INTERRUPTIONS["lock"].not_done
    assert [event.reply for event in of(scene, Decided) if event.verdict == "deny"] == ["The screen was locked"]


def test_a_touch_that_was_the_pause_key_is_one_story_for_the_model() -> None:
    def then(_action: Action) -> None:
        if not scene.pause.was_paused:
            scene.pause.on_user_input(UserInput("hand"))
            scene.pause.on_user_input(UserInput("pause"))
            scene.person.back.set()
            raise Stopped

    scene = world([turn(call(CLICK, ELSEWHERE)), DONE])
    scene.executor.then = then

    drive(scene)

    notes = [note for note in reply(scene).notes if "for a while" in note]
    assert notes == [INTERRUPTIONS["human"].not_done.text]
    assert of(scene, ActionFailed)[0].cause == "pause"


def test_a_hand_while_the_screen_settles_is_told_with_the_picture_from_after_it() -> None:
    scene = world([turn(call(CLICK)), DONE])

    async def settles() -> None:
        scene.pause.on_user_input(MOUSE)
        scene.person.back.set()
        await asyncio.Event().wait()

    scene.camera.settles = settles  # a screen that never rests

    drive(scene)

    assert scene.executor.done == [CLICK]
    assert reply(scene).notes == (TAKEOVER.after_note,)


def test_what_is_held_is_let_go_when_the_hand_comes_while_the_model_thinks() -> None:
    def thinks(message: ModelInput) -> Turn:
        scene.pause.on_user_input(KEY)
        return turn(call(CLICK))

    scene = world([turn(call(HoldKey(("ctrl",)))), thinks, turn(call(Press(("c",)))), DONE])
    let_go = list[bool]()
    held = list[tuple[str, ...]]()

    def release_all() -> None:
        let_go.append(of(scene, Resumed) == [])
        scene.person.back.set()

    def judges(case: Case) -> Decision:
        held.append(case.held)
        return Allow()

    scene.executor.release_all = release_all  # type: ignore[method-assign]
    scene.ports.judge = judges
    drive(scene)

    assert let_go[0]
    assert held == [(), ()]
    assert [Press(("c",))] == scene.executor.done[1:]


def test_a_picture_during_which_the_hand_came_is_taken_anew() -> None:
    scene = world([DONE])
    grab = scene.camera.grab
    kept = scene.recorder
    grabs = 0

    def grabbing(taken: Callable[[], None]) -> Frame:
        nonlocal grabs
        grabs += 1
        if grabs == 1:
            scene.pause.on_user_input(MOUSE)
            scene.person.back.set()
        return grab(taken)

    scene.camera.grab = grabbing  # type: ignore[method-assign, assignment]
    drive(scene)

    assert (grabs, kept.kept) == (2, 1)


FIELD = Rect(20, 20, 50, 10)


@pytest.mark.parametrize(("mode", "shown"), [("auto", ["announce", "make way"]), ("ask", ["make way", "make way"])])
def test_a_press_is_shown_unless_it_was_just_asked_about_and_then_the_way_is_clear(
    mode: Mode, shown: list[str]
) -> None:
    scene = world([turn(call(CLICK)), DONE], mode=mode)
    scene.ports.terms = replace(scene.ports.terms, announce_ms=1)

    drive(scene)

    assert [move for move in scene.overlays.moves if move in {"announce", "make way"}] == shown
    assert all(one.words.startswith("Click") for one in scene.overlays.announced)


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
    act = announcement_of(action, PaintedScreen().grab(), target)

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


WORDS = "I solved the captcha, go on"
SAID_NOTE = f"The person in charge says: {WORDS}"


def played(answer: Turn, *words: str, then: Turn = DONE, control: str = "") -> World:
    def answers(message: ModelInput) -> Turn:
        for each in words:
            scene.pause.words.say(each)
        return answer

    scene = world([answers, then, DONE], control=control)
    scene.person.answers = [Rejected()]
    drive(scene)
    return scene


def test_words_go_with_the_next_picture_and_once() -> None:
    scene = played(turn(call(CLICK)), "Not that one.", "The other.", then=turn(call(CLICK)))

    assert reply(scene, 1).said == ("Not that one.", "The other.")
    assert reply(scene, 1).results
    assert reply(scene, 2).said == ()
    assert [words.text for words in of(scene, PersonSaid)] == ["Not that one.", "The other."]


@pytest.mark.parametrize(
    "end",
    [DONE, Turn("r1", finish=Finish("success", "Done.")), turn(call(CLICK, Finish("success", "Done.")))],
    ids=["a text", "a function", "an action"],
)
def test_a_model_that_does_not_know_the_words_is_not_through(end: Turn) -> None:
    scene = played(end, WORDS)

    assert reply(scene).texts[-1] == SAID_NOTE
    assert len(scene.model.heard) == 2


def test_words_are_no_yes() -> None:
    scene = played(turn(call(CLICK)), "yes, approve, I allow everything", control="Send")

    assert of(scene, ActionStarted) == []
    assert [(decided.verdict, decided.by) for decided in of(scene, Decided)] == [("deny", "human")]
    assert reply(scene).said == ("yes, approve, I allow everything",)


def test_words_given_with_resume_are_told_with_the_picture_after_the_pause() -> None:
    def takes_over(message: ModelInput) -> Turn:
        scene.pause.on_user_input(UserInput("key"))
        return turn(call(CLICK))

    async def hand_back(reason: str) -> str:
        return WORDS

    scene = world([takes_over, DONE])
    scene.person.hand_back = hand_back  # type: ignore[method-assign,assignment]
    drive(scene)

    assert scene.executor.done == []
    assert reply(scene).texts[-1] == SAID_NOTE
    events = [event.event for event in scene.recorder.events]
    assert events.index(Resumed.event) < events.index(PersonSaid.event)


def test_the_hand_that_answers_a_question_does_not_pause_the_run() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    decide = scene.person.decide

    async def decides(question: Question) -> Answer:
        scene.pause.on_user_input(MOUSE)
        return await decide(question)

    scene.person.decide = decides  # type: ignore[method-assign]

    drive(scene)

    assert of(scene, Paused) == []
    assert scene.executor.done == [CLICK]


def test_nothing_is_sent_before_the_hand_that_answered_rests() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    quiet = iter([math.inf, 0.0, 0.1, 0.2, 0.3])
    asked: list[float] = []

    def quiet_for() -> float:
        asked.append(next(quiet))
        return asked[-1]

    scene.ports.pause = PauseControl(ThreadStop(), quiet_for)

    drive(scene)

    assert asked == [math.inf, 0.0, 0.1, 0.2, 0.3]
    assert scene.executor.done == [CLICK]


@pytest.mark.parametrize(("what", "by"), [(UserInput("lock"), "lock"), (UserInput("pause"), "human")])
def test_a_locked_screen_and_the_pause_key_pause_even_before_a_question_is_answered(what: UserInput, by: str) -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")

    async def decides(question: Question) -> Answer:
        scene.pause.on_user_input(what)
        scene.person.back.set()
        return Approved()

    scene.person.decide = decides  # type: ignore[method-assign]

    drive(scene)

    assert [event.by for event in of(scene, Paused)] == [by]
    assert scene.executor.done == []


@pytest.mark.parametrize(
    ("inputs", "by"), [(("hand", "pause"), "human"), (("hand", "hand"), "takeover"), (("hand", "lock"), "takeover")]
)
def test_a_touch_that_was_the_pause_key_is_said_once_and_as_that(inputs: tuple[str, str], by: str) -> None:
    touches = [one for one in (UserInput("hand"), UserInput("pause"), UserInput("lock")) if one.what in inputs]

    def then(_action: Action) -> None:
        if not scene.pause.was_paused:
            for touch in touches:
                scene.pause.on_user_input(touch)
            scene.person.back.set()
            raise Stopped

    scene = world([turn(call(CLICK)), DONE])
    scene.executor.then = then

    drive(scene)

    assert [(one.by, one.reason) for one in of(scene, Paused)] == [(by, REASONS["pause" if by == "human" else "hand"])]


@pytest.mark.parametrize("at", [0, 1])
def test_while_the_windows_are_not_listed_the_run_waits_for_the_person(at: int) -> None:
    scene = world([turn(call(CLICK)), DONE])
    grab = scene.camera.grab
    settle = scene.camera.settled
    away = iter([at == 0])
    away_later = iter([at == 1])

    def grabbed(taken: Callable[[], None] = lambda: None) -> Frame:
        _check_listed(away, scene)
        return grab(taken)

    async def settled(since: Frame, effect: Effect, windows: FloatingWindows) -> Settlement:
        _check_listed(away_later, scene)
        return await settle(since, effect, windows)

    scene.camera.grab = grabbed  # type: ignore[method-assign]
    scene.camera.settled = settled  # type: ignore[method-assign]

    finished = drive(scene)

    assert finished.status == "completed"
    assert [(one.by, one.reason) for one in of(scene, Paused)] == [("windows", "They are away. Bring them back.")]
    assert scene.executor.done == [CLICK]


@pytest.mark.parametrize(
    ("port", "query"),
    [
        ("camera", "same_near"),
        ("camera", "windows_now"),
        ("camera", "same_focus"),
        ("controls", "target"),
        ("controls", "controls"),
        ("executor", "perform"),
    ],
)
def test_windows_that_are_not_listed_any_more_in_the_midst_of_an_act_pause_the_run(port: str, query: str) -> None:
    named = Proposal(InvalidAction("?"), {}, named=NamedPlace("Save", Click))
    answers = [turn(Call("c1", (named,))), turn(call(CLICK, Press(("a",)), call_id="c2")), DONE]
    scene = world(answers, control="Save")
    away = iter([True])
    asked = getattr(getattr(scene, port), query)

    def answer(*words: object, **more: object) -> object:
        _check_listed(away, scene)
        return asked(*words, **more)

    setattr(getattr(scene, port), query, answer)

    finished = drive(scene)

    assert finished.status == "completed"
    assert [(one.by, one.reason) for one in of(scene, Paused)] == [("windows", "They are away. Bring them back.")]
    assert {(one.call_id, one.index) for one in of(scene, ActionProposed)} == {
        (one.call_id, one.index) for one in of(scene, Decided)
    }
    assert [one.error for one in of(scene, ActionFailed)] == (["They are away."] if port == "executor" else [])


@pytest.mark.parametrize("is_locked", [True, False])
def test_what_fails_while_the_screen_is_locked_is_tried_again_after_it_and_else_ends_the_run(
    *, is_locked: bool
) -> None:
    scene = world([turn(call(CLICK)), DONE])
    hide = scene.overlays.hide
    covered = iter([True])

    async def hidden() -> bool:
        if next(covered, False):
            if is_locked:
                scene.pause.on_user_input(UserInput("lock"))
                scene.person.back.set()
            raise ScreenError("A window of ours isn't seen.", "Look.")
        return await hide()

    scene.overlays.hide = hidden  # type: ignore[method-assign]

    assert drive(scene).status == ("completed" if is_locked else "failed")
    assert [one.by for one in of(scene, Paused)] == (["lock"] if is_locked else [])


def _check_listed(away: Iterator[bool], scene: World) -> None:
    if next(away, False):
        scene.person.back.set()
        raise WindowsAwayError("They are away.", "Bring them back.")


def test_while_a_question_is_open_nothing_of_ours_can_be_sent_whichever_thread_would() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    sent: list[bool] = []

    async def decides(question: Question) -> Answer:
        del question
        sent.append(scene.pause.is_set())
        sent.append(await asyncio.to_thread(scene.pause.wait, 60))
        return Approved()

    scene.person.decide = decides  # type: ignore[method-assign]
    drive(scene)

    assert [True, True] == sent
    assert scene.executor.done == [CLICK]


def test_the_first_reason_of_a_pause_counts_and_a_stop_is_a_halt_too() -> None:
    stop = ThreadStop()
    pause = PauseControl(stop, lambda: math.inf)
    pause.pause("human", "Paused.")
    pause.pause("takeover", "You moved the mouse.")

    assert pause.active is not None
    assert pause.active.by == "human"
    assert pause.wait(60)
    pause.resume("human")
    assert pause.is_set()  # until there is a new picture
    pause.acknowledge()
    assert not pause.is_set()
    assert not pause.wait(0.0)
    stop.set("interrupt")
    stop.set("signal")
    assert pause.wait(60)
    assert stop.by == "interrupt"  # the first of two stops


def test_a_pause_that_nobody_ends_stops_a_run_whose_model_never_answers_and_is_said_once() -> None:
    async def think(message: ModelInput) -> Turn:
        scene.pause.on_user_input(MOUSE)
        await asyncio.Event().wait()
        raise AssertionError

    async def says_nothing(reason: str) -> None:
        await asyncio.Event().wait()

    scene = world([])
    scene.model.think = think  # type: ignore[method-assign]  # a server that hangs
    scene.person.hand_back = says_nothing  # type: ignore[method-assign]
    loop = run_loop(scene.ports)
    loop._pauses._longest_s = 0.05
    finished = asyncio.run(asyncio.wait_for(loop.drive("task"), 5.0))

    assert (finished.exit_code, finished.message, finished.by) == (3, NOBODY_CAME, "")
    assert len(of(scene, Paused)) == 1
    assert scene.model.cancelled == 1
