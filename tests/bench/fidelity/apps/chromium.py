"""Chromium: a page with a text area, an editable part, a password and an editor of code; the DOM is the oracle."""

import shutil
from functools import partial

from tests.bench.fidelity.apps import Application
from tests.fakes.told_page import page_fields

APPLICATION = Application(
    "chromium", "Chromium", "build", "chromium", lambda: shutil.which("chromium"),
    partial(page_fields, "chromium"), ("chromium", "--version"), in_the_gate=True,
)  # fmt: skip
