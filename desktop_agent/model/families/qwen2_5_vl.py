"""Qwen2.5-VL: one function `computer_use`, points in pixels of the picture as it resizes it to multiples of 28.

Source: https://github.com/QwenLM/Qwen2.5-VL/blob/main/cookbooks/computer_use.ipynb.
"""

from __future__ import annotations

from desktop_agent.model.family import TOOL_CALL, Family
from desktop_agent.model.qwen_words import WORDS

FAMILY = Family(
    name="qwen2.5-vl",
    models=r"qwen-?2[._]5-?vl",
    words=WORDS,
    coordinates="resized28",
    tool="computer_use",
    notation=TOOL_CALL,
)
