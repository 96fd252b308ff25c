"""Which variables are called like a secret."""

from desktop_agent.core.secret_text import is_secret_name, without_secrets


def test_what_is_called_like_a_secret_is_one_and_nothing_else() -> None:
    secrets = ("OPENAI_API_KEY", "APIKEY", "KEY", "api_keys", "GH_TOKEN", "DB_PASSWORD", "AWS_CREDENTIALS", "MY_SECRET")
    others = ("PATH", "KEYBOARD", "MONKEY", "DISPLAY", "GNOME_KEYRING_CONTROL", "TOKENIZER", "SSH_AUTH_SOCK", "")

    assert [name for name in (*secrets, *others) if is_secret_name(name)] == list(secrets)
    assert without_secrets({"PATH": "/bin", "GH_TOKEN": "x"}) == {"PATH": "/bin"}
