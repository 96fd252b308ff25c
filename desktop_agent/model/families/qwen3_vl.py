"""Qwen3-VL and Qwen3.5: one function `computer_use`, points as parts of 1000."""

from __future__ import annotations

from desktop_agent.model.family import TOOL_CALL, Family
from desktop_agent.model.qwen_words import WORDS

FAMILY = Family(
    name="qwen3-vl",
    source="https://github.com/QwenLM/Qwen3-VL/blob/main/cookbooks/computer_use.ipynb",
    models=("qwen3-vl", "qwen3.5", "qwen3vl"),
    words=WORDS,
    coordinates="relative1000",
    tool="computer_use",
    notation=TOOL_CALL,
    quirks=("Servers that do not parse its calls pass them on as text in <tool_call>, which is read, too.",),
)
