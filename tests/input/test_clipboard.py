"""The clipboard is what it was after a paste, which is served until it is over; nobody else gets anything by it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from Xlib import Xatom
from Xlib.display import Display
from Xlib.xobject.drawable import Window

from desktop_agent.core.actions.action import Action, Type
from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.orders import Orders
from tests.fakes.people.hands import Hands
from tests.fakes.processes import suspend
from tests.fakes.programs.apps import end, running
from tests.fakes.programs.x_paster import TITLE
from tests.fakes.waiting import wait_until
from tests.input.targets import Target

Act = Callable[[Action], None]
WORD = "Ωμέγα 日本"  # by no key of `us`


class Clipboard:
    def __init__(self, display: PrivateDisplay) -> None:
        self._environment = display.environment()

    def put(self, content: bytes, target: str = "UTF8_STRING", selection: str = "clipboard") -> None:
        subprocess.run(
            ["xclip", "-selection", selection, "-t", target], input=content, env=self._environment, check=True
        )
        # xclip ends before the server knows that the selection is its child's.
        wait_until(lambda: self.get(target, selection) == content, f"the {selection}'s new content")

    def get(self, target: str = "UTF8_STRING", selection: str = "clipboard") -> bytes:
        command = ["xclip", "-selection", selection, "-o", "-t", target]
        asked = subprocess.run(command, env=self._environment, capture_output=True, check=False, timeout=60)
        return asked.stdout if asked.returncode == 0 else b""


@pytest.fixture
def clipboard(display: PrivateDisplay) -> Clipboard:
    return Clipboard(display)


@pytest.fixture
def manager(display: PrivateDisplay, tmp_path: Path) -> Iterator[Path]:
    out = tmp_path / "managed"
    out.touch()
    command = [sys.executable, "-m", "tests.input.clipboard_watcher", str(out)]
    watcher = subprocess.Popen(
        command, env=display.environment(), stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert watcher.stdout is not None
    assert watcher.stdout.readline() == b"ready\n"
    yield out
    end(watcher)
    watcher.stdout.close()


@pytest.mark.promise("contract, Text")
def test_the_clipboard_holds_what_it_held_before_the_text_was_entered(
    qt: Target, act: Act, clipboard: Clipboard
) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4000  # more than an X server takes at once
    qt.empty()
    clipboard.put(picture, "image/png")

    act(Type(f"{WORD}\n{WORD}", at=qt.field()))
    act(Type(WORD))

    assert qt.text(25) == f"{WORD}\n{WORD}{WORD}"
    assert clipboard.get("image/png") == picture


def test_what_a_password_manager_put_there_is_not_kept(qt: Target, act: Act, clipboard: Clipboard) -> None:
    qt.empty()
    clipboard.put(b"secret", "x-kde-passwordManagerHint")

    act(Type(WORD, at=qt.field()))

    assert qt.text(len(WORD)) == WORD
    assert clipboard.get("x-kde-passwordManagerHint") == b""


def test_a_clipboard_manager_gets_nothing_of_the_text(
    display: PrivateDisplay, act: Act, manager: Path, tmp_path: Path, clipboard: Clipboard
) -> None:
    out = tmp_path / "out"
    command = ["xterm", "-T", "watched terminal", "-e", f"stty raw -echo; exec cat > '{out}'"]
    with running(command, display, tmp_path, "^watched terminal$") as app:
        wait_until(out.exists)

        act(Type(WORD, at=Target("xterm", app, out).field()))

        wait_until(lambda: out.read_text() == WORD)
    clipboard.put(b"copied by somebody")

    wait_until(lambda: "copied by somebody" in manager.read_text(), "the manager's next text")
    assert "\\u03a9" not in manager.read_text()


def test_a_program_that_a_text_ends_has_got_it(display: PrivateDisplay, act: Act, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["xterm", "-T", "short terminal", "-e", f"stty raw -echo; touch '{out}'; exec head -c 6 > '{out}'"]
    with running(command, display, tmp_path, "^short terminal$") as app:
        wait_until(out.exists)

        act(Type("жук", at=Target("xterm", app, out).field()))

        assert app.process.wait(60) == 0
    assert out.read_text() == "жук"


@pytest.fixture(scope="module")
def program(display: PrivateDisplay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orders]:
    command = [sys.executable, "-m", "tests.fakes.programs.x_paster"]
    with running(command, display, tmp_path_factory.mktemp("paster"), f"^{TITLE}$", talking=True) as app:
        yield Orders(app.process)


@pytest.fixture
def theirs(hands: Hands, program: Orders) -> None:
    program.ask("become", way="silent")
    hands.select("theirs, copied", "clipboard")
    hands.select("theirs, marked", "primary")


@pytest.fixture
def focused(display: PrivateDisplay, theirs: None) -> Iterator[Window]:
    other = Display(display.environment()["DISPLAY"])
    yield other.create_resource_object("window", other.get_input_focus().focus.id)
    other.close()


@pytest.mark.usefixtures("theirs")
@pytest.mark.parametrize("way", ["clipboard", "primary"])
def test_whichever_selection_a_program_pastes_it_is_the_text(program: Orders, act: Act, way: str) -> None:
    program.ask("become", way=way)

    act(Type(WORD))

    assert [WORD] == program.ask("seen")["pasted"]


@pytest.mark.usefixtures("theirs")
def test_who_asks_late_for_the_same_paste_gets_nothing_of_what_the_person_has(program: Orders, act: Act) -> None:
    program.ask("become", way="clipboard")
    act(Type(WORD))

    late = program.ask("paste", selection="clipboard")["text"]
    wait_until(lambda: program.ask("paste", selection="clipboard")["text"] == "theirs, copied", "their copy")
    marked = program.ask("paste", selection="primary")["text"]

    assert late is None
    assert marked == "theirs, marked"


@pytest.mark.usefixtures("theirs")
def test_who_comes_to_a_paste_after_a_stop_gets_nothing_of_what_the_person_has(
    program: Orders, act: Act, stop: threading.Event, hands: Hands, x_events: XEventLog
) -> None:
    program.ask("become", way="silent")
    with ThreadPoolExecutor() as pool:
        pool.submit(lambda: x_events.wait_for(2, "key_press")).add_done_callback(lambda _: stop.set())  # it is pasted
        with suppress(Stopped):
            act(Type(WORD))

    hands.press("a")

    assert program.ask("paste", selection="primary")["text"] is None


@pytest.mark.usefixtures("theirs")
def test_nothing_is_typed_behind_what_may_be_something_else_and_the_next_try_goes_by_keys(
    program: Orders, act: Act
) -> None:
    program.ask("become", way="silent", marked=True)

    with pytest.raises(UntypableTextError, match="something else"):
        act(Type(WORD))
    before = program.ask("seen")["keys"]
    act(Type(WORD))

    assert before == 0
    wait_until(lambda: program.ask("seen")["keys"] >= len(WORD), "the keys")


@pytest.mark.usefixtures("theirs")
@pytest.mark.parametrize(("name", "text", "keys"), [("Vncviewer", WORD, len(WORD)), ("Xephyr", WORD, 0)])
def test_nothing_is_pasted_into_another_computers_screen(
    program: Orders, act: Act, focused: Window, name: str, text: str, keys: int
) -> None:
    program.ask("become", way="clipboard")
    focused.set_wm_class(name, name)
    focused.display.flush()
    try:
        with nullcontext() if keys else pytest.raises(UntypableTextError):
            act(Type(text))
    finally:
        focused.delete_property(Xatom.WM_CLASS)
        focused.display.flush()

    wait_until(lambda: program.ask("seen")["keys"] >= keys, "the keys")
    assert {"pasted": [], "keys": keys, "marked": False} == program.ask("seen")


@pytest.mark.usefixtures("theirs")
def test_what_is_marked_in_the_program_itself_stays_marked(program: Orders, act: Act) -> None:
    program.ask("become", way="clipboard", marked=True)

    act(Type(WORD))

    assert {"pasted": [WORD], "keys": 0, "marked": True} == program.ask("seen")


@pytest.mark.usefixtures("theirs")
def test_where_a_paste_is_refused_the_same_text_goes_by_keys_and_the_next_one_at_once(
    program: Orders, act: Act, x_events: XEventLog
) -> None:
    program.ask("become", way="refuses")

    act(Type(WORD))
    act(Type(WORD))

    wait_until(lambda: program.ask("seen")["keys"] >= 2 * len(WORD), "the keys again")
    assert 1 == [event.name for event in x_events.events("key_press")].count("Insert")


@pytest.mark.usefixtures("theirs")
def test_a_program_that_hangs_is_an_error_and_never_gets_what_the_person_has(
    program: Orders, act: Act, hands: Hands
) -> None:
    program.ask("become", way="clipboard")
    suspend(program.process.pid)
    try:
        with pytest.raises(InputError, match="application isn't responding"):
            act(Type(WORD))
        hands.press("a")
    finally:
        os.kill(program.process.pid, signal.SIGCONT)

    wait_until(lambda: program.ask("seen")["pasted"], "the paste of before")

    assert [None] == program.ask("seen")["pasted"]
