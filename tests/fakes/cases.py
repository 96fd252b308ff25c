"""Cases for policy: actions, the places that they would hit, and the names of the rules that speak."""

from desktop_agent.core.actions import Action
from desktop_agent.core.decision import Allow, Case, Decision, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.mode import Mode
from desktop_agent.policy.judge import Policy, strictest

AT = ImagePoint(5, 5)
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
UNSAVED = "*Untitled 1 - Mousepad"


def window(program: str, title: str = "", app: str = "") -> Window:
    return Window(1, app or program.rpartition("/")[2], title, 10, program)


def judge(case: Case, mode: Mode) -> Decision:
    """Return the strictest voice of rules, checks and the mode, whatever the scope is."""
    return strictest(voice.decision for voice in Policy(mode).voices(case) if voice.speaker != "application")


def rules(case: Case) -> set[str]:
    decision = judge(case, "guard")
    return set() if isinstance(decision, Allow) else {reason.rule for reason in decision.reasons}


def on(action: Action, target: Target, **more: object) -> set[str]:
    return rules(Case(action, VIEWPORT, target, **more))  # type: ignore[arg-type]  # a table of fields


MOUSEPAD = Target(window("/usr/bin/mousepad", "Untitled 1 - Mousepad"), focus_role="text")
THUNDERBIRD = Target(window("/usr/lib/thunderbird/thunderbird", "Write: Hello"), focus_role="text")
CHROMIUM = Target(window("/usr/lib/chromium/chromium", "Inbox"))
SLACK = Target(window("/usr/lib/slack/slack", "general"), focus_role="entry", role="entry")
XTERM = Target(window("/usr/bin/xterm", "sh"))
FILES = Target(window("/usr/bin/pcmanfm", "Documents"))
DESKTOP = Target()
