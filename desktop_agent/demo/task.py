"""The demo's task: plain steps that fill in one order in the demo app, and the expected content of its file."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.demo.order_form.theme import ROWS_SHOWN, AppLayout, Article, layout_of

FILE_NAME = "order.json"
_NAMES = ("Πηνελόπη", "Αριάδνη Ιδαία", "Ιάσων του Βόλου", "Οδυσσέας", "Αντιγόνη Θηβαία")
_MAILBOXES = ("greenhouse", "workshop", "front.desk", "orders+demo", "reading_room")
_STREETS = ("Straße am Löwentor 7", "Ulica Źródlana 3", "Calle Peñón 21", "Rue de la Forêt 12", "Улица Мира 5")
_NOTES = (
    "午前中にお願いします 🎁",
    "裏口に置いてください 📦",
    "緑色の箱で 🌿",
    "急ぎではありません 🐢",
    "電話をください 📞",
)
_FILE_NAMES = ("Spring order", "Order 12", "Workshop list", "For the garden", "Order draft B")
_SAVES = 'click "File"'
_SENDING = ('click "Send"', 'check that "Order sent" is visible')


@dataclass(frozen=True, slots=True)
class DemoTask:
    """The steps, the app's file, and the file's expected content after all steps.

    If Send was refused, only `sent` differs: it is false.
    """

    text: str
    expected: Mapping[str, object]
    out: Path


def demo_task(seed: int, folder: Path) -> DemoTask:
    """Return the task for the app with this seed; the app is to write into `folder`."""
    layout = layout_of(seed)
    # Text as seed: the sequence is then the same in every Python version.
    chance = random.Random(f"desktop-agent demo task {seed}")
    near, between, far = _three_articles(chance, layout.catalogue)
    expected = _order_values(chance, layout) | {"basket": [near, far]}
    form = _form_steps(expected)
    chance.shuffle(form)
    steps = [*form, *_shopping_steps(near, between, far), *_saving_steps(str(expected["saved_as"])), *_SENDING]
    return DemoTask(_numbered_lines(steps), expected, folder / FILE_NAME)


def _order_values(chance: random.Random, layout: AppLayout) -> dict[str, object]:
    return {
        "name": chance.choice(_NAMES),
        "email": f"{chance.choice(_MAILBOXES)}@example.org",
        "street": chance.choice(_STREETS),
        "note": chance.choice(_NOTES),
        # The first one is already chosen at the start.
        "shipping": chance.choice(layout.shipping[1:]),
        "gift_wrap": True,
        "newsletter": False,
        "saved_as": chance.choice(_FILE_NAMES),
        "sent": True,
    }


def _form_steps(wishes: Mapping[str, object]) -> list[str]:
    return [
        f'fill "Name" with "{wishes["name"]}"',
        f'fill "E-mail" with "{wishes["email"]}"',
        f'fill "Street" with "{wishes["street"]}"',
        f'fill "Note" with "{wishes["note"]}"',
        " ".join(("select", f'"{wishes["shipping"]}"', 'from "Shipping"')),
        'tick "Gift wrap"',
        'untick "Newsletter"',
    ]


def _three_articles(chance: random.Random, catalogue: tuple[Article, ...]) -> tuple[str, str, str]:
    """Choose two articles that are visible at the start and one that is several pages down."""
    near, between = chance.sample(range(1, ROWS_SHOWN - 1), 2)
    far = chance.randrange(2 * ROWS_SHOWN, len(catalogue) - ROWS_SHOWN)
    return catalogue[near].name, catalogue[between].name, catalogue[far].name


def _shopping_steps(near: str, between: str, far: str) -> list[str]:
    # The click leaves the pointer over the list, where the wheel scrolls. It is on an article
    # that is not in the basket, whose name is on the screen only once.
    return [
        f'drag "{near}" to "Basket"',
        f'click "{between}"',
        f'scroll down until "{far}" appears',
        f'drag "{far}" to "Basket"',
    ]


def _saving_steps(file_name: str) -> list[str]:
    return [
        _SAVES,
        'click "Save As…"',
        f'fill "File name" with "{file_name}"',
        'click "Save"',
        f'wait for "Saved as {file_name}"',
    ]


def _numbered_lines(steps: list[str]) -> str:
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
