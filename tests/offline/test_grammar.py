"""Plain steps are understood to the last word, or the whole task is refused."""

import pytest

from desktop_agent.core.controls.read_text import LAST, TextTarget
from desktop_agent.offline.grammar import LONGEST_TASK, understand, unknown_step_message
from desktop_agent.offline.plan.phrases import KNOWN_VERBS, UnknownStep
from desktop_agent.offline.plan.steps import (
    CheckFieldStep,
    CheckFileStep,
    CheckStep,
    CheckTickStep,
    ClickStep,
    DragStep,
    OpenStep,
    Plan,
    PressStep,
    ScrollStep,
    SelectStep,
    TickStep,
    TypeStep,
    Verb,
    WaitForStep,
    WaitStep,
)


def verbs(task: str) -> list[Verb]:
    plan = understand(task)
    assert isinstance(plan, Plan), plan
    return [step.verb for step in plan.steps]


ONE_STEP: list[tuple[str, Verb]] = [
    ('click "File"', ClickStep(TextTarget("File"))),
    ("Click on the “File” menu.", ClickStep(TextTarget("File", kind="menu"))),
    ('tap the button "OK"', ClickStep(TextTarget("OK", kind="button"))),
    ('double click "notes.txt"', ClickStep(TextTarget("notes.txt"), count=2)),
    ('right-click "Desktop"', ClickStep(TextTarget("Desktop"), button="right")),
    ('open the "File" menu', ClickStep(TextTarget("File", kind="menu"))),
    ('open the file "a.txt"', ClickStep(TextTarget("a.txt", kind="file"), count=2)),
    ('choose "Save As…"', ClickStep(TextTarget("Save As…"))),
    ("click the second “OK”", ClickStep(TextTarget("OK", ordinal=2))),
    ('click the last "Save" button', ClickStep(TextTarget("Save", ordinal=LAST, kind="button"))),
    (
        'click "OK" to the right of "Cancel"',
        ClickStep(TextTarget("OK", relation="right of", anchor=TextTarget("Cancel"))),
    ),
    ('click "A" below the 2nd "B"', ClickStep(TextTarget("A", relation="below", anchor=TextTarget("B", ordinal=2)))),
    (
        'click "Shipped" in the row of "10024"',
        ClickStep(TextTarget("Shipped", relation="in the row of", anchor=TextTarget("10024"))),
    ),
    ('type "hello, then; and click"', TypeStep("hello, then; and click")),
    ('write "x" into the "Name" field', TypeStep("x", TextTarget("Name", kind="field"))),
    ('fill "Name" with "x"', TypeStep("x", TextTarget("Name"), replace=True)),
    ('tick "A"', TickStep(TextTarget("A"), ticked=True)),
    ('check the "A" checkbox', TickStep(TextTarget("A", kind="checkbox"), ticked=True)),
    ('uncheck "A"', TickStep(TextTarget("A"), ticked=False)),
    ('select "V" from "L"', SelectStep("V", TextTarget("L"))),
    ('select "V"', ClickStep(TextTarget("V"))),
    ("press ctrl+s", PressStep(("ctrl", "s"))),
    ("press ctrl++", PressStep(("ctrl", "+"))),
    ("hit the Enter key", PressStep(("enter",))),
    ("press enter 3 times", PressStep(("enter",), 3)),
    ("press Page Down twice", PressStep(("pagedown",), 2)),
    ("scroll down", ScrollStep(0, 3)),
    ("scroll right by 2 notches", ScrollStep(2, 0)),
    ('scroll down until "T" appears', ScrollStep(0, 2, "T")),
    ('scroll down 1 in "L" until the "T" is visible', ScrollStep(0, 1, "T", TextTarget("L"))),
    ('drag "A" to "B"', DragStep(TextTarget("A"), TextTarget("B"))),
    ('wait for "T"', WaitForStep(TextTarget("T"), 10.0)),
    ('wait until "T" appears, at most 2 minutes', WaitForStep(TextTarget("T"), 120.0)),
    ('wait until "T" is gone', WaitForStep(TextTarget("T"), 10.0, gone=True)),
    ("wait 1.5 s", WaitStep(1.5)),
    ("wait for 500 ms", WaitStep(0.5)),
    ('check that "T" is visible', CheckStep(TextTarget("T"), visible=True)),
    ('make sure "T" is not visible', CheckStep(TextTarget("T"), visible=False)),
    ('open "Mousepad"', OpenStep(TextTarget("Mousepad"))),
    ('open the "Mousepad" program', OpenStep(TextTarget("Mousepad"), program=True)),
    ('check that "Name" is "Ada"', CheckFieldStep(TextTarget("Name"), "Ada")),
    ('check that the text in the "Name" field is "Ada"', CheckFieldStep(TextTarget("Name", kind="field"), "Ada")),
    ('make sure "Name" contains "Ada"', CheckFieldStep(TextTarget("Name"), "Ada", part=True)),
    ('check that "Gift" is ticked', CheckTickStep(TextTarget("Gift"), ticked=True)),
    ('check that "Gift" is not checked', CheckTickStep(TextTarget("Gift"), ticked=False)),
    ('check that "Wi-Fi" is switched off', CheckTickStep(TextTarget("Wi-Fi"), ticked=False)),
    ('check that file "~/a.txt" contains "x"', CheckFileStep("~/a.txt", "x")),
    ('check that the file "a.txt" does not contain "x"', CheckFileStep("a.txt", "x", holds=False)),
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
    ("type «été»", "été"),
    ('type "C:\\\\temp"', "C:\\temp"),
    ('type "Καλημέρα 日本 🎁"', "Καλημέρα 日本 🎁"),
]


