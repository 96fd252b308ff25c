"""What servers and gateways really say when they refuse: read by one table, whatever the status and the words."""

import json

import pytest

from desktop_agent.model.wire.refusal import Refusal, kind_of, refusal_error, requested_wait_s, retry_reason
from desktop_agent.model.wire.refusal_kind import RefusalKind, most_stated, refusal_kind

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


@pytest.mark.parametrize(
    ("status", "error", "is_tried_again"),
    [
        (429, {"message": "Slow down."}, True),
        (503, {"message": ""}, True),
        (500, {"message": "Internal error"}, True),
        (429, {"code": "insufficient_quota", "message": "You exceeded your current quota."}, False),
        (500, {"message": "image input is not supported"}, False),
        (500, {"message": "Context size has been exceeded."}, False),
        (400, {"message": "bad"}, False),
    ],
)
def test_only_what_may_pass_is_tried_again(status: int, error: dict[str, str], *, is_tried_again: bool) -> None:
    answer = Refusal(status, {}, json.dumps({"error": error}).encode())

    assert (retry_reason(answer) is not None) is is_tried_again


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
