"""What a client did wrong, in the vendors' shape: HTTP status, sentence, parameter, code."""

from __future__ import annotations

from desktop_agent.devserver.json_object import Json

_KINDS = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
_SERVERS_FAULT = 500


class BadRequestError(Exception):
    """A request that cannot be answered; `allow` names the methods that an address knows, with status 405."""

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
        """Return the JSON that says it."""
        return error_body(self.status, self.message, param=self.param, code=self.code)


def error_body(status: int, message: str, *, param: str | None = None, code: str | None = None) -> Json:
    """Return an error as the vendors write it."""
    otherwise = "server_error" if status >= _SERVERS_FAULT else "invalid_request_error"
    return {
        "error": {"message": message, "type": _KINDS.get(status, otherwise), "param": param, "code": code},
    }
