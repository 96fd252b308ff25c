"""The ledger says what is down, last pressed first, and is found again by starts on the same display only."""

import os
from pathlib import Path

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.input.ledger import KEYS, Ledger, abandoned_ledgers, beside, named, nameless

SERVER = b"0123456789abcdef0123456789abcdef"


def test_what_was_pressed_last_comes_first_and_what_was_released_is_gone_once_that_is_served() -> None:
    ledger = nameless()
    for slot in (50, KEYS + 1, 37):
        ledger.press(slot)

    ledger.release(50)

    assert {*ledger.down()} == {50, 37, KEYS + 1}
    ledger.served()
    assert ledger.down() == (37, KEYS + 1)
    ledger.close()
    with pytest.raises(InputError, match="nothing was pressed"):  # what can't be noted
        ledger.press(50)


def test_it_knows_where_each_button_went_down_and_no_place_of_a_key_or_the_wheel() -> None:
    ledger = nameless()
    ledger.press(KEYS + 1, ScreenPoint(30_000, 7))
    ledger.press(KEYS + 9, ScreenPoint(0, 0))
    ledger.press(KEYS + 5)
    ledger.press(50)

    reader = Ledger(os.dup(ledger.fd))

    assert reader.place(KEYS + 1) == ScreenPoint(30_000, 7)
    assert reader.place(KEYS + 9) == ScreenPoint(0, 0)
    assert (reader.place(KEYS + 5), reader.place(50)) == (None, None)
    os.ftruncate(ledger.fd, 3)
    assert reader.place(KEYS + 1) is None
    reader.close()
    ledger.close()


def test_a_reader_who_only_has_the_file_knows_the_same_and_only_we_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    ledger = named(folder, ":0", SERVER)
    ledger.press(50)
    ledger.borrow(1, 2)

    (file,) = folder.iterdir()
    reader = Ledger(os.open(file, os.O_RDONLY))

    assert [path.stat().st_mode & 0o777 for path in (folder, file)] == [0o700, 0o600]
    assert (reader.down(), reader.borrowed(), reader.server()) == ((50,), (1, 2), SERVER)
    ledger.give_back()
    assert reader.borrowed() is None
    reader.close()
    ledger.close()


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [(":0", ":0.0", 1), ("host:1.1", "host:1", 1), (":0", ":1", 0), (":1", ":10", 0), ("a:0", "b:0", 0), ("[", "*", 0)],
)
def test_a_ledger_is_found_by_starts_on_the_same_display(tmp_path: Path, ours: str, theirs: str, found: int) -> None:
    named(tmp_path, ours, SERVER).close()
    kept = named(tmp_path, ours, SERVER)
    kept.close(keep=True)

    left = list(abandoned_ledgers(tmp_path, theirs))

    assert len(left) == found
    for ledger in left:
        ledger.close()


def test_that_everything_was_let_go_is_told_once_and_changes_nothing_else() -> None:
    ledger = nameless()
    ledger.press(50)
    ledger.borrow(1, 2)
    watchdog = Ledger(os.dup(ledger.fd))
    before = watchdog.has_release_mark()

    watchdog.mark_released()

    assert (before, watchdog.has_release_mark(), ledger.take_let_go(), ledger.take_let_go()) == (
        False,
        True,
        True,
        False,
    )
    assert (ledger.down(), ledger.borrowed(), ledger.is_empty) == ((50,), (1, 2), False)
    ledger.release(50)
    released = ledger.is_empty
    ledger.served()
    assert (released, ledger.is_empty) == (False, True)
    watchdog.close()
    ledger.close()


@pytest.mark.parametrize("x", [0, 1, 1279])
def test_the_neighbour_of_a_point_is_another_one_on_the_desktop_also_at_its_left_edge(x: int) -> None:
    neighbour = beside(ScreenPoint(x, 7))

    assert abs(neighbour.x - x) == 1
    assert 0 <= neighbour.x < 1280
    assert neighbour.y == 7
