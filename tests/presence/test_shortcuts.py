"""The stop key by the desktop's portal: bound for a run, pressed by a person and by the run itself, and taken away."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_agent.core.presence import Presence, UserInput
from desktop_agent.doctor import person
from desktop_agent.platforms.portal import shortcuts
from desktop_agent.platforms.portal.shortcuts import trigger
from desktop_agent.presence import choose
from desktop_agent.presence.choose import (
    BY_PORTAL,
    KEY_GONE,
    SHORTCUT_LACKS,
    SHORTCUT_UNTRIED,
    choose_presence,
    session_reports,
)
from desktop_agent.presence.promises import promises
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.settings import Settings
from tests.fakes.desktops.private_bus import heard, private_bus, say, spoken_with
from tests.fakes.waiting import PATIENCE_S, wait_until
from tests.presence.test_hand_watch import ToldSource

_PAUSE = 119  # by the kernel's code


@pytest.fixture
def session(tmp_path: Path) -> Iterator[dict[str, str]]:
    with private_bus() as environment:
        yield environment | {"WAYLAND_DISPLAY": "wayland-0", "DESKTOP_AGENT_HOME": str(tmp_path)}


@contextmanager
def portal(session: Mapping[str, str], **how: object) -> Iterator[subprocess.Popen[str]]:
    with spoken_with("tests.fakes.desktops.remote_portal", json.dumps(how), environment=session) as process:
        yield process


def order(process: subprocess.Popen[str], *lines: str) -> None:
    for line in lines:
        say(process, line)
        assert "done" == heard(process)


class Told:
    """What a presence has reported."""

    def __init__(self, presence: Presence) -> None:
        self.said = list[str]()
        presence.watch(self._hand, self.said.append, self.said.append)

    def _hand(self, hand: UserInput) -> None:
        self.said.append(hand.what)


def _hand(session: Mapping[str, str]) -> str:
    """Return what `doctor` says of the person's input."""
    checks = person.checks(Settings(), session, None)
    return next(check.finding().found for check in checks if check.name == "hand")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("pause", "Pause"),
        ("f9", "F9"),
        ("ctrl+alt+p", "CTRL+ALT+p"),
        ("super+pagedown", "LOGO+Page_Down"),
        ("ctrl+shift", ""),
        ("a+b", ""),
        ("altgr+e", ""),
        ("é", ""),
        ("nonsense", ""),
    ],
)
def test_a_chord_is_asked_for_by_xkbs_names_or_not_at_all(key: str, expected: str) -> None:
    assert expected == trigger(StopKeys(key).names())


@pytest.mark.program
def test_the_key_pauses_and_pressed_again_stops_and_is_known_to_work_from_then_on(session: dict[str, str]) -> None:
    with portal(session) as there:
        assert "untried" == session_reports(session).key
        assert "hasn't yet been seen to report it" in _hand(session)
        assert "may ask you to add a key" in promises(session).takes_over
        with closing(choose_presence(session)) as presence:
            reports = Told(presence)
            assert presence.lacks.endswith(f"when pressed twice: Pause. {SHORTCUT_UNTRIED} {SHORTCUT_LACKS}")
            order(there, "Activated", "Activated")  # it is held, and repeats
            wait_until(lambda: reports.said, "the pause")
            assert SHORTCUT_UNTRIED not in presence.lacks
            order(there, "Deactivated", "Activated")
            wait_until(lambda: len(reports.said) > 1, "the stop")

        assert ["pause", "the Pause key was pressed twice"] == reports.said
        assert "bound" == session_reports(session).key
        assert "a run can be stopped with: the Pause key pressed twice" == _hand(session)
        assert ("digits", "The Pause key pauses the task") == (
            promises(session).proof,
            promises(session).takes_over.partition(";")[0],
        )


@pytest.mark.program
def test_a_chord_that_the_run_presses_itself_is_no_stop(
    session: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortcuts, "_OURS_WITHIN_S", PATIENCE_S)
    with portal(session) as there, closing(choose_presence(session, keys=StopKeys("ctrl+pause"))) as presence:
        reports = Told(presence)
        for code in (29, _PAUSE):
            presence.own.expect("key", code)
        order(there, "Activated", "Deactivated", "trigger Press F9")
        wait_until(lambda: ": F9." in presence.lacks, "what is told after our own chord")
        presence.own.expect("key", 0)  # a letter comes next
        order(there, "Activated")
        wait_until(lambda: reports.said, "the person's own press")

    assert ["pause"] == reports.said


@pytest.mark.program
@pytest.mark.parametrize("bind", [0, 2])
def test_the_key_that_the_desktop_has_bound_is_told_whatever_it_answers(session: dict[str, str], bind: int) -> None:
    with portal(session, bind=bind, trigger="Press F9") as there, closing(choose_presence(session)) as presence:
        Told(presence)
        assert "twice: F9. " in presence.lacks
        order(there, "trigger Press F10")
        wait_until(lambda: "twice: F10. " in presence.lacks, "the other key")


@pytest.mark.program
@pytest.mark.parametrize(("late_s", "expected"), [(0.0, []), (1.5, [True, False])])
def test_what_the_desktop_asks_about_the_key_is_told_only_while_its_dialog_is_open(
    session: dict[str, str], late_s: float, expected: list[bool]
) -> None:
    asked = list[str]()
    with portal(session, late_s=late_s), closing(choose_presence(session, asks=asked.append)) as presence:
        Told(presence)

    assert expected == ["stops the run (Pause);" in sentence for sentence in asked]
    assert all(not sentence for sentence in asked[1:]), "once it is closed"


@pytest.mark.program
def test_where_the_person_adds_no_key_nothing_is_promised(session: dict[str, str]) -> None:
    with portal(session, bind=1, trigger=""), closing(choose_presence(session)) as presence:
        Told(presence)

        assert BY_PORTAL == presence.lacks


@pytest.mark.program
def test_a_portal_that_goes_away_with_the_key_stops_the_run(session: dict[str, str]) -> None:
    with portal(session):
        presence = choose_presence(session)
        reports = Told(presence)
    wait_until(lambda: reports.said, "the stop")
    presence.close()

    assert [KEY_GONE] == reports.said


@pytest.mark.program
@pytest.mark.parametrize(
    ("how", "keys"),
    [({"shortcuts": 0}, StopKeys()), ({}, StopKeys(by_hand_only=True)), ({}, StopKeys("a+b"))],
    ids=["no such portal", "only by hand", "no name for the key"],
)
def test_where_no_key_can_be_bound_nobody_watches(
    session: dict[str, str], how: dict[str, object], keys: StopKeys
) -> None:
    with portal(session, **how), closing(choose_presence(session, keys=keys)) as presence:
        assert isinstance(presence, NoPresence)
        assert BY_PORTAL == presence.lacks


@pytest.mark.program
def test_before_the_first_run_the_desktop_is_asked_for_no_key_where_a_touch_is_noticed(
    session: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    says = list[str]()
    for is_first, has_source in ((True, False), (False, True), (True, True)):
        source = ToldSource() if has_source else None
        monkeypatch.setattr(choose, "_touch_source", lambda _, source=source: source)
        with portal(session), closing(choose_presence(session, is_first=is_first)) as presence:
            Told(presence)
            says.append(presence.lacks)

    assert ["twice: Pause" in each for each in says] == [True, True, False]
    assert "From the next run on, the desktop offers a key." in says[-1]
