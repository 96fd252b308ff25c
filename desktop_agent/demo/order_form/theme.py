"""How the demo app looks: Fusion, its own palette, one small style sheet, light and dark."""

from __future__ import annotations

import random
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

SMALLEST_SCREEN = (1280, 800)
SHIPPING = ("Standard", "Express", "Overnight", "Pick up in store", "Bicycle courier")
TEXT_FIELDS = ("Name", "E-mail", "Street", "Note")
# Every word occurs only once, so that a name with a misread letter is still nearest to itself.
ARTICLES = (
    "Walnut tray", "Linen apron", "Copper kettle", "Ceramic bowl", "Garden hose", "Paper lantern", "Wool blanket",
    "Brass compass", "Oak bookshelf", "Velvet cushion", "Cotton hammock", "Glass carafe", "Leather satchel",
    "Bamboo steamer", "Marble board", "Silver thimble", "Rubber boots", "Canvas tent", "Straw hat", "Iron skillet",
    "Birch sledge", "Clay teapot", "Felt slippers", "Cork coaster", "Pine bench", "Silk scarf", "Rattan chair",
    "Granite mortar", "Maple cutlery", "Enamel jug", "Wicker cradle", "Pocket telescope", "Folding umbrella",
    "Desk calendar", "Fountain pen", "Reading lamp", "Kitchen scale", "Travel adapter", "Bicycle pump",
    "Picnic thermos", "Chess set", "Jigsaw puzzle", "Wall clock", "Door chime", "Bird feeder", "Flower vase",
    "Herb scissors", "Watering can", "Rain gauge", "Sewing machine", "Knitting needles", "Tool cabinet",
    "Camping stove", "Climbing rope", "Fishing rod", "Yoga mat", "Jump harness", "Table tennis racket",
    "Music stand", "Piano stool",
)  # fmt: skip
ROWS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class DemoColours:
    """The named colours of one theme."""

    ground: str
    card: str
    line: str
    edge: str
    """The border of things one can type into or press: stronger than a line."""
    text: str
    muted: str
    accent: str
    good: str


LIGHT = DemoColours("#f4f5f7", "#ffffff", "#d9dde3", "#aab2bf", "#1b1e24", "#626b78", "#2563eb", "#15803d")
DARK = DemoColours("#16181d", "#1f2229", "#343945", "#565e6e", "#e8eaed", "#9aa1ad", "#3b7df0", "#2fb67c")

_SHEET = """
QFrame#card {{ background: {card}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#card[aimed="true"] {{ border: 1px solid {accent}; }}
QLabel {{ background: transparent; }}
QLabel#heading {{ font-size: {heading_px}px; font-weight: 600; }}
QLabel#muted {{ color: {muted}; }}
QLabel#good {{ color: {good}; font-weight: 600; }}
QLabel#carried {{ background: {accent}; color: white; border-radius: 6px; padding: 6px 10px; }}
QLineEdit, QPlainTextEdit {{ background: {card}; border: 1px solid {edge}; border-radius: 6px;
  padding: {px5}px {px8}px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {accent}; }}
QComboBox {{ combobox-popup: 0; min-height: {line_px}px; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 4px; margin: 2px; min-width: 28px; min-height: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QComboBox QAbstractItemView {{ background: {card}; border: 1px solid {edge}; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding-left: 4px; }}
QComboBox QAbstractItemView::item:selected {{ background: {accent}; color: white; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: 17px; height: 17px; }}
QTreeWidget, QListWidget {{ background: {card}; border: 1px solid {line}; border-radius: 6px; }}
QTreeWidget::item, QListWidget::item {{ padding: {px4}px 6px; }}
QTreeWidget::item:selected, QListWidget::item:selected {{ background: {accent}; color: white; }}
QHeaderView::section {{ background: {card}; color: {muted}; border: 0; border-bottom: 1px solid {line};
  padding: {px6}px; font-weight: 600; }}
QPushButton {{ background: {card}; border: 1px solid {edge}; border-radius: 8px; padding: {px8}px 20px; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton#primary {{ background: {accent}; color: white; border: 1px solid {accent}; font-weight: 600; }}
QPushButton:disabled, QPushButton#primary:disabled {{ background: {line}; color: {muted}; border: 1px solid {line}; }}
QMenuBar {{ background: {card}; border-bottom: 1px solid {line}; padding: {px2}px 6px; }}
QMenuBar::item {{ padding: {px6}px 12px; border-radius: 6px; background: transparent; }}
QMenuBar::item:selected {{ background: {line}; }}
QMenu {{ background: {card}; border: 1px solid {edge}; padding: 4px; }}
QMenu::item {{ padding: 7px 32px 7px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: white; }}
"""


