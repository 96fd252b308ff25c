"""What a killed run has left down comes up, by a library's watchdog or by the next start, and nothing else does."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.input import watchdog_process
from desktop_agent.input.choose import choose
from desktop_agent.platforms.libraries import release_process
from desktop_agent.platforms.libraries.release_process import PressedInput, ReleaseProcess, pressed_inputs
from tests.fakes.processes import wait_for_end
from tests.fakes.waiting import wait_until
from tests.input.killing import Onlooker, Victim, victim
from tests.input.performer_bench import RecordingBackend

HEAD = b"desktop-agent, what is down: 2\n"
ALL = {"Control_L", "Shift_L", "button 1", "button 3"}


@pytest.fixture
def ledgers(tmp_path: Path) -> Path:
    return tmp_path / "ledgers"


@pytest.fixture
def both_killed(there: dict[str, str], ledgers: Path, onlooker: Onlooker) -> None:
    with victim("still", there, ledgers) as yours:
        hold(yours)
        watchdog = yours.watchdog()
        # Suspended, it starts no other one; its watchdog, which would release everything, has no time to see that.
        os.kill(yours.process.pid, signal.SIGSTOP)
        os.kill(watchdog, signal.SIGKILL)
        wait_for_end(watchdog)
    assert onlooker.down() == ALL


def hold(yours: Victim) -> None:
    yours.hear("ready")
    yours.go()
    yours.hear("down")


@pytest.mark.screen
@pytest.mark.usefixtures("both_killed")
def test_the_next_start_releases_it_and_no_key_of_anybody_else_and_says_so(
    onlooker: Onlooker, ledgers: Path, caplog: pytest.LogCaptureFixture
) -> None:
    onlooker.key("z", down=True)

    chosen = choose(ledgers=ledgers)

    assert onlooker.down() == {"z"}
    assert "Released 5 keys, buttons or locks" in caplog.text
    chosen.close()
    assert onlooker.down() == {"z"}
    assert list(ledgers.iterdir()) == []


@pytest.mark.screen
@pytest.mark.usefixtures("both_killed")
@pytest.mark.parametrize(
    "changed",
    [lambda _: HEAD + b"x" * 3, lambda whole: HEAD + b"0" * 32 + whole[len(HEAD) + 32 :]],
    ids=["damaged", "of an earlier server of the same name"],
)
def test_a_ledger_that_does_not_count_is_no_error_releases_nothing_and_goes(
    onlooker: Onlooker, ledgers: Path, changed: Callable[[bytes], bytes]
) -> None:
    ledger = next(ledgers.iterdir())
    ledger.write_bytes(changed(ledger.read_bytes()))

    choose(ledgers=ledgers).close()

    assert onlooker.down() == ALL
    assert list(ledgers.iterdir()) == []


@pytest.mark.screen
@pytest.mark.usefixtures("there")
def test_what_another_run_holds_now_stays_down(onlooker: Onlooker, ledgers: Path, there: dict[str, str]) -> None:
    with victim("still", there, ledgers) as yours:
        hold(yours)

        choose(ledgers=ledgers).close()

        assert onlooker.down() == ALL
        assert len(list(ledgers.iterdir())) == 1


SHIFT = PressedInput("key", "shift")
LEFT = PressedInput("button", "left", ScreenPoint(3, 4))


@pytest.mark.screen
@pytest.mark.slow
def test_what_a_killed_program_held_by_a_library_comes_up(onlooker: Onlooker, there: dict[str, str]) -> None:
    with victim("still", there | {"DESKTOP_AGENT_INPUT": "pynput"}) as holding:
        holding.hear("ready")
        holding.go()
        holding.hear("down")
        assert onlooker.down() >= ALL

        holding.kill()

        wait_until(lambda: not onlooker.down(), what="everything is up")


@pytest.mark.parametrize(
    ("expected", "down"),
    [
        (b"", []),
        (b"+key shift\n+button left 3 -4\n", [SHIFT, PressedInput("button", "left", ScreenPoint(3, -4))]),
        (b"+button left 3 4\n+key shift\n+key a\n", [LEFT, SHIFT, PressedInput("key", "a")]),
        (b"+key shift\n+button left 3 4\n-key shift\n", [LEFT]),
        (b"+button left 3 4\n-button left\n", []),
        (b"+key shift\n-key shift\n+key shift\n", [SHIFT]),
        (b"+key \xc3\xa9\n", [PressedInput("key", "\u00e9")]),
        (b"+button left 3", [PressedInput("button", "left")]),
        (b"-key shift\n", []),
    ],
)
def test_what_is_down_is_what_went_down_last_and_has_not_come_up(expected: bytes, down: list[PressedInput]) -> None:
    assert down == pressed_inputs(expected.splitlines(keepends=True))


@pytest.mark.program
def test_without_the_process_that_releases_there_is_an_error_before_the_press(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(release_process, "CHILD", "tests.input.silent_watchdog")
    monkeypatch.setattr(watchdog_process, "READY_WITHIN_S", 0.5)
    beside = ReleaseProcess("pynput_backend")
    beside.start(RecordingBackend())

    with pytest.raises(InputDeniedError, match="isn't running, so nothing was pressed"):
        beside.press("key", "ctrl")
    with pytest.raises(InputDeniedError, match="isn't running, so nothing was pressed"):
        beside.await_watchdog()
    beside.release("key", "ctrl")
    beside.close()
