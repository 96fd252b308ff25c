"""What a server's no means, by status and code and never by its words, and which are tried again after how long."""

import json
from email.utils import formatdate

import pytest

from desktop_agent.core.errors import RejectedError
from desktop_agent.model.wire.refusal import (
    FINAL,
    Refusal,
    RefusalKind,
    is_final,
    is_temporary,
    is_too_long,
    is_too_much,
    kind_hint,
    kind_of,
    refusal_error,
    refused_field,
    requested_wait_s,
    retry_reason,
    stated_window,
    wait_s,
)
from tests.fakes.servers.vendors import VENDORS

KEY = "sk-very-secret"
BEDROCKS = {"Message": "Bearer Token has expired"}
GEMINIS = {"error": {"message": "API key not valid.", "details": [{"reason": "API_KEY_INVALID"}]}}
DENIED = {"error": {"type": "permission_error", "message": "No."}}
EXTRA = {"detail": [{"loc": ["body", "top_k"], "msg": "Extra inputs are not permitted"}]}


def refusal(status: int, body: object = b"") -> Refusal:
    return Refusal(status, {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def vendor(message: object, param: str | None = None) -> dict[str, object]:
    return {"error": {"message": message, "param": param}}


def coded(code: str) -> dict[str, object]:
    return {"error": {"message": "Zblorg.", "code": code}}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, vendor(f"Incorrect API key provided: {KEY}"), "“Incorrect API key provided: •••”. Check OPENAI_API_KEY."),
        (401, b"", "refused the request (401). Check OPENAI_API_KEY."),
        (403, vendor("Your input was flagged."), "(403): “Your input was flagged”."),
        (403, vendor(f"No {KEY}."), "(403): “No •••”."),
        (403, b"", "(403). Check OPENAI_API_KEY and the permissions of its account."),
        (403, DENIED, "(403): “No”. Check OPENAI_API_KEY and the permissions of its account."),
        (403, BEDROCKS, "(403): “Bearer Token has expired”."),
        (400, GEMINIS, "(400): “API key not valid”. Check OPENAI_API_KEY."),
    ],
)
def test_a_wrong_key_names_the_variable_and_never_the_key(status: int, body: object, expected: str) -> None:
    error = refusal_error(refusal(status, body), "OPENAI_API_KEY", KEY)

    assert isinstance(error, RejectedError)
    assert error.status == status
    assert str(error).endswith(expected)
    assert KEY not in str(error)


@pytest.mark.parametrize(
    ("status", "body", "sentence", "hint"),
    [
        (400, vendor("Unknown parameter: 'x'."), "refused the request (400): “Unknown parameter: 'x'”.", ""),
        (400, vendor("top_p is not supported with this model.", "top_p"), "“top_p is not", "--param top_p=null"),
        (400, vendor("Too many.", "reasoning.effort"), "(400): “Too many”.", "--param reasoning=null"),
        (422, EXTRA, "(422): “Extra inputs are not permitted”.", "--param top_k=null"),
        (422, {"detail": [{"loc": ["body", "input", 3, "content"], "msg": "Bad"}]}, "(422): “Bad”.", ""),
        (422, {"detail": [{"loc": ["path"], "msg": "Bad"}]}, "(422): “Bad”.", ""),
        (400, vendor("Bad.", "messages"), "(400): “Bad”.", ""),
        (403, b"<html>blocked</html>", "refused the request (403).", ""),
        (400, coded("string_above_max_length"), "(400): “Zblorg”.", ""),
        (404, {"detail": "Not Found"}, "(404): “Not Found”.", "server's address"),
        (400, vendor("Invalid value", "input[0].content"), "(400): “Invalid value”.", ""),
        (400, vendor("a\n  b\x1b"), "(400): “a b", ""),
        (404, vendor("model not found"), "(404): “model not found”.", "model name"),
        (405, b"<html>", "refused the request (405).", "server's address"),
        (400, vendor("x-vision does not support tools"), "(400): “x-vision does not support tools”.", ""),
        (400, vendor("At most 1 image(s) may be provided in one request."), "(400): “At most 1 image", ""),
        (422, {"error": "bad input"}, "(422): “bad input”.", ""),
        (400, b"Sorry, not this way.\n", "(400): “Sorry, not this way”.", ""),
        (400, b"<Error>no</Error>", "refused the request (400).", ""),
        (400, b"\xff\xfe\x00", "refused the request (400).", ""),
        (400, b'{"error": ', "refused the request (400).", ""),
        (400, [vendor("Only one.")], "(400): “Only one”.", ""),
        (400, {"error": {"error": {"message": "Deep."}}}, "(400): “Deep”.", ""),
        (400, {"error": "Bad Request", "message": "No input."}, "(400): “No input”.", ""),
        (400, {"title": "T", "detail": "No tunnel."}, "(400): “No tunnel”.", ""),
        (400, {"type": "https://x.test/policy", "detail": "No."}, "(400): “No”.", ""),
        (400, {"error": "No.", "code": "content_filter"}, "(400): “No”.", "Reword the task"),
        (402, vendor("Insufficient credits"), "(402): “Insufficient credits”.", "Buy credit"),
        (413, b"", "refused the request (413).", "Use a smaller --viewport, or attach less."),
        (400, coded("context_length_exceeded"), "(400): “Zblorg”.", "a model with a larger context"),
        (400, coded("content_filter"), "(400): “Zblorg”.", "Reword the task"),
        (404, coded("model_not_found"), "(404): “Zblorg”.", "Check the model name"),
        (429, vendor("slow down"), "(429): “slow down”.", "Wait a while, then try again"),
        (500, vendor("tools param requires --jinja flag"), "(500): “tools param requires --jinja flag”.", ""),
        (503, b"", "refused the request (503).", "Try again later"),
        (301, b"", "redirected the request (301)", "server's address"),
    ],
)
def test_each_status_has_a_sentence_and_a_next_step(status: int, body: object, sentence: str, hint: str) -> None:
    params = ("top_p", "top_k", "reasoning")
    error = refusal_error(refusal(status, body), "OPENAI_API_KEY", KEY, params=params)

    assert isinstance(error, RejectedError)
    assert error.status == status
    assert sentence in error.message
    assert hint in error.hint
    assert bool(hint) == bool(error.hint), "nothing is known, so nothing is advised"


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

    assert str(refusal_error(read, "KEY", KEY)) == "The server refused the request (400): “The prompt is too long”."
    assert not is_too_long(read)


