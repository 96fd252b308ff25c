"""Names of controls on Windows: what is told by COM of a form of the system's own controls, and of one that hangs.

Wine 8 has no UI Automation: `stand_ins/uiautomation.c` stands for it, by the interfaces of Wine's own header.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.waiting import wait_until
from tests.windows.desktop import WindowsProgram, WineDesktop

Told = Any  # whatever the JSON says
_PATIENCE_S = 4.0  # twice what a silent program is waited for


class Teller:
    """Asks `inside/told_controls.py`."""

    def __init__(self, program: WindowsProgram) -> None:
        self._program = program

    def ask(self, *question: object) -> tuple[Told, float]:
        self._program.tell(question)
        answer = self._program.answer()
        assert isinstance(answer, dict)
        return answer["told"], answer["took_s"]

    def under(self, title: str, box: list[int]) -> Told:
        return self.ask("under", title, box[0] + box[2] // 2, box[1] + box[3] // 2)[0]


@pytest.fixture
def teller(windows: WineDesktop) -> Iterator[Teller]:
    with windows.running(windows.inside("told_controls")) as program:
        yield Teller(program)


def test_controls_are_named_where_the_system_has_them(windows: WineDesktop, teller: Teller) -> None:
    with windows.running(windows.inside("form"), "Order form") as form:
        boxes: Told = form.answer()
        windows.await_window("Order form")
        told = {name: teller.under("Order form", box) for name, box in boxes.items()}

    assert boxes == {name: one["box"] for name, one in told.items()}
    assert {
        "label": ("Secret word", "label"),
        "name": ("", "entry"),
        "secret": ("", "password text"),
        "send": ("Send", "push button"),
        "cancel": ("Cancel", "push button"),
    } == {name: (one["name"], one["role"]) for name, one in told.items()}
    assert ["cancel"] == [name for name, one in told.items() if one["disabled"]]
    # There are fields to fill in.
    assert (False, ["Secret word", "Send", "Cancel"]) == (told["send"]["question"], told["send"]["around"])


def test_a_box_with_words_and_two_buttons_is_a_question(windows: WineDesktop, teller: Teller) -> None:
    with windows.running(windows.inside("form"), "Delete it", "label", "send", "cancel") as form:
        boxes: Told = form.answer()
        windows.await_window("Delete it")

        # The first answer may be late: COM is loaded for it.
        assert wait_until(lambda: teller.under("Delete it", boxes["send"])["question"], "a question")


def test_the_field_with_the_keyboard_is_told_with_what_return_presses(windows: WineDesktop, teller: Teller) -> None:
    with windows.running(windows.inside("form"), "Keys") as form:
        boxes: Told = form.answer()
        windows.await_window("Keys")
        told = wait_until(lambda: (found := teller.ask("keyboard", "Keys")[0])["role"] and found, "a focus")

    assert ("entry", boxes["name"], "Send") == (told["role"], told["box"], told["by_return"])


def test_password_fields_are_found_and_gone_with_their_window(windows: WineDesktop, teller: Teller) -> None:
    with windows.running(windows.inside("form"), "Log in") as form:
        boxes: Told = form.answer()
        windows.await_window("Log in")
        inside = [boxes["secret"][0] + 3, boxes["secret"][1] + 3, boxes["secret"][2] - 6, boxes["secret"][3] - 6]
        wait_until(lambda: teller.ask("passwords")[0] == [inside], "the field")

    wait_until(lambda: teller.ask("passwords")[0] == [], "nothing left")


def test_a_program_that_hangs_is_waited_for_once_and_keeps_no_other_from_telling(
    windows: WineDesktop, teller: Teller
) -> None:
    with windows.running(windows.inside("form"), "Hangs") as hanging:
        boxes: Told = hanging.answer()
        windows.await_window("Hangs")
        assert "Send" == teller.under("Hangs", boxes["send"])["name"]
        hanging.tell("hang")
        assert "hangs" == hanging.answer()
        told, took_s = teller.ask("under", "Hangs", boxes["send"][0] + 5, boxes["send"][1] + 5)

        assert took_s < _PATIENCE_S, told
        with windows.running(windows.inside("form"), "Answers") as other:
            there: Told = other.answer()
            windows.await_window("Answers")
            wait_until(lambda: "Send" == teller.under("Answers", there["send"])["name"], "the other's button")
