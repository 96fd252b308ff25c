"""Firefox: a page with a text area, an editable part, a password and an editor of code; the DOM is the oracle."""

from functools import partial

from tests.bench.fidelity.apps import Application
from tests.fakes.told_page import FIREFOX, page_fields

APPLICATION = Application(
    "firefox", "Firefox", "measure", "firefox-esr", lambda: FIREFOX,
    partial(page_fields, "firefox"), (FIREFOX or "true", "--version"), in_the_gate=False,
)  # fmt: skip
