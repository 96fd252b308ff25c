"""Builds the body of a request from the template of its conversation and the new items."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.history import Request
from desktop_agent.model.picture import PicturePlaceholder

# Fields of a tool, and of a picture, that an API doesn't require.
_OPTIONAL_IN_TOOLS = frozenset({"strict", "enable_zoom"})
_OPTIONAL_IN_PICTURES = frozenset({"detail"})


@dataclass(frozen=True, slots=True)
class RequestTemplate:
    """The common part of all requests of a conversation."""

    dialect: Dialect
    model: str
    stream: bool
    environment: str = "linux"
    functions: Sequence[JsonItem] = ()
    # None removes a field that the dialect would send.
    params: Mapping[str, object] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()  # optional fields that the server has refused

    def body(self, request: Request, display: Size, *, chain: bool, number: int) -> dict[str, object]:
        """Return the body of the request with this number, for a picture of the size `display`."""
        body = {**self._options(chain=chain), **self._params(chain=chain, number=number)}
        body = {name: value for name, value in body.items() if value is not None}
        body |= {
            "model": self.model,
            "input": [_without(item, self.left_out & _OPTIONAL_IN_PICTURES) for item in request.items],
            "tools": [
                _without_fields(tool, self.left_out & _OPTIONAL_IN_TOOLS)
                for tool in self.dialect.tools(display, self.environment, self.functions)
            ],
            "stream": self.stream,
        }
        return body | ({"previous_response_id": request.previous} if request.previous else {})

    def optional_fields(self, request: Request, display: Size, *, chain: bool) -> list[str]:
        """Return the fields of a request that the program adds of itself, and that an API doesn't require."""
        tools = self.dialect.tools(display, self.environment, self.functions)
        in_tools = _OPTIONAL_IN_TOOLS & {name for tool in tools for name in tool}
        in_pictures = _OPTIONAL_IN_PICTURES & _names_in(request.items)
        of_body = self.dialect.options(chain=chain).keys() - self.params.keys()
        return sorted((of_body | in_tools | in_pictures) - self.left_out)

    def without(self, field_name: str) -> RequestTemplate:
        """Return the template without an optional field."""
        return replace(self, left_out=self.left_out | {field_name})

    def is_stored(self, *, chain: bool) -> bool:
        """Return whether the server stores the responses, so that they can be deleted."""
        fields = {**self._options(chain=chain), **self.params}
        return self.dialect.api.stores and fields.get("store") is not False

    def always(self, display: Size) -> list[object]:
        """Return the parts of every request, to count their tokens."""
        return [*self.dialect.tools(display, self.environment, self.functions), self.params.get("instructions") or ""]

    def _options(self, *, chain: bool) -> JsonItem:
        return _without_fields(self.dialect.options(chain=chain), self.left_out)

    def _params(self, *, chain: bool, number: int) -> dict[str, object]:
        params = dict(self.params)
        # vLLM makes the response's id of it, so two requests must not have the same.
        if params.get("request_id") is not None:
            params["request_id"] = f"{params['request_id']}-{number}"
        # Without the reasoning that the dialect requests, a history stored by us would be refused.
        needed = self._options(chain=chain).get("include")
        requested = params.get("include")
        if isinstance(needed, list) and isinstance(requested, list | tuple):
            params["include"] = list(dict.fromkeys([*needed, *requested]))
        return params


def _without_fields(item: JsonItem, names: frozenset[str]) -> JsonItem:
    return {name: value for name, value in item.items() if name not in names}


def _without(value: object, names: frozenset[str]) -> object:
    """Return a value without the fields of these names, however deep."""
    if not names:
        return value
    if isinstance(value, Mapping):
        return {name: _without(inner, names) for name, inner in value.items() if name not in names}
    return [_without(inner, names) for inner in value] if isinstance(value, list | tuple) else value


def _names_in(value: object) -> set[str]:
    if isinstance(value, Mapping):
        return {str(name) for name in value}.union(*map(_names_in, value.values()))
    return set().union(*map(_names_in, value)) if isinstance(value, list | tuple) else set()


def written(body: Mapping[str, object]) -> bytes:
    """Return the bytes of a request; pictures are inserted as they are, as base64 needs no escaping."""
    return b"".join(_pieces(body))


def size_in_bytes(body: Mapping[str, object]) -> int:
    """Return how many bytes a request has, without joining its pictures."""
    return sum(map(len, _pieces(body)))


def _pieces(body: Mapping[str, object]) -> list[bytes]:
    pictures: list[PicturePlaceholder] = []
    mark = secrets.token_hex(16)

    def place(value: object) -> str:
        if not isinstance(value, PicturePlaceholder):
            raise TypeError(f"{type(value).__name__} is no part of a request")
        pictures.append(value)
        return mark

    first, *remaining = json.dumps(body, default=place, separators=(",", ":")).encode().split(mark.encode())
    pieces = [first]
    for picture, after in zip(pictures, remaining, strict=True):
        pieces += (picture.head, picture.data, after)
    return pieces
