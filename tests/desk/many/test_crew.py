"""A list of tasks is carried out: so many at once, while there is memory, one question at a time, and all stop."""

import os
import signal

import pytest

from desktop_agent.core.errors import DeskError
from desktop_agent.core.events import RunStarted, Stamped
from desktop_agent.desk.many.crew import Crew
from desktop_agent.desk.many.news import WorkerNews
from desktop_agent.desk.many.task import DeskTask
from tests.fakes.desk_workers import PlayedView, PlayedWorker

STARTED = Stamped(
    1, "2026-11-22T12:00:00.000Z", 0,
    RunStarted(1, "run-1", "/r", "x", "local", "offline", "m", "", "guard", {}, None, {}, {}, "1"),
)  # fmt: skip
BEGUN = WorkerNews(STARTED.line().encode() + b"\n")
ASKING, WORKING, DONE = WorkerNews(is_asking=True), WorkerNews(), WorkerNews(exit_code=0)


def tasks(count: int) -> list[DeskTask]:
    return [DeskTask(f"task {n}", "x") for n in range(count)]


def crew(
    workers: dict[str, PlayedWorker], view: PlayedView, *, at_once: int = 9, left: list[int] | None = None
) -> Crew:
    room = left or [100_000]

    def available() -> int:
        return room.pop(0) if len(room) > 1 else room[0]

    return Crew(
        [DeskTask(name, "x", memory_mb=600) for name in workers], lambda task: workers[task.name], view,
        at_once=at_once, available_mb=available,
    )  # fmt: skip


def test_no_more_run_at_once_than_were_asked_for_and_all_are_done() -> None:
    workers = {f"task {n}": PlayedWorker([BEGUN, WORKING, WORKING, DONE]) for n in range(5)}
    view = PlayedView()

    done = crew(workers, view, at_once=2).run()

    assert [one.exit_code for one in done] == [0] * 5
    assert {one.run for one in done} == {"run-1"}
    running = [sum(state in {"starting", "working"} for state in states) for states, _ in view.seen]
    assert max(running) == 2
    assert all("close" in worker.told for worker in workers.values())


def test_a_desk_waits_for_memory_and_says_so_while_another_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_agent.desk.many.crew._LOOK_AT_MEMORY_EVERY_S", 0.0)
    workers = {f"task {n}": PlayedWorker([BEGUN, WORKING, DONE], used_mb=600) for n in range(2)}
    view = PlayedView()

    done = crew(workers, view, left=[1200, 700, 700, 1200]).run()

    assert [one.exit_code for one in done] == [0, 0]
    assert (["starting", "waiting"], 1000) in view.seen  # what the first may yet take is spoken for
    assert (["working", "waiting"], 400) in view.seen
    assert view.seen[-1] == (["ended", "ended"], 0)


def test_while_one_asks_no_other_is_put_on_the_terminal() -> None:
    workers = {f"task {n}": PlayedWorker([BEGUN, *[ASKING] * 3, WORKING, DONE]) for n in range(3)}
    view = PlayedView()

    crew(workers, view).run()

    assert [name for name in view.asked_names if name != "-"] == ["task 0"]
    assert view.asked_names[-1] == "-"


def test_a_run_that_waits_with_its_question_is_asked_once_the_other_is_answered() -> None:
    patient = PlayedWorker([BEGUN, ASKING])
    workers = {"first": PlayedWorker([BEGUN, ASKING, ASKING, DONE]), "second": patient}
    view = PlayedView()

    def answered(_: int) -> None:
        if view.asked_names[-1:] == ["second"]:
            patient.script = [DONE]

    view.between = answered
    crew(workers, view).run()

    assert view.asked_names == ["first", "-", "second", "-"]


def test_what_cannot_be_started_has_failed_and_the_others_go_on() -> None:
    good = PlayedWorker([BEGUN, DONE])

    def start(task: DeskTask) -> PlayedWorker:
        if task.name == "task 0":
            raise DeskError("There is no desk.", "Mend it.")
        return good

    done = Crew(tasks(2), start, PlayedView(), at_once=2, available_mb=lambda: None).run()

    assert [(one.exit_code, one.message) for one in done] == [(1, "There is no desk. Mend it."), (0, "")]


def test_a_run_that_never_began_is_told_by_what_it_said() -> None:
    workers = {"one": PlayedWorker([WorkerNews(exit_code=2, last_words="There is no folder.")])}

    done = crew(workers, PlayedView()).run()

    assert [(one.outcome, one.exit_code, one.message) for one in done] == [(None, 2, "There is no folder.")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_that_run_and_nothing_more_is_begun(number: signal.Signals) -> None:
    workers = {f"task {n}": PlayedWorker([BEGUN, WORKING]) for n in range(3)}
    view = PlayedView(lambda round_: os.kill(os.getpid(), number) if round_ == 3 else None)
    before = signal.getsignal(number)

    made = crew(workers, view, at_once=2)
    done = made.run()

    assert [one.exit_code for one in done] == [3, 3, None]
    assert [worker.told for worker in workers.values()] == [[f"stop {number}", "close"]] * 2 + [[]]
    assert made.stopped_by == number
    assert signal.getsignal(number) == before


class DeafWorker(PlayedWorker):
    """A run that does not stop when it is told to."""

    def stop(self, number: int) -> None:
        self.told.append(f"stop {number}")


def test_ctrl_c_pressed_again_ends_at_once_and_held_down_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("desktop_agent.desk.many.crew.time.monotonic", lambda: now[0])
    worker = DeafWorker([BEGUN, WORKING])

    def press(round_: int) -> None:
        if 3 <= round_ < 6 or round_ == 8:
            now[0] += 2.0 if round_ == 8 else 0.1
            os.kill(os.getpid(), signal.SIGINT)

    done = crew({"one": worker}, PlayedView(press)).run()

    assert worker.told == [f"stop {signal.SIGINT}", "kill", "close"]
    assert [one.exit_code for one in done] == [-9]


def test_what_was_being_started_when_the_signal_came_is_stopped_too() -> None:
    worker = PlayedWorker([BEGUN, WORKING])

    def start(_: DeskTask) -> PlayedWorker:
        os.kill(os.getpid(), signal.SIGTERM)
        return worker

    done = Crew(tasks(2), start, PlayedView(), at_once=1, available_mb=lambda: None).run()

    assert worker.told == [f"stop {signal.SIGTERM}", "close"]
    assert [one.exit_code for one in done] == [3, None]
