"""The keymap of a session's keyboards."""

from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.keymap import session_keymap


def test_a_seat_without_a_keyboard_is_asked_for_none(sway: PrivateSway) -> None:
    """To ask is an error of the protocol, which ends the connection; GNOME Shell 48.7 crashed."""
    assert session_keymap(sway.environment()) == ""
