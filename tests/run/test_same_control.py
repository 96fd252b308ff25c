"""What a batch changes by itself is pressed all the same, and what has become another thing is not: real windows."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.core.events import ActionDone, ActionProposed, Stamped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.prepare import prepare
from desktop_agent.host.spec import ClientServices, RunSpec
from desktop_agent.lib.paths import places
from desktop_agent.record.reader import read_events
from desktop_agent.settings import load
from tests.bench.benign import Agreeable
from tests.fakes.changing import BROWSERS, Changing, Place, changing_page, click, move, native, text, twice
from tests.fakes.script import Answer, Item, Script, asks, says
from tests.fakes.scripted_server import ScriptedServer

KINDS = ("renamed", "moved", "covered", "replaced")


@dataclass(frozen=True, slots=True)
class Case:
    """A batch, and what the log holds once it was done; for a target that changes, what it must not hold."""

    name: str
    batch: Callable[[Mapping[str, Place]], Sequence[Item]]
    wants: tuple[str, ...] = ()
    never: str = ""


def meant() -> Iterator[Case]:
    """Yield the batches that change how their own targets look."""
    yield Case("enabled by typing", lambda p: [click(p["Name"]), text("Ada"), click(p["Create"])], ("Create",))
    yield Case("toggled twice", lambda p: [click(p["Bold"]), click(p["Bold"])], ("Bold", "Bold"))
    yield Case("neighbour lit", lambda p: [move(p["Bold"]), click(p["Italic"])], ("Italic",))
    yield Case("lit itself", lambda p: [move(p["Italic"]), click(p["Italic"])], ("Italic",))
    yield Case("focus frame", lambda p: [click(p["Name"]), text("\t"), click(p["Bold"])], ("Bold",))
    yield Case("typed over", lambda p: [click(p["Name"]), text("Ada"), click(p["Name"]), text("x"), click(p["Create"])],
               ("Create",))  # fmt: skip
    yield Case("icon painted", lambda p: [click(p["Red"]), click(p["Fill"])], ("Red", "Fill"))
    yield Case("row, twice", lambda p: [twice(p["row Letters"])], ("opened Letters",))
    yield Case("row after another", lambda p: [click(p["row Photos"]), twice(p["row Letters"])], ("opened Letters",))
    yield Case("row chosen, then twice", lambda p: [click(p["row Music"]), twice(p["row Music"])], ("opened Music",))
    yield Case("icon, twice", lambda p: [twice(p["icon Photos"])], ("opened icon Photos",))
    yield Case("icon after another", lambda p: [click(p["icon Music"]), twice(p["icon Photos"])],
               ("opened icon Photos",))  # fmt: skip


def swapped() -> Iterator[Case]:
    """Yield the batches in which the target becomes another thing."""
    for kind in KINDS:
        never = "pressed"
        yield Case(kind, lambda p, k=kind: [click(p[k]), move(p["Target"]), click(p["Target"])],  # type: ignore[misc]
                   (f"made {kind}",), never)  # fmt: skip


@dataclass(slots=True)
class Score:
    """How often each was tried, and done."""

    tried: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)  # presses, by what the record calls what they hit: "as it is"


def script_of(window: Changing, cases: Sequence[Case], score: Score) -> list[Script]:
    """Return two answers for each case: one that looks once the window is as it was, and the batch."""

    def looks(before: Case | None) -> Script:
        def look(_: Mapping[str, object]) -> Answer:
            if before is not None:
                count(before)
            window.reset()
            return asks({"type": "screenshot"})

        return look

    def count(case: Case) -> None:
        said = window.log()
        score.tried[case.name] += 1
        wrong = bool(case.never) and any(one.startswith(case.never) for one in said)
        missing = Counter(case.wants) - Counter(said)
        score.wrong[case.name] += wrong
        score.done[case.name] += not missing and not wrong

    answers: list[Script] = []
    before: Case | None = None
    for case in cases:
        answers += [looks(before), asks(*case.batch(window.places))]
        before = case

    def end(_: Mapping[str, object]) -> Answer:
        if before is not None:
            count(before)
        return says("Done.")

    return [*answers, end]


def play(window: Changing, cases: Sequence[Case], score: Score) -> None:
    """Have a run play all cases in a window."""
    with ScriptedServer(script_of(window, cases, score), dialect="openai") as server:
        flags = {"provider.base_url": server.base_url, "provider.dialect": "openai", "run.record": False,
                 "run.max_steps": 10_000}  # fmt: skip
        settings = load(places(os.environ).config_file, os.environ, flags).settings
        result = prepare(RunSpec("Press what is meant", settings), ClientServices(Agreeable())).run()
    score.named.update(named(read_events(result.dir), window.places))


def named(events: Sequence[Stamped], known: Mapping[str, Place]) -> Iterator[str]:
    """Yield for each click that was done "right", "none" or "wrong": the name in the record, by the window's own."""
    names = {at: name.removeprefix("row ").removeprefix("icon ") for name, at in known.items()}
    asked = dict[tuple[int, str, int], Place]()
    for one in events:
        match one.event:
            case ActionProposed(call_id=call, index=index, action={"kind": "click", "x": int(x), "y": int(y)}):
                asked[one.turn, call, index] = (x, y)
            case ActionDone(call_id=call, index=index, target=hit) if (one.turn, call, index) in asked:
                name = hit.name if hit else None
                yield "none" if name is None else "right" if name == names[asked[one.turn, call, index]] else "wrong"
            case _:
                pass


@pytest.mark.parametrize("toolkit", ["gtk", "tk", "page", "firefox"])
@pytest.mark.parametrize("cases", [meant, swapped])
def test_a_batch_presses_what_was_meant_and_nothing_else(
    on_display: PrivateDisplay,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    toolkit: str,
    cases: Callable[[], Iterator[Case]],
) -> None:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(tmp_path / "agent"))
    score, played = Score(), [*cases()]

    with partial(changing_page if toolkit in BROWSERS else native, toolkit)(on_display, tmp_path / "app") as window:
        play(window, played, score)

    assert {} == dict(+score.wrong)
    assert {one.name: 1 for one in played} == dict(score.done)
    if cases is meant:  # of the others the window's word is what they were before
        assert score.named["right"] > score.named["none"]
        assert not score.named["wrong"]
