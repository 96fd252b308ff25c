"""A client's mistake, in the vendors' form: status, message, parameter, code."""

from __future__ import annotations

from desktop_agent.serve.dialect import Json

_KINDS = {401: "authentication_error", 403: "permission_error", 404: "not_found_error"}


class BadRequestError(Exception):
    """A request that cannot be answered; with status 405, `allow` lists the methods of the address."""

    def __init__(
        self, message: str, *, param: str | None = None, code: str | None = None, status: int = 400, allow: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.code = code
        self.status = status
        self.allow = allow

    def body(self) -> Json:
        """Return the JSON body."""
        kind = _KINDS.get(self.status, "invalid_request_error")
        return {"error": {"message": self.message, "type": kind, "param": self.param, "code": self.code}}


_TYPES = frozenset({"str", "int", "float", "bool"})


def place_of(loc: tuple[int | str, ...]) -> str:
    """Return a field's path without the type names that pydantic adds for unions."""
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.isidentifier() and part[0].islower() and part not in _TYPES:
            path += f".{part}" if path else part
    return path
