"""The person's clipboard is what it was after we have used it, and nobody but the application counts as its reader."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Type
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end, running
from tests.fakes.waiting import wait_until
from tests.input.targets import Target

Act = Callable[[Action], None]
WORD = "Ωμέγα 日本"  # by no key of `us`


class Clipboard:
    """The clipboard, through xclip."""

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

    def empty(self) -> None:
        """Leave the clipboard without owner: put something there and end who serves it."""
        command = ["xclip", "-selection", "clipboard", "-loops", "1", "-quiet"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self._environment
        ) as owner:
            assert owner.stdin is not None
            owner.stdin.write(b"gone")
            owner.stdin.close()
            wait_until(lambda: self.get() == b"gone")


@pytest.fixture
def clipboard(display: PrivateDisplay) -> Clipboard:
    return Clipboard(display)


@pytest.fixture
def manager(display: PrivateDisplay, tmp_path: Path) -> Iterator[Path]:
    """Run a clipboard manager; gives the file of what it got."""
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
