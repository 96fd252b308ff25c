"""What a continued run gets to know of the one before: each act with what came of it, and true pictures only."""

from pathlib import Path

import pytest

from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    Answered,
    Asked,
    Decided,
    Event,
    PersonSaid,
)
from desktop_agent.core.runs.material import EarlierRun
from desktop_agent.record.reader import read_run
from desktop_agent.record.sessions import earlier_run
from desktop_agent.record.store import RunStore
from tests.fakes.runs.recorded import START, Story, run_started

CLICK = {"kind": "click", "x": 550, "y": 190, "button": "left", "count": 1, "keys": []}
ALLOWED = Decided("c", 0, "allow", "policy", "default")
BEGUN = (ALLOWED, ActionStarted("c", 0))
ENDINGS: list[tuple[str, tuple[Event, ...]]] = [
    ("done", (*BEGUN, ActionDone("c", 0, 5))),
    ("failed", (*BEGUN, ActionFailed("c", 0, 5, "The window went away."))),
    ("broken off", (*BEGUN, ActionFailed("c", 0, 5, "Stopped before it finished.", "stop"))),
    ("uncertain", BEGUN),
    ("not done", (ALLOWED,)),
    ("not done", ()),
    ("not done", (Decided("c", 0, "deny", "human", "takeover"),)),
    ("not done", (Decided("c", 0, "stop", "human", "out"),)),
    ("refused", (Decided("c", 0, "deny", "human", "out", "Not now."),)),
    ("refused", (Decided("c", 0, "deny", "policy", "own-window"),)),
]


@pytest.fixture
def story(tmp_path: Path) -> Story:
    recorder = RunStore(tmp_path).create("Save a note", START, "abcdef")
    telling = Story(recorder)
    telling.tell(run_started(recorder.run, str(recorder.dir)))
    telling.show("start")
    telling.think("The form is open.", message="On it.")
    return telling


def read(story: Story, pictures: int = 4, *, was_done: bool | None = None) -> EarlierRun:
    return earlier_run([read_run(Path(story.recorder.dir))], pictures, was_done=was_done)


@pytest.mark.parametrize(("came", "events"), ENDINGS)
def test_each_earlier_action_has_its_outcome(story: Story, came: str, events: tuple[Event, ...]) -> None:
    story.tell(ActionProposed("c", 0, CLICK, {"type": "click"}))
    for event in events:
        story.tell(event)
    (turn,) = read(story).turns

    assert [(act.came, act.step, act.call_id) for act in turn.acts] == [(came, 1, "c")]
    assert turn.messages == ("On it.",)


def test_what_a_person_said_and_answered_is_known(story: Story) -> None:
    story.tell(Asked("Which folder?"))
    story.tell(Answered("Documents", "human"))
    story.tell(PersonSaid("Hurry up."))
    (turn,) = read(story).turns

    assert (turn.messages, turn.answers, turn.heard) == (("On it.", "Which folder?"), ("Documents",), ("Hurry up.",))
    assert read(story).said == ("Hurry up.",)


def test_only_unchanged_pictures_of_an_earlier_run_are_used(story: Story) -> None:
    story.act(CLICK)
    story.think("Now the next.")
    story.act(CLICK)
    first, second = sorted((Path(story.recorder.dir) / "frames").iterdir())[:2]

    assert [turn.seen and turn.seen.data for turn in read(story).turns] == [first.read_bytes(), second.read_bytes()]
    assert [turn.seen is None for turn in read(story, pictures=1).turns] == [True, False]
    assert [turn.seen for turn in read(story, pictures=0).turns] == [None, None]
    second.write_bytes(b"another picture")
    assert [turn.seen is None for turn in read(story).turns] == [False, True]
