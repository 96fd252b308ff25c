"""A program has one name, wherever a person reads it, and browsers are known by the names of their executables."""

import pytest

from desktop_agent.core.actions.action import Click
from desktop_agent.core.actions.describe import named_target
from desktop_agent.core.pictures import ImagePoint, Window
from desktop_agent.core.programs import BROWSERS, is_browser, is_one_of, short_name
from desktop_agent.record.wording import program_of
from tests.fakes.runs.cases import target_of


@pytest.mark.parametrize(("app", "program", "name"), [
    ("mousepad", "/usr/bin/mousepad", "Mousepad"),
    ("soffice.bin", "/usr/lib/libreoffice/program/soffice.bin", "LibreOffice"),
    ("oosplash", "/usr/lib/libreoffice/program/oosplash", "LibreOffice"),
    ("python3.11", "/usr/bin/python3.11 -m desktop_agent.demo.demo_app", "Demo app"),
    ("python3.11", "/usr/bin/python3.11 /opt/tools/my-tool.py", "My tool"),
    ("python3.11", "/usr/bin/python3.11 -c 0123456789abcdef", "Python3.11"),
    ("notepad.exe", "C:\\Program Files\\Pad\\notepad.exe", "Notepad"),
    ("org.gnome.TextEditor", "", "TextEditor"),
    ("", "/usr/bin/perl /opt/tools/sort_mail.pl", "Sort mail"),
])  # fmt: skip
def test_a_program_is_called_as_people_know_it_on_a_card_and_in_the_record(app: str, program: str, name: str) -> None:
    place = Window(1, app, program=program)
    recorded = named_target(target_of(place), Click(ImagePoint(5, 5)))

    assert recorded is not None
    assert [short_name(place), program_of(recorded)] == [name, name]
    assert short_name(None) == "this window"


def test_browsers_are_known_by_their_executables() -> None:
    browsers = ["chromium", "chrome", "firefox-esr", "Brave-browser", "google-chrome-beta", "vivaldi-stable"]
    browsers += ["Google Chrome", "Brave Browser", "Microsoft Edge", "Safari"]  # as macOS has them
    others = ["mousepad", "xterm", "", "archive-manager", "surfraw", "operator"]

    assert [name for name in (*browsers, *others) if is_browser(name)] == browsers


def test_a_program_is_also_what_its_desktop_entry_says() -> None:
    manager = Window(1, "gentoo", program="/usr/bin/gentoo", kinds=frozenset({"FileManager", "Utility"}))

    assert is_one_of(manager, frozenset({"FileManager"}))
    assert not is_one_of(manager, BROWSERS)
    assert not is_one_of(Window(1, "gentoo", program="/usr/bin/gentoo"), frozenset({"FileManager"}))
    assert not is_one_of(None, frozenset({"FileManager"}))
