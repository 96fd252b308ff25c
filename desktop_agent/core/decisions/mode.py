"""How a run is approved: its modes, and where the person is asked. The one list of each.

`policy/judge.py` gives a mode its effect, `cli/approver.py` chooses where the person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from desktop_agent.core.texts.message import Message

Mode = Literal["watch", "ask", "guard", "auto"]
MODES: Mapping[Mode, str] = {
    "watch": Message("nothing is carried out"),
    "ask": Message("every step needs approval"),
    "guard": Message("rules decide which steps need approval"),
    "auto": Message("only safety checks need approval"),
}
# In the words of a switch.
MODE_NAMES: Mapping[str, str] = {
    "watch": Message("Rehearse"),
    "ask": Message("Ask about everything"),
    "guard": Message("Ask when it matters"),
    "auto": Message("Don't ask"),
}
# What a person lets the program do in an application: to be looked at, or to be worked in.
AccessLevel = Literal["nothing", "look", "work"]
ApproverName = Literal["overlay", "terminal", "none"]
InputName = Literal["xtest", "pynput", "pyautogui"]
# Never by configuration or environment: for one run at a time, on the command line or in the console.
ONE_RUN_ONLY: frozenset[Mode] = frozenset({"auto"})
