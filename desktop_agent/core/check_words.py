"""What the safety checks of the model's server are called, in our words; their codes are for tooltips and `--json`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message, template
from desktop_agent.core.turn import SafetyCheck

CODES = template("Codes of the warning: {codes}")
# The local model's own check: its code, and what it says.
SENSITIVE: Final = "sensitive_action"  # vendors' codes speak of instructions on the screen and of domains
PRESSES: Final = template("This presses “{name}”, which may send, pay for or delete something.")
_LONGEST_CODE = 60
_ATTACK = re.compile(r"malicious|inject|attack|phish|jailbreak|hijack|exfiltrat", re.IGNORECASE)
_ATTACKED: Final = Message(
    "What the screen shows may try to give the model orders that are not yours. Refuse, unless you expected this step."
)
# By code; the server's own words stand among those of others.
_SAID: Mapping[str, str] = {
    "irrelevant_domain": Message("This site may have nothing to do with the task."),
    "sensitive_domain": Message("This is a site where a mistake can do harm."),
}
OTHER_CHECK: Final = Message("The model's provider wants a person to look at this first.")


def is_attack(checks: Sequence[SafetyCheck]) -> bool:
    """Tell whether a check speaks of somebody who misleads the model; of an unknown code its words are asked."""
    return any(_ATTACK.search(f"{one.code} {'' if one.code in _SAID else one.message}") for one in checks)


def check_reasons(checks: Sequence[SafetyCheck]) -> tuple[str, ...]:
    """Return what checks with a known code say, in our words, each once, an attack first."""
    attacked = (_ATTACKED,) if is_attack(checks) else ()
    return *attacked, *dict.fromkeys(_SAID[one.code] for one in checks if one.code in _SAID)


def repeats(check: SafetyCheck, rules: Collection[str]) -> bool:
    """Tell whether a check is the built-in model's and only says what a rule that asks says as well."""
    ours = check.code == SENSITIVE and isinstance(check.message, Message) and check.message.id == PRESSES
    return ours and any(rule.startswith("consequence-") for rule in rules)


def check_codes(checks: Sequence[SafetyCheck]) -> str:
    """Return the codes of checks, for a tooltip; empty where there are none."""
    codes = dict.fromkeys(foreign(one.code, _LONGEST_CODE) for one in checks if one.code)
    return Message(CODES, codes=", ".join(codes)) if codes else ""