def use_theme(app: QApplication, *, dark: bool, font_px: int, air: float = 1.0) -> None:
    """Style the application; can be called again to change it. `air` scales the space around controls."""
    colours = DARK if dark else LIGHT
    app.setStyle("Fusion")
    app.setPalette(_palette(colours))
    # Fusion draws the outline of a check box a shade darker than the window: too faint to see on dark cards.
    boxes = _palette(colours)
    boxes.setColor(QPalette.ColorRole.Window, QColor(colours.edge).lighter(150 if dark else 120))
    app.setPalette(boxes, "QCheckBox")  # type: ignore[arg-type]  # its types ask for bytes, it takes text only
    app.setFont(_font(font_px))
    names = {name: getattr(colours, name) for name in DemoColours.__dataclass_fields__}
    gaps = {f"px{n}": round(n * air) for n in (2, 4, 5, 6, 8)}
    letters = {"heading_px": min(16, font_px + 2), "line_px": min(26, round(font_px * 1.3) + round(8 * air))}
    app.setStyleSheet(_SHEET.format(**names, **gaps, **letters))


def without_motion(app: QApplication) -> None:
    """Switch off blinking carets and opening effects, which would keep the picture changing."""
    app.setCursorFlashTime(0)
    effects = (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo)
    for effect in (*effects, Qt.UIEffect.UI_AnimateTooltip, Qt.UIEffect.UI_FadeTooltip):
        app.setEffectEnabled(effect, False)  # noqa: FBT003  Qt's own signature


def _font(size_px: int) -> QFont:
    families = set(QFontDatabase.families())
    font = QFont(next((name for name in ("Inter", "DejaVu Sans") if name in families), ""))
    font.setPixelSize(size_px)
    return font


def _palette(colours: DemoColours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for kind, value in (
        (role.Window, colours.ground), (role.Base, colours.card), (role.AlternateBase, colours.ground),
        (role.Button, colours.card), (role.Text, colours.text), (role.WindowText, colours.text),
        (role.ButtonText, colours.text), (role.ToolTipBase, colours.card), (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent), (role.HighlightedText, "#ffffff"), (role.PlaceholderText, colours.muted),
        (role.Mid, colours.edge), (role.Dark, colours.edge), (role.Light, colours.line), (role.Accent, colours.accent),
    ):  # fmt: skip
        palette.setColor(kind, QColor(value))
    return palette


@dataclass(frozen=True, slots=True)
class Article:
    """One line of the catalogue; the price is in cents."""

    name: str
    cents: int

    @property
    def price(self) -> str:
        """The price as the app shows it."""
        return f"€ {self.cents / 100:.2f}"


@dataclass(frozen=True, slots=True)
class AppLayout:
    """The app's look for one seed; lengths in Qt's pixels, the window's position including its title bar."""

    seed: int
    left: int
    top: int
    width: int
    height: int
    dark: bool
    font_px: int
    labels_above: bool
    catalogue_first: bool
    fields: tuple[str, ...]
    shipping: tuple[str, ...]
    catalogue: tuple[Article, ...]


def layout_of(seed: int) -> AppLayout:
    """Return the layout of a seed, which is the same on every machine."""
    # Text as seed: the sequence is then the same in every Python version.
    chance = random.Random(f"desktop-agent demo {seed}")
    width = chance.randint(1000, 1120)
    height = chance.randint(640, 680)
    return AppLayout(
        seed=seed,
        left=chance.randint(0, SMALLEST_SCREEN[0] - width - 20),
        top=chance.randint(0, SMALLEST_SCREEN[1] - height - 60),
        width=width,
        height=height,
        dark=chance.random() < 1 / 2,
        font_px=chance.choice((14, 15)),
        labels_above=chance.random() < 1 / 3,
        catalogue_first=chance.random() < 1 / 2,
        fields=tuple(chance.sample((*TEXT_FIELDS, "Shipping", "Options"), 6)),
        shipping=tuple(chance.sample(SHIPPING, len(SHIPPING))),
        catalogue=tuple(Article(name, chance.randint(6, 180) * 50) for name in chance.sample(ARTICLES, len(ARTICLES))),
    )
