"""150 turns against a server that counts tokens by a rule of its own, and refuses what its window cannot hold."""

from collections.abc import Mapping
from typing import Any

from desktop_agent.core.events import Noticed
from desktop_agent.core.turn import Opening, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import Answer, asks, refuses, says, thinks
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, bodies, pictures_in, texts_in
from tests.fakes.thinking import Heard, answered, conversation, frame, with_conversation

WINDOW = 64_000
TURNS = 150
A_PICTURE = 1_334  # 1280x800 in squares of 28 pixels, as Qwen's family cuts it
OVERFLOW = "context_length_exceeded: this model's maximum context length is 64000 tokens"


class Counting:
    """Answers like a model that talks a lot, and counts two bytes of text to a token: harsher than our estimate."""

    def __init__(self, *, window: int = WINDOW, counts: bool = True) -> None:
        self.counted: list[int] = []
        self._window, self._counts = window, counts
        self._held: dict[str, int] = {}

    def __call__(self, body: Mapping[str, Any]) -> Answer:
        """Answer one request."""
        tokens = _tokens(body) + self._held.get(body.get("previous_response_id", ""), 0)
        if tokens > self._window:
            return refuses(400, OVERFLOW)
        self.counted.append(tokens)
        number = len(self.counted)
        words = f"Step {number}: " + "the next field of the form wants the next word of the list. " * 4
        answer = thinks("I compare what I see with what was asked for. " * 3) + says(words) + asks(CLICK)
        usage = {"input_tokens": tokens, "output_tokens": 200, "total_tokens": tokens + 200}
        self._held[f"resp_{number}"] = tokens + 200
        return Answer(answer.pieces, extra={"usage": usage if self._counts else None})


def _tokens(value: object) -> int:
    if isinstance(value, str):
        return A_PICTURE if value.startswith("data:image/") else len(value.encode()) // 2
    if isinstance(value, Mapping):
        return sum(_tokens(one) + len(name) // 2 for name, one in value.items() if name != "previous_response_id")
    return sum(map(_tokens, value)) if isinstance(value, list) else 1


def held(server: ScriptedServer, terms: RequestOptions, heard: Heard, turns: int = TURNS) -> None:
    async def talk(mind: Conversation) -> Turn:
        turn = await mind.think(Opening("Save a note", frame(0)))
        for number in range(1, turns):
            turn = await mind.think(answered(turn, number))
        return turn

    with_conversation(conversation(server.base_url, terms, heard), talk)


def test_a_long_run_stays_inside_the_window() -> None:
    model, heard = Counting(), Heard()
    terms = RequestOptions(dialect="lightcone", chain=True, window_tokens=WINDOW, stream=False)

    with ScriptedServer([model] * TURNS, dialect="lightcone") as server:
        held(server, terms, heard)

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


def test_a_server_that_counts_nothing_and_holds_less_than_we_think_is_met_half_way() -> None:
    model, heard = Counting(window=9_000, counts=False), Heard()

    with ScriptedServer([model] * 200) as server:
        held(server, RequestOptions(chain=False, stream=False), heard, turns=60)

    assert len(model.counted) == 60
    assert [event.text for event in heard.events if isinstance(event, Noticed)] == [
        (
            "The server doesn't take a conversation as long as this, so fewer steps and screenshots will be "
            "sent from now on."
        )
    ]
