"""The keymap of a session, with a keyboard and without: a seat that has none is not asked for it."""

from contextlib import closing

from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.input.wlroots import create
from desktop_agent.platforms.wayland.keymap import session_keymap


def test_a_session_has_a_keymap_once_it_has_a_keyboard(on_sway: PrivateSway) -> None:
    environment = on_sway.environment()

    assert "" == session_keymap(environment)
    with closing(create()):
        assert session_keymap(environment).startswith("xkb_keymap")
