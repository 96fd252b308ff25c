"""What policy decides on a function call: one of the user's functions, or a tool of an MCP server."""

from __future__ import annotations

from typing import Final

from desktop_agent.core.actions import Invoke
from desktop_agent.core.decision import Allow, Ask, Reason
from desktop_agent.core.function import FunctionVerdict
from desktop_agent.core.mode import Mode
from desktop_agent.policy.judge import EVERY_STEP

RULE: Final = "function"
APPROVAL_RULE: Final = "mcp-approval"
_APPROVAL = Reason(APPROVAL_RULE, "The model's server asks whether this tool of an MCP server may be used.")
_PROGRAM = Reason(RULE, "Your function runs a program on this computer, with your rights.")

_STARTED = Reason(RULE, "This starts a program on this computer. It works with your rights.")


def judge(call: Invoke, verdict: FunctionVerdict, mode: Mode) -> Allow | Ask:
    """Return what is said of a call; `verdict` is what the user's settings say of the function.

    What a server wants a person to approve is never approved by a mode, as with its safety checks.
    """
    if call.server:
        return Ask((_APPROVAL,))
    if mode == "ask":
        return Ask((EVERY_STEP,))
    if verdict == "allow":
        return Allow(RULE)
    if mode == "auto":
        return Allow(RULE, by="mode")
    return Ask((_STARTED if call.started else _PROGRAM,))
