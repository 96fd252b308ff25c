"""A person who touches nothing until a test says so."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_agent.core.presence import NoOwnInput, OnLost, OnStop, OnUserInput, OwnInput, UserInput, ignore_loss
from desktop_agent.presence.reduced import NoPresence


@dataclass
class QuietPerson(NoPresence):
    own: OwnInput = field(default_factory=NoOwnInput)
    quiet_s: float = math.inf
    reports_source: bool = True
    reports_touch: bool = False
    unnoticed: str = ""
    on_user_input: list[OnUserInput] = field(default_factory=list)
    on_stop: list[OnStop] = field(default_factory=list)
    on_lost: list[OnLost] = field(default_factory=list)

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        self.on_user_input.append(on_user_input)
        self.on_stop.append(on_stop)
        self.on_lost.append(on_lost)

        def end() -> None:
            self.on_user_input.remove(on_user_input)
            self.on_stop.remove(on_stop)
            self.on_lost.remove(on_lost)

        return end

    def touch(self, what: UserInput) -> None:
        for on_user_input in self.on_user_input:
            on_user_input(what)

    def press_stop(self) -> None:
        for on_stop in self.on_stop:
            on_stop("the Pause key was pressed")

    def lose(self, why: str) -> None:
        for on_lost in self.on_lost:
            on_lost(why)

    def quiet_for(self) -> float:
        return self.quiet_s
