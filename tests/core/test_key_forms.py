"""A key is found in the forms that a text may give it, and nothing else is."""

import base64

import pytest

from desktop_agent.core.key_forms import KeyCutter, KeyForms, dotted

KEY = "sk-some+k3y/7QzW=x9Vt2"
BASE64 = base64.b64encode(KEY.encode()).decode()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (KEY, "*"),
        (f"{KEY} and {KEY}", "* and *"),
        (f"{KEY}{KEY}", "*"),
        ("s k-so\u200bme+k3y/7\n QzW=x9Vt2!", "*!"),
        ("sk-some%2Bk3y%2f7QzW%3dx9Vt2!", "*!"),
        (r"sk-some+k3y\/7QzW\u003dx9Vt2\n", r"*\n"),
        (r"sk-so\nme+k3y\u200b/7Q\u00adzW\x3dx9Vt2", "*"),
        ("sk-some&#43;k3y/7QzW&#x3D;x9Vt2;", "*;"),
        (f"({BASE64[:9]}\r\n{BASE64[9:-2]}==)", f"(*{BASE64[-3]}==)"),
        (KEY.encode().hex(" ").upper(), "*"),
        ("sk-some+k3y/7QzW", "sk-some+k3y/7QzW"),
        ("100% of A&T\\", "100% of A&T\\"),
        ("&#10;%20 as %7F", "&#10;%20 as %7F"),
    ],
)
def test_the_key_is_left_out_in_every_form(text: str, left: str) -> None:
    assert KeyForms(f"{KEY}\n").without(text, "*") == left


@pytest.mark.parametrize(("key", "left"), [("", "a to ken"), ("token", "a to ken"), ("to ken", "a *")])
def test_a_short_key_is_looked_for_as_it_stands(key: str, left: str) -> None:
    assert KeyForms(key).without("a to ken", "*") == left


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        ((KEY[:11], KEY[11:]), ("*", "*")),
        ((f"({KEY[:4]}", f"{KEY[4:]})"), ("(sk-s", "*)")),
        ((f"({KEY[:4]}", f"{KEY[4:]}{KEY}"), ("(sk-s", "*")),
        ((KEY[:3], KEY[3:6], KEY[6:12], KEY[12:]), ("sk-", "som", "*", "*")),
        ((KEY[:11], "another text", KEY[11:]), ("*", "another text", "*")),
        ((KEY[:4], *(f"{KEY[:3]}{n}s" for n in range(9)), KEY[4:]), ("sk-s", *(f"sk-{n}s" for n in range(9)), "*")),
        ((f"That's {KEY[:2]}", "", "k3y"), ("That's sk", "", "k3y")),
        ((BASE64[:9], BASE64[9:]), ("*", f"*{BASE64[-3:]}")),
    ],
)
def test_a_key_in_pieces_leaves_no_more_than_seven_characters(texts: tuple[str, ...], left: tuple[str, ...]) -> None:
    cutter = KeyCutter(KeyForms(KEY))

    assert tuple(cutter.cut(text, "*") for text in texts) == left


def test_only_so_many_beginnings_are_remembered() -> None:
    cutter = KeyCutter(KeyForms(KEY))
    for length in range(1, 12):
        cutter.cut(f"a {KEY[:length]}", "*")

    assert cutter.cut(KEY[1:], "*") == KEY[1:]
    assert cutter.cut(KEY[9:], "*") == "*"


def test_a_key_that_overlaps_itself_is_cut_once() -> None:
    assert KeyForms("ababababab").without("(abababababab)", "*") == "(*ab)"


def test_parts_that_meet_become_one() -> None:
    assert dotted("abcdefg", [(1, 4), (2, 3), (5, 6)], "*") == "a*e*g"
