"""A run on its own thread: whatever is done to it from outside, it comes to its end, and says how."""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager

import pytest

from desktop_agent.core.actions.action import Wait
from desktop_agent.core.decisions.decision import Answer, Approved, Question
from desktop_agent.core.errors import NoScreenError, RejectedError
from desktop_agent.core.runs.events import (
    ActionFailed,
    Decided,
    FrameTaken,
    Noticed,
    RunFinished,
    Stamped,
    TouchNoticed,
)
from desktop_agent.core.runs.turn import ModelInput, Turn
from desktop_agent.lib.worker import Worker
from desktop_agent.presence import silence
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.presence.silence import Silence
from desktop_agent.run.compose import RunPorts
from desktop_agent.run.control import StopSource
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.session import NOTICED_AGAIN, Session
from desktop_agent.run.stream import Stream
from tests.fakes.people.quiet_person import QuietPerson
from tests.fakes.runs.run_ports import World, world
from tests.fakes.servers.thinking import conversation
from tests.fakes.servers.turns import CLICK, DONE, call, of, turn
from tests.fakes.waiting import wait_until


def session(
    scene: World, at_the_end: Callable[[], None] = lambda: None, presence: QuietPerson | None = None
) -> Session:
    def join(stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
        stack.callback(at_the_end)
        scene.ports.pause = pause
        return scene.ports

    return Session("task", "", join, presence or QuietPerson())


def hanging(scene: World) -> threading.Event:
    thinks = threading.Event()

    async def think(message: ModelInput) -> Turn:
        thinks.set()
        await asyncio.Event().wait()
        return DONE

    scene.model.think = think  # type: ignore[method-assign]  # a mind that never answers
    return thinks


@contextmanager
def after(event: threading.Event, then: Callable[[], None]) -> Iterator[None]:
    def work() -> None:
        event.wait(60)
        then()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    thread.join()


def test_an_interrupt_of_the_waiting_thread_stops_the_run_before_it_goes_on() -> None:
    scene = world([])
    ended = threading.Event()
    ready = session(scene, ended.set)
    main = threading.main_thread().ident
    assert main is not None

    def press() -> None:
        # Once more, as a person would: one that comes while the collector runs a destructor is swallowed by Python.
        signal.pthread_kill(main, signal.SIGINT)
        while not ended.wait(10):
            signal.pthread_kill(main, signal.SIGINT)

    with after(hanging(scene), press), pytest.raises(KeyboardInterrupt):
        ready.run()

    assert of(scene, RunFinished)[0].exit_code == 130
    assert scene.executor.released == 1


def test_a_stop_ends_the_rest_in_which_the_persons_touch_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "_REST_WITHIN_S", threading.TIMEOUT_MAX)
    own = Silence(0.0)  # nobody looks
    scene = world([])
    ready = session(scene, presence=QuietPerson(own=own))
    resting = threading.Thread(target=own.rest, daemon=True)

    def stop() -> None:
        resting.start()
        ready.stop("human")

    with after(hanging(scene), stop):
        ready.run()

    wait_until(lambda: not resting.is_alive(), "the end of the rest")


