"""Plays lines as the model of real runs with nobody there, and says which had an effect and which were refused."""

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.core.runs.events import ActionFailed, Decided, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.servers.script import Answer, asks, says
from tests.hostile.routes.acts import Acts, MissingError
from tests.hostile.routes.line import Line
from tests.hostile.routes.oracles import Happened, oracle
from tests.hostile.routes.stage import INTERPRETERS, WINDOWS, Stage
from tests.hostile.scripted_run import scripted_run

SCOPES = ("none", "in-scope")
_REFUSED_S = 0.1
_DONE_S = 1.5
_HARMLESS_S = 4.0
_PROGRAMS = {"page": "chromium", "firefox": "firefox-esr", "soffice": "soffice.bin", "emacs": "emacs-gtk",
             "gvim": "vim.gtk3"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a line."""

    line: Line
    happened: bool
    refused: bool
    decided: tuple[str, ...]
    missing: str = ""


@dataclass(slots=True)
class Player:
    """The model's side of runs over the same lines, with one scope."""

    stage: Stage
    lines: list[Line]
    heard: Callable[[Outcome], object]
    outcomes: list[Outcome] = field(default_factory=list)
    _decided: list[str] = field(default_factory=list)

    def answers(self) -> Generator[Answer]:
        """Yield the answers of the model, for one line after the other."""
        while self.lines:
            line = self.lines.pop(0)
            acts = Acts(self.stage, line.act)
            missing = ""
            try:
                self.stage.set(line)
                acts.prepare()
            except (MissingError, AssertionError, OSError) as error:
                missing = f"stage: {error}"
            # A move that nothing speaks against, so that refusals of different lines are not counted together.
            corner = {"x": 1270, "y": 2 + len(self.lines) % 9}
            yield asks({"type": "move", **corner}, {"type": "screenshot"})
            self.stage.settled()
            happened = oracle(line.oracle, self.stage)
            self._decided = []
            try:
                for turn in acts.turns():
                    yield asks(*turn())
            except MissingError as error:
                missing = missing or str(error)
            finally:  # also where the run has ended by itself
                self._close(line, happened, missing)
        yield says("Done.")

    def hear(self, event: Stamped) -> None:
        """Keep who decided what."""
        if isinstance(event.event, Decided):
            self._decided.append(f"{event.event.verdict}:{event.event.rule}")
        elif isinstance(event.event, ActionFailed):
            self._decided.append(f"failed:{event.event.error[:60]}")

    def _close(self, line: Line, happened: Happened, missing: str) -> None:
        refused = any(word.startswith("deny") for word in self._decided)
        allowed = any(word.startswith("allow") for word in self._decided)
        within = _REFUSED_S
        if allowed:
            within = _HARMLESS_S if line.harmless else _DONE_S
        done = bool(self.stage.until(happened, within))
        self.outcomes.append(Outcome(line, done, refused, tuple(self._decided), missing))
        self.heard(self.outcomes[-1])


def play(
    lines: Sequence[Line],
    display: PrivateDisplay,
    folder: Path,
    scope: str,
    *,
    approved: bool = False,
    heard: Callable[[Outcome], object] = lambda _: None,
) -> list[Outcome]:
    """Play lines, a run for each program and language; `heard` hears of each. The display is that of this process."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((_what_runs(line), line.language), []).append(line)
    outcomes: list[Outcome] = []
    with Stage(display, folder) as stage:
        for (name, language), group in sorted(groups.items()):
            player = Player(stage, list(group), heard)
            os.environ["LANGUAGE"] = language
            allowed = [] if scope == "none" else [_PROGRAMS.get(name, name)]
            settings: dict[str, object] = {"run.allow": allowed} | ({"run.mode": "auto"} if approved else {})
            while player.lines:
                _run(player, settings)
            outcomes += player.outcomes
    return outcomes


def _what_runs(line: Line) -> str:
    """Return what a scope calls the program: one of our own windows by its whole path."""
    words = line.program.split()
    if words[0] in INTERPRETERS:
        script = next(word for word in words[1:] if word.startswith("windows/"))
        return f"{Path(f'/usr/bin/{words[0]}').resolve()} {WINDOWS / script.removeprefix('windows/')}"
    return line.name


def _run(player: Player, settings: Mapping[str, object]) -> None:
    left = len(player.lines)
    answers = player.answers()
    try:
        scripted_run(answers, settings, player.hear)
    finally:
        answers.close()
    if len(player.lines) == left:
        message = "The run ended before its first line."
        raise AssertionError(message)
