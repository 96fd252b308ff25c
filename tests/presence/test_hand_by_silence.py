"""The person's hand in GNOME's compositor, by silence: a second session of Mutter's own plays the person."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Event

import pytest

from desktop_agent.core.presence import Presence
from desktop_agent.core.remote_session import SharedMonitor
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.platforms.portal.input.remote_typing import AnnouncedInput, RemoteTyping, UnreadKeys
from desktop_agent.platforms.portal.remote_session import OpenSession
from desktop_agent.presence.choose import choose_presence, session_reports
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.touch import TouchPresence
from tests.fakes.desktops.mutter_session import open_mutter
from tests.fakes.desktops.private_mutter import PrivateMutter
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told

pytestmark = pytest.mark.screen

LEFT = 0x110
SHIFT = 42
LETTERS = {chr(code): code for code in range(ord("a"), ord("z") + 1)}


class Person:
    def __init__(self, session: OpenSession) -> None:
        self._session = session
        self._x = 100

    def move(self) -> None:
        self._x = 100 + (self._x + 7) % 500
        self._session.move(self._session.monitors[0], self._x, 100)

    def press_key(self) -> None:
        self._session.key(SHIFT, down=True)
        self._session.key(SHIFT, down=False)
        self._session.sync()

    def click(self) -> None:
        self._session.button(LEFT, down=True)
        self._session.button(LEFT, down=False)
        self._session.sync()

    def scroll(self) -> None:
        self._session.notch(0, 1)
        self._session.sync()


@pytest.fixture
def ending() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def person(on_mutter: PrivateMutter, ending: ExitStack) -> Person:
    return Person(_session(on_mutter, ending))


@pytest.fixture
def told(person: Person, session: OpenSession, ending: ExitStack) -> Told:
    """Watch, once all devices are plugged in."""
    del person, session
    return _told(ending, StopKeys(corner=False))


@pytest.fixture
def session(on_mutter: PrivateMutter, ending: ExitStack) -> OpenSession:
    return _session(on_mutter, ending)


@pytest.fixture
def monitor(session: OpenSession) -> SharedMonitor:
    return session.monitors[0]


@pytest.fixture
def ours(session: OpenSession, told: Told) -> AnnouncedInput:
    return AnnouncedInput(session, told.presence.own)


def _session(mutter: PrivateMutter, ending: ExitStack) -> OpenSession:
    session = open_mutter(mutter.environment())
    ending.callback(session.close)
    session.plug_in()
    session.sync()
    return session


def _told(ending: ExitStack, keys: StopKeys) -> Told:
    presence = choose_presence(keys=keys)
    ending.callback(presence.close)
    reports = Told(presence)
    presence.watch(reports.on_user_input, reports.stops.append, reports.losses.append)
    return reports


@pytest.mark.parametrize("touch", [Person.move, Person.press_key, Person.click, Person.scroll])
def test_each_touch_is_noticed(touch: Callable[[Person], None], person: Person, told: Told) -> None:
    assert isinstance(told.presence, TouchPresence)
    assert told.presence.reports_touch
    _until_noticed(lambda: touch(person), told)

    assert told.presence.quiet_for() < 60


def test_what_we_send_is_no_touch_and_the_person_is_noticed_after_it(
    person: Person, told: Told, ours: AnnouncedInput, monitor: SharedMonitor
) -> None:
    for n in range(10):
        ours.move(monitor, 200 + n, 200)
        ours.button(LEFT, down=True)
        ours.button(LEFT, down=False)
        ours.keysym(LETTERS["a"], down=True)
        ours.keysym(LETTERS["a"], down=False)
        ours.notch(0, 1)
        ours.sync()
    typing = RemoteTyping(ours, LETTERS, UnreadKeys(dict))
    typing.enter("abcdefgh" * 10, Event(), lambda: True)
    ours.sync()

    assert [] == told.hands
    _until_noticed(person.move, told)


def test_a_hand_in_the_midst_of_a_long_text_is_noticed_before_its_end(
    person: Person, told: Told, ours: AnnouncedInput
) -> None:
    class UntilNoticed(Event):
        def is_set(self) -> bool:
            person.move()
            return bool(told.hands)

    typing = RemoteTyping(ours, LETTERS, UnreadKeys(dict))
    with pytest.raises(Stopped):
        typing.enter("abcdefgh" * 100, UntilNoticed(), lambda: True)

    assert "hand" == told.hands[0]


def test_a_press_is_the_persons_only_together_with_a_touch(person: Person, told: Told) -> None:
    at_once = _now_ms()
    assert not told.presence.was_physical(1, at_once)
    _until_noticed(person.click, told)

    assert told.presence.was_physical(1, _now_ms())
    assert not told.presence.was_physical(1, _now_ms() - 1000)


def test_in_another_process_than_the_runs_a_touch_proves_a_press_and_pauses_nothing(
    person: Person, ending: ExitStack
) -> None:
    reported = _told(ending, StopKeys(by_hand_only=True))

    def is_proved() -> bool:
        reported.presence.expects_press()
        person.click()
        return reported.presence.was_physical(1, _now_ms())

    wait_until(is_proved, "the proof")

    assert [] == reported.hands


def test_the_end_of_the_desktop_is_a_loss() -> None:
    with PrivateMutter(640, 480) as own, ExitStack() as ending:
        environment = own.environment()
        assert "silence" == session_reports(environment).touch
        presence = choose_presence(environment, keys=StopKeys())
        ending.callback(presence.close)
        reports = Told(presence)
        presence.watch(reports.on_user_input, reports.stops.append, reports.losses.append)
        own.close()
        words = reports.loss()

        assert "no longer" in words
        assert not _sees(presence)


def _sees(presence: Presence) -> bool:
    wait_until(lambda: not presence.reports_touch, "its end")
    return presence.reports_touch


def _until_noticed(touch: Callable[[], None], told: Told) -> None:
    """Touch until that is noticed: right after a touch, and before the watch has begun, none is."""

    def is_noticed() -> bool:
        touch()
        return bool(told.hands)

    wait_until(is_noticed, "a hand")
    assert {"hand"} == set(told.hands)


def _now_ms() -> int:
    return round(time.monotonic() * 1000)
