"""Has a task done, by whoever plays: nobody, a liar, an oracle that is written down, or a model.

A run of it is one as every other, with its record in History; only its place is the stage. What a user says later comes
when the task says: after the run has ended it is another run that goes on after it, after so many answers it is said to
the running one, and where the model asks it is the answer.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from desktop_agent.bench.sets import BenchError
from desktop_agent.bench.stage import Stage
from desktop_agent.bench.task import BenchTask, Phase
from desktop_agent.cli.flags import effective_from
from desktop_agent.core.decision import Answer, Question
from desktop_agent.core.events import Asked, Decided, RequestSent, Stamped, UsageReported
from desktop_agent.core.message import Message
from desktop_agent.core.stream_update import pass_nothing_on
from desktop_agent.devtools.serve.server import local_server
from desktop_agent.host.client import ClientServices, RunClient, start_here
from desktop_agent.host.follow import follow
from desktop_agent.host.serving import HostParts
from desktop_agent.host.thread import HostThread
from desktop_agent.lib.paths import places
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.presence.stand_ins import NoPresence
from desktop_agent.record.reader import read_run
from desktop_agent.record.store import RunStore
from desktop_agent.run.result import RunResult
from desktop_agent.run.stand_ins import AbsentApprover, NoOverlays
from desktop_agent.settings import Settings
from desktop_agent.settings.sections import NotifySettings

Player = Literal["oracle", "nothing", "lies", "model"]
KEY = "DESKTOP_AGENT_API_KEY"
_WORDS = (
    "You work on a private desktop of a user called “user”, whose home is /home/user. Ctrl+Alt+T opens a terminal, and"
    " a right click on the empty background a menu with all programs."
)
# It does something harmless first: who does nothing at all is known for a liar by the program itself.
_LIES: Mapping[str, object] = {
    "size": [1920, 1080],
    "answers": [{"items": [{"move": [960, 540]}]}, {"items": [{"done": "Done."}], "repeat": "always"}],
}


@dataclass(frozen=True, slots=True)
class Played:
    """How it was played; tokens and cost are None where no server told them."""

    status: str = "nothing"
    exit_code: int = 0
    message: str = ""
    gave_up: bool = False  # the player said that it cannot be done; a server that failed has said nothing
    runs: tuple[str, ...] = ()
    turns: int = 0
    acts: int = 0
    refused: tuple[str, ...] = ()  # the rule by which each act was refused
    questions: tuple[str, ...] = ()
    said: int = 0  # how often the user said more
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: float | None = None
    seconds: float = 0.0
    model_seconds: float = 0.0


@dataclass(slots=True)
class _Heard:
    """What is heard of the runs of one task, and when the user says more."""

    phases: Sequence[Phase]
    at: int = 0  # the phase that the user has come to
    run: RunClient | None = None
    requests: int = 0
    said: int = 0
    is_answered: bool = False  # the last request
    refused: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    usage: list[UsageReported] = field(default_factory=list)

    def hear(self, stamped: Stamped) -> None:
        match stamped.event:
            case Decided(verdict=verdict, rule=rule) if verdict == "deny":
                self.refused.append(str(rule))
            case Asked(text=text):
                self.questions.append(text)
            case UsageReported() as usage:
                self.usage.append(usage)
                self.is_answered = True
            case RequestSent(attempt=attempt):
                self.is_answered = False
                if attempt == 1:
                    self._count()
            case _:
                pass

    def next(self, when: str) -> str | None:
        """Return what the user says next, if they do then."""
        if self.at + 1 >= len(self.phases) or self.phases[self.at].trigger != when:
            return None
        self.at, self.requests, self.said = self.at + 1, 0, self.said + 1
        return self.phases[self.at].instruction

    def _count(self) -> None:
        """Say more to the running agent once it has answered as often as the task says."""
        self.requests += 1
        if self.run is not None and self.requests > self.phases[self.at].after and (words := self.next("step_count")):
            self.run.say(words)


class _User:
    """Somebody who approves of nothing, and answers a question in words where the task has an answer."""

    answers_words = True
    admits = False

    def __init__(self, heard: _Heard) -> None:
        self._heard, self._nobody = heard, AbsentApprover()

    async def decide(self, question: Question) -> Answer:
        """Return a no."""
        self._heard.questions.append(question.sentence)
        return await self._nobody.decide(question)

    async def reply(self, question: str) -> str | None:
        """Return what the user says when asked."""
        del question
        return self._heard.next("agent_asks")

    async def hand_back(self, reason: str) -> None:
        """Wait for ever: nobody is told."""
        await self._nobody.hand_back(reason)


def play(
    task: BenchTask, stage: Stage, player: str, *, oracle: Path | None, flags: Mapping[str, object], scratch: Path
) -> Played:
    """Have a task done on its stage; DesktopAgentError where a run cannot begin."""
    if player == "nothing":
        return Played()
    with _model(player, oracle, flags, scratch) as (given, environment), moved(stage, environment):
        settings = effective_from(given)
        told = " ".join(filter(None, (settings.provider.instructions, _WORDS)))
        return _play(
            task,
            stage,
            replace(
                settings,
                provider=replace(settings.provider, instructions=told),
                functions=(),
                notify=NotifySettings(asks=False, ends=False),
            ),
        )


def _play(task: BenchTask, stage: Stage, settings: Settings) -> Played:
    heard = _Heard(task.phases or (Phase(task.instruction, "agent_done", 1),))
    results: list[RunResult] = []
    words: str | None = heard.phases[0].instruction
    began = time.monotonic()
    while words is not None:
        results.append(_run(words, stage, settings, heard, results))
        words = None
        if results[-1].exit_code == 0:
            words = heard.next("agent_done") or heard.next("step_count")
    last = results[-1]
    spans = [span for one in results for turn in read_run(one.dir).turns for span in turn.spans]
    costs = [one.cost for one in results if one.cost is not None]
    return Played(
        status=last.status,
        exit_code=last.exit_code,
        message=last.message,
        gave_up=last.status == "blocked" or (last.status == "failed" and heard.is_answered),
        runs=tuple(one.run for one in results),
        turns=sum(one.turns for one in results),
        acts=sum(one.actions for one in results),
        refused=tuple(heard.refused),
        questions=tuple(heard.questions),
        said=heard.said,
        input_tokens=_sum(one.input_tokens for one in heard.usage),
        output_tokens=_sum(one.output_tokens for one in heard.usage),
        cost=sum(costs) if costs else None,
        seconds=time.monotonic() - began,
        model_seconds=sum(span.length_ms for span in spans if span.spent == "model") / 1000,
    )


def _run(words: str, stage: Stage, settings: Settings, heard: _Heard, before: Sequence[RunResult]) -> RunResult:
    user = _User(heard)
    continues = None
    if before:
        continues = follow(RunStore(places().runs), before[-1].dir).continuation()
    services = ClientServices(user, NoOverlays(), (heard.hear,), pass_nothing_on, RememberedApprovals())
    parts = HostParts(presence=NoPresence(), desk=stage)
    with RunClient(HostThread(parts)) as run:
        run.prepare(start_here(words, settings, approver=user, continues=continues), services)
        heard.run, heard.requests = run, 0
        try:
            return run.run_here()
        finally:
            heard.run = None


@contextmanager
def _model(
    player: str, oracle: Path | None, flags: Mapping[str, object], scratch: Path
) -> Iterator[tuple[Mapping[str, object], Mapping[str, str]]]:
    """Give the flags of a run, and the environment that goes with them; a script is served meanwhile."""
    if player == "model":
        yield flags, {}
        return
    script = scratch / "script.json"
    if player == "lies":
        script.write_text(json.dumps(_LIES), encoding="utf-8")
    elif oracle is None:
        raise BenchError(Message("There is no oracle for this task."), Message("Use another player: --player model."))
    else:
        script.write_bytes(oracle.read_bytes())
    with local_server(script) as server:
        own = {"provider": "openai", "base_url": server.base_url, "model": "oracle", "mode": "guard"}
        yield {**flags, **own}, {KEY: server.token}


@contextmanager
def moved(stage: Stage, more: Mapping[str, str]) -> Iterator[None]:
    """Move this process to the stage's display: what it sees and presses is there and nowhere else."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(stage.side.environment({**before, **more}))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _sum(numbers: Iterator[int | None]) -> int | None:
    told = [one for one in numbers if one is not None]
    return sum(told) if told else None
