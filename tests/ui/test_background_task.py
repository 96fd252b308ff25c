"""Slow work on a thread: what happens when its window is gone, or other work wanted, before it is done."""

import threading
import weakref

from desktop_agent.ui.qt.background_task import BackgroundTask
from tests.fakes.windows.qt_app import qt_without_a_screen, wait_until


class Work:
    def __init__(self, until: threading.Event) -> None:
        self._until = until

    def __call__(self) -> bool:
        return self._until.wait(60)


def test_what_the_work_holds_is_let_go_in_qts_thread_though_the_window_is_gone() -> None:
    with qt_without_a_screen():
        done = threading.Event()
        where = list[str]()
        task = BackgroundTask()
        work = Work(done)
        weakref.finalize(work, lambda: where.append(threading.current_thread().name))
        task.start(work)
        task.deleteLater()
        del task, work
        done.set()

        wait_until(lambda: bool(where))

        assert where == [threading.main_thread().name]
