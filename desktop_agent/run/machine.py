"""The allowed order of steps in a run: one table, without clock, thread or socket.

The table asserts the order; it does not drive. The loop reports each step as it takes it (`Stream.step`), and a step
out of order raises before anything else happens: no action is done without being allowed, and none is allowed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from desktop_agent.core.errors import RunOrderError
from desktop_agent.core.texts.message import Message

RunState = Literal[
    "ready", "looking", "thinking", "weighing", "deciding", "asking", "bound", "acting", "settling", "ended"
]
RunStep = Literal[
    "begin",  # the first picture is about to be taken
    "seen",  # a picture was taken: the model may be asked
    "answered",  # the model's whole answer is here
    "next",  # an action of the answer is looked at
    "allowed",  # policy or a person said yes to this action, in this picture
    "ask",  # a person has to decide
    "refused",  # policy or a person said no
    "unreadable",  # it is no action at all, such as a key that does not exist
    "rehearsed",  # in the mode `watch` the action is only shown
    "admitted",  # a person has said how far the program may go in an application
    "edited",  # a person has made another action of it, which is weighed again
    "moved",  # keys would go to another window by now, or a named control is elsewhere: it is weighed again
    "changed",  # the screen is no longer what the model saw, or the person has taken over
    "act",  # the intent is on disk
    "acted",  # all input events were sent, or could not be
    "idled",  # it was a wait or a look: nothing was touched
    "settled",  # the screen has come to rest
    "spent",  # nothing of the answer is left: look, then inform the model
    "end",  # the run is over, however
]

TABLE: Mapping[RunState, Mapping[RunStep, RunState]] = {
    "ready": {"begin": "looking", "end": "ended"},
    "looking": {"seen": "thinking", "end": "ended"},
    "thinking": {"answered": "weighing", "end": "ended"},
    "weighing": {"next": "deciding", "spent": "looking", "end": "ended"},
    "deciding": {
        "allowed": "bound",
        "ask": "asking",
        "refused": "weighing",
        "unreadable": "weighing",
        "rehearsed": "weighing",
        "changed": "weighing",
        "end": "ended",
    },
    "asking": {
        "allowed": "bound",
        "admitted": "deciding",
        "moved": "deciding",
        "edited": "deciding",
        "refused": "weighing",
        "changed": "weighing",
        "end": "ended",
    },
    "bound": {"act": "acting", "moved": "deciding", "changed": "weighing", "end": "ended"},
    "acting": {
        "acted": "settling",
        "idled": "settling",
        "moved": "deciding",
        "changed": "weighing",
        "end": "ended",
    },
    "settling": {"settled": "weighing", "end": "ended"},
    "ended": {},
}


@dataclass(frozen=True, slots=True)
class RunProgress:
    """The current step of a run, and the counts of its steps so far."""

    state: RunState = "ready"
    turns: int = 0  # answers of the model
    actions: int = 0  # actions carried out
    refusals: int = 0  # in a row, since the last action that touched the computer

    def after(self, step: RunStep) -> RunProgress:
        """Return the progress after a step; RunOrderError, and nothing changed, if the step is out of order."""
        following = TABLE[self.state].get(step)
        if following is None:
            raise RunOrderError(
                Message("A run that is {state} can't continue with “{step}”.", state=self.state, step=step)
            )
        moved = replace(self, state=following)
        match step:
            case "answered":
                return replace(moved, turns=self.turns + 1)
            case "refused":
                return replace(moved, refusals=self.refusals + 1)
            case "acted":
                return replace(moved, actions=self.actions + 1, refusals=0)
            case "idled":
                return replace(moved, actions=self.actions + 1)
            case _:
                return moved
