"""A person who touches nothing until a test says so."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_agent.core.presence import NobodyWatches, OnStop, OnUserInput, OwnInput, UserInput
from desktop_agent.presence.stand_ins import NoPresence


@dataclass
class QuietPerson(NoPresence):
    own: OwnInput = field(default_factory=NobodyWatches)
    quiet_s: float = math.inf
    tells_source: bool = True
    on_hand: list[OnUserInput] = field(default_factory=list)
    on_stop: list[OnStop] = field(default_factory=list)

    def watch(self, on_hand: OnUserInput, on_stop: OnStop) -> Callable[[], None]:
        self.on_hand.append(on_hand)
        self.on_stop.append(on_stop)

        def end() -> None:
            self.on_hand.remove(on_hand)
            self.on_stop.remove(on_stop)

        return end

    def touch(self, what: UserInput) -> None:
        for on_hand in self.on_hand:
            on_hand(what)

    def press_stop(self) -> None:
        for on_stop in self.on_stop:
            on_stop("the Pause key was pressed")

    def quiet_for(self) -> float:
        return self.quiet_s
