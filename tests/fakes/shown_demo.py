"""The windows of the demo app, opened as the app opens them; for `shown_windows`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog

from desktop_agent.devtools.demo.order_form.theme import layout_of, use_theme
from desktop_agent.devtools.demo.order_form.window import OrderWindow
from tests.fakes.shown_windows import Opened

SEEDS = (0, 3)


def openers(folder: Path, font_px: int) -> dict[str, Callable[[], Opened]]:
    app = QApplication(["desktop-agent"])
    form = {f"demo-{seed}": lambda seed=seed: order(app, folder, seed, font_px) for seed in SEEDS}
    return {**form, "demo-save": lambda: save(app, folder, font_px)}


def order(app: QApplication, folder: Path, seed: int, font_px: int) -> Opened:
    layout = layout_of(seed)
    use_theme(app, dark=layout.dark, font_px=font_px or layout.font_px)
    window = OrderWindow(layout, folder / "order.json")
    window.show()
    return Opened(window)


def save(app: QApplication, folder: Path, font_px: int) -> Opened:
    opened = order(app, folder, 0, font_px)
    window = opened.window
    assert isinstance(window, OrderWindow)
    window._ask_name()
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    return Opened(dialog, kept=[opened], close=window.close)
