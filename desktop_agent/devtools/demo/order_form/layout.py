"""What a seed decides about the demo app: theme, place, size, order of fields, order and prices of the catalogue."""

from __future__ import annotations

import random
from dataclasses import dataclass

SMALLEST_SCREEN = (1280, 800)
SHIPPING = ("Standard", "Express", "Overnight", "Pick up in store", "Bicycle courier")
TEXT_FIELDS = ("Name", "E-mail", "Street", "Note")
# Every word is there once only, so that a name read with a wrong letter is still nearest to itself.
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
    """How the app looks for one seed; lengths in Qt's pixels, the position of the window with its title bar."""

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
    """Return what the seed decides; the same seed gives the same app on every machine."""
    # Text as seed: the sequence is then the same in every Python version.
    chance = random.Random(f"desktop-agent demo {seed}")
    width, height = chance.randint(1000, 1120), chance.randint(640, 680)
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
