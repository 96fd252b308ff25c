"""Plain steps are understood to the last word, or the whole task is refused."""

import pytest

from desktop_agent.local.grammar import LONGEST_TASK, understand
from desktop_agent.local.plan.steps import (
    LAST,
    Check,
    Click,
    Drag,
    NotUnderstood,
    Pause,
    Plan,
    Press,
    Scroll,
    Select,
    Target,
    Tick,
    TypeText,
    Verb,
    WaitFor,
)


def verbs(task: str) -> list[Verb]:
    plan = understand(task)
    assert isinstance(plan, Plan), plan
    return [step.verb for step in plan.steps]


ONE_STEP: list[tuple[str, Verb]] = [
    ('click "File"', Click(Target("File"))),
    ("Click on the “File” menu.", Click(Target("File", kind="menu"))),
    ('press "OK"', Click(Target("OK"))),
    ('tap the button "OK"', Click(Target("OK", kind="button"))),
    ('double click "notes.txt"', Click(Target("notes.txt"), count=2)),
    ('double-click the "notes.txt" icon', Click(Target("notes.txt", kind="icon"), count=2)),
    ('right-click "Desktop"', Click(Target("Desktop"), button="right")),
    ('open the "File" menu', Click(Target("File", kind="menu"))),
    ('open the file "a.txt"', Click(Target("a.txt", kind="file"), count=2)),
    ('choose "Save As…"', Click(Target("Save As…"))),
    ('pick "Red"', Click(Target("Red"))),
    ("click the second “OK”", Click(Target("OK", ordinal=2))),
    ('click the last "Save" button', Click(Target("Save", ordinal=LAST, kind="button"))),
    ('click "OK" to the right of "Cancel"', Click(Target("OK", relation="right of", anchor=Target("Cancel")))),
    ('click "OK" left of "Cancel"', Click(Target("OK", relation="left of", anchor=Target("Cancel")))),
    ('click "A" below the 2nd "B"', Click(Target("A", relation="below", anchor=Target("B", ordinal=2)))),
    ('click "A" above "B"', Click(Target("A", relation="above", anchor=Target("B")))),
    (
        'click "Shipped" in the row of "10024"',
        Click(Target("Shipped", relation="in the row of", anchor=Target("10024"))),
    ),
    ('click "A" next to "B"', Click(Target("A", relation="near", anchor=Target("B")))),
    ('type "hello, then; and click"', TypeText("hello, then; and click")),
    ('type the text "x"', TypeText("x")),
    ('write "x" into the "Name" field', TypeText("x", Target("Name", kind="field"))),
    ('enter "x" in "Name"', TypeText("x", Target("Name"))),
    ('fill "Name" with "x"', TypeText("x", Target("Name"), replace=True)),
    ('fill in the field "Name" with ""', TypeText("", Target("Name", kind="field"), replace=True)),
    ('tick "A"', Tick(Target("A"), wanted=True)),
    ('check the "A" checkbox', Tick(Target("A", kind="checkbox"), wanted=True)),
    ('untick "A"', Tick(Target("A"), wanted=False)),
    ('uncheck "A"', Tick(Target("A"), wanted=False)),
    ('select "V" from "L"', Select("V", Target("L"))),
    ('choose "V" from the "L" list', Select("V", Target("L", kind="list"))),
    ('select "V"', Click(Target("V"))),
    ("press ctrl+s", Press(("ctrl", "s"))),
    ("press Ctrl + Shift + F5", Press(("ctrl", "shift", "f5"))),
    ("press ctrl++", Press(("ctrl", "+"))),
    ("hit the Enter key", Press(("enter",))),
    ("press enter 3 times", Press(("enter",), 3)),
    ("press Page Down twice", Press(("pagedown",), 2)),
    ("press tab once", Press(("tab",))),
    ("scroll down", Scroll(0, 3)),
    ("scroll up 5", Scroll(0, -5)),
    ("scroll right by 2 notches", Scroll(2, 0)),
    ("scroll left", Scroll(-3, 0)),
    ('scroll down until "T" appears', Scroll(0, 3, "T")),
    ('scroll down 1 in "L" until the "T" is visible', Scroll(0, 1, "T", Target("L"))),
    ('drag "A" to "B"', Drag(Target("A"), Target("B"))),
    ('wait for "T"', WaitFor(Target("T"), 10.0)),
    ('wait for "T" for up to 30 s', WaitFor(Target("T"), 30.0)),
    ('wait until "T" appears, at most 2 minutes', WaitFor(Target("T"), 120.0)),
    ('wait until "T" is gone', WaitFor(Target("T"), 10.0, gone=True)),
    ("wait 1.5 s", Pause(1.5)),
    ("wait for 500 ms", Pause(0.5)),
    ('check that "T" is visible', Check(Target("T"), visible=True)),
    ('make sure "T" is not visible', Check(Target("T"), visible=False)),
    ('verify that "T" is gone', Check(Target("T"), visible=False)),
]


