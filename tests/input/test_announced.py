"""What is announced before it is sent: a press that fails is taken back, and a rest loses nothing that it was told."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.platforms.portal.input.announced import AnnouncedInput
from desktop_agent.platforms.wayland.input.device_process import DeviceProcess
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
    ours = AnnouncedInput(cast("RemoteSession", session), Silence(0.0, clock=lambda: now[0]))
    ours.key(A, down=True)
    now[0] = 2 * REST_EVERY_S
    ours.key(A, down=False)
    session.late_s = after_s

    assert 1 == session.syncs, "it has rested"
    assert told_s == ours.sync()
    assert 0.0 == ours.sync()
