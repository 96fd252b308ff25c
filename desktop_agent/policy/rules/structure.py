"""Ask about what the structure around a press says that no name does: a question, a form, a price, a workshop.

A window that asks one thing and has a few buttons wants a decision, in whatever language. What is in a form of a
page sends the form; a button beside a price may order; a program that builds programs runs them.
"""

from __future__ import annotations

import re

from desktop_agent.core.commands import LEAVES
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Target
from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.programs import BROWSERS
from desktop_agent.policy.commit_points import commits
from desktop_agent.policy.effects import presses
from desktop_agent.policy.programs import CORRESPONDENTS, is_one_of, short_name
from desktop_agent.policy.rules.consequences import fires, is_mnemonic
from desktop_agent.policy.rules.landing import accepts

_LEAVES = frozenset({*LEAVES, "Save"})
_BUTTONS = frozenset({"push button", "button", "toggle button", "link", "image", "check box", "switch"})
_FIELDS_OF_ONE_LINE = frozenset({"entry", "password text", "spin button", "check box", "radio button", "combo box"})
_LONGEST_NAME = 60
_CURRENCY = r"[$€£¥₹₽₩₪₫₺₴฿₦₱]|\b(?:EUR|USD|GBP|CHF|JPY|CNY|INR|RUB|PLN|CZK|HUF|RON|BGN|SEK|NOK|DKK|TRY|BRL|CAD|AUD)\b"
_SHORT = r"(?:kr\.?|zł|Kč|Ft|lei|лв\.?|руб\.?|грн\.?|TL|円|元|원|₫|đ)(?!\w)"
_NUMBER = r"\d[\d.,'\u00a0\u202f ]*"
_PRICE = re.compile(rf"(?:{_CURRENCY})\s*{_NUMBER}|{_NUMBER}\s*(?:{_CURRENCY}|{_SHORT})", re.IGNORECASE)


def judge(case: Case) -> Decision | None:
    """Ask where what is pressed answers a question, sends a form, stands beside a price, or runs what was built."""
    reasons = tuple(filter(None, (_upload(case), *_by_press(case), _workshop(case))))
    return Ask(reasons) if reasons else None


def _by_press(case: Case) -> tuple[Reason | None, ...]:
    target = case.target
    if not fires(case):
        return ()
    name = visible(target.control, _LONGEST_NAME)
    asked = target.question and target.command not in _LEAVES and (target.role in _BUTTONS or is_mnemonic(case))
    question = Reason("question", Message("“{name}” answers a question.", name=name)) if asked else None
    form = Reason("form", "This may send a form.") if _sends_form(case) else None
    price = next((found[0] for text in target.around if (found := _PRICE.search(text))), "")
    if not price or target.role not in _BUTTONS or target.command in _LEAVES:
        return question, form
    return (
        question,
        form,
        Reason(
            "price", Message("“{name}” stands beside a price: {price}.", name=name, price=visible(price, _LONGEST_NAME))
        ),
    )


def _sends_form(case: Case) -> bool:
    target = case.target
    if not target.in_form:
        return False
    pressed = target.role in _BUTTONS - {"check box", "switch", "link"}
    return pressed or (presses(case, "enter") and target.focus_role in _FIELDS_OF_ONE_LINE)


def _upload(case: Case) -> Reason | None:
    """Say that a file that is there is chosen for a page or a message."""
    target = case.target
    if not target.chooser or not is_one_of(target.window, BROWSERS | CORRESPONDENTS) or not accepts(case):
        return None
    given = target.file is not None and target.file.kind in {"document", "program"}
    return Reason("file-out", Message("{window} gets this file.", window=short_name(target.window))) if given else None


def _workshop(case: Case) -> Reason | None:
    target = case.target
    if not target.builds or target.command or not _runs(case, target):
        return None
    return Reason(
        "shell-line", Message("{window} builds and runs programs, and may do so now.", window=short_name(target.window))
    )


def _runs(case: Case, target: Target) -> bool:
    """Tell whether it may be a command of such a program: anything but writing text."""
    writes = target.focus_role in {"text", "document text"} and not target.role
    return bool(commits(case)) and not (writes and presses(case, "enter") and not target.question)
