"""A run that does one cell after the other: the scripted server prepares, asks for the actions, and judges.

The server's answer to each picture is one action. While it prepares and judges, the run waits for the model, as ever;
a look of its own stands between, so that the program decides on a true picture. A run that ends within a cell (three
refusals in a row, say) has told the model why; the next cells get a new one.
"""

import os
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import Any

from desktop_agent.core.events import ActionDone, Stamped
from desktop_agent.host.prepare import prepare
from desktop_agent.lib.paths import places
from desktop_agent.screen.ocr.reader import OcrReader
from desktop_agent.settings import load
from tests.bench.fidelity.cells import Cell, Judged, Outcome, Verdict
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer

LOOK = {"type": "screenshot"}
_MOST_S = 1800.0
# What any model does that is told so.
_AGAIN, _TRIES = "decide again", 3

Body = Mapping[str, Any]
Conversation = Generator[Answer, Body, None]


class CellDriver:
    """Does cells in real runs, as many as it takes."""

    def __init__(
        self,
        cells: Sequence[Cell],
        hear: Callable[[Outcome], None] = lambda _outcome: None,
        reader: OcrReader | None = None,
    ) -> None:
        """Take the cells, who hears at once how each ended, and a reader that stays open, if there is one."""
        self._left = list(cells)
        self._reader = reader
        self._hear = hear
        self._outcomes: list[Outcome] = []
        self._notes: list[str] = []
        self._last_ms = 0.0
        self._acting_ms = 0

    def run(self) -> list[Outcome]:
        """Do all of them."""
        while self._left:
            before = len(self._left)
            self._run_once()
            if len(self._left) == before:  # the run ended within this cell, and has said why
                self._finish(self._left.pop(0))
        return self._outcomes

    def _run_once(self) -> None:
        conversation = self._conversation()
        next(conversation)

        def answer(body: Body) -> Answer:
            return conversation.send(body)

        with ScriptedServer([answer] * 100_000, strict=False) as server:
            result = prepare("Work.", _settings(server.base_url), listeners=[self._listen], reader=self._reader).run()
            if result.status != "completed":
                self._notes.append(f"(the run ended: {result.message})")

    def _listen(self, stamped: Stamped) -> None:
        if isinstance(stamped.event, ActionDone):
            self._acting_ms += stamped.event.duration_ms

    def _conversation(self) -> Conversation:
        yield Answer()  # nobody hears it
        while self._left:
            cell = self._left[0]
            self._notes, self._last_ms = [], 0.0
            judged = None
            try:
                yield from self._ask(cell)
            except Exception as error:  # noqa: BLE001 - an application that does not answer is a result, too
                judged = Judged(f"it could not be asked for: {error!r}"[:300])
            self._finish(self._left.pop(0), judged)
        yield says("Done.")

    def _ask(self, cell: Cell) -> Conversation:
        cell.prepare()
        yield asks(LOOK)
        for action in cell.actions():
            for _ in range(_TRIES):
                asked, self._acting_ms = time.perf_counter(), 0
                body = yield asks(action)
                self._last_ms = (time.perf_counter() - asked) * 1000
                self._notes = list(_notes(body))
                if not any(_AGAIN in note for note in self._notes):
                    break

    def _finish(self, cell: Cell, judged: Judged | None = None) -> None:
        try:
            judged = judged or cell.judge()
        except Exception as error:  # noqa: BLE001 - the same
            judged = Judged(f"it could not be read: {error!r}"[:300])
        verdict: Verdict = "exact" if not judged.wrong else "told" if self._notes else "wrong"
        outcome = Outcome(
            *(cell.part, cell.application, cell.name, cell.layout, cell.locks, verdict, round(self._last_ms, 1)),
            *(judged.wrong, tuple(self._notes), judged.leak, judged.late),
            acting_ms=self._acting_ms,
        )
        self._outcomes.append(outcome)
        self._hear(outcome)


def _notes(body: Body) -> Iterable[str]:
    """Yield what the model is told besides the newest picture; where the history is sent along, that comes before."""
    items = body["input"]
    last = max((at for at, item in enumerate(items) if item.get("type") == "computer_call_output"), default=-1)
    for item in items[last + 1 :] if last >= 0 else items[-1:]:
        if item.get("role") == "user":
            yield from (part["text"] for part in item["content"] if part["type"] == "input_text")


def _settings(base_url: str) -> Any:  # noqa: ANN401 - what `load` returns
    flags: dict[str, object] = {
        "provider.base_url": base_url, "provider.dialect": "preview", "provider.coordinates": "viewport",
        "provider.chain": True, "run.mode": "auto", "run.max_steps": 100_000, "run.max_minutes": _MOST_S / 60,
        "run.record": False,
    }  # fmt: skip
    return load(places().config_file, os.environ, flags).settings
