"""What can be done with a response of `serve`, through OpenAI's SDK: retrieve, poll, cancel, delete."""

from collections.abc import Iterator
from typing import Any

import openai
import openai.types.responses as openai_types
import pytest

from tests.fakes.servers.serving import serving
from tests.fakes.waiting import wait_until
from tests.proof.sides import Json, OpenAISide, judged_response

LIFE: Json = {
    "answers": [
        {"when": "something", "items": [{"message": "Soon."}]},
        {"when": "slowly", "items": [{"message": "Late."}], "thinks": 30},
        {"when": "in the background", "items": [{"click": [1, 2]}], "thinks": 0.2, "repeat": "always"},
    ]
}


@pytest.fixture(scope="module")
def client() -> Iterator[openai.OpenAI]:
    with serving({**LIFE, "loop": True}) as server, OpenAISide(server) as side:
        yield side.client


def ask(client: openai.OpenAI, words: str, **params: Any) -> Any:  # noqa: ANN401 - a response or a stream
    return client.responses.create(model="local", input=words, tools=[{"type": "computer"}], **params)


def test_a_response_is_deleted_for_good(client: openai.OpenAI) -> None:
    response = ask(client, "Say something")
    assert client.responses.retrieve(response.id).to_dict() == response.to_dict()

    client.responses.delete(response.id)

    for act in (client.responses.retrieve, client.responses.delete, client.responses.cancel):
        with pytest.raises(openai.NotFoundError):
            act(response.id)
    with pytest.raises(openai.NotFoundError):
        ask(client, "And now?", previous_response_id=response.id)


def test_a_background_response_is_polled_until_it_is_there(client: openai.OpenAI) -> None:
    response = ask(client, "Click in the background", background=True)

    def finished() -> list[openai_types.Response]:
        now = client.responses.retrieve(response.id)
        judged_response(now.to_dict())
        return [now] if now.status == "completed" else []

    (whole,) = wait_until(finished, "the response")

    assert response.status in {"queued", "in_progress"}
    assert [item.type for item in whole.output] == ["computer_call"]
    with pytest.raises(openai.BadRequestError):
        client.responses.cancel(response.id)


def test_a_response_in_the_background_is_cancelled_and_stays_so(client: openai.OpenAI) -> None:
    response = ask(client, "Answer slowly", background=True)
    with pytest.raises(openai.BadRequestError, match="is still"):
        ask(client, "And now?", previous_response_id=response.id)

    cancelled = client.responses.cancel(response.id)

    assert judged_response(cancelled.to_dict())["status"] == "cancelled"
    assert client.responses.retrieve(response.id).status == "cancelled"


def test_what_is_not_stored_is_not_there(client: openai.OpenAI) -> None:
    response = ask(client, "Say something", store=False)

    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(response.id)
