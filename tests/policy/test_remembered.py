"""A yes for the task and for always: what each covers, how long each row's may last, and what it never covers."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Press, Scroll, Type
from desktop_agent.core.decisions.decision import Ask, Case, Reason, RememberedApproval, RememberedControl, Target
from desktop_agent.core.decisions.rule_id import OwnRuleId, RuleId
from desktop_agent.core.pictures import ImagePoint, Rect, Size, Viewport, Window
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.remembered_approvals import RememberedApprovals, approval_for, control_of, longest, place_of
from desktop_agent.policy.table import ROWS
from tests.fakes.runs.cases import changed, target_of

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
EDITOR = Window(7, "gimp", "Picture", 70, "/usr/bin/gimp")
BUTTON = target_of(EDITOR, "Blur", "push button", "accessibility")
PRESS = Case(Click(AT), VIEWPORT, BUTTON)
PAGE = target_of(
    Window(8, "chromium", "Shop", 71, "/usr/lib/chromium/chromium"),
    "Next", "push button", "accessibility", site="https://example.org", in_page=True,
)  # fmt: skip
TERMINAL = Window(9, "xterm", "sh", 90, "/usr/bin/xterm", kinds=frozenset({"TerminalEmulator"}))
WORD = Reason("words", "It may send.")
FIELD = target_of(EDITOR, focus="Name", focus_role="entry")


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
        (PRESS, changed(BUTTON, site="https://example.org", in_page=True)),
    ],
)
def test_an_answer_for_always_covers_no_other_action(case: Case, covered: Target) -> None:
    other = control_of(replace(case, target=covered))

    assert other is not None
    assert other != control_of(PRESS)


def test_a_dialog_goes_by_its_title_too() -> None:
    one, other = (replace(EDITOR, title=title, dialog=True) for title in ("Export", "Delete all layers"))
    words = [control_of(replace(PRESS, target=target_of(window, "OK", "push button"))) for window in (one, other)]

    assert [word and (word.window, word.title) for word in words] == [
        ("dialog", "Export"),
        ("dialog", "Delete all layers"),
    ]


@pytest.mark.parametrize(
    "case",
    [
        replace(PRESS, action=Click(AT, keys=("ctrl",))),
        replace(PRESS, held=("shift",)),
        replace(PRESS, action=Press(("enter",)), held=("shift",)),
        replace(PRESS, action=Scroll(AT, 0, 9)),
        replace(PRESS, action=Type("x\n", AT), target=replace(FIELD, also=BUTTON)),
        replace(PRESS, action=Type("x"), target=changed(FIELD, focus_role="password text")),
        replace(PRESS, action=Type("x"), target=target_of(EDITOR)),
        replace(PRESS, target=replace(BUTTON, also=BUTTON)),
        replace(PRESS, target=changed(BUTTON, control="")),
        replace(PRESS, target=changed(BUTTON, role="")),
        replace(PRESS, target=changed(BUTTON, source="ocr")),
        *(replace(PRESS, target=changed(BUTTON, role=role)) for role in ("document web", "frame", "layered pane")),
        replace(PRESS, target=changed(BUTTON, ours=True)),
        replace(PRESS, target=changed(BUTTON, window=None)),
        replace(PRESS, target=changed(BUTTON, window=replace(EDITOR, program=""))),
        replace(PRESS, target=changed(BUTTON, window=Window(7, "", "", 7, "/usr/bin/keepassxc"))),
        replace(PRESS, target=changed(BUTTON, window=TERMINAL)),
        replace(PRESS, target=changed(PAGE, site="")),
        replace(PRESS, target=changed(PAGE, in_page=False)),
        replace(PRESS, target=changed(PAGE, site="", in_page=False, own="chrome://settings")),
        replace(PRESS, target=changed(PAGE, site="", own="chrome://password-manager")),
    ],
)
def test_always_is_not_offered_where_act_control_or_place_is_not_known(case: Case) -> None:
    assert control_of(case) is None


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", "https://example.org"),
        ("", "https://example.org"),
        ("/members/new", "https://example.org/members/new"),
        ("/members/17/edit", "https://example.org/members/#/edit"),
        ("/members/1893", "https://example.org/members/#"),
        ("/o/3fa85f64-5717-4562-b3fc-2c963f66afa6/", "https://example.org/o/#"),
        ("/v2/feedback/deadbeef", "https://example.org/v2/feedback/deadbeef"),
        ("/form1", "https://example.org/form1"),
    ],
)
def test_a_button_of_a_page_is_known_by_the_pages_address_without_its_numbers(path: str, page: str) -> None:
    covered = control_of(replace(PRESS, target=changed(PAGE, path=path)))

    assert covered is not None
    assert covered.page == page


def test_a_button_on_a_page_of_the_browsers_own_is_known_by_that_page() -> None:
    target = changed(PAGE, site="", own="chrome://settings/cookies")
    covered = control_of(replace(PRESS, target=target))

    assert covered is not None
    assert covered.page == "chrome://settings/cookies"


@pytest.mark.parametrize(
    ("case", "control", "act"),
    [
        (replace(PRESS, action=Type("Ada\n"), target=FIELD), "Name", "type"),
        (replace(PRESS, action=Type("Ada", AT)), "Blur", "type"),
        (replace(PRESS, action=Press(("enter",)), target=FIELD), "Name", "enter"),
        (replace(PRESS, action=Press(("ctrl", "enter")), target=changed(BUTTON, focus="Name")), "Blur", "ctrl+enter"),
        (replace(PRESS, action=Click(AT, "right", 2)), "Blur", "right double click"),
        (replace(PRESS, target=PAGE), "Next", "click"),
    ],
)
def test_keys_go_by_what_they_press_and_without_that_by_what_has_the_keyboard(
    case: Case, control: str, act: str
) -> None:
    covered = control_of(case)

    assert covered is not None
    assert (covered.control, covered.act) == (control, act)


FORM = changed(PAGE, in_form=True, path="/step/1")
SETTINGS = target_of(replace(EDITOR, kinds=frozenset({"Settings"})), "Key repeat", "check box", "accessibility")
BROWSER_SETTINGS = changed(PAGE, site="", own="chrome://settings/cookies")
BAR = target_of(PAGE.window, focus="Address and search bar", focus_role="entry")
RETURN = Press(("enter",))


UNSURE_STEPS = (
    *("Finish", "Jetzt buchen", "Réserver", "Complete booking", "x" * 60, "OK", "Yes, I want to buy it now", "Go"),
    *("Confirmer", "Confirmar pedido", "确认", "確定する", "Passer la commande", "Donar", "Next and pay", "Суivant"),
)


def asked_case(target: Target, action: Action = PRESS.action) -> tuple[Case, Reason]:
    """Return a case, and the first reason why it is asked about."""
    case = Case(action, VIEWPORT, target)
    verdict = Policy("guard")(case)
    assert isinstance(verdict, Ask), verdict
    return case, verdict.reasons[0]


@pytest.mark.parametrize(
    ("place", "there"),
    [
        *(
            (asked_case(FORM), asked_case(changed(FORM, control=name, path="/step/2")))
            for name in ("Next", "Weiter", "Save and continue", "Zurück", "Suivant", "下一步")
        ),
        (asked_case(FORM), asked_case(changed(FORM, focus="Name", focus_role="entry"), RETURN)),
        *(
            (asked_case(SETTINGS), asked_case(changed(SETTINGS, control="Delay", role=role)))
            for role in ("slider", "switch")
        ),
        (asked_case(SETTINGS), asked_case(SETTINGS, Press(("ctrl", "s")))),
        (
            asked_case(BROWSER_SETTINGS),
            asked_case(changed(BROWSER_SETTINGS, own="chrome://settings", control="Reload")),
        ),
        (asked_case(BROWSER_SETTINGS), asked_case(BAR, Type("chrome://settings\n"))),
    ],
)
def test_a_yes_for_the_task_is_for_a_whole_form_of_a_site_and_for_settings(
    place: tuple[Case, Reason], there: tuple[Case, Reason]
) -> None:
    assert approval_for(*place) is not None
    assert approval_for(*place) == approval_for(*there)


@pytest.mark.parametrize(
    ("place", "there"),
    [
        *(
            (asked_case(FORM), asked_case(changed(FORM, **facts)))  # type: ignore[arg-type]  # a table of facts
            for facts in (
                *({"control": name} for name in UNSURE_STEPS),
                {"control": ""},
                {"role": "image"},
                {"site": "https://other.example"},
                {"window": Window(8, "firefox", "Shop", 71, "/usr/bin/firefox")},
                {"also": BUTTON},
            )
        ),
        (
            asked_case(FORM),
            asked_case(changed(FORM, control="Name", role="entry", focus="Name", focus_role="entry"), RETURN),
        ),
        (
            asked_case(SETTINGS),
            asked_case(changed(SETTINGS, window=replace(EDITOR, program="/x", kinds=frozenset({"Settings"})))),
        ),
        (asked_case(BROWSER_SETTINGS), asked_case(changed(BROWSER_SETTINGS, own="chrome-extension://abc/x"))),
        (asked_case(BROWSER_SETTINGS), asked_case(changed(BROWSER_SETTINGS, own="chrome-error://chromewebdata"))),
        (asked_case(BROWSER_SETTINGS), asked_case(BAR, Type("chrome://password-manager\n"))),
    ],
)
def test_a_yes_for_the_task_covers_neither_the_last_step_nor_another_place(
    place: tuple[Case, Reason], there: tuple[Case, Reason]
) -> None:
    assert approval_for(*place) is not None
    assert approval_for(*place) != approval_for(*there)


@pytest.mark.parametrize("name", ["Place order", "Submit order", "Pay", "Buy now", "Submit", "Senden", "Confirm"])
def test_a_last_step_that_is_a_word_of_consequence_asks_for_itself(name: str) -> None:
    case = Case(PRESS.action, VIEWPORT, changed(FORM, control=name))
    verdict = Policy("guard")(case)

    assert isinstance(verdict, Ask)
    assert {reason.rule for reason in verdict.reasons} == {"out", "words"}
    assert all(approval_for(case, reason) != approval_for(*asked_case(FORM)) for reason in verdict.reasons)


def test_a_yes_for_the_task_is_not_offered_without_a_known_program() -> None:
    case, why = asked_case(FORM)

    assert place_of(replace(case, target=changed(FORM, window=replace(EDITOR, program=""))), why) is None
    assert place_of(replace(case, target=Target()), why) is None


@pytest.mark.parametrize(
    ("rule", "lasts"),
    [
        *((name, row.lasts) for name, row in ROWS.items()),
        (OwnRuleId("rule:mine"), "task"),
        *((name, "once") for name in ("safety-check", "mode-ask", "restless", "no-progress", "function")),
    ],
)
def test_how_long_a_yes_may_last_the_table_says(rule: RuleId, lasts: str) -> None:
    assert longest(Reason(rule, "It asks.")) == lasts
    assert (approval_for(PRESS, Reason(rule, "It asks.")) is None) == (lasts == "once")
    assert longest(Reason(rule, "It asks.", outside=True)) == ("task" if rule == "rule:mine" else "once")


def test_no_yes_lasts_for_a_wall_a_shell_a_secret_or_a_safety_check() -> None:
    once = {name for name, row in ROWS.items() if row.lasts == "once"}

    assert once == {"outside-viewport", "own-window", "address", "secret-place", "shell", "secret", "scope"}
    assert approval_for(replace(PRESS, checks=(SafetyCheck("sc"),)), WORD) is None
    assert approval_for(replace(PRESS, target=Target()), WORD) is None


def test_no_answer_is_left_once_all_are_removed() -> None:
    approval_memory = RememberedApprovals()
    given = approval_memory.approval_for(PRESS, WORD)
    assert given is not None
    approval_memory.add(given)
    approval_memory.clear()

    assert not approval_memory.covers(given)
    assert approval_memory.all() == ()


def test_an_answer_is_for_its_row_and_control_listed_once_and_can_be_taken_back() -> None:
    approval_memory = RememberedApprovals()
    given = approval_memory.approval_for(PRESS, WORD)
    control = control_of(PRESS)
    assert given is not None
    assert control is not None

    approval_memory.add(given)
    approval_memory.add(given)
    listed = approval_memory.all()
    other = approval_for(PRESS, Reason("out", "It may send."))

    assert given == RememberedApproval("words", control)
    assert listed == (given,)
    assert approval_memory.covers(given)
    assert other is not None
    assert not approval_memory.covers(other)
    approval_memory.take_back(given)
    approval_memory.take_back(given)
    assert approval_memory.all() == ()
    assert not approval_memory.covers(given)
