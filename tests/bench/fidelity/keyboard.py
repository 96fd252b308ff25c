"""The layout and the locks of a display, set by other programs than ours."""

import subprocess
from dataclasses import dataclass

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until

_LOCKS = {"Caps Lock": "Caps_Lock", "Num Lock": "Num_Lock"}


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A display's keyboard."""

    display: PrivateDisplay

    def become(self, layout: str, *, locks: bool) -> None:
        """Have a layout, and both locks on or off."""
        self._lock(on=locks)
        subprocess.run(["setxkbmap", "-option", "", layout], env=self.display.environment(), check=True, timeout=60)

    def locks(self) -> set[str]:
        """Return the locks that are on."""
        told = subprocess.run(
            ["xset", "q"], env=self.display.environment(), capture_output=True, text=True, check=True, timeout=60
        ).stdout
        lights = " ".join(told.split())
        return {name for name in _LOCKS if f"{name}: on" in lights}

    def _lock(self, *, on: bool) -> None:
        wrong = [key for name, key in _LOCKS.items() if (name in self.locks()) != on]
        if wrong:
            Hands(self.display).press(*wrong)
            wait_until(lambda: self.locks() == (set(_LOCKS) if on else set()), "the locks")
