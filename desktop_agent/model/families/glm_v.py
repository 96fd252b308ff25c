"""GLM-V (4.1V to 5V): functions of our own, points as parts of 1000.

Source: https://www.skills.sh/zai-org/glm-skills/glmv-grounding.
"""

from __future__ import annotations

from desktop_agent.model.families.generic import FAMILY as GENERIC
from desktop_agent.model.family import Family

FAMILY = Family(
    name="glm-v",
    models=r"glm-?\d+(?:\.\d+)?v",
    words=GENERIC.words,
    coordinates="relative1000",
)
