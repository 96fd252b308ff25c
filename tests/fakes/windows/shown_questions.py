"""The questions of the cards that are shown one at a time, with texts as long as they get."""

from __future__ import annotations

from dataclasses import replace

from desktop_agent.core.actions.action import Click, Type
from desktop_agent.core.actions.describe import sentences_of
from desktop_agent.core.decisions.decision import Question, Reason, RememberedControl
from desktop_agent.core.decisions.rule_id import OwnRuleId
from desktop_agent.core.pictures import ImagePoint, Rect, Window
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.message import Message
from tests.fakes.people.card_questions import question
from tests.fakes.runs.cases import changed, target_of


def clicked() -> Question:
    asked = question("click", "action")
    return told(replace(asked, target=changed(asked.target, box=Rect(88, 78, 64, 26)), checks=()))


def told(asked: Question) -> Question:
    says = "Click “Send”. The letter is written, and the address is the one that you gave me."
    task = 'open "Write"\ntype "Dear all" into "Text"\nclick "Send"\ncheck that "Sent" is visible, in German too'
    return replace(asked, says=says, task=task, step="12 of 18", unchecked=True)


def attacked() -> Question:
    check = SafetyCheck("s1", "malicious_instructions", "The page holds words that are written for a model. " * 3)
    return replace(typed(), checks=(check,), reasons=(Reason("safety-check", check.message, outside=True),),
                   may_be_remembered=False)  # fmt: skip


def typed() -> Question:
    text = "Dear all,\nthe meeting is moved to Thursday at ten.\nPlease bring the figures of the last quarter.\nAnna"
    why = Reason("out", Message("Return may send what's in this field."))
    asked = replace(question("type", "action"), sentence="Type “Dear all,⏎the meeting is moved …”",
                    actions=(Type(text),), reasons=(why,))  # fmt: skip
    return told(asked)


def warned() -> Question:
    check = SafetyCheck("s1", "malicious_instructions", "The page holds words that are written for a model. " * 3)
    many = tuple(
        Reason(OwnRuleId(f"rule:{n}"), f"Reason number {n}: it may not be possible to take this back.")
        for n in range(4)
    )
    return replace(typed(), checks=(check,), reasons=many)


def remembered() -> Question:
    asked = clicked()
    words = "Judging by its name, “{name}” may do something that is impossible to undo."
    why = Reason("words", Message(words, name="Send later"))
    always = RememberedControl("/usr/bin/mail", "", "main window", "", "push button", "Send later", "click")
    target = changed(asked.target, control="Send later")
    sentence = "Click “Send later” (button) in “Write: Invoice 1042”"
    return replace(asked, sentence=sentence, target=target, reasons=(why,), always=always)


def several() -> Question:
    asked = clicked()
    names = ("Request a receipt", "Sign it", "Send later")
    targets = [changed(asked.target, control=name, role="check box", source="accessibility") for name in names]
    acts = tuple(Click(ImagePoint(120 + 60 * n, 90)) for n in range(len(names)))
    whole = replace(asked, target=targets[0], others=tuple(targets[1:]), actions=acts, editable=False,
                    may_be_remembered=False, reasons=remembered().reasons)  # fmt: skip
    return replace(whole, sentence="; then ".join(sentences_of(whole)))


def application(program: str, site: str = "") -> Question:
    asked = told(question("type", "application"))
    window = Window(7, program.rpartition("/")[2], "A title", 42, program)
    why = Reason("scope", Message("First time in {named}.", named=window.app.capitalize()))
    shell = Reason("shell", Message("{window} runs anything entered there.", window="Xterm"))
    again = (shell,) if program.endswith("xterm") else ()
    target = target_of(window, site=site)
    return replace(asked, sentence="Type “echo hello”", actions=(Type("echo hello"),), target=target,
                   reasons=(why,), may_be_remembered=False, editable=False, included=again,
                   folders=("~/Letters",), opens_host=bool(site))  # fmt: skip


def unnamed() -> Question:
    asked = clicked()
    target = changed(asked.target, control="Archive", role="", source="ocr")
    why = Reason("question", Message("We can't tell what this dialog of {window} asks.", window="Mail"))
    return replace(asked, sentence="Click “Archive” in “Write: Invoice 1042”", target=target, reasons=(why,),
                   may_be_remembered=False)  # fmt: skip
