"""Where the links in a label of a real program lead."""

from pathlib import Path

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.target_asker import asking_targets

WINDOW = """
import gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk
label = Gtk.Label()
label.set_markup({markup!r})
window = Gtk.Window(title="Contact")
window.set_default_size(400, 300)
window.add(label)
window.show_all()
Gtk.main()
"""


@pytest.mark.parametrize("link", ["mailto:a@b.example", "https://b.example/", ""])
def test_a_label_of_gtk_tells_where_its_link_leads(on_display: PrivateDisplay, tmp_path: Path, link: str) -> None:
    markup = f'Please <a href="{link}">contact us</a>' if link else "Please contact us"
    command = ["/usr/bin/python3", "-c", WINDOW.format(markup=markup)]
    with running(command, on_display, tmp_path, "^Contact$") as app, asking_targets() as ask:
        left, top, width, height = app.frame()
        target = ask(Click(ImagePoint(left + width // 2, top + height // 2)))

    assert target.name == "Please contact us"
    assert (target.page.link if target.page else "") == link
