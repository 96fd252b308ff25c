"""The built-in model works applications that nobody here wrote."""

from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.waiting import wait_until
from tests.journeys.conftest import Agent

GREETING = "Καλημέρα κόσμε\nおはよう世界\nA rocket 🚀 and <tags> & \\slashes"


def test_a_note_is_written_in_mousepad_and_saved_through_the_menus(
    display: PrivateDisplay, agent: Agent, tmp_path: Path
) -> None:
    saved = tmp_path / "greeting.txt"
    typed = GREETING.replace("\\", "\\\\").replace("\n", "\\n")
    task = f"""
    type "{typed}"
    click "File"
    click "Save As..."
    press ctrl+a
    type "{saved}" and press enter
    wait for "greeting.txt" for up to 10 s
    check that "Warning: you are not here" is not visible
    """

    with running(["mousepad"], display, tmp_path / "home", "Mousepad"):
        ran = agent("run", task, "--json", "--allow", "mousepad")
        wait_until(lambda: saved.exists() and saved.read_bytes() == GREETING.encode(), "the saved file")

    assert ran.code == 0, ran.err