KINDS: list[tuple[int, dict[str, object], RefusalKind]] = [
    (401, {}, "key"),
    (400, {"details": [{"@type": "ErrorInfo"}, {"reason": "API_KEY_INVALID"}, 7]}, "key"),
    (403, {}, "forbidden"),
    (400, {"type": "permission_error"}, "forbidden"),
    (402, {}, "no money"),
    (429, {"code": "insufficient_quota", "type": "insufficient_quota"}, "no money"),
    (400, {"code": "billing_hard_limit_reached"}, "no money"),
    (400, {"type": "billing_error"}, "no money"),
    (400, {"code": "Arrearage", "type": "Arrearage"}, "no money"),
    (403, {"code": "AccountOverdueError", "type": "Forbidden"}, "no money"),
    (429, {"type": "exceeded_current_quota_error"}, "no money"),
    (400, {"status": "FAILED_PRECONDITION", "code": 400}, "account"),
    (407, {}, "account"),
    (404, {"code": "model_not_found"}, "no model"),
    (404, {"code": "DeploymentNotFound"}, "no model"),
    (400, {"code": "model_decommissioned"}, "no model"),
    (410, {}, "no model"),
    (404, {"param": "model"}, "no model"),
    (400, {"param": "model"}, ""),
    (400, {"code": "content_filter"}, "content"),
    (400, {"code": "x", "innererror": {"code": "ResponsibleAIPolicyViolation"}}, "content"),
    (400, {"code": "invalid_prompt"}, "content"),
    (400, {"code": "data_inspection_failed"}, "content"),
    (400, {"code": "InputTextSensitiveContentDetected"}, "content"),
    (400, {"type": "https://example.com/rate-limit-policy"}, ""),
    (400, {"code": "image_content_policy_violation"}, "content"),
    (429, {"type": "requests", "code": "rate_limit_exceeded"}, "slow down"),
    (413, {"type": "request_too_large"}, "too large"),
    (400, {"code": "image_too_large"}, "too large"),
    (400, {"code": "context_length_exceeded"}, "too long"),
    (400, {"type": "exceed_context_size_error", "n_ctx": 4096}, "too long"),
    (400, {"type": "invalid_request_error", "code": None}, ""),
    (404, {"code": "previous_response_not_found"}, ""),
    (404, {"type": "not_found_error"}, ""),
    (400, {"code": "invalid_encrypted_content"}, ""),
    (409, {}, ""),
    (415, {}, ""),
    (500, {"code": 500, "type": "server_error"}, ""),
]
# In the words of a vendor, of another, and of nobody.
SENTENCES = (
    "You exceeded your current quota, please check your plan and billing details.",
    "This model does not support image inputs; the request violates our content policy.",
    "prompt is too long: 210000 tokens > 200000 maximum",
    "Ung blarz gefolk, ta zwin morrik (4096)!",
)


