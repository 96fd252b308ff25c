"""A person's own rules: what they match, who wins, and that no rule ever softens what another one says."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_agent.core.actions.action import (
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
from desktop_agent.core.decisions.decision import Allow, Ask, Case, Decision, Pasted, Refuse, Target
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.decisions.rule_id import OwnRuleId
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.pictures import ImagePoint, Rect, Size, Viewport, Window
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.policy.act import acts_of, sites_opened
from desktop_agent.policy.judge import Policy, strictest
from desktop_agent.policy.own_rules import KINDS, Rule, kind_of
from desktop_agent.policy.table import VERDICTS, RuleVerdict
from tests.fakes.runs.cases import target_of
from tests.policy.test_act import some_case

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(100, 200, 50, 50), Size(50, 50))
EDITOR = Window(1, "mousepad", "Invoice 1042 - Mousepad", 10, "/usr/bin/mousepad")
BROWSER = Window(2, "firefox", "Bank - Firefox", 20, "/usr/lib/firefox/firefox")
BAR = target_of(BROWSER, focus="Search or enter address", focus_role="entry", site="https://bank.example")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
EVERY_ACTION = (
    *(Click(AT), Move(AT), Drag((AT, AT)), Scroll(AT, 0, 5), Press(("a",)), HoldKey(("a",)), ReleaseKey(("a",))),
    *(HoldButton(AT), ReleaseButton(AT), Type("x"), Navigate("https://a.example"), Wait(1), Look(), Finish("failed")),
)


def decision_of(
    rule: Rule, action: Action, target: Target | None = None, mode: Mode = "guard", **more: object
) -> Decision:
    case = Case(action, VIEWPORT, target or target_of(EDITOR, focus_role="text"), **more)  # type: ignore[arg-type]  # a table of fields
    in_scope = replace(case, reach_of_sites=dict.fromkeys(sites_opened(acts_of(case)), "work"))
    return Policy(mode, (rule,))(in_scope)


def is_by_a_rule(decision: Decision) -> bool:
    return decision not in {Allow(), Allow("scope")}


MATCHES = [
    (Rule("r", "deny"), Look(), {}),
    (Rule("r", "deny", actions=("type",)), Type("x"), {}),
    (Rule("r", "deny", actions=("click", "type")), Type("x"), {}),
    (Rule("r", "deny", chords=(frozenset({"ctrl", "s"}),)), Press(("s", "ctrl")), {}),
    (Rule("r", "deny", chords=(frozenset({"ctrl", "s"}),)), Press(("s",)), {"held": ("ctrl",)}),
    (Rule("r", "deny", chords=(frozenset({"ctrl", "s"}),)), Press(("s", "ctrl", "capslock")), {}),
    (Rule("r", "deny", chords=(frozenset({"enter"}),)), Type("a\nb"), {}),
    (Rule("r", "deny", text="rm +-rf"), Type("sudo rm  -rf /"), {}),
    (Rule("r", "deny", text="rm -rf"), Type("-rf"), {"typed_before": "rm "}),
    (Rule("r", "deny", text="(?i)SECRET"), Press(("ctrl", "v")), {"pasted": Pasted("a secret")}),
    (Rule("r", "deny", schemes=("http",)), Navigate("http://example.org"), {}),
    (Rule("r", "deny", hosts=("*.example.org",)), Navigate("https://WWW.example.org./x"), {}),
    (Rule("r", "deny", hosts=("bank.example",)), Click(AT), {"target": BAR}),
    (Rule("r", "deny", hosts=("shop.example",)), Type("shop.example/x"), {"target": BAR}),
    (Rule("r", "deny", schemes=("chrome",)), Click(AT), {"target": target_of(BROWSER, own="chrome://settings")}),
    (Rule("r", "deny", actions=("navigate",)), Type("shop.example\n"), {"target": BAR}),
    (Rule("r", "deny", applications=("mousepad",)), Click(AT), {}),
    (Rule("r", "deny", applications=("/USR/bin/*",)), Click(AT), {}),
    (
        Rule("r", "deny", applications=("firefox",)),
        Drag((AT, AT)),
        {"target": target_of(EDITOR, also=target_of(BROWSER))},
    ),
    (Rule("r", "deny", title="Invoice [0-9]+"), Click(AT), {}),
    (Rule("r", "deny", region=Rect(100, 200, 10, 10)), Click(AT), {}),
    (Rule("r", "deny", start=time(9), end=time(17)), Click(AT), {"now": NOON}),
    (Rule("r", "deny", start=time(22), end=time(6)), Click(AT), {"now": NIGHT}),
]
MISSES = [
    (Rule("r", "deny", actions=("click",)), Type("x"), {}),
    (Rule("r", "deny", actions=("navigate",)), Type("shop.example"), {}),
    (Rule("r", "deny", chords=(frozenset({"ctrl", "s"}),)), Press(("ctrl", "shift", "s")), {}),
    (Rule("r", "deny", chords=(frozenset({"ctrl", "s"}),)), Click(AT), {}),
    (Rule("r", "deny", text="rm -rf"), Type("rm -r"), {}),
    (Rule("r", "deny", text="x"), Click(AT), {}),
    (Rule("r", "deny", schemes=("http",)), Navigate("https://example.org"), {}),
    (Rule("r", "deny", hosts=("*.example.org",)), Navigate("https://example.com"), {}),
    (Rule("r", "deny", hosts=("*",)), Click(AT), {}),
    (Rule("r", "deny", hosts=("*",)), Click(AT), {"target": target_of(BROWSER, site="http://[")}),
    (Rule("r", "deny", applications=("gedit",)), Click(AT), {}),
    (Rule("r", "deny", applications=("*",)), Look(), {"target": Target()}),
    (Rule("r", "deny", title="Letter"), Click(AT), {}),
    (Rule("r", "deny", region=Rect(0, 0, 100, 200)), Click(AT), {}),
    (Rule("r", "deny", region=Rect(0, 0, 1000, 2000)), Type("x"), {}),
    (Rule("r", "deny", start=time(9), end=time(17)), Click(AT), {"now": NIGHT}),
    (Rule("r", "deny", start=time(22), end=time(6)), Click(AT), {"now": NOON}),
    (Rule("r", "deny", actions=("type",), title="Letter"), Type("x"), {}),
]


@pytest.mark.parametrize(("rule", "action", "more"), MATCHES)
def test_a_rule_applies_where_all_its_fields_match(rule: Rule, action: Action, more: dict[str, object]) -> None:
    decision = decision_of(rule, action, **more)  # type: ignore[arg-type]  # a table of fields

    assert isinstance(decision, Refuse)
    assert [reason.rule for reason in decision.reasons] == ["rule:r"]


@pytest.mark.parametrize(("rule", "action", "more"), MISSES)
def test_a_rule_does_not_apply_where_any_field_differs(rule: Rule, action: Action, more: dict[str, object]) -> None:
    assert not is_by_a_rule(decision_of(rule, action, **more))  # type: ignore[arg-type]  # a table of fields


@pytest.mark.long
@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize(
    ("field", "action"),
    [
        ({"text": "x"}, Press(("ctrl", "v"))),
        ({"text": "never"}, Type("a" * 1_000_001)),
        ({"start": time(9), "end": time(17)}, Click(AT)),
    ],
)
def test_a_rule_on_an_unknown_fact_asks_and_never_allows(
    verdict: RuleVerdict, field: dict[str, object], action: Action
) -> None:
    decision = decision_of(Rule("r", verdict, **field), action, pasted=Pasted(None))  # type: ignore[arg-type]  # a table of fields

    assert isinstance(decision, Allow if verdict == "allow" else Ask)
    assert is_by_a_rule(decision) == (verdict != "allow")


def test_a_persons_ask_rule_asks_and_their_allow_rule_is_named_in_the_decision() -> None:
    assert decision_of(Rule("mine", "ask"), Click(AT)) == Ask(decision_of(Rule("mine", "ask"), Click(AT)).reasons)  # type: ignore[union-attr]  # it asks
    assert decision_of(Rule("mine", "allow"), Click(AT)) == Allow(OwnRuleId("rule:mine"))
    assert decision_of(Rule("mine", "ask"), Click(AT), mode="auto") == Allow(OwnRuleId("rule:mine"), by="mode")
    assert isinstance(decision_of(Rule("mine", "deny"), Click(AT), mode="auto"), Refuse)


def test_a_persons_allow_rule_overrides_neither_built_in_rules_nor_safety_checks() -> None:
    everything = Rule("all", "allow")
    send = target_of(EDITOR, "Send", "push button")

    assert isinstance(decision_of(everything, Click(AT), send), Ask)
    assert isinstance(decision_of(everything, Navigate("file:///x")), Refuse)
    assert isinstance(decision_of(everything, Click(AT), checks=(SafetyCheck("c"),)), Ask)


def test_the_strictest_of_several_rules_wins_whatever_their_order() -> None:
    rules = (Rule("yes", "allow"), Rule("no", "deny"), Rule("perhaps", "ask"))
    case = Case(Click(AT), VIEWPORT, target_of(EDITOR))

    for order in (rules, rules[::-1], rules[1:] + rules[:1]):
        decision = Policy("guard", order)(case)
        assert isinstance(decision, Refuse)
        assert [reason.rule for reason in decision.reasons] == ["rule:no"]


@pytest.mark.parametrize("pattern", ["(a", "a{1001}", "(?=x)", "\\1", "[z-a]"])
def test_an_invalid_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(SettingsError, match="Rule “r” has an invalid pattern"):
        Policy("guard", (Rule("r", "deny", text=pattern),))


def test_a_pattern_with_exponential_backtracking_is_searched_at_once() -> None:
    decision = decision_of(Rule("r", "deny", text="(a+)+$"), Type("a" * 50_000 + "b"))

    assert decision == Allow("scope")


def test_every_action_has_its_kind() -> None:
    assert {kind_of(action) for action in EVERY_ACTION} == {*KINDS}


_globs = st.lists(st.text("*?[]abc.-/ü", max_size=8), max_size=2).map(tuple)
_times = st.none() | st.tuples(st.times(), st.times())
_keys = st.lists(
    st.sampled_from(["ctrl", "alt", "shift", "super", "a", "f4", "enter", "delete", "v"]), min_size=1, max_size=3
)
_rules = st.lists(
    st.builds(
        lambda span, **fields: Rule(**fields, start=span and span[0], end=span and span[1]),
        span=_times,
        name=st.uuids().map(str),
        verdict=st.sampled_from(VERDICTS),
        actions=st.lists(st.sampled_from(KINDS), max_size=3).map(tuple),
        chords=st.lists(_keys.map(frozenset), max_size=2).map(tuple),
        text=st.sampled_from(["", "a", "(a|b)+$", "^$", "\\pL"]),
        schemes=_globs,
        hosts=_globs,
        applications=_globs,
        title=st.sampled_from(["", ".", "(?i)send"]),
        region=st.none() | st.just(Rect(100, 200, 10, 10)),
    ),
    max_size=3,
).map(tuple)
_STRICTNESS = {Allow: 0, Ask: 1, Refuse: 2}


@given(
    st.integers(0, 10_000),
    st.booleans(),
    _rules,
    _rules,
    st.sampled_from(["watch", "ask", "guard", "auto"]),
    st.booleans(),
)
@settings(max_examples=50, derandomize=True)
def test_policy_never_raises_and_more_rules_never_make_it_milder(
    seed: int, checked: bool, some: tuple[Rule, ...], more: tuple[Rule, ...], mode: Mode, on_desk: bool
) -> None:
    case = replace(some_case(seed), checks=(SafetyCheck("c"),) if checked else (), now=NOON if seed % 2 else None)

    def decided(rules: tuple[Rule, ...]) -> Decision:
        """Leave out the scope, which is the one thing that a rule may widen."""
        return strictest(Policy(mode, rules, {}, on_desk).rule_decisions(case)[:-1])  # the last is the scope's

    before = decided(some)
    after = decided((*some, *more))

    assert _STRICTNESS[type(after)] >= _STRICTNESS[type(before)]
    assert not (case.checks and isinstance(after, Allow))


def test_a_point_outside_of_the_picture_is_refused_whatever_its_region() -> None:
    outside = Click(ImagePoint(500, 5))

    assert isinstance(decision_of(Rule("r", "allow", region=Rect(0, 0, 1, 1)), outside), Refuse)
