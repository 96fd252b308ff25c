"""Prints the texts of a program's controls, as its accessibility tree has them; run by the system's Python, with gi."""

import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def walk(node: object) -> None:
    """Print a control's text and go on below it."""
    text = node.get_text_iface()  # type: ignore[attr-defined]
    if text is not None:
        print(Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)))
    for at in range(node.get_child_count()):  # type: ignore[attr-defined]
        walk(node.get_child_at_index(at))  # type: ignore[attr-defined]


desktop = Atspi.get_desktop(0)
for number in range(desktop.get_child_count()):
    application = desktop.get_child_at_index(number)
    if application is not None and application.get_name() == sys.argv[1]:
        walk(application)
