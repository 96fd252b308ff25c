"""The phone's page: one file that holds no secret, loads nothing, and speaks to the topic alone that its code names."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files

from desktop_agent.core.message import Message
from desktop_agent.core.translation import Language

_TEXTS: Mapping[str, Message] = {
    "answer": Message("Answer"),
    "answerHere": Message("Your answer"),
    "approve": Message("Approve once"),
    "asks": Message("Asks"),
    "badCode": Message("That isn't a pairing code."),
    "codeHere": Message("Enter the pairing code that “desktop-agent pair” shows."),
    "compare": Message("If the computer shows the same characters, confirm there."),
    "desk": Message("on its own desk"),
    "ended": Message("Ended:"),
    "forget": Message("Forget this pairing on this device"),
    "insecure": Message(
        "This page must be loaded over https or opened as a file; otherwise, it can't encrypt anything."
    ),
    "noAnswer": Message("No response. As far as we know, no action was taken. Is this device's clock correct?"),
    "nothing": Message("No task is under way."),
    "notSent": Message("It couldn't be sent."),
    "over": Message("This pairing was ended at the computer."),
    "pair": Message("Pair"),
    "pause": Message("Pause"),
    "paused": Message("Paused"),
    "reason": Message("What should the model know or do instead?"),
    "refuse": Message("Refuse"),
    "refused": Message("It wasn't confirmed at the computer."),
    "resume": Message("Resume"),
    "say": Message("Tell the model"),
    "sayHere": Message("Something for the model to know"),
    "screen": Message("on your own screen"),
    "sent": Message("Sent…"),
    "stop": Message("Stop run"),
    "unreachable": Message("The server can't be reached. Trying again…"),
    "usedUp": Message("Another device used this code. Decline the request at the computer, and then pair again."),
    "waiting": Message("Waiting for the computer…"),
    "working": Message("Works"),
}


def page(language: Language) -> str:
    """Return the page in a language; its own style and script are let in by their hashes, and nothing else is."""
    text = files("desktop_agent.notify").joinpath("page.html").read_text("utf-8")
    # In a script “<” could end it; “\\u003c” is the same to JSON.
    texts = json.dumps({name: language.of(one) for name, one in _TEXTS.items()}, sort_keys=True).replace("<", "\\u003c")
    text = text.replace("const TEXTS = {};", f"const TEXTS = {texts};").replace('lang="en"', f'lang="{language.code}"')
    for tag, gap in (("script", "SCRIPT"), ("style", "STYLE")):
        if found := re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL):
            digest = b64encode(sha256(found[1].encode()).digest()).decode()
            text = text.replace(f"'{gap}'", f"'sha256-{digest}'")
    return text
