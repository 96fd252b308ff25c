"""A whole run on Windows: a scripted model writes into Notepad and saves; the file is compared byte for byte."""

from pathlib import Path

import pytest

from tests.fakes.waiting import wait_until
from tests.windows import letter
from tests.windows.desktop import WineDesktop
from tests.windows.place import windows_path


@pytest.mark.parametrize("time", range(3))
def test_a_run_writes_into_notepad_and_the_file_holds_every_byte(
    windows: WineDesktop, tmp_path: Path, time: int
) -> None:
    file, script, title = tmp_path / f"letter{time}.txt", tmp_path / "script.json", rf"letter{time}\.txt - Notepad"
    letter.begin(file, script)
    windows.start("notepad.exe", windows_path(file))
    windows.await_window(title)

    with windows.running("-m", "tests.fakes.serving", windows_path(script)) as server:
        address, token = (server.line().split()[-1] for _ in range(2))
        done = windows.desktop_agent(*letter.words(address), DESKTOP_AGENT_API_KEY=token)
    windows.end("notepad.exe")
    wait_until(lambda: windows.is_gone(title), "Notepad's end")

    assert 0 == done.returncode, (done.stderr, done.stdout[-2000:])
    assert letter.expected() == file.read_bytes()


def test_the_journey_for_hosted_runners_passes_here_too(windows: WineDesktop) -> None:
    done = windows.python("-m", "tests.windows.on_this_system")
    windows.end("notepad.exe")

    assert ("exit code 0, file right", 0) == (done.stdout.strip(), done.returncode), done.stderr
