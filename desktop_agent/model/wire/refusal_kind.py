"""Kinds of refusals, by their status and the documented codes and types of their errors. Pure.

A server's sentence is for people: it is shown to them, and decides nothing. Sources of the codes: `ResponseError` and
the error codes of OpenAI (and of Azure, with an inner error), `ErrorType` of Anthropic, the statuses and reasons of
Google, those of Alibaba, Moonshot and Volcengine for money and content, and the servers that follow them: vLLM,
llama.cpp, OpenRouter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Literal

RefusalKind = Literal[
    "key", "forbidden", "no money", "account", "no model", "content", "slow down", "too long", "too large", ""
]
# What only the person can change, and what is refused for its content: no other form of the request would be accepted.
FINAL: frozenset[RefusalKind] = frozenset({"key", "forbidden", "no money", "account", "no model", "content"})
# Parts of codes and types, in small letters and without signs.
_CODES: tuple[tuple[RefusalKind, tuple[str, ...]], ...] = (
    (
        "content",
        (
            *("contentfilter", "policy", "safety", "moderation", "prohibitedcontent", "invalidprompt", "flagged"),
            *("datainspection", "sensitivecontent"),
        ),
    ),
    (
        "no money",
        (
            *("insufficientquota", "insufficientbalance", "insufficientcredit", "billing", "paymentrequired"),
            *("arrearage", "accountoverdue", "exceededcurrentquota"),
        ),
    ),
    ("account", ("failedprecondition", "accountdeactivated", "organizationdisabled")),
    ("key", ("apikeyinvalid", "invalidapikey", "authenticationerror")),
    ("forbidden", ("permissionerror", "permissiondenied")),
    ("no model", ("modelnotfound", "deploymentnotfound", "modeldecommissioned")),
    ("too large", ("requesttoolarge", "imagefiletoolarge", "imagetoolarge")),
    ("too long", ("contextlengthexceeded", "contextwindowexceeded", "exceedcontextsize")),
)
_STATUSES: Mapping[int, RefusalKind] = {
    HTTPStatus.UNAUTHORIZED: "key",
    HTTPStatus.PAYMENT_REQUIRED: "no money",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: "account",
    HTTPStatus.GONE: "no model",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too large",
    HTTPStatus.TOO_MANY_REQUESTS: "slow down",
}
_SIGNS = re.compile(r"[^a-z0-9]")


def refusal_kind(status: int, error: Mapping[str, object]) -> RefusalKind:
    """Return the kind of a status and an error's fields; empty if neither says one."""
    names = [_SIGNS.sub("", name.lower()) for name in _names_in(error)]
    by_code = (kind for kind, codes in _CODES if any(code in name for code in codes for name in names))
    has_no_model = status == HTTPStatus.NOT_FOUND and error.get("param") == "model"
    by_param: RefusalKind = "no model" if has_no_model else ""
    return next(by_code, "") or by_param or _STATUSES.get(status, "")


def _names_in(error: Mapping[str, object]) -> Iterator[str]:
    """Yield the codes and types of an error, of the error in it, and of its details."""
    inner = error.get("innererror")
    details = error.get("details")
    parts = [error, inner, *(details if isinstance(details, list) else [])]
    for part in parts:
        fields = part if isinstance(part, Mapping) else {}
        for field in ("code", "type", "status", "reason"):
            value = fields.get(field)
            if isinstance(value, str) and "://" not in value:  # RFC 9457 has an address as the type
                yield value
