"""A question at the terminal is answered by a chord that a keyboard holds, where that can be proved."""

import math
import time
from collections.abc import Sequence

from desktop_agent.cli.prompt.line_guard import ChordAtTerminal
from desktop_agent.core.decision import Approved
from desktop_agent.ui.proof.guard import ARM_S
from tests.cli.test_line_guard import Keys, desk


class Held:
    """A chord that is held from some moment on; with `soon`, from `ARM_S` after the next look at it."""

    def __init__(self) -> None:
        self.since_s = math.inf
        self.soon = False

    def held_for(self, _keys: Sequence[str]) -> float:
        """Return for how long."""
        if self.soon:
            self.soon, self.since_s = False, time.monotonic() + ARM_S
        return max(0.0, time.monotonic() - self.since_s)


def test_a_chord_that_is_held_at_the_question_says_yes_and_its_name_is_in_the_prompt() -> None:
    held = Held()
    with desk(Keys(tells_source=False), challenge=True, chord=ChordAtTerminal(("ctrl", "y"), held.held_for)) as here:

        def person() -> None:
            here.typist.waits_for("Type 4711 for yes, or hold Ctrl+Y. [y/N] ")
            held.soon = True  # whoever asks has begun to look by then

        assert Approved() == here.decides(person)
