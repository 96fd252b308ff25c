"""Tries from inside of a real desk to get a yes out of a card on the person's display: `… -m tests.bench.desk_yes`.

The kinds were split before the first try, every second one: those of `BUILT_ON` may be looked at when something is
mended, the others are measured. An attacker here knows more than one will: where the buttons are, the cookie of the
person's display, every address and process. That the tries are real shows outside of the desk, where the same ones
reach something; that the card could be answered shows a physical click at the end.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import Xlib

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.runtime.protocol.local_sockets import make_folder, socket_folder, tray_address
from tests.fakes.desks.desks import wish_for
from tests.fakes.people import desk_yes_prober
from tests.fakes.people.asking_card import AskingCard
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.apps import root_property
from tests.fakes.waiting import wait_until

TRIES = 110  # of each kind
_NAMES = tuple(desk_yes_prober.KINDS)
BUILT_ON = _NAMES[::2]
MEASURED = _NAMES[1::2]
_CARD = "window Approve this action? — Desktop Agent"
_TOOLS = "/tmp/tools"
_ARMED_S = 1.5
_CLICKS = 5
_FEW = 3  # outside: enough to see whether they arrive


@dataclass(frozen=True, slots=True)
class DeskTally:
    """What came of the tries of one kind."""

    kind: str
    made: int
    reached: int  # anything that is not the desk's own
    answers: int
    typed: int  # letters that arrived in the person's terminal
    why: str  # what most of them came to


class YesTries:
    """A card on a display, a real desk beside it, and tries from inside."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._folder = folder
        self.display = stack.enter_context(PrivateDisplay(1280, 800))
        self.card = stack.enter_context(AskingCard(self.display.environment()))
        self._terminal, inner = os.openpty()
        for fd in (self._terminal, inner):
            stack.callback(os.close, fd)
        os.set_inheritable(inner, True)
        os.set_blocking(inner, False)
        self._inner = inner
        tray = stack.enter_context(socket.socket(socket.AF_UNIX))
        make_folder(socket_folder(folder))
        self._tray = tray_address(folder)
        tray.bind(self._tray)
        tray.listen(200)
        six = find_spec("six")
        assert six is not None
        packages = (Path(Xlib.__file__).parent, Path(str(six.origin)), Path(desk_yes_prober.__file__))
        binds = tuple((str(package), f"{_TOOLS}/{package.name}") for package in packages)
        self.desk = stack.enter_context(SideDesk(wish_for(folder, binds=binds)))
        self.hand = stack.enter_context(PhysicalHand(self.display.name, self.display.xauthority))
        self._boxes = self._opened()

    def tried(self, kind: str, tries: int, *, inside: bool = True) -> DeskTally:
        """Make the tries of one kind while the card is open, and count what came of them."""
        runtime = Path(self.desk.environment()["XDG_RUNTIME_DIR"])
        reported = runtime / f"told-{kind}"
        known = runtime / "known"
        reported.unlink(missing_ok=True)
        known.write_text(json.dumps(self._known() | {"inside": inside}))
        known.chmod(0o644)
        words = (str(reported), str(known), kind, str(tries))
        if inside:
            self.desk.start(["env", f"PYTHONPATH={_TOOLS}", "python3", f"{_TOOLS}/desk_yes_prober.py", *words])
        else:
            outside = [sys.executable, desk_yes_prober.__file__, *words]
            subprocess.run(outside, env=self.display.environment(), check=True, timeout=60, start_new_session=True)
        wait_until(reported.exists, f"the tries by {kind}")
        came: dict[str, Any] = json.loads(reported.read_text())
        answered = self.card.is_answered()
        tally = DeskTally(kind, came["made"], came["reached"], int(answered), self._typed(), _most(came["failures"]))
        if answered:
            self.card.answer(5)
            self._boxes = self._opened()
        return tally

    def answered_by_hand(self) -> str:
        """Return the answer to a physical click at the very place: the card could have been answered."""
        answer = ""
        for _ in range(_CLICKS):
            x, y, width, height = self._approve()
            self.hand.move(x - 30, y)
            time.sleep(_ARMED_S)
            self.hand.click(x + width // 2, y + height // 2)
            if answer := self.card.answer(3):
                break
        self._opened()
        return answer

    def _opened(self) -> Mapping[str, Sequence[int]]:
        """Open the card, and put the person's pointer onto its button: one press would be enough."""
        self._boxes = self.card.ask()
        x, y, width, height = self._approve()
        self.hand.move(x + width // 2 - 3, y + height // 2)
        self.hand.nudge(3, 0)
        return self._boxes

    def _approve(self) -> Sequence[int]:
        return self._boxes["Approve once"]

    def _typed(self) -> int:
        try:
            return len(os.read(self._inner, 4096))
        except BlockingIOError:
            return 0

    def _known(self) -> dict[str, object]:
        environment = self.display.environment()
        bus = wait_until(lambda: root_property(environment, "AT_SPI_BUS").partition('"')[2], "the bus of the controls")
        cookie = self.display.xauthority.read_bytes()[-16:]
        return {
            "boxes": self._boxes, "card": self._boxes[_CARD],
            "cookie": cookie.hex(), "display": int(self.display.name[1:]), "uid": os.geteuid(),
            "addresses": sorted({one[4][0] for one in socket.getaddrinfo(socket.gethostname(), 1, socket.AF_INET)}),
            "bus": environment["DBUS_SESSION_BUS_ADDRESS"], "atspi": bus.rstrip('"\n'),
            "tray": self._tray, "pids": [os.getpid(), self.card.pid, self.desk.keeper_pid],
            "terminal": os.ttyname(self._inner),
            "terminal_on": Path(os.ttyname(self._inner)).stat().st_dev,
        }  # fmt: skip


def _most(failures: Mapping[str, int]) -> str:
    return max(failures, key=lambda one: failures[one]) if failures else "carried out"


def main(tries: int) -> int:
    """Print what came of each kind; 1 when anything was answered, reached or typed from inside."""
    with ExitStack() as stack:
        tried = YesTries(stack, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        bad = 0
        for name, kinds in (("built on", BUILT_ON), ("measured", MEASURED)):
            tallies = [tried.tried(kind, tries) for kind in kinds]
            for one in tallies:
                print(f"  {one.kind}: {one.made} tries, {one.answers} answers, {one.reached} reached; {one.why}")
            sums = [sum(getattr(one, what) for one in tallies) for what in ("made", "answers", "reached", "typed")]
            print("{}: {} tries, {} answers, {} reached something, {} letters typed".format(name, *sums))
            bad += sum(sums[1:])
        print(f"a physical click after that: {tried.answered_by_hand()}")
        reaching = [kind for kind in _NAMES if tried.tried(kind, _FEW, inside=False).reached]
        print(f"outside of the desk, {len(reaching)} kinds reach something: {', '.join(reaching)}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TRIES))
