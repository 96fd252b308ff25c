"""Qwen since Qwen3-VL, and what others have made of it: one function `computer_use`, points as parts of 1000.

From 3.5 on, Qwen has no models of its own for pictures; those for code see none, nor do those of Qwen3 without VL. The
calls and points of EvoCUA are in its makers' mm_agents/evocua/evocua_agent.py (github.com/meituan/EvoCUA), and those of
GUI-Owl 1.5 in Mobile-Agent-v3.5/computer_use/run_gui_owl_1_5_for_pc.py (github.com/X-PLUG/MobileAgent). Qwen's own
source: https://github.com/QwenLM/Qwen3-VL/blob/main/cookbooks/computer_use.ipynb. Servers that do not parse its calls
pass them on as text in <tool_call>, which is read, too.
"""

from __future__ import annotations

from desktop_agent.model.families.qwen2_5_vl import WORDS
from desktop_agent.model.family import TOOL_CALL, Family

FAMILY = Family(
    name="qwen3-vl",
    models=r"qwen-?3(?:\.\d+|-?vl|-?omni)(?!.*coder)|evocua|gui-owl-1\.5",
    words=WORDS,
    coordinates="relative1000",
    tool="computer_use",
    notation=TOOL_CALL,
)
