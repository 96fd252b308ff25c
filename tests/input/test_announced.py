"""What is announced before it is sent: a press that fails is taken back, and a rest loses nothing that it was told."""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.platforms.portal.input.remote_typing import AnnouncedInput
from desktop_agent.platforms.wayland.input.device_process import DONE, DeviceProcess
from desktop_agent.presence.silence import REST_EVERY_S, Silence

A = 30


class PausedSession:
    """Takes nothing."""

    def key(self, code: int, *, down: bool) -> None:
        raise InputError("The keyboard is paused.")

    def keysym(self, symbol: int, *, down: bool) -> None:
        raise InputError("The keyboard is paused.")

    def sync(self) -> float:
        return 0.0


class EndedProcess(DeviceProcess):
    """Our devices, whose process has ended."""

    def __init__(self, own: Silence) -> None:
        self._own = own

    def _order(self, *_order: object) -> None:
        raise InputError("The process that presses keys has exited.")


@pytest.mark.parametrize(
    "press",
    [
        lambda own: AnnouncedInput(cast("RemoteSession", PausedSession()), own).key(A, down=True),
        lambda own: AnnouncedInput(cast("RemoteSession", PausedSession()), own).keysym(0x61, down=True),
        lambda own: EndedProcess(own).key(0, A, down=True),
    ],
)
def test_a_press_that_could_not_be_sent_does_not_hide_the_hand_for_good(press: Callable[[Silence], None]) -> None:
    own = Silence(0.05)

    with pytest.raises(InputError):
        press(own)
    own.arrived()

    assert own.counts_from() < math.inf


@pytest.mark.parametrize(
    "let_go",
    [
        lambda own: AnnouncedInput(cast("RemoteSession", PausedSession()), own).key(A, down=False),
        lambda own: EndedProcess(own).key(0, A, down=False),
    ],
)
def test_a_release_that_could_not_be_sent_is_not_announced_twice(let_go: Callable[[Silence], None]) -> None:
    own = Silence(0.05)
    own.expect("key", A)
    own.expect("key", A)

    with pytest.raises(InputError):
        let_go(own)
    own.let_go("key", A)
    own.arrived()

    assert own.counts_from() < math.inf


class SaidProcess(DeviceProcess):
    """Our devices, whose process has said all of this at once."""

    def __init__(self, said: bytes) -> None:
        self._own = Silence(0.05)
        self._sending = threading.Lock()
        self._unread = said

    def _send(self, *order: object) -> None:
        pass


def test_an_answer_that_an_error_follows_at_once_is_read_by_itself() -> None:
    process = SaidProcess(DONE + b'{"error": "The display is gone."}\n')
    process.sync()

    with pytest.raises(InputError, match="The display is gone"):
        process.sync()


@dataclass
class LateSession:
    late_s: float = 0.0
    syncs: int = 0

    def key(self, code: int, *, down: bool) -> None:
        pass

    def sync(self) -> float:
        late_s = self.late_s
        self.late_s = 0.0
        self.syncs += 1
        return late_s


@pytest.mark.parametrize(("in_rest_s", "after_s", "told_s"), [(0.6, 0.1, 0.6), (0.1, 0.6, 0.6), (0.0, 0.0, 0.0)])
def test_how_late_a_key_was_in_front_of_a_rest_is_told_after_it_and_once(
    in_rest_s: float, after_s: float, told_s: float
) -> None:
    now = [0.0]
    session = LateSession(in_rest_s)
    own = Silence(0.0, clock=lambda: now[0])
    own.watch_by(lambda: own.opened(own.epoch), lambda: True)
    ours = AnnouncedInput(cast("RemoteSession", session), own)
    ours.key(A, down=True)
    now[0] = 2 * REST_EVERY_S
    ours.key(A, down=False)
    session.late_s = after_s

    assert 1 == session.syncs, "it has rested"
    assert told_s == ours.sync()
    assert 0.0 == ours.sync()
