"""Another Responses host from PyPI that nobody here wrote, without any storage; run by `.oracle/bin/python`.

Usage: compat_host.py FD LOG, where FD is a listening socket. What the host hands to its handler goes to LOG, one JSON
object a request.
"""

# mypy: ignore-errors
# ruff: noqa: ANN001, ANN002, ANN201 - the host's types are not in the tests' environment

import json
import socket
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi_openai_compat.responses import Response, create_responses_router

CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}


def answer(model, input_items, body):
    """Answer with the next step, told by how many answers to calls there are in the history sent along."""
    with Path(sys.argv[2]).open("a", encoding="utf-8") as log:
        log.write(json.dumps({"given": input_items, "past": []}) + "\n")
    if body["previous_response_id"]:
        detail = f"Previous response with id '{body['previous_response_id']}' not found."
        raise HTTPException(status_code=404, detail=detail)
    number = len([item for item in input_items if str(item.get("type")).endswith("call_output")])
    if number == 3:
        return "All saved." if not body["stream"] else iter_words("All ", "saved.")
    output = calls(number)
    response = Response(id=f"resp_{number}", created_at=int(time.time()), model=model, output=output)
    return response if not body["stream"] else streamed(response)


def calls(number):
    """Return the items of one step."""
    if number == 0:
        summary = [{"type": "summary_text", "text": "The button is in view."}]
        click = {"type": "click", "button": "left", "x": 30, "y": 20}
        return [{"id": "rs_1", "type": "reasoning", "summary": summary}, call("a", click)]
    drag = {"type": "drag", "path": [{"x": 1, "y": 2}, {"x": 30, "y": 40}]}
    return [call("b", drag, CHECK), call("c", {"type": "keypress", "keys": ["CTRL", "S"]})]


def call(name, action, *checks):
    """Return one computer call."""
    item = {"id": f"cu_{name}", "type": "computer_call", "call_id": f"call_{name}", "status": "completed"}
    return {**item, "action": action, "pending_safety_checks": list(checks)}


def iter_words(*words):
    """Yield words: the host makes a message with its events of them."""
    yield SimpleNamespace(reasoning=SimpleNamespace(reasoning_text="Nothing is left."))
    yield from words


def streamed(response):
    """Yield a whole response: the host ends its stream with it."""
    yield response


app = FastAPI()
app.include_router(create_responses_router(list_models=lambda: ["m"], run_response=answer))
app.add_api_route("/readiness", lambda: {"status": "ready"})

if __name__ == "__main__":
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    server.run(sockets=[socket.socket(fileno=int(sys.argv[1]))])
