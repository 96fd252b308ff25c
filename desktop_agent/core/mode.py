"""How a run is approved: its modes, and where the person is asked. The one list of each.

`policy/judge.py` gives a mode its effect, `host/prepare.py` makes the approver.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Mode = Literal["watch", "ask", "guard", "auto"]
MODES: Mapping[Mode, str] = {
    "watch": "nothing is carried out",
    "ask": "every step needs approval",
    "guard": "rules decide which steps need approval",
    "auto": "only safety checks need approval",
}
# In the words of a switch.
MODE_NAMES: Mapping[Mode, str] = {
    "watch": "Rehearse",
    "ask": "Ask about everything",
    "guard": "Ask where it matters",
    "auto": "Don't ask",
}
AccessLevel = Literal["nothing", "look", "click", "everything"]  # what a person lets the program do in an application
ApproverName = Literal["overlay", "terminal", "none"]
InputName = Literal["xtest", "pynput", "pyautogui"]
# Never by configuration or environment: for one run at a time, on the command line or in the console.
ONE_RUN_ONLY: frozenset[Mode] = frozenset({"auto"})
