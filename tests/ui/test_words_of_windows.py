"""Every text of ours in every window is one that translators have: none is forgotten, none glued from halves."""

import re

import pytest

from desktop_agent.core.texts.message import Message
from desktop_agent.guide import TOPICS, page
from desktop_agent.model.dialect_names import DIALECT_NAMES
from desktop_agent.model.families import FAMILY_NAMES
from desktop_agent.model.profiles import PROFILES
from tests.fakes.people.languages import MARKED, unmarked
from tests.fakes.windows.window_fit import DECIDE, Shower, screen

pytestmark = [pytest.mark.screen, pytest.mark.slow]

WORD = re.compile(r"[^\W\d_]{2,}")
# What others wrote, and stands in windows as they wrote it: addresses, paths, keys, the settings' own codes.
TITLES = {profile.title for profile in PROFILES.values() if not isinstance(profile.title, Message)}
LISTED = "|".join(
    map(re.escape, sorted({*DIALECT_NAMES, *FAMILY_NAMES, *PROFILES, *TITLES} - {""}, key=len, reverse=True))
)
CODES = re.compile(rf"“[^”]*”|{{\w+}}|\S*[/.=+:]\S+|\b(?:{LISTED})\b|local(?:-1)?|pause|HTML|PDF|GET|POST|\d (?:KB|MB)")
# The model's, the person's, programs' and servers' words in `tests.fakes.windows.shown_openers` and `shown_questions`.
OTHERS = (
    "Which of the two folders", "I open the menu", "…enu. I open the menu.", "Click 'Send'", "The page holds words",
    "Step 0:", "Step 1:", "Step 2:", "Step 3:", "Step 4:", "Step 5:", "All done.", "3 of 8:", "“Inbox”",
    "On it.", "Saved.", "The same step was tried twice.",
    "Order ten boxes", "Save a note", "open ", 'click "', 'click button "', 'fill "', "This computer has no keyring.",
    "XTEST is missing", "nothing tells your hand", "come from the accessibility bus", "letters of all scripts",
    "Names of controls", "The server didn't respond", "Reason number", "In Mail, Return", "The mouse was moved",
    "No mail", "click ·", "Mousepad", "Chromium", "example.org", "intranet.example.org", "local, model local",
    "mail", "A title", "Write: Invoice 1042", "Send", "Archive", "Request a receipt", "Sign it",
    "The task and screenshots", "Status — Desktop Agent",
    "Azure OpenAI: ", "Lightcone: ", "1: 1600 × 1000", "/usr/bin/thunderbird", "click; type", "https; mailto",
    "I see twelve letters", "The letters are sorted", 'type "{', "monthly-report", "keepassxc, *bank*", "field number",
    "Accessibility is turned off", "file:", "OPENAI_API_KEY is not set.", "The server has not answered", "notify-phone",
    "Nothing leaves this computer.", "Enter a bill into", "Number of the bill", "The bill, as", "Monthly report",
)  # fmt: skip
# A language's own name for itself, libraries', a task's variables and choices, and the titles of the guide's pages,
# which are English alone.
NAMES = {"Deutsch", "Français", "pyautogui", "pynput", "xtest", "Desktop Agent"}
NAMES |= {"amount", "day", "kind", "login", "name", "Rent", "Power & water"}
NAMES |= {page(topic).partition("\n")[0].removeprefix("# ") for topic in TOPICS}


def left_of(text: str) -> str:
    """Return what of a text nobody can translate, and nobody else has written."""
    rest = re.sub("[\u200b\u2068\u2069]", "", unmarked(text)).strip(" :·—\n").replace("&quot;", '"').strip()
    rest = re.sub(r"^\d+\. :? ?", "", rest)
    if rest in NAMES or rest.casefold().startswith(tuple(map(str.casefold, OTHERS))):
        return ""
    return text if WORD.search(CODES.sub("", rest)) else ""


@pytest.mark.timeout(300)
def test_every_text_of_a_window_has_a_translation() -> None:
    with screen(1600, 1000) as on, Shower(on, "ui", "1", 0, MARKED) as shower:
        left = {name: [text for text in shower.texts(name) if left_of(text)] for name in DECIDE}

    assert {name: texts for name, texts in left.items() if texts} == {}
