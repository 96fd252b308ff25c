"""Which rule would decide: how an action is written, and what is said of it."""

import pytest

from desktop_agent.cli.explain import explain, read_case
from desktop_agent.core.actions import Action, Click, Drag, Press, Type
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.own_rules import Rule

ORIGIN = ImagePoint(0, 0)
WRITTEN: list[tuple[str, Action]] = [
    ("click Send", Click(ORIGIN)),
    ("Double-Click Report", Click(ORIGIN, count=2)),
    ('type "rm -rf\\n"', Type("rm -rf\n")),
    ("type hello", Type("hello")),
    ("press ctrl+w", Press(("ctrl", "w"))),
    ("paste hello", Press(("ctrl", "v"))),
    ('{"kind":"click","x":3,"y":4,"count":2,"keys":["ctrl"]}', Click(ImagePoint(3, 4), "left", 2, ("ctrl",))),
    ('{"kind":"drag","path":[{"x":1,"y":2},{"x":3,"y":4}]}', Drag((ImagePoint(1, 2), ImagePoint(3, 4)))),
    ('{"kind":"type","text":"a","x":1,"y":2}', Type("a", ImagePoint(1, 2))),
]


@pytest.mark.parametrize(("written", "action"), WRITTEN)
def test_an_action_is_read_as_people_and_programs_write_it(written: str, action: Action) -> None:
    assert read_case(written).action == action


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("dance", "isn't an action"),
        ('type "a', "isn't valid quoted text"),
        ("press ctrl+nosuch", "nosuch"),
        ("{", "isn't valid JSON"),
        ('{"kind":"fly"}', "fly"),
        ('{"knd":"click"}', "knd"),
        ('{"kind":"press","keys":[1]}', "ctrl+w"),
        ('{"kind":"click","dialog":"yes"}', "dialog"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_can(written: str, word: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_case(written)

    assert word in caught.value.message
    assert "click NAME" in caught.value.hint


SEND = '{"kind":"click","control":"Send","role":"push button","application":"/usr/bin/mailer","reach":%s}'
IN_SCOPE = ("allow", "scope", False)


@pytest.mark.parametrize(
    ("written", "policy", "said"),
    [
        (SEND % '"work"', Policy("guard"), [("ask", "words", True), IN_SCOPE]),
        (SEND % "null", Policy("guard"), [("ask", "words", True), ("ask", "scope", True)]),
        (SEND % '"look"', Policy("guard"), [("ask", "words", False), ("deny", "scope", True)]),
        (SEND % '"work"', Policy("guard", (), {"words": "allow"}), [("allow", "words", True), IN_SCOPE]),
        (SEND % '"work"', Policy("auto"), [("allow", "words", True), IN_SCOPE]),
        (SEND % '"work"', Policy("ask"), [("ask", "mode-ask", True), ("ask", "words", True), IN_SCOPE]),
        (
            'type "ls\\n" in rofi',
            Policy("guard", (Rule("mine", "deny", applications=("rofi",)),)),
            [("ask", "shell", False), ("deny", "rule:mine", True), ("ask", "scope", False)],
        ),
        ('{"kind":"wait"}', Policy("guard"), [("allow", "default", True)]),
        ("click Bold in mousepad", Policy("guard"), [("ask", "scope", True)]),
    ],
)  # fmt: skip
def test_it_says_who_lets_an_act_pass_and_who_does_not(
    written: str, policy: Policy, said: list[tuple[str, str, bool]]
) -> None:
    lines = explain(policy, read_case(written))

    assert [(line.verdict, line.rule, line.decides) for line in lines] == said