def test_a_run_that_could_not_begin_says_why() -> None:
    def join(stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
        raise NoScreenError("The display is gone.")

    with pytest.raises(NoScreenError, match="The display is gone"):
        Session("task", "", join, QuietPerson()).run()


def test_a_listener_that_fails_ends_the_run_and_the_record_is_whole() -> None:
    scene = world([turn(call(CLICK)), DONE])

    def fails(stamped: Stamped) -> None:
        if stamped.event.event == "action.started":
            raise BrokenPipeError

    events: list[Stamped] = []
    scene.ports.stream = Stream(scene.recorder, (fails, events.append), scene.ports.stream._now)
    result = session(scene).run()

    assert (result.status, scene.executor.done) == ("failed", [])
    assert [stamped.event.event for stamped in scene.recorder.lines][-1] == "run.finished"
    assert events == scene.recorder.lines


def test_a_stop_ends_a_wait_and_says_that_it_was_cut_short() -> None:
    scene = world([turn(call(Wait(60)))])
    ready = session(scene)
    write = scene.recorder.write
    waiting = threading.Event()

    def notes(stamped: Stamped) -> Stamped:
        write(stamped)
        if stamped.event.event == "action.started":
            waiting.set()
        return stamped

    scene.recorder.write = notes  # type: ignore[method-assign]  # somebody who watches
    with after(waiting, lambda: ready.stop("human")):
        result = ready.run()

    assert (result.status, result.message, result.exit_code) == ("stopped", "Stopped by you.", 3)
    assert [event.by for event in of(scene, RunFinished)] == ["human"]
    assert [event.error for event in of(scene, ActionFailed)] == ["Stopped before it finished."]


def test_a_run_that_has_lost_what_it_needs_has_failed_and_nobody_has_stopped_it() -> None:
    scene = world([turn(call(CLICK)), DONE])
    person = QuietPerson()
    ready = session(scene, presence=person)
    with after(hanging(scene), lambda: person.lose("The display is gone.")):
        result = ready.run()

    (finished,) = of(scene, RunFinished)
    assert (result.status, result.message, finished.exit_code) == ("failed", "The display is gone.", 1)
    assert (finished.by, ready.stopped_by) == ("", "lost")
    assert not scene.executor.done


@pytest.mark.parametrize(
    ("stopped_by", "by", "exit_code"),
    [("human", "human", 3), ("interrupt", "human", 130), ("signal", "policy", 3), ("lost", "policy", 1)],
)
def test_a_question_that_is_cut_off_was_answered_by_nobody_but_the_one_who_stopped(
    stopped_by: StopSource, by: str, exit_code: int
) -> None:
    scene = world([turn(call(CLICK)), DONE], control="Send")
    asked = threading.Event()

    async def decide(question: Question) -> Answer:
        del question
        asked.set()
        await asyncio.Event().wait()
        return Approved()

    scene.person.decide = decide  # type: ignore[method-assign]  # a person who is still thinking
    ready = session(scene)
    with after(asked, lambda: ready.stop(stopped_by, "")):
        result = ready.run()

    (decided,) = of(scene, Decided)
    assert (decided.verdict, decided.by, result.exit_code) == ("stop", by, exit_code)


def test_the_stop_key_counts_while_the_run_is_still_being_prepared() -> None:
    scene = world([DONE])
    person = QuietPerson()

    def join(stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
        scene.ports.pause = pause
        person.press_stop()
        return scene.ports

    result = Session("task", "", join, person).run()

    assert (result.status, result.exit_code) == ("stopped", 3)
    assert (scene.recorder.kept, scene.model.heard) == (0, [])
    assert person.on_stop == []


def test_a_name_that_is_looked_up_for_ever_does_not_hold_up_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    looking = threading.Event()
    found = threading.Event()

    def look_up(*args: object, **more: object) -> list[object]:
        looking.set()
        found.wait(300)
        return []

    def join(stack: AsyncExitStack, pause: PauseControl) -> RunPorts:
        scene = world([])
        scene.ports.pause = pause
        scene.ports.model = conversation("https://nowhere.example")
        return scene.ports

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    asked = Session("task", "", join, NoPresence())
    running = Worker(asked.run_here, "run")
    running.start()
    assert looking.wait(60)
    asked.stop("human")
    ended = running.ended.wait(60)
    found.set()

    assert ended
    assert running.result().status == "stopped"


SAID = Noticed("info", "The server has deleted the run.")


@pytest.mark.parametrize(("end", "status"), [(DONE, "completed"), (RejectedError("No.", status=400), "failed")])
def test_a_run_is_forgotten_before_its_end_is_announced(end: Turn | RejectedError, status: str) -> None:
    scene = world([turn(call(CLICK)), end])

    async def forget() -> None:
        scene.ports.stream.announce(SAID)

    scene.model.forget = forget  # type: ignore[method-assign]  # what a server says to it
    result = session(scene).run()

    *_, words, finished = scene.recorder.events
    assert (words, isinstance(finished, RunFinished), result.status) == (SAID, True, status)


def test_a_stop_while_the_server_forgets_ends_the_run_as_it_was() -> None:
    scene = world([DONE])
    ready = session(scene)
    forgetting = threading.Event()

    async def forget() -> None:
        forgetting.set()
        await asyncio.Event().wait()

    scene.model.forget = forget  # type: ignore[method-assign]  # a server that takes its time
    with after(forgetting, lambda: ready.stop("interrupt")):
        result = ready.run()

    assert (result.status, result.exit_code) == ("answered", 0)
    assert isinstance(scene.recorder.events[-1], RunFinished)


@pytest.mark.long
def test_that_no_touch_is_noticed_is_announced_while_it_lasts() -> None:
    person = QuietPerson(unnoticed="Press Pause.")
    scene = world([])
    thinks = hanging(scene)
    ready = session(scene, presence=person)

    def said() -> list[bool]:
        return [event.noticed for event in of(scene, TouchNoticed)]

    def see_again() -> None:
        wait_until(lambda: said() == [False], "what is hidden to be said")
        person.unnoticed = ""
        wait_until(lambda: said() == [False, True], "its end to be said")
        person.unnoticed = "Press Pause."
        ready.stop("human")

    with after(thinks, see_again):
        ready.run()

    assert ["Press Pause.", NOTICED_AGAIN] == [event.text for event in of(scene, TouchNoticed)]
    assert isinstance(scene.recorder.events[-1], RunFinished)


def test_a_part_that_the_model_gets_besides_is_on_record_as_that() -> None:
    scene = world([DONE])

    scene.ports.stream.show_part(scene.camera.grab(lambda: None))

    (taken,) = of(scene, FrameTaken)
    assert (taken.reason, taken.sent) == ("requested", "part")
