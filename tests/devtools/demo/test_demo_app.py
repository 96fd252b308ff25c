"""The demo app, worked by somebody else's hands: every control, and the file that it writes."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.devtools.demo.order_form.theme import layout_of
from tests.fakes.accessible import Control, controls, find
from tests.fakes.apps import App, running, titles
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until

APP = "desktop-agent"
TITLE = "Desktop Agent — Demo order"
DARK_LABELS_ABOVE, LIGHT_LABELS_BESIDE = 0, 1


@dataclass(frozen=True, slots=True)
class Worked:
    """The running app, and hands that find its controls by the names that a screen reader gets."""

    app: App
    hands: Hands
    out: Path
    seen: tuple[Control, ...]

    def at(self, role: str, name: str) -> tuple[int, int]:
        """Say where a control that was there from the start is."""
        return next(c.centre for c in self.seen if (c.role, c.name) == (role, name))

    def fill(self, name: str, text: str) -> None:
        """Go to a field by a click, then paste."""
        self.hands.click(*self.at("text", name))
        wait_until(lambda: find(self.app.display, APP, "text", name).focused, what=f"the caret in {name}")
        self.hands.paste(text)

    def choose(self, option: str) -> None:
        """Open the combo box and click an option."""
        combo = next(c for c in self.seen if c.role == "combo box")
        self.hands.click(*combo.centre)
        # A list that is closed says that its lines are at the left edge of the screen.
        item = wait_until(lambda: next((c for c in self._options() if c.name == option and c.left >= combo.left), None))
        assert item is not None
        self.hands.click(*item.centre)

    def menu(self, title: str, entry: str) -> None:
        """Open a menu and click an entry."""
        self.hands.click(*self.at("menu item", title))
        self.hands.click(*find(self.app.display, APP, "menu item", entry).centre)

    def name_file(self, name: str) -> None:
        """Open the dialog of Save As and type a name."""
        self.menu("File", "Save As…")
        wait_until(lambda: find(self.app.display, APP, "text", "File name").focused, what="the caret in File name")
        self.hands.type(name)

    def article(self, name: str) -> tuple[int, int]:
        """Say where an article of the catalogue is now."""
        return find(self.app.display, APP, "tree item", name).centre

    def saved(self) -> dict[str, object]:
        """Return what the file holds, as soon as there is one."""
        wait_until(self.out.exists, what="the file")
        order: dict[str, object] = json.loads(self.out.read_text())
        return order

    def _options(self) -> tuple[Control, ...]:
        return tuple(c for c in controls(self.app.display, APP) if c.role == "list item")


Start = Callable[..., AbstractContextManager[Worked]]


@pytest.fixture
def demo(display: PrivateDisplay, hands: Hands, tmp_path: Path) -> Start:
    """Give a way to start the demo app with a seed."""

    @contextmanager
    def start(seed: int, out: Path = tmp_path / "order.json") -> Iterator[Worked]:
        command = [sys.executable, "-m", "desktop_agent.devtools.demo.demo_app", "--seed", str(seed), "--out", str(out)]
        with running(command, display, tmp_path / "home", f"^{TITLE}$") as app:
            find(display, APP, "push button", "Send")
            yield Worked(app, hands, out, controls(display, APP))

    return start


@pytest.mark.parametrize("seed", [DARK_LABELS_ABOVE, LIGHT_LABELS_BESIDE])
def test_a_whole_order_made_by_hand_is_in_the_file(demo: Start, seed: int) -> None:
    names = [article.name for article in layout_of(seed).catalogue]
    with demo(seed) as worked:
        worked.fill("Name", "Ιάσων του Βόλου")
        worked.fill("E-mail", "orders+demo@example.org")
        worked.fill("Street", "Straße am Löwentor 7")
        worked.fill("Note", "裏口に 📦\nзавтра")
        worked.choose("Express")
        worked.hands.click(*worked.at("check box", "Gift wrap"))
        worked.hands.click(*worked.at("check box", "Newsletter"))
        worked.hands.drag(worked.article(names[3]), worked.at("label", "Basket"))
        worked.hands.scroll(*worked.article(names[5]), 9)
        worked.hands.drag(worked.article(names[30]), worked.at("list", "Basket content"))
        worked.name_file("Order 12")
        worked.hands.click(*find(worked.app.display, APP, "push button", "Save").centre)
        find(worked.app.display, APP, "label", "Saved as Order 12")
        assert worked.saved()["sent"] is False

        worked.hands.click(*worked.at("push button", "Send"))
        find(worked.app.display, APP, "label", "Order sent")

        assert worked.saved() == {
            "name": "Ιάσων του Βόλου",
            "email": "orders+demo@example.org",
            "street": "Straße am Löwentor 7",
            "note": "裏口に 📦\nзавтра",
            "shipping": "Express",
            "gift_wrap": True,
            "newsletter": False,
            "basket": [names[3], names[30]],
            "saved_as": "Order 12",
            "sent": True,
        }


def test_the_window_has_the_title_the_class_and_the_place_of_its_seed(demo: Start) -> None:
    layout = layout_of(LIGHT_LABELS_BESIDE)
    with demo(LIGHT_LABELS_BESIDE) as worked:
        asked = subprocess.run(
            ["xprop", "-id", str(worked.app.window), "-notype", "WM_CLASS"],
            env=worked.app.display.environment(), capture_output=True, text=True, check=True,
        )  # fmt: skip
        left, top, width, height = worked.app.frame()

        wait_until(lambda: TITLE in titles(worked.app.display), "the window in the list of the window manager")
        assert asked.stdout.strip() == 'WM_CLASS = "desktop-agent", "desktop-agent"'
        assert (width, height) == (layout.width, layout.height)
        assert 0 <= left - layout.left <= 4
        assert 0 <= top - layout.top <= 40


def test_an_article_let_go_beside_the_basket_is_not_in_it(demo: Start) -> None:
    names = [article.name for article in layout_of(LIGHT_LABELS_BESIDE).catalogue]
    with demo(LIGHT_LABELS_BESIDE) as worked:
        worked.hands.drag(worked.article(names[1]), worked.at("label", "Customer"))
        worked.hands.click(*worked.at("push button", "Send"))

        assert worked.saved()["basket"] == []


def test_a_drag_right_after_a_click_on_the_same_line_is_a_drag(demo: Start) -> None:
    names = [article.name for article in layout_of(LIGHT_LABELS_BESIDE).catalogue]
    with demo(LIGHT_LABELS_BESIDE) as worked:
        line = worked.article(names[1])

        worked.hands.click(*line)
        worked.hands.drag(line, worked.at("label", "Basket"))
        worked.hands.click(*worked.at("push button", "Send"))

        assert worked.saved()["basket"] == [names[1]]


def test_the_keyboard_fills_the_basket_and_the_menu_empties_it(demo: Start) -> None:
    names = [article.name for article in layout_of(LIGHT_LABELS_BESIDE).catalogue]
    with demo(LIGHT_LABELS_BESIDE) as worked:
        worked.hands.click(*worked.article(names[2]))
        worked.hands.press("Return", "Down", "Return")
        find(worked.app.display, APP, "label", "2 articles")

        worked.menu("Edit", "Empty basket")

        find(worked.app.display, APP, "label", "Drag articles here")


def test_a_name_that_no_file_can_have_cannot_be_saved(demo: Start) -> None:
    with demo(LIGHT_LABELS_BESIDE) as worked:
        worked.name_file("a/b")

        worked.hands.press("Return", "Escape")
        wait_until(lambda: titles(worked.app.display) == (TITLE,), what="the end of the dialog")

        assert not worked.out.exists()


def test_a_file_that_cannot_be_written_is_said_in_the_window_and_nothing_counts_as_sent(
    demo: Start, tmp_path: Path
) -> None:
    with demo(LIGHT_LABELS_BESIDE, tmp_path / "missing" / "order.json") as worked:
        worked.hands.click(*worked.at("push button", "Send"))

        find(worked.app.display, APP, "label", "Not written: No such file or directory")


def test_everything_that_can_be_worked_has_a_name(demo: Start) -> None:
    roles = {"text", "check box", "push button", "combo box", "menu item", "tree", "list item", "tree item"}
    with demo(DARK_LABELS_ABOVE) as worked:
        nameless = [control for control in worked.seen if control.role in roles and not control.name]

        assert nameless == []