@pytest.mark.parametrize(("task", "text"), TEXTS, ids=[task for task, _ in TEXTS])
def test_quoted_text_arrives_exactly(task: str, text: str) -> None:
    assert [TypeStep(text)] == verbs(task)


REFUSED = [
    ('don\'t click "Send"', 'don\'t click "Send"'),
    ('click "A" unless "B" is visible', 'click "A" unless "B" is visible'),
    ("book a flight to Paris", "book a flight to Paris"),
    ('click "A" and "B"', 'click "A" and "B"'),
    ("click File", "click File"),
    ('click "A". Enjoy', "Enjoy"),
    ("press ctrl+foo", "ctrl+foo"),
]


@pytest.mark.parametrize(("task", "quoted"), REFUSED, ids=[task for task, _ in REFUSED])
def test_a_task_with_an_unknown_step_is_refused_with_the_step_and_its_place(task: str, quoted: str) -> None:
    answer = understand(task)

    assert isinstance(answer, UnknownStep)
    assert f"“{quoted}”" in answer.message
    assert (KNOWN_VERBS in answer.message) is not bool(answer.near)
    assert answer.message.startswith(answer.brief)


MEANT = [
    ('clck "Save"', 'click "Save"'),
    ('push the big "Save" button', 'click "Save"'),
    ('put "Ada" into "Name"', 'type "Ada" into "Name"'),
    ('set "Name" to "say \\"hi\\""', 'fill "Name" with "say \\"hi\\""'),
    ("Open Mousepad", 'open "Mousepad"'),
    ("type hello world into the Name field", 'type "hello world" into "Name"'),
    ("fill in Name with Ada", 'fill "Name" with "Ada"'),
    ("drag Iron skillet to Basket", 'drag "Iron skillet" to "Basket"'),
]


@pytest.mark.parametrize(("task", "near"), MEANT, ids=[task for task, _ in MEANT])
def test_a_step_that_is_not_understood_names_the_nearest_one_that_would_be(task: str, near: str) -> None:
    answer = understand(task)

    assert isinstance(answer, UnknownStep)
    assert f" Did you mean: {near}?" in answer.message
    assert isinstance(understand(near), Plan)


FAR = (
    *('don\'t click "Send"', "don't click Send", 'clck "A" unless "B"', "book a flight", "press ctrl+foo"),
    *('hover over "A"', 'mix "A" "B" "C"'),
)


@pytest.mark.parametrize("task", FAR)
def test_what_is_not_to_be_done_or_far_from_any_step_has_no_nearest(task: str) -> None:
    answer = understand(task)

    assert isinstance(answer, UnknownStep)
    assert "Did you mean" not in answer.message


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("", "The task has no steps"),
        (" \n. ;", "The task has no steps"),
        ('click "A', "no closing quotation mark"),
        ("x" * (LONGEST_TASK + 1), "longer than 100000 characters"),
    ],
)
def test_a_task_that_is_no_task_is_refused_in_words(task: str, words: str) -> None:
    answer = understand(task)

    assert isinstance(answer, UnknownStep)
    assert words in answer.message


def test_a_step_keeps_the_words_that_asked_for_it() -> None:
    plan = understand('1.  click   the "A  b" button, then type "x\\ny"')

    assert isinstance(plan, Plan)
    assert ['click the "A b" button', 'type "x\\ny"'] == [step.text for step in plan.steps]


def test_only_opening_a_program_says_what_else_it_may_do_and_a_console_is_told_beforehand() -> None:
    unquoted = understand("Open Mousepad")
    misspelt = understand('clik "OK"')

    assert isinstance(unquoted, UnknownStep)
    assert isinstance(misspelt, UnknownStep)
    assert "This starts the program with that name or, if there isn't one, clicks the text." in unquoted.brief
    assert misspelt.brief == 'I don\'t understand the step “clik "OK"”. Did you mean: click "OK"?'
    assert [unknown_step_message('click "OK"'), unknown_step_message('clik "OK"')] == ["", misspelt.brief]
    assert 'such as: click "Save"' in unknown_step_message("Please write milk and eggs into a new note")
