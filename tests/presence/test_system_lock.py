"""Systems that are asked whether the screen is locked: what their answers mean, and who hears of it."""

from contextlib import closing

from desktop_agent.presence.lock import LockWatch
from tests.fakes.waiting import wait_until


class System:
    """A system with a lock."""

    def __init__(self, *, locked: bool = False, error: Exception | None = None) -> None:
        self.locked, self.error = locked, error

    def __call__(self) -> bool:
        if self.error:
            raise self.error
        return self.locked


def test_a_lock_reaches_the_run_and_is_known_at_once() -> None:
    system, locks = System(), list[str]()
    with closing(LockWatch({}, system)) as watch:
        watch.start(lambda: locks.append("locked"))
        assert not watch.is_locked()

        system.locked = True

        assert watch.is_locked()
        wait_until(lambda: locks == ["locked"])
        system.locked = False
        wait_until(lambda: not watch.is_locked())
