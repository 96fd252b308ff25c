"""“Approve for this window” and “Always for this button”: what each covers, and what it never does."""

from dataclasses import replace
from typing import get_args

import pytest

from desktop_agent.core.actions import Click, Drag, Press, Type
from desktop_agent.core.decision import Case, Reason, RememberedApproval, RememberedControl, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.rule_id import BuiltInRuleId, OwnRuleId
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.policy.remembered_approvals import RememberedApprovals, approval_for, control_of
from tests.fakes.cases import changed, target_of

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
WINDOW = Window(7, "mailer", "Inbox", 70, "/usr/bin/mailer")
TARGET = target_of(WINDOW, "Send", "push button", site="https://mail.example")
CASE = Case(Click(AT), VIEWPORT, TARGET)
SEND = Reason("commit-point", "It may send.")


def test_an_answer_covers_rule_action_process_window_site_and_control() -> None:
    approval = approval_for(CASE, SEND)

    assert approval == RememberedApproval(
        "commit-point",
        "Click",
        "/usr/bin/mailer",
        70,
        7,
        "https://mail.example",
        "push button",
        "Send",
        "Inbox",
    )


OTHERS = [
    (replace(CASE, action=Press(("enter",))), SEND),
    (replace(CASE, target=changed(TARGET, window=replace(WINDOW, id=8))), SEND),
    (replace(CASE, target=changed(TARGET, window=replace(WINDOW, pid=71))), SEND),
    (replace(CASE, target=changed(TARGET, window=replace(WINDOW, program="/tmp/mailer"))), SEND),
    (replace(CASE, target=changed(TARGET, site="https://other.example")), SEND),
    (replace(CASE, target=changed(TARGET, control="Send all")), SEND),
    (replace(CASE, target=changed(TARGET, role="link")), SEND),
    (replace(CASE, target=replace(TARGET, also=target_of(control="Trash", role="icon"))), SEND),
    (CASE, Reason(OwnRuleId("rule:mine"), "It asks.")),
]


@pytest.mark.parametrize(("case", "reason"), OTHERS)
def test_anything_else_is_another_question(case: Case, reason: Reason) -> None:
    approval_memory = RememberedApprovals()
    given, other = approval_memory.approval_for(CASE, SEND), approval_memory.approval_for(case, reason)
    assert given is not None
    assert other is not None

    approval_memory.add(given)

    assert approval_memory.covers(given)
    assert not approval_memory.covers(other)


@pytest.mark.parametrize(
    ("target", "stands"),
    [
        (target_of(WINDOW), False),
        (target_of(WINDOW, also=target_of(WINDOW)), False),
        (target_of(WINDOW, focus="Name", focus_role="entry"), True),
        (target_of(WINDOW, focus_role="entry"), True),
        (target_of(WINDOW, "OK", source="ocr"), False),
        (target_of(WINDOW, "OK", "push button", also=target_of(WINDOW, "Send", "push button")), True),
        (target_of(WINDOW, "OK", "push button", also=target_of(WINDOW, "Send")), False),
        (target_of(WINDOW, "OK", "drawing area", "ocr"), False),
    ],
)
def test_a_yes_to_a_key_that_nobody_can_resolve_says_nothing_of_the_next(target: Target, stands: bool) -> None:
    case = Case(Press(("enter",)), VIEWPORT, target)

    assert (approval_for(case, SEND) is not None) == stands


@pytest.mark.parametrize(("program", "site", "stands"), [
    ("chromium", "https://mail.example", True),
    ("chromium", "", False),
    ("firefox-esr", "", False),
    ("mousepad", "", True),
])  # fmt: skip
def test_in_a_browser_nothing_stands_while_its_site_is_unknown(program: str, site: str, stands: bool) -> None:
    window = Window(7, program, "Mail", 70, f"/usr/bin/{program}")
    case = replace(CASE, target=target_of(window, "Send", "push button", "accessibility", site=site))
    drag = Case(Drag((AT, AT)), VIEWPORT, replace(TARGET, also=target_of(window, "Trash", "push button", site=site)))

    assert (approval_for(case, SEND) is not None) == stands
    assert (approval_for(drag, SEND) is not None) == stands


TERMINAL = Window(9, "xterm", "sh", 90, "/usr/bin/xterm")
NEVER = [
    (replace(CASE, checks=(SafetyCheck("sc"),)), SEND),
    (CASE, Reason("safety-check", "x", outside=True)),
    (CASE, replace(SEND, outside=True)),
    (CASE, Reason("application", "x")),
    (CASE, Reason("mode-ask", "x")),
    (CASE, Reason("restless", "x")),
    (CASE, Reason("no-progress", "x")),
    (replace(CASE, target=target_of(control="Send")), SEND),
    (replace(CASE, target=changed(TARGET, window=replace(WINDOW, pid=None))), SEND),
    (replace(CASE, target=changed(TARGET, ours=True)), SEND),
    (replace(CASE, target=target_of(TERMINAL, "Send")), SEND),
    (Case(Drag((AT, AT)), VIEWPORT, replace(TARGET, also=target_of(TERMINAL))), SEND),
    (replace(CASE, target=changed(TARGET, focus_role="password text")), SEND),
    (replace(CASE, target=changed(TARGET, role="terminal")), Reason(OwnRuleId("rule:mine"), "x")),
    *((CASE, Reason(name, "x")) for name in get_args(BuiltInRuleId) if name != "page-button"),
]


