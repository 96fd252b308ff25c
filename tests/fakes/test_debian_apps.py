"""The borrowed applications come up on the private display and do what the tests of other rooms count on."""

from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.accessible import find
from tests.fakes.apps import titles
from tests.fakes.debian_apps import file_manager, mousepad, xterm
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until


def test_the_editor_saves_what_is_typed_into_it(display: PrivateDisplay, hands: Hands, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("")
    with mousepad(display, tmp_path / "home", file) as app:
        assert "note.txt" in app.title()
        left, top, width, height = app.frame()

        hands.click(left + width // 2, top + height // 2)
        hands.type("plain words")
        hands.press("ctrl+s")

        wait_until(lambda: file.read_text().strip() == "plain words", what="the saved file")


def test_the_editor_tells_the_names_of_its_menus(display: PrivateDisplay, tmp_path: Path) -> None:
    with mousepad(display, tmp_path):
        assert find(display, "mousepad", "menu", "File").width > 0


def test_the_terminal_runs_its_line_and_takes_letters_of_any_script(
    display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    out = tmp_path / "line"
    with xterm(display, tmp_path / "home", f"read -r line; printf %s \"$line\" > '{out}'; sleep 20") as app:
        left, top, width, height = app.frame()

        hands.click(left + width // 2, top + height // 2)
        hands.select("Ζωή 🎁")
        hands.press("shift+Insert", "Return")

        wait_until(out.exists, what="the line")
        wait_until(lambda: out.read_text() == "Ζωή 🎁", what="the whole line")


def test_the_file_manager_shows_the_folder_and_renames_a_file(
    display: PrivateDisplay, hands: Hands, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "old.txt").write_text("kept")
    with file_manager(display, tmp_path / "home", folder) as app:
        assert app.title() == "papers"
        left, top, width, height = app.frame()

        hands.click(left + width - 60, top + height - 80)
        hands.press("ctrl+a", "F2")
        wait_until(lambda: "Rename" in " ".join(titles(display)), what="the dialog")
        hands.press("ctrl+a")
        hands.type("new.txt")
        hands.press("Return")

        wait_until((folder / "new.txt").exists, what="the renamed file")
