"""Secrets by name: what is one, and what a text is with them in it."""

import pytest

from desktop_agent.core.texts.secret_text import is_name, is_secret_name, secrets_in, with_secrets, without_secrets


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{secret:bank}}", ("bank",)),
        ("ada\t{{secret:a.b-c_1}}\n{{secret:A}} {{secret:A}}", ("a.b-c_1", "A")),
        ("{{secret:}} {{secret:-a}} {{secret:a b}} {secret:a} {{ secret:a }} {{name}}", ()),
        ("{{secret:" + "a" * 65 + "}}", ()),
        ("", ()),
    ],
)
def test_the_named_secrets_in_a_text_are_found(text: str, names: tuple[str, ...]) -> None:
    assert secrets_in(text) == names


@pytest.mark.parametrize(
    ("text", "good"), [("bank", True), ("a" * 64, True), ("a" * 65, False), ("", False), ("é", False)]
)
def test_a_secrets_name_is_checked(text: str, good: bool) -> None:
    assert is_name(text) is good


def test_a_text_is_filled_once() -> None:
    values = {"a": "{{secret:b}}", "b": "x\\1"}

    assert with_secrets("<{{secret:a}}{{secret:b}}>{{c}}", values.__getitem__) == "<{{secret:b}}x\\1>{{c}}"


def test_a_variable_is_a_secret_only_by_its_exact_name() -> None:
    secrets = ("OPENAI_API_KEY", "APIKEY", "KEY", "api_keys", "GH_TOKEN", "DB_PASSWORD", "AWS_CREDENTIALS", "MY_SECRET")
    others = ("PATH", "KEYBOARD", "MONKEY", "DISPLAY", "GNOME_KEYRING_CONTROL", "TOKENIZER", "SSH_AUTH_SOCK", "")

    assert [name for name in (*secrets, *others) if is_secret_name(name)] == list(secrets)
    assert without_secrets({"PATH": "/bin", "GH_TOKEN": "x"}) == {"PATH": "/bin"}
