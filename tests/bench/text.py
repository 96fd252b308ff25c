"""Does text arrive exactly, and how fast? Ours beside pyautogui.write and pynput's type, in GTK, Qt and xterm.

`python -m tests.bench.text [layout ...]` prints one table for each layout (default: us).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from desktop_agent.core.actions import Click, Type
from desktop_agent.demo.private_display import PrivateDisplay
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import permit_for
from tests.input.targets import Target, layout, target

ROUNDS = {"ours": 3, "ours, secret": 3}  # the others once: each borrowed keycode of theirs stalls the window manager
CORPORA = {
    "ascii 190": "".join(map(chr, range(0x20, 0x7F))) * 2,
    "latin": "Ünïcödé æøå ßẞ ñ ¿¡ ţšž ÿ €uro — “quotes” …",
    "greek": "Ελληνικά κείμενο: ΰ ώ Ϋ ς σ Σ",
    "cyrillic": "Съешь ещё этих мягких французских булок",
    "cjk": "日本語のテキスト 한국어 中文 𠮷野家",
    "emoji": "👩‍👩‍👧‍👦 🇩🇪🇯🇵 👍🏽 ❤️‍🔥",
    "lines, tabs": "one\n\ttwo\n\nthree\tfour\nfive",
    "ascii 2000": ("The quick brown fox <jumps> over 13 lazy dogs. " * 43)[:2000],
    "mixed 2000": ("Fox — Αλεπού — лиса — 狐 — 🦊 <ok>. " * 80)[:2000],
}
Way = Callable[[str], None]


def main(layouts: list[str]) -> None:
    """Print the tables."""
    with PrivateDisplay() as display:
        for name in set(os.environ) - set(display.environment()):
            del os.environ[name]
        os.environ.update(display.environment())
        hands = ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event())
        for name in layouts:
            print(f"\nlayout {name}: exact rounds, and characters a second (median of the exact ones)")
            print(f"{'app':<6} {'corpus':<12}" + "".join(f"{way:>22}" for way in _ways(hands)))
            for app in ("gtk", "qt", "xterm"):
                with target(app, display, Path(tempfile.mkdtemp())) as goal:
                    _table(goal, hands, name)
        hands.close()


def _table(goal: Target, hands: ActionExecutor, layout_name: str) -> None:
    for corpus, text in CORPORA.items():
        cells = [_cell(goal, hands, way, text, layout_name, ROUNDS.get(name, 1)) for name, way in _ways(hands).items()]
        print(f"{goal.name:<6} {corpus:<12}" + "".join(f"{cell:>22}" for cell in cells), flush=True)


def _cell(goal: Target, hands: ActionExecutor, way: Way, text: str, layout_name: str, rounds: int) -> str:
    exact, seconds = 0, []
    for _ in range(rounds):
        goal.empty()
        layout(layout_name, goal.app.display)
        hands.perform(permit_for(Click(goal.field())))
        # The others do not look whether the click and the layout have arrived: time for both.
        time.sleep(0.5)
        started = time.perf_counter()
        # A library that gives up half way has not brought the text; the table says so.
        with suppress(Exception):
            way(text)
        took = time.perf_counter() - started
        if _arrived(goal, text):
            exact += 1
            seconds.append(took)
    speed = f" {len(text) / statistics.median(seconds):>9,.0f} ch/s" if seconds else ""
    return f"{exact}/{rounds}{speed}"


def _arrived(goal: Target, text: str) -> bool:
    with suppress(AssertionError):
        wait_until(lambda: goal.name != "gtk" and goal.now() == text, within_s=2.5)
    layout("us", goal.app.display)
    if goal.name == "gtk":
        save = ["xdotool", "key", "--delay", "20", "ctrl+s"]
        subprocess.run(save, env=goal.app.display.environment(), check=True)
        with suppress(AssertionError):
            wait_until(lambda: goal.now() == text, within_s=1.0)
    return goal.now() == text


def _ways(hands: ActionExecutor) -> dict[str, Way]:
    import pyautogui
    from pynput.keyboard import Controller

    pyautogui.PAUSE = 0
    keyboard = Controller()
    return {
        "ours": lambda text: hands.perform(permit_for(Type(text))),
        "ours, secret": lambda text: hands.perform(permit_for(Type(text, secret=True))),
        "pynput type": keyboard.type,
        "pyautogui.write": pyautogui.write,
    }


if __name__ == "__main__":
    main(sys.argv[1:] or ["us"])
