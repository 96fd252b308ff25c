"""Applications that Debian has and nobody here wrote, in a home of their own: editor and terminal."""

from contextlib import AbstractContextManager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import App, running


def mousepad(display: PrivateDisplay, home: Path, *files: Path) -> AbstractContextManager[App]:
    """Start the editor; its title is "Untitled 1 - Mousepad", or begins with the path of the (last) file."""
    # Without a server of its own the window would belong to another test's editor.
    return running(["mousepad", "--disable-server", *files], display, home, " - Mousepad$")


def xterm(display: PrivateDisplay, home: Path, command: str) -> AbstractContextManager[App]:
    """Start a terminal that runs one line of shell; it shows and takes Unicode, and closes when the line is done."""
    return running(["xterm", "-u8", "-T", "a terminal", "-e", "sh", "-c", command], display, home, "^a terminal$")
