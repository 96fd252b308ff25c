"""The tray program as a person at a desktop has it: a panel with a tray, the icon in it, the menu, and the windows."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.accessible import Control, controls, find
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.apps import box_of, end, windows, windows_of
from tests.fakes.waiting import wait_until
from tests.fakes.warm import python

NAME = "desktop-agent"
# Of the menu, from its top: None is a separator.
MENU = (
    *("status", None, "New task…", "Tasks", "Show me once…", "Demo", "Pause", "Stop"),
    *(None, "History", "Settings", "Help", None, "Quit"),
)
_EDGE_PX = 5
_SEPARATOR_PX = 9


@dataclass(frozen=True, slots=True)
class Box:
    left: int
    top: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        return self.left + self.width // 2, self.top + self.height // 2


@dataclass(slots=True)
class TrayProgram:
    display: PrivateDisplay
    process: subprocess.Popen[bytes]
    hand: PhysicalHand
    home: Path
    log: Path

    def icon(self) -> Box:
        height = self.display.size[1]

        def docked() -> Box | None:
            return next((box for box in self._boxes() if 10 < box.width < 40 and box.top > height - 40), None)

        found = wait_until(docked, "the icon in the tray")
        assert found is not None
        return found

    def choose(self, item: str) -> None:
        self.choose_in(self.open_menu(), item)

    def open_menu(self) -> Box:
        before = set(self._boxes())

        def opened() -> Box | None:
            self.hand.click(*self.icon().centre, 3)
            with suppress(AssertionError):
                return wait_until(lambda: next(filter(_is_menu, set(self._boxes()) - before), None), within_s=10)
            return None

        menu = wait_until(opened, f"the tray's menu; on the screen before: {before}")
        assert menu is not None
        return menu

    def choose_in(self, menu: Box, item: str) -> None:
        self.hand.click(menu.centre[0], menu.top + middle_of(item, menu.height))
        wait_until(lambda: menu not in self._boxes(), "the menu to close")

    def window(self, title: str) -> int:
        return wait_until(lambda: next(iter(windows(self.display, f"^{title}$")), 0), f"the window “{title}”")

    def shows(self, title: str) -> bool:
        return bool(windows(self.display, f"^{title}$"))

    def press(self, name: str, role: str = "push button") -> None:
        self.hand.click(*self.control(name, role).centre)

    def begin_first_task(self) -> None:
        self.control("Welcome to Desktop Agent", "label")
        self.press("Start the first task")

    def control(self, name: str, role: str = "push button") -> Control:
        return find(self.display, NAME, role, name)

    def names(self, role: str) -> list[str]:
        return [one.name for one in self.shown() if one.role == role]

    def shown(self) -> list[Control]:
        return [control for control in controls(self.display, NAME) if control.showing]

    def has(self, control: Control) -> bool:
        return any(
            (one.name, one.role, one.centre) == (control.name, control.role, control.centre) for one in self.shown()
        )

    def write_task(self, task: str) -> None:
        self.window("Desktop Agent")
        wait_until(lambda: self.control("Task", "text").focused, "the task field to have the keyboard")
        self.hand.type(task)
        self.hand.tap("ctrl", "enter")

    def journal(self, task: str) -> str:
        journals = (path.read_text() for path in self.home.glob("data/runs/*/events.jsonl"))
        return next((one for one in journals if f'"task":"{task}"' in one), "")

    def _boxes(self) -> list[Box]:
        boxes = []
        for window in windows_of(self.display, NAME):
            # It may go away while it is looked at.
            with suppress(subprocess.CalledProcessError):
                boxes.append(Box(*box_of(self.display, window)))
        return boxes


@contextmanager
def panel(display: PrivateDisplay, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = display.environment() | {"HOME": str(home)}
    process = subprocess.Popen(["tint2"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: has_tray(display), "a tray")
        yield process
    finally:
        end(process)


def has_tray(display: PrivateDisplay) -> bool:
    asked = subprocess.run(
        [sys.executable, "-c", _OWNER], env=display.environment(), capture_output=True, text=True, check=True
    )
    return asked.stdout.strip() != "0"


_OWNER = """
from Xlib.display import Display
display = Display()
owner = display.get_selection_owner(display.intern_atom("_NET_SYSTEM_TRAY_S0"))
print(owner.id if owner else 0)
"""


@contextmanager
def tray_program(
    display: PrivateDisplay,
    home: Path,
    *words: str,
    environment: Mapping[str, str] | None = None,
) -> Iterator[TrayProgram]:
    whole = display.environment() | {"DESKTOP_AGENT_HOME": str(home)} | dict(environment or {})
    log = home / "tray.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as text, PhysicalHand(display.name, display.xauthority) as hand:
        command = [python(), "-m", "desktop_agent", "--debug", *words]
        process = subprocess.Popen(command, env=whole, stdin=subprocess.DEVNULL, stdout=text, stderr=text)
        try:
            yield TrayProgram(display, process, hand, home, log)
        finally:
            end(process)


def known_user(home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config/config.toml").write_text('[provider]\nname = "local"\n', encoding="utf-8")


def _is_menu(box: Box) -> bool:
    return 120 < box.width < 400 and 200 < box.height < 500


def middle_of(item: str, height: int) -> int:
    separators = MENU.count(None)
    row = (height - 2 * _EDGE_PX - separators * _SEPARATOR_PX) / (len(MENU) - separators)
    above = MENU[: MENU.index(item)]
    return round(_EDGE_PX + above.count(None) * _SEPARATOR_PX + (len(above) - above.count(None) + 0.5) * row)
