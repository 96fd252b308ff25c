"""The *Guide* window by itself, for `runs guide --edit`."""

from __future__ import annotations

from pathlib import Path


def edit_guide(folder: Path) -> None:
    """Show the window, and return when it is closed; DesktopAgentError where that cannot be done."""
    from desktop_agent.ui.qt.app import start_app

    app = start_app()
    from desktop_agent.studio.windows.howto.window import open_guide

    window = open_guide(folder)
    window.destroyed.connect(app.quit)
    app.exec()
