"""`tray`, also run without a command: the icon in the tray, and the windows behind it."""

from __future__ import annotations

from desktop_agent.cli import terminal


def command() -> int:
    """Put Desktop Agent in the tray.

    Its menu starts, pauses and stops tasks, and opens History and Settings. If the desktop has no tray, a small
    window does the same. Running it again brings the running program to the front.
    """
    from desktop_agent.ui.tray.start import show_tray

    if message := show_tray():
        terminal.say(message)
    return 0
