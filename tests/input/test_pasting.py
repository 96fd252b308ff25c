"""A paste is served until it is over, and what the person has in their selections never goes into a document by it."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.stop import Stopped
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.hands import Hands
from tests.fakes.orders import Orders
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_paster import TITLE
from tests.input.test_clipboard import Clipboard

Act = Callable[[Action], None]
WORD = "Ωμέγα 日本"  # by no key of `us`


@pytest.fixture(scope="module")
def program(display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orders]:
    """Give a program that pastes in its own way and has the keyboard when it is told how."""
    command = [sys.executable, "-m", "tests.fakes.x_paster"]
    with running(command, display, tmp_path_factory.mktemp("paster"), f"^{TITLE}$", talking=True) as app:
        yield Orders(app.process)


@pytest.fixture
def theirs(hands: Hands, program: Orders) -> None:
    """Give the person something in both selections."""
    program.ask("become", way="silent")
    hands.select("theirs, copied", "clipboard")
    hands.select("theirs, marked", "primary")


@pytest.mark.usefixtures("theirs")
@pytest.mark.parametrize("way", ["clipboard", "primary"])
def test_whichever_selection_a_program_pastes_it_is_the_text(program: Orders, act: Act, way: str) -> None:
    program.ask("become", way=way)

    act(Type(WORD))

    assert [WORD] == program.ask("seen")["pasted"]


@pytest.mark.usefixtures("theirs")
@pytest.mark.parametrize("selection", ["clipboard", "primary"])
def test_who_asks_late_for_the_same_paste_gets_nothing_of_what_the_person_has(
    program: Orders, act: Act, hands: Hands, selection: str
) -> None:
    program.ask("become", way=selection)
    act(Type(WORD))

    late = program.ask("paste", selection=selection)["text"]
    hands.press("a")  # a paste of their own begins with a key
    own = program.ask("paste", selection=selection)["text"]

    assert late is None
    assert own == {"clipboard": "theirs, copied", "primary": "theirs, marked"}[selection]


@pytest.mark.usefixtures("theirs")
@pytest.mark.parametrize("selection", ["clipboard", "primary"])
def test_who_comes_to_a_paste_after_a_stop_gets_nothing_of_what_the_person_has(
    program: Orders, act: Act, stop: threading.Event, hands: Hands, x_events: XEventLog, selection: str
) -> None:
    program.ask("become", way="silent")
    with ThreadPoolExecutor() as pool:
        pool.submit(lambda: x_events.wait_for(2, "key_press")).add_done_callback(lambda _: stop.set())  # it is pasted
        with suppress(Stopped):
            act(Type(WORD))

    hands.press("a")

    assert program.ask("paste", selection=selection)["text"] is None


@pytest.mark.usefixtures("theirs")
def test_text_goes_by_keys_to_a_program_that_does_not_paste(program: Orders, act: Act) -> None:
    program.ask("become", way="silent")

    act(Type(WORD))

    wait_until(lambda: program.ask("seen")["keys"] >= len(WORD), "the keys")


@pytest.mark.usefixtures("theirs")
def test_nothing_is_typed_behind_what_a_program_has_put_in_of_its_own(program: Orders, act: Act) -> None:
    program.ask("become", way="draws")

    with pytest.raises(UntypableTextError, match="something else"):
        act(Type(WORD))

    assert program.ask("seen")["keys"] == 0


@pytest.mark.usefixtures("theirs")
def test_nothing_is_typed_where_a_program_that_has_taken_a_paste_takes_none(program: Orders, act: Act) -> None:
    program.ask("become", way="clipboard")
    act(Type(WORD))
    program.ask("become", way="silent")

    with pytest.raises(UntypableTextError):
        act(Type(WORD))

    assert program.ask("seen")["keys"] == 0


@pytest.mark.usefixtures("theirs")
def test_what_is_marked_in_the_program_itself_stays_marked(program: Orders, act: Act) -> None:
    program.ask("become", way="clipboard", marked=True)

    act(Type(WORD))

    assert {"pasted": [WORD], "keys": 0, "marked": True} == program.ask("seen")


@pytest.mark.usefixtures("theirs")
def test_a_program_that_was_seen_to_paste_what_is_marked_gets_the_text_even_when_that_is_its_own(
    program: Orders, act: Act
) -> None:
    program.ask("become", way="primary")
    act(Type(WORD))
    program.ask("become", way="primary", marked=True)

    act(Type(WORD))

    assert [WORD] == program.ask("seen")["pasted"]


@pytest.mark.usefixtures("theirs")
def test_a_program_that_asks_five_times_gets_the_text_and_never_what_the_person_has(program: Orders, act: Act) -> None:
    program.ask("become", way="asks on")

    act(Type(WORD))

    assert [WORD] == program.ask("seen")["pasted"]


@pytest.mark.usefixtures("theirs")
def test_a_program_that_refuses_the_selection_is_an_error_and_nothing_is_typed_behind_it(
    program: Orders, act: Act
) -> None:
    program.ask("become", way="refuses")

    with pytest.raises(UntypableTextError, match="requested the text but didn't read it"):
        act(Type(WORD))

    assert program.ask("seen")["keys"] == 0


@pytest.mark.usefixtures("theirs")
def test_a_program_that_hangs_is_an_error_and_never_gets_what_the_person_has(
    program: Orders, act: Act, hands: Hands
) -> None:
    program.ask("become", way="clipboard")
    os.kill(program.process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(InputError, match="application isn't responding"):
            act(Type(WORD))
        hands.press("a")
    finally:
        os.kill(program.process.pid, signal.SIGCONT)

    wait_until(lambda: program.ask("seen")["pasted"], "the paste of before")

    assert [None] == program.ask("seen")["pasted"]


@pytest.mark.parametrize(("text", "way"), [(WORD, "dies asking"), (WORD * 20_000, "dies reading")])
def test_a_program_that_ends_before_it_has_the_text_is_an_error_and_the_clipboard_is_as_before(
    display: PrivateDisplay, tmp_path: Path, act: Act, hands: Hands, text: str, way: str
) -> None:
    hands.select("theirs, copied", "clipboard")
    command = [sys.executable, "-m", "tests.fakes.x_paster"]
    with running(command, display, tmp_path, f"^{TITLE}$", talking=True) as app:
        Orders(app.process).ask("become", way=way)

        with pytest.raises(InputError, match="exited"):
            act(Type(text))

    assert Clipboard(display).get() == b"theirs, copied"
