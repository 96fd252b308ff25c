"""What the built-in rules say of an action."""

import pytest

from desktop_agent.core.actions import (
    Action,
    Button,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    Scroll,
    Type,
)
from desktop_agent.core.decision import Allow, Ask, Case, Decision, Reason, Refuse
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.mode import Mode
from desktop_agent.core.turn import SafetyCheck
from tests.fakes.cases import judge, target_of

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
OURS = target_of(Window(1), ours=True)


def verdict(
    action: Action, control: str = "", role: str = "", held: tuple[str, ...] = (), mode: Mode = "guard"
) -> Decision:
    return judge(Case(action, VIEWPORT, target_of(control=control, role=role), (), held), mode)


@pytest.mark.parametrize("at", [(100, 5), (5, 100), (-1, 5), (5, -1), (10**9, 5)])
def test_points_outside_the_picture_are_refused(at: tuple[int, int]) -> None:
    for action in (
        Click(ImagePoint(*at)),
        Move(ImagePoint(*at)),
        Drag((AT, ImagePoint(*at))),
        Type("a", ImagePoint(*at)),
    ):
        decision = verdict(action)

        assert isinstance(decision, Refuse)
        assert decision.reasons[0].rule == "outside-viewport"


@pytest.mark.parametrize(
    ("keys", "held"),
    [
        (("ctrl", "alt", "f2"), ()),
        (("f2",), ("ctrl", "alt")),
        (("ctrl", "alt", "shift", "f12"), ()),
        (("ctrl", "alt", "delete"), ()),
        (("ctrl", "alt", "backspace"), ()),
        (("super", "l"), ()),
        (("l",), ("super",)),
        (("super", "shift", "q"), ()),
        (("alt", "sysrq", "b"), ()),
        (("alt", "printscreen"), ()),
    ],
)
def test_chords_that_end_or_leave_the_session_are_refused(keys: tuple[str, ...], held: tuple[str, ...]) -> None:
    for action in (
        Press(keys),
        HoldKey(keys),
        Click(AT, keys=keys),
        Scroll(AT, keys=keys),
        Drag((AT, AT), keys),
        Move(AT, keys),
    ):
        assert isinstance(verdict(action, held=held), Refuse)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "chrome://settings",
        "vbscript:x",
        "ftp://host/x",
        "--flag",
        "-x",
        "",
        "http://",
        "http:///path",
        "https://user:pw@host/",
        "https://user@host/",
        "https://host/a b",
        "https://host/\nx",
        "https://[::1",
        "https://host:99999/",
        "https://host:0/",
        "host.example",
    ],
)
def test_addresses_that_are_not_plain_web_pages_are_refused(url: str) -> None:
    assert isinstance(verdict(Navigate(url), mode="auto"), Refuse)


# Whatever makes a button fire, the roundabout ways too.
PRESSES = (
    *(Click(AT), HoldButton(AT), ReleaseButton(AT), Drag((AT, ImagePoint(6, 5)))),
    *(Press(("enter",)), Press(("space",)), Press(("enter", "shift")), HoldKey(("enter",)), HoldKey(("space",))),
    *(Type("x", AT), Type("x\n"), Type(" ")),
)


@pytest.mark.parametrize("name", ["Send", "Löschen"])
def test_a_press_on_a_control_with_consequences_is_asked(name: str) -> None:
    for action in PRESSES:
        assert isinstance(verdict(action, name, "push button"), Ask)
        assert isinstance(verdict(action, name), Ask)


@pytest.mark.parametrize("action", [Drag((AT, ImagePoint(50, 50))), Type("to\n", AT)])
def test_what_an_action_presses_besides_is_asked_about_too(action: Action) -> None:
    target = target_of(control="Edit", role="menu", also=target_of(control="Delete", role="menu item"))

    decision = judge(Case(action, VIEWPORT, target), "guard")

    assert isinstance(decision, Ask)
    assert [reason.rule for reason in decision.reasons] == ["consequence-delete"]
    assert "“Delete”" in decision.reasons[0].text


@pytest.mark.parametrize("action", [Type("x"), HoldKey(("shift",)), Press(("a",))])
def test_keys_that_press_no_button_are_not_asked(action: Action) -> None:
    assert verdict(action, "Send", "push button") == Allow()


@pytest.mark.parametrize("role", ["entry", "text", "label", "terminal"])
def test_a_field_or_a_text_is_not_a_button_whatever_it_is_called(role: str) -> None:
    assert verdict(Click(AT), "Send to", role) == Allow()


@pytest.mark.parametrize("button", ["left", "middle", "right", "back", "forward"])
def test_a_press_is_judged_whichever_button_it_takes(button: Button) -> None:
    for action in (Click(AT, button), HoldButton(AT, button), ReleaseButton(AT, button)):
        assert isinstance(verdict(action, "Delete"), Ask)
        assert verdict(action, "Bold") == Allow()


def test_the_wheel_and_a_tab_press_nothing() -> None:
    assert verdict(Scroll(AT, 0, 100), "Delete") == Allow()
    assert verdict(Press(("tab",)), "Delete") == Allow()


@pytest.mark.parametrize("action", [Click(AT), Type("ls\n"), Press(("ctrl", "c")), Drag((AT, AT)), Scroll(AT, 0, 100)])
def test_what_goes_to_a_window_of_our_own_is_refused(action: Action) -> None:
    for target in (OURS, target_of(also=OURS)):
        decision = judge(Case(action, VIEWPORT, target), "guard")

        assert isinstance(decision, Refuse)
        assert decision.reasons[0].rule == "own-window"


def test_moving_over_a_window_of_our_own_is_nothing() -> None:
    assert judge(Case(Move(AT), VIEWPORT, OURS), "guard") == Allow()


def test_auto_takes_a_rules_question_as_yes_but_never_a_refusal_or_a_check() -> None:
    check = SafetyCheck("sc1", "malicious_instructions", "Look out")
    send = Case(Click(AT), VIEWPORT, target_of(control="Send"))

    assert judge(send, "auto") == Allow("consequence-send", by="mode")
    assert isinstance(judge(Case(Press(("ctrl", "alt", "f1")), VIEWPORT), "auto"), Refuse)
    for mode in ("ask", "guard", "auto", "watch"):
        decision = judge(Case(Look(), VIEWPORT, checks=(check,)), mode)
        assert decision == Ask((Reason("safety-check", "Look out", outside=True),))


def test_ask_mode_asks_for_everything_that_touches_the_computer() -> None:
    assert isinstance(verdict(Move(AT), mode="ask"), Ask)
    assert verdict(Look(), mode="ask") == Allow()
