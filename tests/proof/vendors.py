"""What the vendors' own types make of an object: parsed strictly, and told what of it they do not know."""

from collections.abc import Iterator, Mapping
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


def left_over(value: object, at: str = "") -> Iterator[str]:
    """Yield where an object holds a field that the vendor's types do not know, at any depth."""
    if isinstance(value, BaseModel):
        yield from (f"{at}.{name}" for name in value.model_extra or ())
        for name in type(value).model_fields:
            yield from left_over(getattr(value, name), f"{at}.{name}")
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from left_over(one, f"{at}[{number}]")
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from left_over(one, f"{at}.{name}")


@cache
def _judge(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - as above
    """Return what reads a type; to make it takes a tenth of a second."""
    return TypeAdapter(kind)