@pytest.mark.parametrize(("task", "verb"), ONE_STEP, ids=[task for task, _ in ONE_STEP])
def test_a_step_means_what_it_says(task: str, verb: Verb) -> None:
    assert [verb] == verbs(task)


SEVERAL = [
    ('click "A"\nclick "B"', 2),
    ('click "A"; click "B"', 2),
    ('click "A". Click "B".', 2),
    ('click "A" then click "B", and then click "C"', 3),
    ('click "A", click "B" and press enter', 3),
    ('tick "A", uncheck "B" and press enter', 3),
    ('type "V" and press enter', 2),
    ('1. click "A"\n2) click "B"\n- click "C"\nstep 4: click "D"', 4),
    ('First, click "A". Then, please click "B". Finally press enter', 3),
    ('type "3.5, and more. Then this" into "B"', 1),
]


@pytest.mark.parametrize(("task", "count"), SEVERAL, ids=[task for task, _ in SEVERAL])
def test_a_task_is_cut_where_a_new_step_begins(task: str, count: int) -> None:
    assert count == len(verbs(task))


TEXTS = [
    ('type "a\\nb\\tc"', "a\nb\tc"),
    ('type "a\nb"', "a\nb"),
    ('type "say \\"hi\\""', 'say "hi"'),
    ("type 'say \"hi\"'", 'say "hi"'),
    ('type “say "hi"”', 'say "hi"'),
    ('type "it\'s"', "it's"),
    ("type 'it's'", "it's"),
    ("type „Straße“", "Straße"),
    ("type «été»", "été"),
    ('type "C:\\\\temp"', "C:\\temp"),
    ('type "50 \\%"', "50 \\%"),
    ("type ‘x’", "x"),
    ('type "Καλημέρα 日本 🎁"', "Καλημέρα 日本 🎁"),
]


@pytest.mark.parametrize(("task", "text"), TEXTS, ids=[task for task, _ in TEXTS])
def test_quoted_text_arrives_exactly(task: str, text: str) -> None:
    assert [TypeText(text)] == verbs(task)


REFUSED = [
    ('don\'t click "Send"', 'don\'t click "Send"'),
    ('do not press "Send"', 'do not press "Send"'),
    ('click "A" and never click "B"', 'click "A" and never click "B"'),
    ('click "A" unless "B" is visible', 'click "A" unless "B" is visible'),
    ('if "A" is visible, click "B"', 'if "A" is visible'),
    ("book a flight to Paris", "book a flight to Paris"),
    ('click "A" and "B"', 'click "A" and "B"'),
    ("click File", "click File"),
    ('click "A". Enjoy', "Enjoy"),
    ("press ctrl+foo", "ctrl+foo"),
    ("press enter 5000 times", "enter 5000 times"),
]


@pytest.mark.parametrize(("task", "quoted"), REFUSED, ids=[task for task, _ in REFUSED])
def test_a_task_with_an_unknown_step_is_refused_with_the_step_and_the_verbs(task: str, quoted: str) -> None:
    answer = understand(task)

    assert isinstance(answer, NotUnderstood)
    assert f"“{quoted}”" in answer.message
    assert "no assistant" in answer.message
    assert "double click, right click" in answer.message


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("", "no step in the task"),
        (" \n. ;", "no step in the task"),
        ('click "A', "never closed"),
        ("x" * (LONGEST_TASK + 1), "longer than 100000 characters"),
    ],
)
def test_a_task_that_is_no_task_is_refused_in_words(task: str, words: str) -> None:
    answer = understand(task)

    assert isinstance(answer, NotUnderstood)
    assert words in answer.message


def test_a_step_keeps_the_words_that_asked_for_it() -> None:
    plan = understand('1.  click   the "A  b" button, then type "x\\ny"')

    assert isinstance(plan, Plan)
    assert ['click the "A b" button', 'type "x\\ny"'] == [step.said for step in plan.steps]


def test_marks_of_our_own_in_a_task_do_no_harm() -> None:
    assert [Click(Target("A"))] == verbs('click \x00"A"')