@pytest.mark.parametrize("said", SENTENCES)
@pytest.mark.parametrize(("status", "error", "kind"), KINDS)
def test_the_status_and_the_code_say_what_is_meant_and_no_sentence_does(
    status: int, error: dict[str, object], kind: RefusalKind, said: str
) -> None:
    answer = refusal(status, {"error": {**error, "message": said}})

    assert kind_of(answer) == kind
    assert is_final(answer) == (kind in {*FINAL, "slow down"})
    assert is_too_long(answer) == (kind == "too long")
    assert is_too_much(answer) == (kind in {"too long", "too large"})


@pytest.mark.parametrize(("status", "error", "kind"), [case for case in KINDS if case[0] == 400])
def test_a_response_that_failed_means_the_same_as_a_refusal(
    status: int, error: dict[str, object], kind: RefusalKind
) -> None:
    assert kind_of({"status": "failed", "error": error}) == kind
    assert kind_of(refusal(status, {"error": error})) == kind


def test_the_size_of_a_window_is_a_field_and_no_number_in_a_sentence() -> None:
    assert stated_window(refusal(400, {"error": {"n_ctx": 4096, "message": "of 8192"}})) == 4096
    assert stated_window(refusal(400, {"error": {"n_ctx": "4096", "message": "of 8192"}})) is None
    assert stated_window(refusal(400, {"error": {"n_ctx": 0}})) is None


FIELDS = ["detail", "enable_zoom", "include", "store", "strict", "truncation"]


@pytest.mark.parametrize(
    ("status", "body", "field"),
    [
        (400, vendor("Unknown parameter: 'truncation'.", "truncation"), "truncation"),
        (400, vendor("Argument not supported: truncation"), "truncation"),
        (400, vendor("Blar `truncation` ung zwin."), "truncation"),
        (400, {"detail": "Unsupported parameter: truncation"}, "truncation"),
        (422, {"detail": [{"loc": ["body", "input", 0, "content", 1, "detail"], "msg": "Ung"}]}, "detail"),
        (400, vendor("Invalid value: 'original'.", "input[0].content[1].detail"), "detail"),
        (400, vendor("tools.0.computer_20250124.enable_zoom: Extra inputs are not permitted"), "enable_zoom"),
        (400, vendor("zwin", "tools[0].strict"), "strict"),
        (400, vendor('json: unknown field "store"'), "store"),
        (400, vendor("store: Extra inputs are not permitted"), "store"),
        (400, vendor("Argument not supported: store."), "store"),
        (400, vendor("You can buy more in our store on the web."), ""),
        (400, vendor("The request must include a valid picture."), ""),
        (400, vendor("tools.0.strict: Extra inputs are not permitted"), "strict"),
        (400, vendor("Nothing of that."), ""),
        (404, vendor("Unknown parameter: 'truncation'.", "truncation"), ""),
    ],
)
def test_a_field_that_a_refusal_names_is_found_by_its_place_or_its_name(status: int, body: object, field: str) -> None:
    assert refused_field(refusal(status, body), FIELDS) == field


def test_only_what_may_pass_is_tried_again() -> None:
    passing = [(429, ""), (503, ""), (500, "Internal error")]
    lasting = [(429, "insufficient_quota"), (400, "bad"), (500, "content_filter"), (500, "context_length_exceeded")]

    answers = {one: Refusal(one[0], {}, json.dumps({"error": {"code": one[1]}}).encode()) for one in passing + lasting}

    assert [one for one, answer in answers.items() if retry_reason(answer)] == passing


