"""The person's hand on a desk: what they type arrives as typed, whatever the layout there; nothing stays down."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.platforms.x11.keysyms import symbol_of_char
from tests.fakes.desks.desks import desk_over
from tests.fakes.waiting import wait_until
from tests.input.killing import Onlooker

pytestmark = pytest.mark.program

TYPED = 'Hällo? @{ß}/ €λя "x" AbC'


class Hand:
    """The process, told and asked over its pipes."""

    def __init__(self, desk: SideDesk) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop_agent.desk.view.hand"], env=desk.environment(), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.heard() == ["ready"]

    def tell(self, *order: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def ask(self, *order: object) -> list[Any]:
        self.tell(*order)
        return self.heard()

    def heard(self) -> list[Any]:
        assert self.process.stdout
        answer: list[Any] = json.loads(self.process.stdout.readline())
        return answer

    def type(self, text: str) -> None:
        for char in text:
            self.tell("tap", symbol_of_char(char))

    def end(self) -> int:
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            pipe.close()
        return self.process.wait(30)


@contextmanager
def hand_on(desk: SideDesk) -> Iterator[Hand]:
    hand = Hand(desk)
    try:
        yield hand
    finally:
        hand.end()


def test_what_is_typed_is_in_the_file_of_the_desk(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    note = tmp_path / "home" / "note.txt"
    note.write_text("")
    with desk_over(tmp_path) as desk, hand_on(desk) as hand:
        changed = desk.record.layers[0].upper / "note.txt"
        desk.start(["mousepad", str(note)])

        def saved() -> str:
            hand.tell("move", 640, 400)
            hand.tell("button", 1, True)
            hand.tell("button", 1, False)
            press(hand, "a")
            hand.type(TYPED)
            press(hand, "s")
            hand.ask("released")  # all of that is done
            return changed.read_text().strip() if changed.exists() else ""

        wait_until(lambda: saved() == TYPED, "the text in the file")
    assert not note.read_text()


def test_more_characters_than_the_keyboard_has_spare_keys_all_arrive(tmp_path: Path) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 25)))
    (tmp_path / "home").mkdir()
    note = tmp_path / "home" / "note.txt"
    note.write_text("")
    with desk_over(tmp_path) as desk, hand_on(desk) as hand:
        changed = desk.record.layers[0].upper / "note.txt"
        desk.start(["mousepad", str(note)])

        def saved() -> str:
            hand.tell("move", 640, 400)
            hand.tell("button", 1, True)
            hand.tell("button", 1, False)
            press(hand, "a")
            hand.type(text)
            press(hand, "s")
            hand.ask("released")  # all of that is done
            return changed.read_text().strip() if changed.exists() else ""

        wait_until(lambda: saved() == text, "the text in the file")


def test_a_key_that_the_desk_has_not_is_reported_and_the_hand_goes_on(tmp_path: Path) -> None:
    with desk_over(tmp_path) as desk, hand_on(desk) as hand:
        lacked = hand.ask("tap", 0x1008FE24)  # a key of the server's own that no layout has
        released = hand.ask("released")

    assert (lacked, released) == (["lacks", 0x1008FE24], ["released"])


def press(hand: Hand, letter: str) -> None:
    hand.tell("hold", "ctrl", True)
    hand.tell("tap", ord(letter))
    hand.tell("hold", "ctrl", False)


def test_nothing_stays_down_when_it_is_told_so_or_ends_or_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hold(hand: Hand) -> None:
        for name in ("ctrl", "shift", "super"):
            hand.tell("hold", name, True)
        hand.tell("button", 1, True)
        wait_until(onlooker.down, "something to be down")

    with desk_over(tmp_path) as desk:
        environment = desk.environment({})
        monkeypatch.setenv("XAUTHORITY", environment["XAUTHORITY"])
        onlooker = Onlooker(environment["DISPLAY"])
        first = Hand(desk)
        hold(first)
        first.ask("released")
        reported = bool(onlooker.down())
        hold(first)
        assert first.end() == 0
        ended = bool(onlooker.down())
        second = Hand(desk)
        hold(second)
        second.process.kill()
        second.end()
        killed = bool(onlooker.down())
        with hand_on(desk):
            again = bool(onlooker.down())
        onlooker.close()

    assert (reported, ended, killed, again) == (False, False, True, False)