@pytest.mark.parametrize(("case", "reason"), NEVER)
def test_some_questions_need_a_new_yes_each_time(case: Case, reason: Reason) -> None:
    assert approval_for(case, reason) is None


EDITOR = Window(7, "gimp", "Picture", 70, "/usr/bin/gimp")
BUTTON = target_of(EDITOR, "Blur", "push button", "accessibility")
PRESS = Case(Click(AT), VIEWPORT, BUTTON)
PAGE = target_of(
    Window(8, "chromium", "Shop", 71, "/usr/lib/chromium/chromium"),
    "Next", "push button", "accessibility", site="https://example.org", in_page=True,
)  # fmt: skip


def test_always_covers_program_role_name_window_kind_and_act_whatever_the_title_and_the_process() -> None:
    blur = RememberedControl("/usr/bin/gimp", "", "main window", "", "push button", "Blur", "click")
    again = Window(9, "gimp", "Another picture", 99, "/usr/bin/gimp")

    assert control_of(PRESS) == blur
    assert control_of(replace(PRESS, target=changed(BUTTON, window=again))) == blur


@pytest.mark.parametrize(
    ("case", "covered"),
    [
        (replace(PRESS, action=Click(AT, count=2)), changed(BUTTON, control="Blur")),
        (replace(PRESS, action=Click(AT, "right")), BUTTON),
        (PRESS, changed(BUTTON, control="Sharpen")),
        (PRESS, changed(BUTTON, role="menu item")),
        (PRESS, changed(BUTTON, window=replace(EDITOR, program="/tmp/gimp"))),
        (PRESS, changed(BUTTON, window=replace(EDITOR, menu=True))),
        (PRESS, changed(BUTTON, window=replace(EDITOR, dialog=True))),
        (PRESS, changed(BUTTON, site="https://example.org")),
    ],
)
def test_always_is_for_nothing_else(case: Case, covered: Target) -> None:
    other = control_of(replace(case, target=covered))

    assert other is not None
    assert other != control_of(PRESS)


def test_a_dialog_goes_by_its_title_too() -> None:
    one, other = (replace(EDITOR, title=title, dialog=True) for title in ("Export", "Delete all layers"))
    said = [control_of(replace(PRESS, target=target_of(window, "OK", "push button"))) for window in (one, other)]

    assert [one and (one.window, one.title) for one in said] == [("dialog", "Export"), ("dialog", "Delete all layers")]


@pytest.mark.parametrize(
    "case",
    [
        replace(PRESS, action=Click(AT, keys=("ctrl",))),
        replace(PRESS, held=("shift",)),
        replace(PRESS, action=Press(("enter",)), held=("shift",)),
        replace(PRESS, action=Type("x\n")),
        replace(PRESS, target=replace(BUTTON, also=BUTTON)),
        replace(PRESS, target=changed(BUTTON, control="")),
        replace(PRESS, target=changed(BUTTON, role="")),
        replace(PRESS, target=changed(BUTTON, source="ocr")),
        *(replace(PRESS, target=changed(BUTTON, role=role)) for role in ("document web", "frame", "layered pane")),
        replace(PRESS, target=changed(BUTTON, ours=True)),
        replace(PRESS, target=changed(BUTTON, window=None)),
        replace(PRESS, target=changed(BUTTON, window=replace(EDITOR, program=""))),
        replace(PRESS, target=changed(BUTTON, window=Window(7, "", "", 7, "/usr/bin/gnome-control-center"))),
        replace(PRESS, target=changed(BUTTON, window=TERMINAL)),
        replace(PRESS, target=changed(PAGE, site="")),
        replace(PRESS, target=changed(PAGE, in_page=False)),
    ],
)
def test_always_is_not_offered_where_act_control_or_place_is_not_known(case: Case) -> None:
    assert control_of(case) is None


def test_an_answer_is_listed_once_and_can_be_taken_back() -> None:
    approval_memory = RememberedApprovals()
    given = approval_for(CASE, SEND)
    assert given is not None

    approval_memory.add(given)
    approval_memory.add(given)
    listed = approval_memory.all()
    approval_memory.take_back(given)
    approval_memory.take_back(given)

    assert listed == (given,)
    assert approval_memory.all() == ()
    assert not approval_memory.covers(given)
