"""The built-in model works applications that nobody here wrote."""

from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.settings.answers import AppPermissionStore
from tests.fakes.apps import running
from tests.fakes.hands import Hands
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
        ran = agent("run", task, "--json", "--allow", "mousepad=everything")
        wait_until(lambda: saved.exists() and saved.read_bytes() == GREETING.encode(), "the saved file")

    assert ran.code == 0, ran.err


def test_a_file_is_renamed_in_a_file_manager(display: PrivateDisplay, agent: Agent, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "draft.txt").write_text("words")

    with running(["pcmanfm", folder], display, tmp_path / "home", "papers"):
        # Its dialog tells nobody that a field has the keyboard: the space in the name could press a button.
        ran = agent(
            *("run", "--allow", "pcmanfm=everything"),
            'click "draft.txt"; press F2; press ctrl+a; type "final version.txt" and press enter; '
            'wait for "final version.txt"',
            environment={"DESKTOP_AGENT_BUILTIN__UNKNOWN-EFFECT": "allow"},
        )
        wait_until((folder / "final version.txt").exists, "the new name")

    assert ran.code == 0, ran.out + ran.err
    assert [file.name for file in folder.iterdir()] == ["final version.txt"]
    assert (folder / "final version.txt").read_text() == "words"


def test_a_command_is_typed_into_xterm_to_the_letter(
    display: PrivateDisplay, agent: Agent, hands: Hands, tmp_path: Path
) -> None:
    words = """!#%&'()*+,-./:;<=>?@[]^_`{|}~ é ß Ω Ж 語"""
    out = tmp_path / "out.txt"

    with running(
        ["xterm", "-u8", "-T", "terminal", "-e", "sh", "-c", f"cat > '{out}'"], display, tmp_path / "home", "terminal"
    ) as app:
        left, top, width, height = app.frame()
        hands.click(left + width // 2, top + height // 2)
        # A terminal is nothing that a run types into without a person, unless its owner has let it in there for good.
        let_in = {f"DESKTOP_AGENT_BUILTIN__{rule.upper()}": "allow" for rule in ("terminal", "shell-line")}
        kept = tmp_path / "agent" / "config" / "applications.toml"
        AppPermissionStore(kept).allow(str(Path("/usr/bin/xterm").resolve()), "", "everything", "always")
        ran = agent("run", f"type “{words}” and press enter; press ctrl+d", environment=let_in)
        assert ran.code == 0, ran.out + ran.err
        wait_until(lambda: app.process.poll() is not None, "the end of xterm")

    assert out.read_text(encoding="utf-8") == words + "\n"
