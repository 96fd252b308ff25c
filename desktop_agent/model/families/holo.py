"""Holo 3.1 and 4: functions of our own, points as parts of 1000, few pictures, and earlier reasoning is dropped.

Source: https://hub.hcompany.ai/agent-loop. Reasoning is left on.
"""

from __future__ import annotations

from desktop_agent.model.families.generic import FAMILY as GENERIC
from desktop_agent.model.family import Family

FAMILY = Family(
    name="holo",
    models="holo",
    words=GENERIC.words,
    coordinates="relative1000",
    prompt="Keep what you will need later as short notes in your answers: earlier pictures and thoughts are dropped.",
    pictures=3,
    keeps_reasoning=False,
)
