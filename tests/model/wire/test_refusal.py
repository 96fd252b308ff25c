"""What a server's no means for a person."""

import json

import pytest

from desktop_agent.core.errors import RejectedError
from desktop_agent.model.wire.refusal import (
    Refusal,
    overflowed,
    refusal_error,
)
from tests.fakes.vendors import VENDORS

KEY = "sk-very-secret"
BEDROCKS = {"Message": "Bearer Token has expired"}
GEMINIS = {"error": {"message": "API key not valid.", "details": [{"reason": "API_KEY_INVALID"}]}}
EXTRA = {"detail": [{"loc": ["body", "top_k"], "msg": "Extra inputs are not permitted"}]}


def refusal(status: int, body: object = b"") -> Refusal:
    return Refusal(status, {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def vendor(message: object, param: str | None = None) -> dict[str, object]:
    return {"error": {"message": message, "param": param}}


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, vendor(f"Incorrect API key provided: {KEY}"), "isn't allowed to do this. Check OPENAI_API_KEY."),
        (403, vendor("Your input was flagged."), "was flagged. Reword the task, or use another model."),
        (403, vendor(f"No {KEY}."), "(403): No •••. Check OPENAI_API_KEY and the permissions of its account."),
        (403, BEDROCKS, "Bearer Token has expired. Check OPENAI_API_KEY and the permissions of its account."),
        (400, GEMINIS, "(400): API key not valid. Check OPENAI_API_KEY."),
    ],
)
def test_a_wrong_key_names_the_variable_and_never_the_key(status: int, body: object, told: str) -> None:
    error = refusal_error(refusal(status, body), "OPENAI_API_KEY", KEY)

    assert isinstance(error, RejectedError)
    assert error.status == status
    assert str(error).endswith(told)
    assert KEY not in str(error)


@pytest.mark.parametrize(
    ("status", "body", "sentence", "hint"),
    [
        (400, vendor("Unknown parameter: 'x'."), "refused the request (400): Unknown parameter: 'x'.", "--param"),
        (400, vendor("top_p is not supported with this model.", "top_p"), "top_p is not", "--param top_p=null"),
        (400, vendor("Too many.", "reasoning.effort"), "(400): Too many.", "--param reasoning=null"),
        (422, EXTRA, "(422): Extra inputs are not permitted", "--param top_k=null"),
        (422, {"detail": [{"loc": ["body", "input", 3, "content"], "msg": "Bad"}]}, "(422): Bad", "--dialect"),
        (404, {"detail": "Not Found"}, "(404): Not Found", "base URL"),
        (400, vendor("[{'type': 'extra_forbidden', 'loc': ('body', 'x')}]"), "extra_forbidden", "--param"),
        (400, vendor("Invalid value", "input[0].content"), "(400): Invalid value", "--dialect"),
        (400, vendor("a\n  b\x1b"), "(400): a b", "--dialect"),
        (404, vendor("model not found"), "(404): model not found", "model name"),
        (405, b"<html>", "refused the request (405).", "base URL"),
        (400, vendor("At most 1 image(s) may be provided in one request."), "At most 1 image", "Attach fewer"),
        (422, {"error": "bad input"}, "(422): bad input", "--dialect"),
        (402, vendor("Insufficient credits"), "(402): Insufficient credits", "Buy credit"),
        (400, {"error": {"message": "Enable billing.", "status": "FAILED_PRECONDITION"}}, "billing", "Buy credits"),
        (429, vendor("slow down"), "(429): slow down", "Wait a while, then try again"),
        (503, b"", "refused the request (503).", "Try again later"),
        (301, b"", "redirected the request (301)", "base URL"),
    ],
)
def test_each_status_has_a_sentence_and_a_next_step(status: int, body: object, sentence: str, hint: str) -> None:
    error = refusal_error(refusal(status, body), "OPENAI_API_KEY", KEY)

    assert isinstance(error, RejectedError)
    assert error.status == status
    assert sentence in error.message
    assert hint in error.hint


def test_a_key_in_the_servers_words_is_blotted_out_and_long_words_are_cut() -> None:
    error = refusal_error(refusal(400, vendor(f"bad {KEY} " + "x" * 5_000)), "OPENAI_API_KEY", KEY)

    assert "bad ••• x" in error.message
    assert len(error.message) < 400


@pytest.mark.parametrize(
    ("dialect", "at"), [(name, at) for name, vendor in VENDORS.items() for at in range(len(vendor.apis))]
)
def test_what_a_vendors_server_says_in_its_own_form_is_told(dialect: str, at: int) -> None:
    body = json.dumps(VENDORS[dialect].apis[at].problem(400, "The prompt is too long.")).encode()

    read = Refusal(400, {}, body)

    assert "The server refused the request (400): The prompt is too long." in str(refusal_error(read, "KEY", KEY))
    assert overflowed(read)
