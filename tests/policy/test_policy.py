"""All voices together: what a person may change, applications, and the mode."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Move,
    Navigate,
    Press,
    ReleaseKey,
    Scroll,
    Type,
)
from desktop_agent.core.decision import Allow, Ask, Case, Decision, File, Reason, Refuse, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.mode import AccessLevel, Mode
from desktop_agent.core.rule_id import OwnRuleId, RuleId
from desktop_agent.core.secret_text import SecretUse
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.policy.applications import application_of, sensitive
from desktop_agent.policy.judge import Policy, may_be_slow
from desktop_agent.policy.rule import BUILT_IN, CHANGEABLE, Rule, RuleVerdict
from tests.fakes.cases import changed, target_of

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
EDITOR = Window(1, "mousepad", "*Untitled", 10, "/usr/bin/mousepad")
XTERM = Window(2, "xterm", "sh", 20, "/usr/bin/xterm")
CHROMIUM = Window(3, "chromium", "Page", 30, "/usr/lib/chromium/chromium")
MAIL = Window(4, "thunderbird", "Write", 40, "/usr/bin/thunderbird")
PAPER = File("/srv/ada/paper.txt", "/srv/ada", "document")
BAR = target_of(CHROMIUM, focus="Address and search bar", focus_role="entry")
# One action for each built-in rule that it alone would decide.
CASES: dict[str, tuple[Action, Target]] = {
    "outside-viewport": (Click(ImagePoint(500, 5)), target_of(EDITOR)),
    "own-window": (Click(AT), target_of(EDITOR, ours=True)),
    "session-chord": (Press(("ctrl", "alt", "f1")), target_of(EDITOR)),
    "address": (Navigate("file:///x"), target_of(CHROMIUM)),
    "private-address": (Navigate("http://localhost"), target_of(CHROMIUM)),
    "odd-address": (Navigate("http://0x8.8.8.8"), target_of(CHROMIUM)),
    "browser-page": (Type("chrome://bookmarks\n"), BAR),
    "unknown-paste": (Press(("ctrl", "v")), BAR),
    "edited-address": (Press(("enter",)), BAR),
    "developer-tools": (Press(("f12",)), target_of(CHROMIUM, focus_role="document web")),
    "launcher-chord": (Press(("alt", "f2")), target_of(EDITOR)),
    "shell-line": (Press(("enter",)), target_of(Window(5, "rofi", "", 50, "/usr/bin/rofi"))),
    "terminal": (Type("ls"), target_of(XTERM)),
    "password-field": (Type("x"), target_of(EDITOR, focus_role="password text")),
    "own-files": (Type("desktop-agent/config.toml"), target_of(EDITOR)),
    "opens-file": (Click(AT, count=2), target_of(Window(6, "pcmanfm", "papers", 60, "/usr/bin/pcmanfm"))),
    "file-place": (Type("x"), target_of(EDITOR, focus_role="text", file=File("/srv/ada/.bashrc", "/srv/ada"))),
    "unsaved-close": (Press(("ctrl", "w")), target_of(EDITOR)),
    "delete-key": (Press(("delete",)), target_of(EDITOR, focus_role="list")),
    "send-key": (Press(("ctrl", "enter")), target_of(MAIL, focus_role="text")),
    "unknown-effect": (Press(("enter",)), target_of(EDITOR, around=("Send",))),
    "consequence-send": (Click(AT), target_of(EDITOR, "Send", "push button")),
    "consequence-pay": (Click(AT), target_of(EDITOR, "Pay", "push button")),
    "consequence-buy": (Click(AT), target_of(EDITOR, "Buy", "push button")),
    "consequence-delete": (Click(AT), target_of(EDITOR, "Delete", "push button")),
    "consequence-submit": (Click(AT), target_of(EDITOR, "Submit", "push button")),
    "consequence-system": (Click(AT), target_of(EDITOR, "Log Out", "push button")),
    "consequence-run": (Click(AT), target_of(EDITOR, "Execute", "push button")),
    "consequence-grant": (Click(AT), target_of(EDITOR, "Allow", "push button")),
    "question": (Click(AT), target_of(EDITOR, "Far away", "push button", question=True)),
    "form": (Click(AT), target_of(CHROMIUM, "Go", "push button", in_page=True, in_form=True)),
    "page-button": (Click(AT), target_of(CHROMIUM, "Go", "push button", in_page=True)),
    "price": (Click(AT), target_of(CHROMIUM, "On", "link", in_page=True, around=("Total: 3 €",))),
    "file-out": (Click(AT), target_of(CHROMIUM, "Open", "push button", chooser=True, file=PAPER)),
    "credential": (Type("-----BEGIN OPENSSH PRIVATE KEY-----"), target_of(EDITOR, focus_role="text")),
    "secret": (Type("{{secret:bank}}"), target_of(EDITOR, focus_role="text", focus_box=Rect(1, 1, 9, 9))),
}
# What else a case needs.
MORE: dict[str, dict[str, object]] = {
    "edited-address": {"edited": True},
    "secret": {"secrets": (SecretUse("bank", "Mousepad", fits=True),)},
}
KINDS_OF_ANSWER = {"allow": Allow, "ask": Ask, "deny": Refuse}


def case_of(name: str, **more: object) -> Case:
    assert name in CASES, f"CASES lacks an action that the rule “{name}” alone would decide"
    action, target = CASES[name]
    return Case(action, VIEWPORT, target, **(MORE.get(name, {}) | more))  # type: ignore[arg-type]  # a table of fields


def test_every_built_in_rule_has_a_case_here() -> None:
    assert set(CASES) == set(BUILT_IN)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_rule_says_what_its_entry_says(name: str) -> None:
    decision = Policy("guard")(case_of(name))

    assert isinstance(decision, Ask if BUILT_IN[name].verdict == "ask" else Refuse)
    assert [reason.rule for reason in decision.reasons] == [name]


@pytest.mark.parametrize("verdict", ["allow", "ask", "deny"])
@pytest.mark.parametrize("name", CHANGEABLE)
def test_a_person_changes_a_built_in_rule_by_naming_it(name: str, verdict: RuleVerdict) -> None:
    decision = Policy("guard", (), {name: verdict})(case_of(name))

    assert isinstance(decision, KINDS_OF_ANSWER[verdict])


@pytest.mark.parametrize("name", [name for name, rule in BUILT_IN.items() if rule.fixed])
@pytest.mark.parametrize("mode", ["watch", "ask", "guard", "auto"])
def test_some_rules_hold_whatever_is_set(name: str, mode: Mode) -> None:
    decision = Policy(mode, (Rule("all", "allow"),), {name: "allow"})(case_of(name))

    assert isinstance(decision, KINDS_OF_ANSWER[BUILT_IN[name].verdict])
    assert name in [reason.rule for reason in decision.reasons]  # type: ignore[union-attr]  # no rule is “allow”


@pytest.mark.parametrize("name", CHANGEABLE)
def test_a_change_of_one_rule_changes_no_other(name: str) -> None:
    others: dict[str, RuleVerdict] = {other: "allow" for other in CHANGEABLE if other != name}

    assert isinstance(Policy("guard", (), others)(case_of(name)), Ask | Refuse)


@pytest.mark.parametrize("name", BUILT_IN)
def test_auto_takes_questions_as_yes_and_nothing_else(name: str) -> None:
    decision = Policy("auto")(case_of(name))
    checked = Policy("auto", (), dict.fromkeys(CHANGEABLE, "allow"))(case_of(name, checks=(SafetyCheck("sc"),)))

    is_asked, is_fixed = BUILT_IN[name].verdict == "ask", BUILT_IN[name].fixed
    assert isinstance(decision, Refuse if not is_asked else Ask if is_fixed else Allow)  # a secret is asked about
    assert isinstance(checked, Refuse if is_fixed and not is_asked else Ask)


TEXT = target_of(Window(1, "mousepad", "Untitled", 10, "/usr/bin/mousepad"), "", "text", focus_role="text")
BUTTON = changed(TEXT, control="Apply", role="push button", focus="Apply", focus_role="push button")
FREE = (Click(AT), Scroll(AT, 0, 9), Drag((AT, AT)), HoldButton(AT), Press(("a",)), HoldKey(("a",)), Type("x"))
COMMITS = (Click(AT), Drag((AT, AT)), HoldButton(AT), Press(("enter",)), HoldKey(("a",)), Press(("x",)))
POINTS = (Move(AT), ReleaseKey(("a",)))


def reaching(action: Action, reach: AccessLevel | None, target: Target = TEXT, *, asks: bool = False) -> Decision:
    return Policy("guard", (), {}, asks)(Case(action, VIEWPORT, target, reach=reach))


def asked(decision: Decision) -> list[str]:
    assert isinstance(decision, Ask)
    return [reason.rule for reason in decision.reasons]


@pytest.mark.parametrize("action", FREE, ids=repr)
def test_a_free_act_is_asked_about_only_where_that_is_set(action: Action) -> None:
    assert reaching(action, None) == Allow("free")
    assert asked(reaching(action, None, asks=True)) == ["application"]
    assert reaching(action, "click") == reaching(action, "everything") == Allow("free")


@pytest.mark.parametrize("action", COMMITS, ids=repr)
def test_what_may_set_something_off_is_asked_about_outside_of_the_scope(action: Action) -> None:
    outside = reaching(action, None, BUTTON)

    assert asked(outside) == ["application"]
    assert isinstance(outside, Ask)
    assert outside.reasons[0].text == "First time in Mousepad. This step may change something there."
    inside = reaching(action, "click", BUTTON)
    assert isinstance(inside, Ask)
    assert "the button “Apply” may change something, and we can't tell what." in inside.reasons[0].text
    assert asked(inside) == ["commit-point"]
    assert reaching(action, "everything", BUTTON) == Allow("scope")
    assert Policy("auto")(Case(action, VIEWPORT, BUTTON, reach=None)) == Allow("application", by="mode")


def test_a_programs_own_command_passes_within_the_scope_and_not_outside() -> None:
    known = replace(BUTTON, command="New")

    assert reaching(Click(AT), "click", known) == Allow("known-command")
    answer = changed(known, question=True)
    assert isinstance(reaching(Click(AT), "click", answer), Ask)
    assert reaching(Click(AT), "click", replace(answer, command="Cancel")) == Allow("known-command")
    assert asked(reaching(Click(AT), None, known)) == ["application"]


@pytest.mark.parametrize("action", [*FREE, *POINTS], ids=repr)
@pytest.mark.parametrize("mode", ["guard", "auto"])
@pytest.mark.parametrize("reach", ["nothing", "look"])
def test_where_looking_is_allowed_nothing_is_done(action: Action, mode: Mode, reach: AccessLevel) -> None:
    assert isinstance(Policy(mode)(Case(action, VIEWPORT, TEXT, reach=reach)), Refuse)


def test_a_persons_own_rule_is_a_scope() -> None:
    policy = Policy("guard", (Rule("mine", "allow", applications=("mousepad",)),))
    keepass = target_of(Window(9, "keepassxc", "", 90, "/usr/bin/keepassxc"), "Apply", "push button")

    assert policy(Case(Click(AT), VIEWPORT, BUTTON, reach=None)) == Allow(OwnRuleId("rule:mine"))
    assert asked(Policy("guard", (Rule("all", "allow"),))(Case(Click(AT), VIEWPORT, keepass, reach=None)))


@pytest.mark.parametrize(
    "program",
    [
        "/usr/bin/xterm",
        "/usr/bin/keepassxc",
        "/usr/bin/gnome-control-center",
        "/usr/bin/seahorse",
        "/opt/1Password/1password",
        "/usr/bin/python3 /x/bin/desktop-agent",
        "/usr/bin/xfce4-settings-manager",
        "/usr/bin/systemsettings",
    ],
)
def test_a_sensitive_application_is_asked_about_whatever_is_set(program: str) -> None:
    window = Window(9, program.rpartition("/")[2], "", 90, program)
    decision = Policy("guard")(Case(Click(AT), VIEWPORT, target_of(window), reach=None))

    assert sensitive(window)
    assert isinstance(decision, Ask)
    assert sensitive(window) in decision.reasons[0].text


def test_a_page_of_this_computer_says_so_where_nobody_was_asked_about_it() -> None:
    page = target_of(CHROMIUM, "Show", "push button", "accessibility", site="http://192.168.1.1", in_page=True)

    decision = Policy("guard")(Case(Click(AT), VIEWPORT, page, reach=None))

    assert isinstance(decision, Ask)
    told = "First time at 192.168.1.1 in Chromium. It's a page on this computer or its network."
    assert told in [reason.text for reason in decision.reasons]


@pytest.mark.parametrize(
    ("target", "named"),
    [
        (Target(), ("", "")),
        (target_of(CHROMIUM, site="https://example.org"), ("/usr/lib/chromium/chromium", "https://example.org")),
        (target_of(Window(7, "thing")), ("window:7", "")),
        (target_of(Window(7)), ("window:7", "")),
    ],
)
def test_leave_is_kept_for_the_program_and_the_site(target: Target, named: tuple[str, str]) -> None:
    assert application_of(target) == named


@pytest.mark.parametrize(
    ("target", "rule", "slow"),
    [
        (target_of(CHROMIUM), "application", True),
        (target_of(EDITOR), "commit-point", True),
        (target_of(EDITOR, role="push button"), "commit-point", False),
        (target_of(EDITOR, role="push button"), "unknown-effect", True),
        (target_of(EDITOR, silent=True), "commit-point", False),
    ],
)
def test_policy_may_ask_because_a_program_is_slow_to_tell(target: Target, rule: RuleId, *, slow: bool) -> None:
    case = Case(Click(AT), VIEWPORT, target)

    assert may_be_slow(case, Ask((Reason(rule, "It asks."),))) is slow
    assert not may_be_slow(case, Allow())
