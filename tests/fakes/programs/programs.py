"""Real programs as a user's functions: each is Python's own interpreter with a line of code."""

import sys
from dataclasses import replace
from typing import Any

from desktop_agent.core.actions.action import Function

CITY: dict[str, Any] = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
ECHO = "import sys; print(sys.stdin.read(), *sys.argv[1:])"


def function(code: str = ECHO, *arguments: str, **more: object) -> Function:
    made = Function(
        "weather", "Tells the weather.", CITY, command=(sys.executable, "-c", code, *arguments), timeout_s=20.0
    )
    return replace(made, **more)  # type: ignore[arg-type]
