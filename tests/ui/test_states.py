"""What tray, pill and console show follows from the events of a run."""

from collections.abc import Sequence

import pytest

from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionStarted,
    Answered,
    Asked,
    Event,
    FrameTaken,
    Paused,
    RequestSent,
    Resumed,
    RunFinished,
    Settled,
    Status,
    StepCount,
)
from desktop_agent.ui.status.states import WORDS, AppState, state_after, words_for

REQUEST = RequestSent(1, 1, 10, False, None)
STARTED = ActionStarted("c", 0)
DONE = ActionDone("c", 0, 5)
TAKEN = Paused("takeover", "You took over.")
PICTURE = FrameTaken("frames/000001.png", 800, 600, 9, "image/png", "0", "start")


def finished(status: Status) -> RunFinished:
    return RunFinished(status, "", 1, 1, {}, None, 1.0, 0.5, 0)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([REQUEST, Asked("Which one?")], "waiting"),
        ([REQUEST, Asked("Which one?"), Answered("The second", "human")], "thinking"),
        ([REQUEST, STARTED, DONE, Settled(5, True)], "acting"),
        ([STARTED, Paused("human", "You pressed Pause."), ActionFailed("c", 0, 3, "stopped")], "paused"),
        ([REQUEST, Paused("takeover", "You moved the mouse."), REQUEST], "paused"),
        ([REQUEST, Paused("network", "gone"), REQUEST, Resumed("network")], "thinking"),
        # The request of before the pause may still be open, and no other is sent.
        *(
            (
                [REQUEST, STARTED, DONE, *meanwhile, Paused("takeover", "You took over."), Resumed("human"), *after],
                "thinking",
            )
            for meanwhile in ((), (REQUEST,))
            for after in ((), (PICTURE,))
        ),
        ([REQUEST, Paused("human", ""), PICTURE], "paused"),
        ([REQUEST, Paused("human", ""), Paused("network", "gone"), Resumed("network")], "paused"),
        ([REQUEST, finished("completed")], "idle"),
        ([REQUEST, finished("failed")], "failed"),
    ],
)
def test_the_state_follows_the_events(events: Sequence[Event], state: AppState) -> None:
    now: AppState = "idle"
    for event in events:
        now = state_after(now, event)

    assert state == now


def test_while_an_agent_is_waited_for_it_is_named() -> None:
    of_agent = StepCount(agent="codex 1.0")

    assert words_for("thinking", of_agent) == "Waiting for “codex 1.0”"
    assert words_for("acting", of_agent) == WORDS["acting"]
    assert len(words_for("thinking", StepCount(agent="a” " * 90))) < 60
