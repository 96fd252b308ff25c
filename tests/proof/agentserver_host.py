"""A Responses host from PyPI that nobody here wrote, with a handler of a few answers; run by `.oracle/bin/python`.

Usage: agentserver_host.py FD LOG, where FD is a listening socket. What the host hands to its handler, after its own
validation, goes to LOG, one JSON object a request.
"""

# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201 - the host's types are not in the tests' environment

import asyncio
import json
import sys
from pathlib import Path

from azure.ai.agentserver.responses import ResponseEventStream, ResponsesAgentServerHost
from hypercorn.asyncio import serve
from hypercorn.config import Config

LOG = Path(sys.argv[2]).open("a", encoding="utf-8")  # noqa: SIM115 - as long as the host
app = ResponsesAgentServerHost()
CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "The page tells the model what to do."}


@app.response_handler
async def answer(request, context, cancellation_signal):
    """Answer with the next step, told by how many answers to calls the host knows of."""
    given = [dict(item) for item in await context.get_input_items()]
    past = [dict(item) for item in await context.get_history()]
    print(json.dumps({"given": given, "past": past}, default=str), file=LOG, flush=True)
    stream = ResponseEventStream(response_id=context.response_id, request=request)
    yield stream.emit_created()
    yield stream.emit_in_progress()
    outputs = [item for item in [*past, *given] if str(item.get("type")).endswith("call_output")]
    for event in step(stream, len(outputs)):
        yield event
    yield stream.emit_completed()


def step(stream, number):
    if number == 0:
        yield from stream.output_item_reasoning_item("The button is in view.")
        yield from stream.output_item_computer_call("call_a", {"type": "click", "button": "left", "x": 30, "y": 20})
    elif number == 1:
        drag = {"type": "drag", "path": [{"x": 1, "y": 2}, {"x": 30, "y": 40}]}
        yield from stream.output_item_computer_call("call_b", drag, pending_safety_checks=[CHECK])
        yield from stream.output_item_computer_call("call_c", {"type": "keypress", "keys": ["CTRL", "S"]})
    elif number == 3:
        yield from stream.output_item_function_call("get_weather", "call_d", json.dumps({"city": "Athens"}))
    else:
        yield from stream.output_item_message("All saved.")


if __name__ == "__main__":
    config = Config()
    config.bind = [f"fd://{sys.argv[1]}"]
    config.accesslog = None
    asyncio.run(serve(app, config))
