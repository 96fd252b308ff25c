"""Python functions of the program that starts a run, which the model may call: their descriptions, and a call."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import TypeAlias, cast

from desktop_agent.core.actions.action import Function, Ran
from desktop_agent.functions.process import MAX_OUTPUT_BYTES

CallerFunction: TypeAlias = Callable[..., object]


def function_of_callable(function: CallerFunction) -> Function:
    """Return the description for the model: the name, the docstring, and the parameters with their types."""
    from pydantic import TypeAdapter

    arguments: TypeAdapter[object] = TypeAdapter(cast("type[object]", function))  # pydantic takes its signature
    return Function(function.__name__, inspect.getdoc(function) or "", arguments.json_schema())


async def call_on_thread(function: CallerFunction, arguments: str) -> Ran:
    """Call a function on a thread; an asynchronous result is awaited in this loop.

    A result that is no text is returned as JSON, and a long one is cut. An error is returned as the answer.
    """
    from pydantic import validate_call

    try:
        answer = await asyncio.to_thread(validate_call(function), **json.loads(arguments))
        if inspect.isawaitable(answer):
            answer = await answer
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, default=str)
    except Exception as error:  # noqa: BLE001 - a caller's own code
        return Ran("", f"The function “{function.__name__}” failed: {error!r}")
    return Ran(text[:MAX_OUTPUT_BYTES])
