"""A key is found in a text however it is spaced there, and nothing else is."""

import base64

import pytest

from desktop_agent.core.texts.secret_text import KeyCutter, KeyText

KEY = "sk-some+k3y/7QzW=x9Vt2"
BASE64 = base64.b64encode(KEY.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (KEY, "*"),
        (f"{KEY} and {KEY}", "* and *"),
        ("s k-so\u200bme+k3y/7\n Qz\u00adW=x9Vt2!", "*!"),
        ("sk-some%2Bk3y%2F7QzW%3Dx9Vt2!", "*!"),
        (f"Basic {BASE64[:9]}\r\n{BASE64[9:]}==", "Basic *=="),
        ("sk-some+k3y/7QzW", "sk-some+k3y/7QzW"),
    ],
)
def test_the_key_is_left_out_however_it_is_spaced(text: str, left: str) -> None:
    assert KeyText(f"{KEY}\n").without(text, "*") == left


@pytest.mark.parametrize(("key", "left"), [("", "a to ken"), ("token", "a to ken"), ("to ken", "a *")])
def test_a_short_key_is_looked_for_as_it_stands(key: str, left: str) -> None:
    assert KeyText(key).without("a to ken", "*") == left


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        ((KEY[:11], KEY[11:]), ("*", "*")),
        ((f"({KEY[:4]}", f"{KEY[4:]})"), ("(sk-s", "*)")),
        ((KEY[:3], KEY[3:6], KEY[6:12], KEY[12:]), ("sk-", "som", "*", "*")),
        ((f"That's {KEY[:2]}", "", "k3y"), ("That's sk", "", "k3y")),
    ],
)
def test_a_key_in_pieces_leaves_no_more_than_seven_characters(texts: tuple[str, ...], left: tuple[str, ...]) -> None:
    cutter = KeyCutter(KeyText(KEY))

    assert tuple(cutter.cut(text, "*") for text in texts) == left
