"""A list of tasks is carried out: so many at once, while there is memory, one question at a time, and all stop."""

import asyncio
import threading
from typing import cast

import pytest

from desktop_agent.core.decision import Question
from desktop_agent.core.errors import DeskError, SettingsError
from desktop_agent.desk.many.crew import Crew
from desktop_agent.desk.many.task import DeskTask
from desktop_agent.host.client import ClientServices
from tests.fakes.desk_workers import PATIENCE_S, PlayedPerson, PlayedView, PlayedWorker, meets
from tests.fakes.waiting import wait_until

QUESTION = cast("Question", None)  # nobody here looks at it


def crew(
    workers: dict[str, PlayedWorker],
    view: PlayedView | None = None,
    *,
    person: PlayedPerson | None = None,
    at_once: int = 9,
    left: list[int] | None = None,
) -> Crew:
    room = left or [100_000]

    def available() -> int:
        return room.pop(0) if len(room) > 1 else room[0]

    return Crew(
        [DeskTask(name, "x", memory_mb=600) for name in workers], lambda task: workers[task.name],
        (person or PlayedPerson()).for_task, view or PlayedView(), at_once=at_once, available_mb=available,
    )  # fmt: skip


def asks(services: ClientServices) -> None:
    asyncio.run(services.approver.decide(QUESTION))


def test_no_more_run_at_once_than_were_asked_for_and_all_are_done() -> None:
    pairs = [threading.Barrier(2) for _ in range(2)]
    workers = {f"task {n}": PlayedWorker([meets(pairs[n // 2])]) for n in range(4)}
    view = PlayedView()

    done = crew(workers, view, at_once=2).run()

    assert [(one.exit_code, one.run, one.state) for one in done] == [(0, "run-1", "ended")] * 4
    running = [sum(state in {"starting", "working"} for state in states) for states, _ in view.seen]
    assert max(running) == 2


def test_a_desk_waits_for_memory_and_says_so_while_another_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_agent.desk.many.crew._LOOK_AT_MEMORY_EVERY_S", 0.0)
    first, second = PlayedWorker(used_mb=600), PlayedWorker(used_mb=600)
    first.parts = [first.works()]

    def looked(states: list[str]) -> None:
        if states == ["working", "waiting"] and (["working", "waiting"], 400) in view.seen:
            first.left.set()

    view = PlayedView(looked)
    done = crew({"first": first, "second": second}, view, left=[1200, 700, 700, 700, 1200]).run()

    assert [one.exit_code for one in done] == [0, 0]
    assert (["starting", "waiting"], 1000) in view.seen  # what the first may yet take is spoken for
    assert (["working", "waiting"], 400) in view.seen
    assert view.seen[-1] == (["ended", "ended"], 0)


def test_one_asks_at_a_time_in_the_order_in_which_they_came_and_all_that_wait_say_so() -> None:
    workers = {f"task {n}": PlayedWorker([asks]) for n in range(3)}
    person = PlayedPerson()

    def looked(states: list[str]) -> None:
        if states == ["asking"] * 3:
            person.may_answer.set()

    view = PlayedView(looked)
    done = crew(workers, view, person=person).run()

    assert [one.exit_code for one in done] == [0, 0, 0]
    assert sorted(person.asked) == sorted(workers)
    assert person.most_at_once == 1


def test_a_question_that_is_withdrawn_while_it_waits_leaves_the_turn_to_the_next() -> None:
    withdrawn, person = threading.Event(), PlayedPerson()

    def asks_in_vain(services: ClientServices) -> None:
        async def for_a_while() -> None:
            asked = asyncio.ensure_future(services.approver.decide(QUESTION))
            await asyncio.wait({asked}, timeout=0)  # it now waits for its turn
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)

        wait_until(lambda: person.asked, "the first one's question")
        asyncio.run(for_a_while())
        withdrawn.set()
        person.may_answer.set()

    def asks_later(services: ClientServices) -> None:
        assert withdrawn.wait(PATIENCE_S)
        asks(services)

    workers = {
        "first": PlayedWorker([asks]),
        "in vain": PlayedWorker([asks_in_vain]),
        "later": PlayedWorker([asks_later]),
    }
    done = crew(workers, person=person).run()

    assert [one.exit_code for one in done] == [0, 0, 0]
    assert person.asked == ["first", "later"]


@pytest.mark.parametrize(
    ("error", "code"),
    [(DeskError("There is no desk.", "Mend it."), 1), (SettingsError("There is no desk.", "Mend it."), 2)],
)
def test_what_cannot_be_started_has_failed_and_the_others_go_on(error: DeskError | SettingsError, code: int) -> None:
    def start(task: DeskTask) -> PlayedWorker:
        if task.name == "task 0":
            raise error
        return PlayedWorker()

    tasks = [DeskTask(f"task {n}", "x") for n in range(2)]
    done = Crew(tasks, start, PlayedPerson().for_task, PlayedView(), at_once=2, available_mb=lambda: None).run()

    assert [(one.exit_code, one.message) for one in done] == [(code, "There is no desk. Mend it."), (0, "")]


def test_a_run_that_never_began_is_told_by_what_it_said() -> None:
    workers = {"one": PlayedWorker(exit_code=2, message="There is no folder.")}

    done = crew(workers).run()

    assert [(one.outcome, one.exit_code, one.message) for one in done] == [(None, 2, "There is no folder.")]


def test_a_run_that_breaks_in_a_way_that_nobody_has_thought_of_has_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def breaks(_: ClientServices) -> None:
        raise ZeroDivisionError

    done = crew({"one": PlayedWorker([breaks]), "two": PlayedWorker()}).run()

    assert [one.exit_code for one in done] == [1, 0]


def test_a_stop_stops_all_that_run_and_nothing_more_is_begun() -> None:
    workers = {f"task {n}": PlayedWorker() for n in range(3)}
    for worker in workers.values():
        worker.parts = [worker.works()]
    view = PlayedView(lambda states: made.stop("signal") if states[:2] == ["working"] * 2 else None)

    made = crew(workers, view, at_once=2)
    done = made.run()

    assert [one.exit_code for one in done] == [3, 3, None]
    assert [worker.told for worker in workers.values()] == [["stop signal"]] * 2 + [[]]
    assert made.stopped_by == "signal"
    assert made.ended.is_set()


def test_ctrl_c_pressed_again_ends_at_once_and_held_down_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("desktop_agent.desk.many.crew.time.monotonic", lambda: now[0])
    worker = PlayedWorker(obeys=False)
    worker.parts = [worker.works()]
    rounds = iter(range(1, 1000))

    def press(states: list[str]) -> None:
        if states != ["working"]:
            return
        if (number := next(rounds)) < 4 or number == 6:
            now[0] += 2.0 if number == 6 else 0.1
            made.stop("interrupt")

    made = crew({"one": worker}, PlayedView(press))
    done = made.run()

    assert worker.told == ["stop interrupt", "kill"]
    assert [one.exit_code for one in done] == [3]


def test_what_was_being_started_when_the_stop_came_is_stopped_too() -> None:
    worker = PlayedWorker()
    worker.parts = [worker.works()]

    def start(_: DeskTask) -> PlayedWorker:
        made.stop("signal")
        return worker

    tasks = [DeskTask(f"task {n}", "x") for n in range(2)]
    made = Crew(tasks, start, PlayedPerson().for_task, PlayedView(), at_once=1, available_mb=lambda: None)
    done = made.run()

    assert worker.told == ["stop signal"]
    assert [one.exit_code for one in done] == [3, None]
