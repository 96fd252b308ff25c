"""The last `tzafon` SDK that knows `computer_use`, as a client of a server; run by `.oracle/bin/python`.

Usage: lightcone_client.py ORIGIN TOKEN. Prints one JSON object of what came of it.
"""

# mypy: ignore-errors
# ruff: noqa: ANN001, ANN003, ANN201, T201 - the SDK's types are not in the tests' environment

import json
import sys

import tzafon
from pydantic import TypeAdapter
from tzafon.types import ResponseDeleteResponse, ResponsesResponse

from tests.proof.sdk_talk import Refused, Talk, actions_in, whole_conversation

client = tzafon.Lightcone(
    base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0, _strict_response_validation=True, timeout=20
)


def judged(kind, told):
    """Return an object of the server that the SDK's types know whole."""
    parsed = TypeAdapter(kind).validate_python(told, strict=True)
    assert json.loads(parsed.to_json(exclude_unset=True, use_api_names=True)) == told
    left = [*left_over(parsed)]
    assert not left, left
    return told


def left_over(value, at=""):
    """Yield fields that the SDK's types do not know."""
    fields = getattr(type(value), "model_fields", None)
    if fields is not None:
        yield from (f"{at}.{name}" for name in value.model_extra or ())
        for name in fields:
            yield from left_over(getattr(value, name), f"{at}.{name}")
    elif isinstance(value, list):
        for one in value:
            yield from left_over(one, f"{at}[]")


class Old:
    def create(self, *, stream, **params):
        try:
            if not stream:
                return judged(ResponsesResponse, client.responses.create(**params).to_dict(mode="json"))
            with client.responses.with_streaming_response.create(stream=True, **params) as raw:
                events = [json.loads(line[6:]) for line in raw.iter_lines() if line.startswith("data: {")]
        except tzafon.BadRequestError as error:
            raise Refused from error
        for event in events:
            if "response" in event:
                judged(ResponsesResponse, event["response"])
            if "item" in event:
                judged(ResponsesResponse, {"output": [event["item"]]})
        return events[-1]["response"]


def must_be_an_error(body):
    """See to it that an error has the form that vendors give it."""
    told = body.get("error", body)
    assert set(told) == {"message", "type", "param", "code"}, body


def status_of(act):
    """Return the status that the server refuses something with."""
    try:
        act()
    except tzafon.APIStatusError as error:
        must_be_an_error(error.body)
        return error.status_code
    return 200


def main():
    talks = [Talk("lightcone", stream, chain) for stream in (False, True) for chain in (True, False)]
    answers = [whole_conversation(Old(), talk) for talk in talks]
    name = answers[0][0]["id"]
    kept = judged(ResponsesResponse, client.responses.retrieve(name).to_dict(mode="json"))
    finished = status_of(lambda: client.responses.cancel(name))
    gone = judged(ResponseDeleteResponse, client.responses.delete(name).to_dict(mode="json"))
    print(json.dumps({
        "actions": sorted(actions_in(answers[0])),
        "same": all(actions_in(one) == actions_in(answers[0]) for one in answers),
        "turns": [len(one) for one in answers],
        "kept": kept == answers[0][0],
        "cancel of a finished one": finished,
        "deleted": gone["deleted"],
        "after that": status_of(lambda: client.responses.retrieve(name)),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
