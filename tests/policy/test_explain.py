"""Which rule would decide: how an action is written, and what is said of it."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
)
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.policy.explain import explain, read_case
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.rule import Rule

ORIGIN = ImagePoint(0, 0)
WRITTEN: list[tuple[str, Action]] = [
    ("click Send", Click(ORIGIN)),
    ("Double-Click Report", Click(ORIGIN, count=2)),
    ("right-click", Click(ORIGIN, "right")),
    ("middle-click Link", Click(ORIGIN, "middle")),
    ('type "rm -rf\\n"', Type("rm -rf\n")),
    ("type hello", Type("hello")),
    ("press ctrl+w", Press(("ctrl", "w"))),
    ("hold shift", HoldKey(("shift",))),
    ("navigate https://example.org", Navigate("https://example.org")),
    ("open example.org", Navigate("example.org")),
    ("paste hello", Press(("ctrl", "v"))),
    ("paste", Press(("ctrl", "v"))),
    ("scroll", Scroll(ORIGIN)),
    ("drag File", Drag((ORIGIN, ORIGIN))),
    (
        '{"kind":"click","x":3,"y":4,"button":"right","count":2,"keys":["ctrl"]}',
        Click(ImagePoint(3, 4), "right", 2, ("ctrl",)),
    ),
    ('{"kind":"move","x":3,"y":4}', Move(ImagePoint(3, 4))),
    ('{"kind":"drag","path":[{"x":1,"y":2},{"x":3,"y":4}]}', Drag((ImagePoint(1, 2), ImagePoint(3, 4)))),
    ('{"kind":"scroll","dx":1,"dy":-2}', Scroll(ORIGIN, 1, -2)),
    ('{"kind":"hold_button"}', HoldButton(ORIGIN)),
    ('{"kind":"release_button","button":"middle"}', ReleaseButton(ORIGIN, "middle")),
    ('{"kind":"type","text":"a","x":1,"y":2}', Type("a", ImagePoint(1, 2))),
    ('{"kind":"hold_key","keys":["a"]}', HoldKey(("a",))),
    ('{"kind":"release_key","keys":"a"}', ReleaseKey(("a",))),
    ('{"kind":"navigate","url":"x"}', Navigate("x")),
    ('{"kind":"wait","seconds":5}', Wait(1)),
    ('{"kind":"look"}', Look()),
    ('{"kind":"finish","status":"success"}', Finish("success")),
]


@pytest.mark.parametrize(("written", "action"), WRITTEN)
def test_an_action_is_read_as_people_and_programs_write_it(written: str, action: Action) -> None:
    assert read_case(written).action == action


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("dance", "isn't an action"),
        ("", "isn't an action"),
        ('type "a', "isn't valid quoted text"),
        ("press", "no key"),
        ('{"kind":"press"}', "No key"),
        ('{"kind":"press","keys":[]}', "No key"),
        ("press ctrl+nosuch", "nosuch"),
        ("{", "isn't valid JSON"),
        ("{" * 3000, "isn't valid JSON"),
        ('{"a":' * 30_000, "isn't valid JSON"),
        ('{"kind":"fly"}', "fly"),
        ('{"knd":"click"}', "knd"),
        ('{"kind":"click","x":1.5}', "whole number"),
        ('{"kind":"click","x":true}', "whole number"),
        ('{"kind":"click","button":"nose"}', "left, middle"),
        ('{"kind":"drag","path":[]}', "list of points"),
        ('{"kind":"drag","path":[1]}', "list of points"),
        ('{"kind":"press","keys":[1]}', "ctrl+w"),
        ('{"kind":"press","keys":3}', "ctrl+w"),
        ('{"kind":"click","control":3}', "must be text"),
        ('{"kind":"click","dialog":"yes"}', "true or false"),
        ('{"kind":"click","reach":"far"}', "reach"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_can(written: str, word: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_case(written)

    assert word in caught.value.message
    assert "click NAME" in caught.value.hint


def lines(written: str, policy: Policy | None = None) -> list[tuple[str, str, bool]]:
    return [(line.verdict, line.rule, line.decides) for line in explain(policy or Policy("guard"), read_case(written))]


def test_every_voice_is_listed_and_the_strictest_is_marked() -> None:
    policy = Policy(
        "guard", (Rule("mine", "deny", applications=("xterm",)), Rule("other", "allow")), {}, ask_applications=True
    )

    assert lines('type "ls" in xterm', policy) == [
        ("ask", "terminal", False),
        ("deny", "rule:mine", True),
        ("allow", "rule:other", False),
        ("ask", "application", False),
    ]


def test_the_scope_is_named() -> None:
    click = '{"kind":"click","control":"Bold","role":"push button","application":"mousepad","reach":%s}'

    assert lines("scroll") == [("allow", "free", True)]
    assert lines(click % "null") == [("ask", "application", True)]
    assert lines(click % '"click"') == [("ask", "commit-point", True)]
    assert lines(click % '"everything"') == [("allow", "scope", True)]


def test_what_a_person_or_the_mode_allows_is_named() -> None:
    send = '{"kind":"click","control":"Send","application":"mailer","reach":"everything"}'

    assert ("allow", "consequence-send", True) in lines(send, Policy("guard", (), {"consequence-send": "allow"}))
    assert ("allow", "consequence-send", True) in lines(send, Policy("auto"))
    assert ("ask", "mode-ask", True) in lines(send, Policy("ask"))
    assert explain(Policy("auto"), read_case("click Send"))[0].text == "This mode automatically answers yes."


SAVE = '{"kind":"click","application":"/usr/bin/editor","control":"Bake","role":"push button"'


@pytest.mark.parametrize(
    ("written", "remembered", "rule"),
    [
        (SAVE + ',"role":"entry"}', False, "free"),
        (SAVE + ',"reach":"click","command":"Save"}', False, "known-command"),
        (SAVE + ',"reach":"everything"}', False, "scope"),
        (SAVE + ',"reach":"click"}', True, "remembered"),
        (SAVE + ',"reach":"click"}', False, "commit-point"),
        (SAVE + "}", False, "application"),
    ],
)
def test_it_says_which_of_the_ways_lets_an_act_pass(written: str, remembered: bool, rule: str) -> None:
    case = replace(read_case(written), remembered=remembered)
    said = explain(Policy("guard"), case)

    assert [(line.rule, line.decides) for line in said] == [(rule, True)]
    assert said[0].text != "Your settings allow it."


def test_without_a_voice_the_default_decides() -> None:
    assert lines('{"kind":"wait"}') == [("allow", "default", True)]
