"""Forty turns against a server that counts tokens harsher than we do, and refuses what its window cannot hold."""

from collections.abc import Mapping
from typing import Any

from desktop_agent.core.events import Noticed
from desktop_agent.model.request_options import RequestOptions
from tests.fakes.script import Answer, asks, refuses, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.talk import CLICK, bodies, pictures_in, play, texts_in
from tests.fakes.thinking import Heard

WINDOW = 32_000
TURNS = 40
A_PICTURE = 1_334  # 1280x800 in squares of 28 pixels, as Qwen's family cuts it


def tokens_of(body: Mapping[str, Any]) -> int:
    """Count two bytes of text to a token."""
    pictures = pictures_in(body)
    return len(pictures) * A_PICTURE + (len(str(body)) - sum(map(len, pictures))) // 2


def test_a_long_run_stays_inside_the_window() -> None:
    held = dict[str, int]()
    heard = Heard()

    def answer(body: Mapping[str, Any]) -> Answer:
        tokens = tokens_of(body) + held.get(body.get("previous_response_id", ""), 0)
        if tokens > WINDOW:
            return refuses(400, "context_length_exceeded: this model's maximum context length is 32000 tokens")
        held[f"resp_{len(held) + 1}"] = tokens + 200
        words = "the next field of the form wants the next word of the list. " * 10
        usage = {"input_tokens": tokens, "output_tokens": 200, "total_tokens": tokens + 200}
        return Answer((says(words) + asks(CLICK)).pieces, extra={"usage": usage})

    terms = RequestOptions(dialect="lightcone", chain=True, window_tokens=WINDOW, stream=False)
    with ScriptedServer([answer] * TURNS + [says("Saved.")], dialect="lightcone") as server:
        play(server, terms, heard)

    started_anew = [body for body in bodies(server) if "previous_response_id" not in body]
    assert (len(held), server.objections) == (TURNS, [])
    assert max(held.values()) > WINDOW / 3, "the window is not made use of"
    assert 1 < len(started_anew) < TURNS / 4
    assert all("Save a note" in texts_in(body) for body in started_anew)
    assert "earlier steps are left out here" in texts_in(started_anew[-1])
    assert [] == [event.text for event in heard.events if isinstance(event, Noticed)]
