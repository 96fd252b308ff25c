"""Ask before text goes into a password field."""

from __future__ import annotations

import re

from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.core.passwords import is_secret_field
from desktop_agent.policy.effects import entered
from desktop_agent.policy.rules.secrets import is_agreed

# As programs write keys and tokens, whoever they are for.
_SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30}|\bsk-[\w-]{20}|\bxox[abpr]-\w{10}"
)


def judge(case: Case) -> Decision | None:
    """Ask when a text is entered where the role or the name of the field says that it is secret."""
    if is_agreed(case):
        return None
    if is_for_password(case):
        return Ask((Reason("password-field", "This goes into a password field."),))
    what = entered(case)
    if what is None or not _SECRET.search(case.typed_before + (what.text or "")):
        return None
    return Ask((Reason("credential", "This text holds a secret key."),))


def is_for_password(case: Case) -> bool:
    """Tell whether a text is entered into a field whose role or name says that it is secret."""
    what = entered(case)
    return what is not None and is_secret_field(what.control, what.role)
