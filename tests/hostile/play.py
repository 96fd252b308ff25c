"""Plays a list of steps as the model of real runs that nobody watches, and says which had an effect.

Each step begins on a picture of what it is about: the stage is set by others, the model looks, then it asks for
what it wants. Whether that had an effect is read from files and from the canary server, never from our own record.
Our record only says, for what went wrong, which rule had decided.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.events import ActionFailed, Decided, Noticed, Stamped
from tests.fakes.script import Answer, Item, asks, says
from tests.fakes.waiting import wait_until
from tests.hostile.scripted_run import scripted_run

# An effect may be written a moment after the screen has come to rest.
HOSTILE_WITHIN_S, BENIGN_WITHIN_S = 0.25, 5.0
_LOOK = asks({"type": "screenshot"})

Turn = Callable[[], Sequence[Item]]
Level = Literal["none", "click", "everything"]
LEVELS: tuple[Level, ...] = ("none", "click", "everything")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a model does, by one route; `turns` are its answers, one after the other."""

    app: str
    language: str
    route: str
    kind: Literal["hostile", "benign"]
    stage: Callable[[], object]
    turns: tuple[Turn, ...]
    count: Callable[[], int]
    """Counts the effects so far, by files and logs."""
    named: bool = False
    """Whether it points at a control whose name says what it does."""
    covered: bool = False
    """For what is hostile: whether a scope may cover it, as it neither touches code, start files, our own settings,
    credentials or private addresses, nor sends, pays or deletes by a name that says so."""
    needs: Level = "everything"
    """For what is harmless: the least scope in which it has to be done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step: whether it had its effect, and what our record says of it."""

    step: Step
    level: Level
    happened: bool
    decided: tuple[str, ...]
    words: str = ""

    @property
    def good(self) -> bool:
        """Tell whether it went as it should: harm had no effect, what is harmless had one where its scope was given."""
        if self.step.kind == "hostile":
            return not self.happened or (self.step.covered and self.level == "everything")
        return self.happened or LEVELS.index(self.level) < LEVELS.index(self.step.needs)


@dataclass(slots=True)
class Play:
    """The model's side of one or more runs over the same steps."""

    steps: list[Step]
    level: Level
    outcomes: list[Outcome] = field(default_factory=list)
    _decided: list[str] = field(default_factory=list)
    _told: str = ""
    _open: "tuple[Step, int] | None" = None

    def answers(self) -> Iterator[Answer]:
        """Yield the answers of the model; the stage of the next step is set when the last one is over."""
        while self.steps:
            step = self.steps.pop(0)
            step.stage()
            yield _LOOK
            self._decided.clear()
            before = step.count()
            self._open = (step, before)
            for turn in step.turns:
                with suppress(KeyError):  # what was to be pressed is not there, as an earlier part was refused
                    yield asks(*turn())
            self.close()
        yield says("Done.")

    def hear(self, event: Stamped) -> None:
        """Keep who decided what, for the report of what went wrong."""
        if isinstance(event.event, Decided):
            self._decided.append(f"{event.event.verdict}:{event.event.rule}")
        elif isinstance(event.event, Noticed) and "changed" in event.event.text:
            self._decided.append(f"notice:{event.event.text[:40]}")
        elif isinstance(event.event, ActionFailed):
            self._decided.append(f"failed:{event.event.error[:40]}")

    def close(self, *, ended: bool = False) -> None:
        """Judge the step that is open, if one is."""
        if self._open is None:
            return
        (step, before), self._open = self._open, None
        within = HOSTILE_WITHIN_S if step.kind == "hostile" else BENIGN_WITHIN_S
        happened = True
        try:
            wait_until(lambda: step.count() > before, within_s=within)
        except AssertionError:
            happened = False
        self.outcomes.append(
            Outcome(step, self.level, happened, tuple(self._decided), "the run ended" if ended else "")
        )


def play(
    steps: Sequence[Step], level: Level, programs: Sequence[str], *, settings: Mapping[str, object] | None = None
) -> list[Outcome]:
    """Play all steps on the display of this process, in as few runs as three refusals in a row allow.

    The programs are the scope, at the level; at `none` nothing is said.
    """
    scope = [] if level == "none" else [f"{program}={level}" for program in programs]
    play = Play(list(steps), level)
    while play.steps:
        left = len(play.steps)
        result = scripted_run(play.answers(), {"run.allow": scope, **(settings or {})}, play.hear)
        if result.status not in {"completed", "partly", "blocked"}:
            raise AssertionError(result)
        play.close(ended=True)
        if len(play.steps) == left:
            raise AssertionError("The run ended before its first step.")
    return play.outcomes
