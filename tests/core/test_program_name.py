"""A program has one name, wherever a person reads it."""

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.describe import named_target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.programs import short_name
from desktop_agent.record.wording import program_name
from tests.fakes.cases import target_of


@pytest.mark.parametrize(("app", "program", "name"), [
    ("mousepad", "/usr/bin/mousepad", "Mousepad"),
    ("soffice.bin", "/usr/lib/libreoffice/program/soffice.bin", "Soffice"),
    ("python3.11", "/usr/bin/python3.11 -m desktop_agent.devtools.demo.demo_app", "Demo app"),
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
    assert [short_name(place), program_name(recorded.application)] == [name, name]


def test_no_window_has_no_program() -> None:
    assert short_name(None) == "this window"
