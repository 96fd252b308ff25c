"""What a person is shown of a body: names and shortened values, nothing secret, nothing that hides."""

import json

import pytest

from desktop_agent.desk.network.fields import SentFields, sent_fields, shown_path

FORM = "application/x-www-form-urlencoded"


def pairs(fields: SentFields) -> list[tuple[str, str]]:
    return list(fields.shown)


def test_a_form_is_shown_by_its_fields() -> None:
    body = b"name=Ada&note=a+b%0Ac&empty="

    assert [("name", "Ada"), ("note", "a b⏎c"), ("empty", "")] == pairs(sent_fields(f"{FORM}; charset=utf-8", body, 28))


def test_json_is_shown_by_paths() -> None:
    body = json.dumps({"to": {"name": "Ada"}, "items": [1, True, None], "deep": {"a": {"b": {"c": {"d": 1}}}}}).encode()

    found = pairs(sent_fields("application/vnd.api+json", body, len(body)))

    assert [
        ("to.name", "Ada"), ("items[0]", "1"), ("items[1]", "true"), ("items[2]", "null"), ("deep.a.b.c", '{"d": 1}')
    ] == found  # fmt: skip


@pytest.mark.parametrize(
    "name", ["password", "new_passwd", "user[password]", "pwd", "api_key", "access_token", "pin", "card-cvc", "csrf"]
)
def test_what_is_called_like_a_secret_keeps_its_value(name: str) -> None:
    assert [(name, "••••")] == pairs(sent_fields(FORM, f"{name}=hunter2".encode(), 20))
    assert "hunter2" not in shown_path(f"/a?{name}=hunter2", 200)


def test_long_and_many_are_shortened_and_that_is_said() -> None:
    many = "&".join(f"a{at}=1" for at in range(50)).encode()

    long = sent_fields(FORM, b"a=" + b"x" * 5000, 5002)
    assert 121 == len(long.shown[0][1])
    assert (20, True) == (len(sent_fields(FORM, many, len(many)).shown), sent_fields(FORM, many, len(many)).more)
    assert sent_fields(FORM, b"a=1", 900_000).more


@pytest.mark.parametrize(
    ("kind", "body"),
    [("application/octet-stream", b"\x00\xff"), ("", b"a=1"), ("application/json", b"{broken"), (FORM, b"\xff\xfe"),
     ("multipart/form-data", b"--x"), ("application/json", b"[" * 100_000), ("nonsense", b"x"), ("text/plain", b"hi")],
)  # fmt: skip
def test_what_cannot_be_read_says_that_there_is_more(kind: str, body: bytes) -> None:
    found = sent_fields(kind, body, len(body))

    assert found.more or found.shown


def test_a_strangers_text_hides_nothing_and_stays_on_one_line() -> None:
    assert "/a\\u{202e}b⏎c⇥d\\u{0}\\u{200b}" == shown_path("/a\u202eb\nc\td\x00\u200b", 50)
    assert "/ab…" == shown_path("/abcdef", 3)
    assert "/p?q=1&token=••••&flag" == shown_path("/p?q=1&token=x&flag", 100)
    assert "/p" == shown_path("/p", 100)
