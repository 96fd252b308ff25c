"""What a compositor tells of idleness, said by one of the test's own: what is a touch, and when nothing is told."""

import math
import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.platforms.wayland import idle
from desktop_agent.platforms.wayland.idle import IdleNotifier
from tests.fakes.desktops.compositor import OfferingCompositor, text, word
from tests.fakes.waiting import wait_until

BEFORE = -math.inf
_NOTIFIER = "ext_idle_notifier_v1"
_POINTER = "zwlr_virtual_pointer_manager_v1"
_IDLED = 0
_RESUMED = 1


class IdleCompositor(OfferingCompositor):
    """Says “idled” only after the answer to the round trip, as KWin does."""

    def __init__(self, path: Path, *offers: str, idles: bool = True) -> None:
        super().__init__(path, (_NOTIFIER, "wl_seat", *offers))
        self.environment = {"WAYLAND_DISPLAY": str(path)}
        self.answers = True
        self._idles = idles
        self._notification = 0

    def say(self, *events: int) -> None:
        for event in events:
            self._tell(self._peer, self._notification, event, b"")

    def _answer(self, peer: socket.socket) -> None:
        self._peer = peer
        registry = 0
        notifier = 0
        while head := peer.recv(8, socket.MSG_WAITALL):
            target, what = struct.unpack("=II", head)
            body = peer.recv((what >> 16) - 8, socket.MSG_WAITALL)
            numbers = struct.unpack(f"={len(body) // 4}I", body)
            first = numbers[0]
            if (target, what & 0xFFFF) == (1, 1):
                registry = first
                for at, name in enumerate(self._offers, 1):
                    self._tell(peer, registry, 0, word(at) + text(name) + word(1))
            elif target == 1 and self.answers:
                self._tell(peer, first, 0, word(0))
                if self._notification and self._idles:
                    self._idles = False
                    self.say(_IDLED)
            elif target == registry and first == 1:
                notifier = numbers[-1]
            elif target == notifier:
                self._notification = first


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[IdleCompositor]:
    with IdleCompositor(tmp_path / "socket") as compositor:
        yield compositor


@pytest.fixture
def watch(compositor: IdleCompositor, monkeypatch: pytest.MonkeyPatch) -> Iterator[IdleNotifier]:
    monkeypatch.setattr(idle, "_IDLED_WITHIN_S", 10.0)  # of a busy machine
    with closing(idle.create(compositor.environment)) as watch:
        yield watch


def test_a_compositor_that_says_idled_after_its_answer_is_not_blind_at_first(watch: IdleNotifier) -> None:
    assert watch._is_idle
    assert not watch.is_blind
    assert not watch.take(), "the first word is no touch"


@pytest.mark.parametrize(("offers", "hears"), [((), True), ((_POINTER,), False)])
def test_only_compositors_that_leave_repeating_to_programs_count_a_held_key_once(
    tmp_path: Path, offers: tuple[str, ...], *, hears: bool
) -> None:
    with (
        IdleCompositor(tmp_path / "other", *offers) as compositor,
        closing(idle.create(compositor.environment)) as watch,
    ):
        assert hears == watch.counts_repeats


def test_resumed_with_idled_after_it_is_a_touch(compositor: IdleCompositor, watch: IdleNotifier) -> None:
    assert watch.arm(BEFORE)
    compositor.say(_RESUMED, _IDLED)

    wait_until(watch.take, "a touch")
    assert not watch.is_blind
    assert not watch.take()


def test_resumed_alone_is_no_touch_and_blind(
    compositor: IdleCompositor, watch: IdleNotifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watch.arm(BEFORE)
    compositor.say(_RESUMED)
    wait_until(lambda: not watch.take() and not watch._is_idle, "the word")
    monkeypatch.setattr(idle, "_IDLED_WITHIN_S", 0.0)

    assert watch.is_blind
    compositor.say(_IDLED)
    wait_until(lambda: not watch.take() and watch._is_idle, "the end of the film")
    assert not watch.is_blind


def test_an_answer_that_comes_too_late_is_no_loss(
    compositor: IdleCompositor, watch: IdleNotifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    compositor.answers = False
    with monkeypatch.context() as hurried:
        hurried.setattr(idle, "_ANSWERS_WITHIN_S", 0.01)
        assert (False, True) == (watch.arm(BEFORE), watch.is_blind)
        assert (False, True) == (watch.catch_up(), watch.is_blind)
    compositor.answers = True
    assert (True, False) == (watch.catch_up(), watch.is_blind)

    assert (True, False) == (watch.arm(BEFORE), watch.is_blind)


def test_a_compositor_that_has_gone_is_a_loss(compositor: IdleCompositor, watch: IdleNotifier) -> None:
    compositor._peer.shutdown(socket.SHUT_RDWR)

    with pytest.raises(InputDeniedError, match="The display is gone"):
        watch.arm(BEFORE)
    assert watch.is_blind
