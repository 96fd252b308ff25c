"""Many desks ask by cards on the person's own screen: one after another, and the stop keys there end all of them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import windows
from tests.fakes.card_yes import CARD, approve_by_hand
from tests.fakes.desks import desk_over
from tests.fakes.many_desks import ManyDesks
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until


@pytest.fixture
def many(display: PrivateDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ManyDesks]:
    with desk_over(tmp_path):
        pass  # only to skip where there are none
    for name, value in display.environment().items():
        monkeypatch.setenv(name, value)
    made = ManyDesks(tmp_path)
    yield made
    made.close()


def test_one_card_at_a_time_and_the_stop_keys_end_what_is_left(many: ManyDesks, display: PrivateDisplay) -> None:
    tasks = [f'[[task]]\nname = "{key}"\ntask = "press {key}"\nmode = "ask"\n' for key in "abcd"]
    many.tasks("".join(tasks))

    with PhysicalHand(display.name, display.xauthority) as hand:
        process = many.start("--at-once", "2", "--json")
        approve_by_hand(display, hand)
        wait_until(lambda: len(many.desks()) == 3, "the third desk")
        (card,) = wait_until(lambda: windows(display, CARD), "the second card")
        hand.tap("pause")
        hand.tap("pause")
        out, errors = process.communicate()

    ended = [line for line in map(json.loads, out.splitlines()) if line["event"] == "task.ended"]
    by_person = [one for one in many.events() if one["event"] == "decision" and one["by"] == "human"]
    assert sorted(str(line["status"]) for line in ended) == ["None", "completed", "stopped", "stopped"], errors
    assert sorted(one["verdict"] for one in by_person) == ["allow", "stop"]
    assert process.returncode == 3
    assert not many.kept()
    wait_until(lambda: not windows(display, CARD), "the end of all cards")
    assert card
