"""What a server's no means for a person, read by one table, and which are tried again after how long."""

import json
from email.utils import formatdate

import pytest

from desktop_agent.core.errors import RejectedError
from desktop_agent.model.wire.refusal import (
    Refusal,
    kind_of,
    overflowed,
    refusal_error,
    requested_wait_s,
    retry_reason,
    wait_s,
    worth_retrying,
)
from desktop_agent.model.wire.refusal_kind import RefusalKind, most_stated, refusal_kind
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
        (422, {"detail": [{"loc": ["body", "input", 3, "content"], "msg": "Bad"}]}, "(422): Bad", "its dialect"),
        (404, {"detail": "Not Found"}, "(404): Not Found", "server's address"),
        (400, vendor("[{'type': 'extra_forbidden', 'loc': ('body', 'x')}]"), "extra_forbidden", "--param"),
        (400, vendor("Invalid value", "input[0].content"), "(400): Invalid value", "its dialect"),
        (400, vendor("a\n  b\x1b"), "(400): a b", "its dialect"),
        (404, vendor("model not found"), "(404): model not found", "model name"),
        (405, b"<html>", "refused the request (405).", "server's address"),
        (400, vendor("At most 1 image(s) may be provided in one request."), "At most 1 image", "Attach fewer"),
        (422, {"error": "bad input"}, "(422): bad input", "its dialect"),
        (402, vendor("Insufficient credits"), "(402): Insufficient credits", "Buy credit"),
        (400, {"error": {"message": "Enable billing.", "status": "FAILED_PRECONDITION"}}, "billing", "Buy credits"),
        (429, vendor("slow down"), "(429): slow down", "Wait a while, then try again"),
        (503, b"", "refused the request (503).", "Try again later"),
        (301, b"", "redirected the request (301)", "server's address"),
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


SAID: list[tuple[int, str, RefusalKind, int | None]] = [
    (400, "the request exceeds the available context size (32768 tokens), try increasing it", "too long", 32768),
    (500, "Context size has been exceeded.", "too long", None),
    (400, "The engine prompt length 70001 exceeds the max_model_len 65536. Reduce prompt.", "too long", 65536),
    (400, "prompt is too long: 210000 tokens > 200000 maximum", "too long", 200000),
    (400, "This model's maximum context length is 128000 tokens. You requested 130000.", "too long", 128000),
    (413, "Request Entity Too Large", "too large", None),
    (400, "max_tokens: 99999 > 64000, which is the maximum allowed number of output tokens", "", 64000),
    (429, "too many tokens per minute", "slow down", None),
    (400, "Rate limit reached for requests", "slow down", None),
    (500, "image input is not supported - you may need to provide the mmproj", "blind", None),
    (400, "This model does not support image inputs", "blind", None),
    (400, "The image is no PNG.", "", None),
    (400, "At most 1 image(s) may be provided in one request.", "many pictures", 1),
    (429, "You exceeded your current quota, please check your plan and billing details", "no money", None),
    (400, "No tool output found for computer call call_1.", "forgot", None),
    (404, "Response with id resp_1 not found", "forgot", None),
    (404, "model 'x' not found, try pulling it first", "no model", None),
    (400, "The response was filtered by the content management policy.", "filtered", None),
    (400, "Unknown parameter: 'x'.", "", None),
    (404, "Not Found", "", None),
    (400, "You uploaded an unsupported image. Make sure it has one of the following formats: ['png']", "", None),
    (400, "At most 0 image(s) may be provided in one prompt.", "blind", 0),
    (400, "Invalid content type. image_url is only supported by certain models.", "blind", None),
    (400, "messages.0.content.1: image exceeds 5 MB maximum: 6213452 bytes > 5242880 bytes", "too large", 5242880),
    (429, "Request too large for m on tokens per min (TPM): Limit 30000, Requested 31024.", "too long", 30000),
    (400, "This model has a context of 8192 tokens; 9000 with 1000 output tokens is too long.", "too long", None),
    (400, "Range of input length should be [1, 129024]", "too long", 129024),
    (422, "`inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000 `inputs` tokens", "too long", 8193),
    (429, "Your prepayment credits are depleted.", "no money", None),
    (404, "No models loaded. Load a model first.", "no model", None),
    (400, "foo/bar-7b is not a valid model ID", "no model", None),
]


@pytest.mark.parametrize(("status", "message", "kind", "most"), SAID)
def test_what_is_meant_is_told_from_the_status_and_the_words(
    status: int, message: str, kind: RefusalKind, most: int | None
) -> None:
    error = {"message": message}

    assert refusal_kind(status, error) == kind
    assert most_stated(error) == most


