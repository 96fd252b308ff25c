"""The vendors' parameter types as judges of what we send: a field they do not know is as wrong as a missing one."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from openai.types.responses.response_create_params import ResponseCreateParams as OpenAIRequest
from openresponses_types.types import CreateResponseBody
from pydantic import TypeAdapter
from tzafon.types.response_create_params import ResponseCreateParams as TzafonRequest

from tests.proof.hosts import OLDER
from tests.proof.kept_fields import check_unknown_fields, plain

BY_OPENAI: TypeAdapter[Any] = TypeAdapter(OpenAIRequest)
BY_TZAFON: TypeAdapter[Any] = TypeAdapter(TzafonRequest)
_SPECIFIED = TypeAdapter(CreateResponseBody)

OLD_JUDGE = """
import json, sys
from pydantic import TypeAdapter
from tzafon.types import ResponsesResponse
from tzafon.types.response_create_params import ContentBlockParam, Input, ResponseCreateParams, Tool
known = {kind: set(kind.__annotations__) for kind in (ContentBlockParam, Input, ResponseCreateParams, Tool)}
def whole(kind, value):
    assert set(value) <= known[kind], set(value) - known[kind]
for request in json.loads(sys.stdin.readline()):
    TypeAdapter(ResponseCreateParams).validate_python(request, strict=False)
    whole(ResponseCreateParams, request)
    for tool in request["tools"]:
        whole(Tool, tool)
    for item in request["input"]:
        whole(Input, item)
        for block in [*item.get("content", ()), *([item["output"]] if "output" in item else ())]:
            whole(ContentBlockParam, block)
for response in json.loads(sys.stdin.readline()):
    TypeAdapter(ResponsesResponse).validate_python(response, strict=True)
print("good")
"""


def must_be_known(judge: TypeAdapter[Any], body: Mapping[str, Any]) -> None:
    """See to it that a vendor's types take a body and every field in it."""
    check_unknown_fields(body, plain(judge.validate_python(body)))


def must_be_specified(body: Mapping[str, Any]) -> None:
    """See to it that the types of the Open Responses specification take a body, with any schemas, and every field."""
    bare = {**body, "tools": [{**tool, "parameters": {}} for tool in body["tools"]]}
    read = _SPECIFIED.validate_json(json.dumps(bare), strict=True)
    check_unknown_fields(bare, _SPECIFIED.dump_python(read, mode="json", exclude_unset=True, by_alias=True))


def judged_by_the_older(requests: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]] = ()) -> str:
    """Return what the last SDK that knows `computer_use` says of requests and answers: empty when all are good."""
    judged = subprocess.run(
        [OLDER, "-c", OLD_JUDGE],
        input=f"{json.dumps(requests)}\n{json.dumps(answers)}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return "" if judged.stdout == "good\n" else judged.stderr or "nothing"
