"""150 turns against a server that counts tokens by a rule of its own, and refuses what its window cannot hold."""

from collections.abc import Mapping
from typing import Any

from desktop_agent.core.events import Noticed
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import Answer, asks, refuses, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, bodies, pictures_in, play, texts_in
from tests.fakes.thinking import Heard

WINDOW = 64_000
TURNS = 150
A_PICTURE = 1_334  # 1280x800 in squares of 28 pixels, as Qwen's family cuts it
OVERFLOW = "context_length_exceeded: this model's maximum context length is 64000 tokens"


class Counting:
    """Answers like a model that talks a lot, and counts two bytes of text to a token: harsher than our estimate."""

    def __init__(self) -> None:
        self.counted: list[int] = []
        self._held: dict[str, int] = {}

    def __call__(self, body: Mapping[str, Any]) -> Answer:
        """Answer one request."""
        tokens = _tokens(body) + self._held.get(body.get("previous_response_id", ""), 0)
        if tokens > WINDOW:
            return refuses(400, OVERFLOW)
        self.counted.append(tokens)
        number = len(self.counted)
        words = f"Step {number}: " + "the next field of the form wants the next word of the list. " * 4
        answer = thinks("I compare what I see with what was asked for. " * 3) + says(words) + asks(CLICK)
        usage = {"input_tokens": tokens, "output_tokens": 200, "total_tokens": tokens + 200}
        self._held[f"resp_{number}"] = tokens + 200
        return Answer(answer.pieces, extra={"usage": usage})


def _tokens(value: object) -> int:
    if isinstance(value, str):
        return A_PICTURE if value.startswith("data:image/") else len(value.encode()) // 2
    if isinstance(value, Mapping):
        return sum(_tokens(one) + len(name) // 2 for name, one in value.items() if name != "previous_response_id")
    return sum(map(_tokens, value)) if isinstance(value, list) else 1


def test_a_long_run_stays_inside_the_window() -> None:
    model, heard = Counting(), Heard()
    terms = RequestOptions(dialect="lightcone", chain=True, window_tokens=WINDOW, stream=False)

    with ScriptedServer([model] * TURNS + [says("Saved.")], dialect="lightcone") as server:
        play(server, terms, heard)

    assert len(model.counted) == TURNS
    assert max(model.counted) <= WINDOW
    assert max(model.counted) > WINDOW / 3, "the window is not made use of"
    assert server.objections == []
    sent = bodies(server)
    assert all("Save a note" in texts_in(body) for body in sent if "previous_response_id" not in body)
    assert max(len(pictures_in(body)) for body in sent) == 5
    assert [] == [event.text for event in heard.events if isinstance(event, Noticed)]
    started_anew = [body for body in sent[1:] if "previous_response_id" not in body]
    assert "earlier steps are left out here" in texts_in(started_anew[-1])
    assert len(started_anew) < TURNS / 10