@pytest.mark.parametrize(("status", "message", "kind", "most"), [one for one in SAID if one[0] == 400])
def test_a_response_that_failed_means_the_same_as_a_refusal(
    status: int, message: str, kind: RefusalKind, most: int | None
) -> None:
    del status, most
    assert kind_of({"status": "failed", "error": {"message": message}}) == kind


def test_only_what_may_pass_is_tried_again() -> None:
    passing = [(429, "Slow down."), (503, ""), (500, "Internal error")]
    lasting = [(429, "You exceeded your current quota, please check your plan."), (400, "bad")]
    lasting += [(500, "image input is not supported"), (500, "Context size has been exceeded.")]

    answers = {
        one: Refusal(one[0], {}, json.dumps({"error": {"message": one[1]}}).encode()) for one in passing + lasting
    }

    assert [one for one, answer in answers.items() if retry_reason(answer)] == passing


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("Please try again in 6.5s.", 6.5),
        ("Try again in 1h2m3s.", 3723),
        ("Please retry after 20 seconds.", 20),
        ("Retry after 350ms", 0.35),
        ("It is loading, please try again in 1 minute and 30 seconds.", 90),
        ("Try again later.", None),
        ("There were 3 errors. Try again.", None),
    ],
)
def test_a_wait_is_read_in_all_its_spellings(told: str, seconds: float | None) -> None:
    reason = retry_reason(Refusal(429, {}, json.dumps({"error": {"message": told}}).encode()))
    in_stream = retry_reason({"status": "failed", "error": {"code": "rate_limit_exceeded", "message": told}})

    assert reason is not None
    assert in_stream is not None
    assert [requested_wait_s(one.headers, 0) for one in (reason, in_stream)] == pytest.approx([seconds, seconds])


def test_a_header_counts_more_than_words_and_a_long_wait_is_told() -> None:
    answer = Refusal(429, {"retry-after": "3600"}, b'{"error": {"message": "Try again in 5s."}}')
    reason = retry_reason(answer)

    assert reason is not None
    assert requested_wait_s(reason.headers, 0) == 3600
    assert refusal_error(answer, "KEY", None).hint == "Wait 60 min, then try again."


@pytest.mark.parametrize("status", [400, 404, 422])
@pytest.mark.parametrize("said", ["odd", "The model `m` was not found.", "This model does not support image inputs"])
def test_what_has_worked_is_not_blamed_on_the_address_the_model_or_the_dialect(status: int, said: str) -> None:
    hint = refusal_error(
        Refusal(status, {}, b'{"error": {"message": "%s"}}' % said.encode()), "KEY", None, answered=True
    ).hint

    assert hint == "To try again from here, run: desktop-agent resume last"


NOW = 1_795_169_730.0
MOST = 60.0


def test_the_statuses_that_vendors_retry_are_retried_unless_the_server_decides() -> None:
    assert [one for one in (301, 400, 408, 409, 429, 500, 529) if not worth_retrying(one, {})] == [301, 400]
    assert worth_retrying(400, {"x-should-retry": "true"})
    assert not worth_retrying(503, {"x-should-retry": "false"})
    assert worth_retrying(503, {"x-should-retry": "maybe"})


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"retry-after": "0"}, 0.0, id="at once"),
        pytest.param({"retry-after": "2.5"}, 2.5, id="seconds"),
        pytest.param({"retry-after-ms": "250", "retry-after": "9"}, 0.25, id="milliseconds come first"),
        pytest.param({"retry-after": formatdate(NOW + 7, usegmt=True)}, 7.0, id="a date"),
        pytest.param({"retry-after": formatdate(NOW + 7)}, 7.0, id="a date without a zone"),
        pytest.param({"retry-after": "1000000000"}, MOST, id="never longer than a minute"),
    ],
)
def test_what_the_server_asks_for_is_honoured(headers: dict[str, str], seconds: float) -> None:
    assert wait_s(3, headers, now=NOW, chance=0.5, most=MOST) == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize("nonsense", ["", "-1", "soon", "1e309", "nan"])
def test_nonsense_means_the_usual_wait(nonsense: str) -> None:
    assert wait_s(1, {"retry-after": nonsense, "retry-after-ms": nonsense}, now=NOW, chance=0, most=MOST) == 0.5


def test_waits_double_up_to_eight_seconds_and_chance_shortens_them_by_a_quarter() -> None:
    assert [wait_s(tried, {}, now=NOW, chance=0, most=MOST) for tried in range(1, 7)] == [0.5, 1, 2, 4, 8, 8]
    assert [wait_s(tried, {}, now=NOW, chance=1, most=MOST) for tried in range(1, 4)] == [0.375, 0.75, 1.5]
