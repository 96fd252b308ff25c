"""The *Receipt* window by itself, for `desk show --window`."""

from __future__ import annotations


def show_receipt(desk: str) -> None:
    """Show the window, and return when it is closed; DesktopAgentError where that cannot be done."""
    from desktop_agent.ui.qt.app import start_app

    app = start_app()
    from desktop_agent.desk.windows.receipt.window import open_receipt

    window = open_receipt(desk)
    window.destroyed.connect(app.quit)
    app.exec()