def test_a_late_refusal_has_the_hint_of_its_code() -> None:
    assert kind_hint({"status": "failed", "error": {"code": "insufficient_quota"}}).startswith("Buy credits")
    assert kind_hint({"status": "failed", "error": {"code": "rate_limit_exceeded"}}) == ""


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("Please try again in 6.5s.", 6.5),
        ("Try again in 1h2m3s.", 3723),
        ("Please retry after 20 seconds.", 20),
        ("Retry after 350ms", 0.35),
        ("Your quota will reset after 3s.", 3),
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
    assert [one for one in (301, 400, 408, 409, 429, 500, 529) if not is_temporary(one, {})] == [301, 400]
    assert is_temporary(400, {"x-should-retry": "true"})
    assert not is_temporary(503, {"x-should-retry": "false"})
    assert is_temporary(503, {"x-should-retry": "maybe"})


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"retry-after": "0"}, 0.0, id="at once"),
        pytest.param({"retry-after": "2.5"}, 2.5, id="seconds"),
        pytest.param({"retry-after-ms": "250"}, 0.25, id="milliseconds"),
        pytest.param({"retry-after-ms": "250", "retry-after": "9"}, 9, id="the longest of both"),
        pytest.param({"retry-after": "1m30s"}, MOST, id="a duration"),
        pytest.param({"x-ratelimit-reset-requests": "8s", "x-ratelimit-reset-tokens": "120ms"}, 8, id="OpenAI"),
        pytest.param({"x-ratelimit-reset-tokens": "0.5s", "retry-after": "0"}, 0.5, id="longer than the header"),
        pytest.param({"x-ratelimit-reset": "12"}, 12, id="seconds"),
        pytest.param({"x-rate-limit-reset": f"{NOW + 9:.0f}"}, 9, id="a moment"),
        pytest.param({"x-ratelimit-reset": f"{(NOW + 9) * 1000:.0f}"}, 9, id="a moment in thousandths"),
        pytest.param({"ratelimit-reset": "3"}, 3, id="the draft of a standard"),
        pytest.param({"x-ratelimit-reset-after": "1.5"}, 1.5, id="after"),
        pytest.param(
            {"anthropic-ratelimit-requests-reset": "2026-11-20T10:15:40Z", "anthropic-ratelimit-tokens-reset": "x"},
            10,
            id="Anthropic",
        ),
        pytest.param({"anthropic-ratelimit-tokens-reset": "2026-11-20T11:15:40+01:00"}, 10, id="another zone"),
        pytest.param({"x-ratelimit-reset-requests": "2026-11-20T10:15:00Z"}, 0, id="a moment that is over"),
        pytest.param(
            {
                "x-ratelimit-reset-requests": "9s",
                "x-ratelimit-remaining-requests": "3",
                "x-ratelimit-reset-tokens": "2s",
                "x-ratelimit-remaining-tokens": "0",
            },
            2,
            id="a limit of which something remains is none",
        ),
        pytest.param({"x-ratelimit-reset-requests": "24h", "retry-after": "5"}, 5, id="a day that nobody asks for"),
        pytest.param({"retry-after": formatdate(NOW + 7, usegmt=True)}, 7.0, id="a date"),
        pytest.param({"retry-after": formatdate(NOW + 7)}, 7.0, id="a date without a zone"),
        pytest.param({"retry-after": "1000000000"}, MOST, id="never longer than the most"),
    ],
)
def test_what_the_server_asks_for_is_honoured(headers: dict[str, str], seconds: float) -> None:
    assert wait_s(3, headers, now=NOW, chance=0.5, most=MOST) == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize("nonsense", ["", "-1", "soon", "1e309", "nan", "5 apples", "3y", "2026-13-40T00:00:00Z"])
def test_nonsense_means_the_usual_wait(nonsense: str) -> None:
    headers = dict.fromkeys(("retry-after", "retry-after-ms", "x-ratelimit-reset", "x-ratelimit-limit"), nonsense)

    assert wait_s(1, headers, now=NOW, chance=0, most=MOST) == 0.5


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        ({"details": [{"x": 1}, {"retryDelay": "13s"}, {"retryDelay": "1.5s"}]}, 13),
        ({"details": [{"retryDelay": "1m"}]}, 60),
        ({"retry_after": 7}, 7),
        ({"retryAfter": "7.5"}, 7.5),
        ({"retry_after_ms": 250}, 0.25),
        ({"resets_in_seconds": 2.5, "resets_at": 1_700_000_000}, 2.5),
        ({"metadata": {"headers": {"X-RateLimit-Reset": f"{(NOW + 9) * 1000:.0f}", "X-RateLimit-Remaining": "0"}}}, 9),
        ({"metadata": {"headers": {"Retry-After": "4"}, "retry_after": 2}}, 2),
        ({"metadata": {"headers": {"Retry-After": "4"}}}, 4),
        ({"metadata": {"headers": "none"}, "details": "none", "retry_after": True}, None),
        ({"retry_after": "later"}, None),
    ],
)
def test_a_wait_in_a_field_of_the_body_counts_as_one_in_a_header(
    error: dict[str, object], seconds: float | None
) -> None:
    reasons = [
        retry_reason(refusal(429, body)) for body in ({"error": error}, {"error": "No.", **error}, [{"error": error}])
    ]

    assert [reason and requested_wait_s(reason.headers, NOW) for reason in reasons] == [seconds] * 3


def test_waits_double_up_to_eight_seconds_and_chance_shortens_them_by_a_quarter() -> None:
    assert [wait_s(tried, {}, now=NOW, chance=0, most=MOST) for tried in range(1, 7)] == [0.5, 1, 2, 4, 8, 8]
    assert [wait_s(tried, {}, now=NOW, chance=1, most=MOST) for tried in range(1, 4)] == [0.375, 0.75, 1.5]
