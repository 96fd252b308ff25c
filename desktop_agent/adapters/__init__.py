"""This computer as the tool of a vendor's own agent loop: its eyes and hands, with our questions, stops and record.

The loop stays the vendor's, and takes the model's place in a run, as an agent does over MCP (`mcp/`). `calls` is
that place: a call of the loop is the next turn of the run, and the run's next message is its answer. Beside it stands a
file for each SDK, which turns the SDK's form of a call into the items that our own dialects read. What policy or a
person refuses is answered in the SDK's form, and an end of the run raises `RunOverError` at the loop's next call.

An SDK is imported by its own file alone, and none of them is required.
"""

from desktop_agent.adapters.calls import NotDoneError, RunOverError

__all__ = ["NotDoneError", "RunOverError"]
