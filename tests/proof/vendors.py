"""What the vendors' own types make of an object, parsed strictly."""

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from openai.types.responses import ResponseStreamEvent
from pydantic import BaseModel, TypeAdapter

# `ResponseStreamEvent` is Annotated[Union[...], ...]; each member has its own literal `type`.
EVENTS: Mapping[str, type[BaseModel]] = {
    name: kind
    for kind in get_args(get_args(ResponseStreamEvent)[0])
    for name in get_args(kind.model_fields["type"].annotation)
}


def parsed(kind: Any, value: object) -> Any:  # noqa: ANN401 - the vendors' types come as they are
    """Return a value as the vendor's type has it; raises where a field is missing or of another kind."""
    return _judge(kind).validate_python(value, strict=True)


@cache
def _judge(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - as above
    """Return what reads a type; to make it takes a tenth of a second."""
    return TypeAdapter(kind)
