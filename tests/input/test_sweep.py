"""What a killed run and its killed watchdog have left down is released by the next start, and nothing else is."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent.input.choose import choose
from tests.fakes.processes import suspend, wait_for_end
from tests.input.killing import Onlooker, Victim, victim

HEAD = b"desktop-agent, what is down: 2\n"
ALL = {"Control_L", "Shift_L", "button 1", "button 3"}


@pytest.fixture
def ledgers(tmp_path: Path) -> Path:
    return tmp_path / "ledgers"


@pytest.fixture
def both_killed(there: dict[str, str], ledgers: Path, onlooker: Onlooker) -> None:
    """Leave everything down and nobody who would let it go."""
    with victim("still", there, ledgers) as yours:
        hold(yours)
        watchdog = yours.watchdog()
        suspend(yours.process.pid)  # so that it starts no other one
        os.kill(watchdog, signal.SIGKILL)
        wait_for_end(watchdog)
    assert onlooker.down() == ALL


def hold(yours: Victim) -> None:
    yours.hear("ready")
    yours.go()
    yours.hear("down")


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


@pytest.mark.usefixtures("there")
def test_what_another_run_holds_now_stays_down(onlooker: Onlooker, ledgers: Path, there: dict[str, str]) -> None:
    with victim("still", there, ledgers) as yours:
        hold(yours)

        choose(ledgers=ledgers).close()

        assert onlooker.down() == ALL
        assert len(list(ledgers.iterdir())) == 1
